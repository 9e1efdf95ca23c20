// Stable hashes: SHA-256, by the machine's instructions, its vectors, or else
// LLVM's code.
#include "ir/base/hash.h"
#include "ir/base/sha256.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/SHA256.h"

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

// Whole blocks first, then the rest with the padding that FIPS 180-4 asks for:
// a one bit, zeros, and the length in bits.
Digest sha256With(Sha256Blocks addBlocks, StringRef bytes) {
  uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  auto *data = reinterpret_cast<const uint8_t *>(bytes.data());
  size_t blocks = bytes.size() / 64, rest = bytes.size() % 64;
  addBlocks(state, data, blocks);
  uint8_t tail[128] = {};
  std::copy_n(data + blocks * 64, rest, tail);
  tail[rest] = 0x80;
  size_t tailBlocks = rest < 56 ? 1 : 2;
  llvm::support::endian::write64be(tail + tailBlocks * 64 - 8, uint64_t(bytes.size()) * 8);
  addBlocks(state, tail, tailBlocks);
  Digest digest;
  for (unsigned i = 0; i < 8; ++i)
    llvm::support::endian::write32be(digest.bytes.data() + i * 4, state[i]);
  return digest;
}

Digest sha256(StringRef bytes) {
  static const Sha256Blocks instructions = findSha256Instructions();
  static const Sha256Blocks addBlocks = instructions ? instructions : findSha256Vectors();
  if (addBlocks)
    return sha256With(addBlocks, bytes);
  llvm::SHA256 hash;
  hash.update(bytes);
  return {hash.final()};
}

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
