// Stable hashes: SHA-256, by the machine's instructions, its vectors, or plainly.
#include "ir/base/hash.h"
#include "ir/base/sha256_rounds.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"

namespace sluice {

void Digest::appendHex(std::string &to) const {
  static constexpr char digits[] = "0123456789abcdef";
  char text[64];
  for (size_t i = 0; i < bytes.size(); ++i) {
    text[2 * i] = digits[bytes[i] >> 4];
    text[2 * i + 1] = digits[bytes[i] & 15];
  }
  to.append(text, sizeof text);
}

std::string Digest::hex() const {
  std::string text;
  appendHex(text);
  return text;
}

static constexpr uint32_t sha256Start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                            0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

// The blocks from `done` on, then the rest with the padding that FIPS 180-4 asks
// for: a one bit, zeros, and the length of the whole text in bits.
static Digest finishSha256(Sha256Blocks addBlocks, uint32_t state[8], StringRef bytes, size_t done, uint64_t length) {
  auto *data = reinterpret_cast<const uint8_t *>(bytes.data());
  size_t blocks = bytes.size() / 64, rest = bytes.size() % 64;
  addBlocks(state, data + done * 64, blocks - done);
  uint8_t tail[128] = {};
  std::copy_n(data + blocks * 64, rest, tail);
  tail[rest] = 0x80;
  size_t tailBlocks = rest < 56 ? 1 : 2;
  llvm::support::endian::write64be(tail + tailBlocks * 64 - 8, length * 8);
  addBlocks(state, tail, tailBlocks);
  Digest digest;
  for (unsigned i = 0; i < 8; ++i)
    llvm::support::endian::write32be(digest.bytes.data() + i * 4, state[i]);
  return digest;
}

Digest sha256With(Sha256Blocks addBlocks, StringRef bytes) {
  uint32_t state[8];
  std::copy(std::begin(sha256Start), std::end(sha256Start), state);
  return finishSha256(addBlocks, state, bytes, 0, bytes.size());
}

// The blocks that all eight have go in together.
static void hashLanes(Sha256LaneBlocks addLanes, Sha256Blocks addBlocks, const StringRef *texts, Digest *digests) {
  uint32_t states[8][sha256Lanes];
  const uint8_t *data[sha256Lanes];
  size_t common = texts[0].size() / 64;
  for (size_t lane = 0; lane < sha256Lanes; ++lane) {
    common = std::min(common, texts[lane].size() / 64);
    data[lane] = reinterpret_cast<const uint8_t *>(texts[lane].data());
    for (size_t word = 0; word < 8; ++word)
      states[word][lane] = sha256Start[word];
  }
  addLanes(states, data, common);
  for (size_t lane = 0; lane < sha256Lanes; ++lane) {
    uint32_t state[8];
    for (size_t word = 0; word < 8; ++word)
      state[word] = states[word][lane];
    digests[lane] = finishSha256(addBlocks, state, texts[lane], common, texts[lane].size());
  }
}

void sha256EachWith(Sha256LaneBlocks addLanes, Sha256Blocks addBlocks, ArrayRef<StringRef> texts,
                    llvm::MutableArrayRef<Digest> digests) {
  size_t i = 0;
  for (; i + sha256Lanes <= texts.size(); i += sha256Lanes)
    hashLanes(addLanes, addBlocks, texts.data() + i, digests.data() + i);
  for (; i < texts.size(); ++i)
    digests[i] = sha256With(addBlocks, texts[i]);
}

__attribute__((no_sanitize("address,undefined"))) static void addBlocksPlainly(uint32_t state[8], const uint8_t *blocks, size_t count) {
  addPlainBlocks(state, blocks, count);
}

// What this machine has.
struct Sha256Ways {
  Sha256Blocks instructions = findSha256Instructions(), vectors = findSha256Vectors();
  Sha256Blocks addBlocks = instructions ? instructions : vectors ? vectors : addBlocksPlainly;
  Sha256LaneBlocks addLanes = instructions ? nullptr : findSha256Lanes();
};
static const Sha256Ways &sha256Ways() {
  static const Sha256Ways ways;
  return ways;
}

Digest sha256(StringRef bytes) { return sha256With(sha256Ways().addBlocks, bytes); }

void sha256Each(ArrayRef<StringRef> texts, llvm::MutableArrayRef<Digest> digests) {
  const Sha256Ways &ways = sha256Ways();
  if (ways.addLanes)
    return sha256EachWith(ways.addLanes, ways.addBlocks, texts, digests);
  for (size_t i = 0; i < texts.size(); ++i)
    digests[i] = sha256(texts[i]);
}

Sha256 &Sha256::add(StringRef piece) {
  length += piece.size();
  if (!rest.empty()) {
    StringRef head = piece.take_front(64 - rest.size());
    rest.append(head.begin(), head.end());
    piece = piece.drop_front(head.size());
    if (rest.size() < 64)
      return *this;
    sha256Ways().addBlocks(state, reinterpret_cast<const uint8_t *>(rest.data()), 1);
    rest.clear();
  }
  size_t blocks = piece.size() / 64;
  sha256Ways().addBlocks(state, reinterpret_cast<const uint8_t *>(piece.data()), blocks);
  piece = piece.drop_front(blocks * 64);
  rest.append(piece.begin(), piece.end());
  return *this;
}

Digest Sha256::finish() { return finishSha256(sha256Ways().addBlocks, state, {rest.data(), rest.size()}, 0, length); }

StableHash &StableHash::addLarge(uint64_t number) {
  while (number >= 0x80) {
    buffer.push_back(char(number | 0x80));
    number >>= 7;
  }
  buffer.push_back(char(number));
  return *this;
}

StableHash &StableHash::add(StringRef text) {
  add(uint64_t(text.size()));
  buffer.append(text.begin(), text.end());
  return *this;
}

StableHash &StableHash::addUpper(StringRef word) {
  add(uint64_t(word.size()));
  for (char c : word)
    buffer.push_back(llvm::toUpper(c));
  return *this;
}

StableHash &StableHash::add(const Digest &digest) {
  buffer.append(digest.bytes.begin(), digest.bytes.end());
  return *this;
}

Digest StableHash::finish() {
  Digest result = sha256({buffer.data(), buffer.size()});
  buffer.clear();
  return result;
}

} // namespace sluice
