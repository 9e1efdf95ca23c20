// Interned names in shards, each with a lock of its own: two threads seldom
// meet. The low bits of a number are its shard.
#include "ir/base/names.h"
#include "llvm/Support/xxhash.h"
#include <deque>

namespace sluice {

struct Names::Shard {
  mutable std::mutex mutex;
  llvm::StringMap<uint32_t> numbers;
  std::deque<StringRef> texts; // keys of `numbers`, whose addresses are stable
};

Names::Names() {
  for (auto &shard : shards)
    shard = std::make_unique<Shard>();
}

Names::~Names() = default;

static unsigned shardOf(StringRef text, unsigned bits) { return unsigned(llvm::xxh3_64bits(text) & ((1u << bits) - 1)); }

NameId Names::intern(StringRef text) {
  unsigned number = shardOf(text, shardBits);
  Shard &shard = *shards[number];
  std::lock_guard lock(shard.mutex);
  auto [entry, isNew] = shard.numbers.try_emplace(text, uint32_t(shard.texts.size()));
  if (isNew)
    shard.texts.push_back(entry->getKey());
  return {((entry->second + 1) << shardBits) | number};
}

NameId Names::find(StringRef text) const {
  unsigned number = shardOf(text, shardBits);
  const Shard &shard = *shards[number];
  std::lock_guard lock(shard.mutex);
  auto found = shard.numbers.find(text);
  return found == shard.numbers.end() ? NameId{} : NameId{((found->second + 1) << shardBits) | number};
}

StringRef Names::text(NameId name) const {
  if (!name)
    return {};
  const Shard &shard = *shards[name.index & ((1u << shardBits) - 1)];
  std::lock_guard lock(shard.mutex);
  return shard.texts[(name.index >> shardBits) - 1];
}

} // namespace sluice
