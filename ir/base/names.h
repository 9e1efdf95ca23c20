// Interned names. Equal texts give equal numbers, so the graph of a project is
// built by comparing integers:
//
//   NameId a = names.intern("\"cat\".\"s\".\"t\"");
//   names.text(a)
//
// Any thread may intern. A number says nothing about order: whatever is written
// out is sorted by text.
#pragma once
#include "ir/base/arena.h"
#include "llvm/ADT/DenseMapInfo.h"
#include "llvm/ADT/StringMap.h"
#include <array>
#include <memory>
#include <mutex>

namespace sluice {

struct NameId {
  uint32_t index = 0; // 0: no name
  explicit operator bool() const { return index != 0; }
  friend bool operator==(NameId, NameId) = default;
};

class Names {
public:
  Names();
  ~Names();
  NameId intern(StringRef text);
  // The number of a text that was interned before, or no name.
  NameId find(StringRef text) const;
  StringRef text(NameId name) const;

private:
  struct Shard;
  static constexpr unsigned shardBits = 4;
  std::array<std::unique_ptr<Shard>, 1u << shardBits> shards;
};

} // namespace sluice

template <> struct llvm::DenseMapInfo<sluice::NameId> {
  static sluice::NameId getEmptyKey() { return {~0u}; }
  static sluice::NameId getTombstoneKey() { return {~0u - 1}; }
  static unsigned getHashValue(sluice::NameId name) { return name.index * 0x9E3779B9u; }
  static bool isEqual(sluice::NameId a, sluice::NameId b) { return a == b; }
};
