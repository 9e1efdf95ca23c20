// Stable hashes on LLVM's SHA-256.
#include "ir/base/hash.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

namespace sluice {

std::string Digest::hex() const { return llvm::toHex(bytes, /*LowerCase=*/true); }

Digest sha256(StringRef bytes) {
  llvm::SHA256 hash;
  hash.update(bytes);
  return {hash.final()};
}

StableHash &StableHash::add(uint64_t number) {
  // Most numbers are lengths and kinds: seven bits a byte, the last one first
  // in order, so that no value is a prefix of another.
  while (number >= 0x80) {
    buffer.push_back(char(number | 0x80));
    number >>= 7;
  }
  buffer.push_back(char(number));
  return *this;
}

StableHash &StableHash::add(StringRef text) {
  add(uint64_t(text.size()));
  buffer.append(text.data(), text.size());
  return *this;
}

StableHash &StableHash::addUpper(StringRef word) {
  add(uint64_t(word.size()));
  for (char c : word)
    buffer.push_back(llvm::toUpper(c));
  return *this;
}

StableHash &StableHash::add(const Digest &digest) {
  buffer.append(reinterpret_cast<const char *>(digest.bytes.data()), digest.bytes.size());
  return *this;
}

Digest StableHash::finish() {
  Digest result = sha256(buffer);
  buffer.clear();
  return result;
}

} // namespace sluice
