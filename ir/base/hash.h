// Hashes that are written down: fingerprints, checksums, names of tables. They
// are SHA-256, so that an auditor can check them with other tools, and what
// goes in is delimited: ("ab", "c") and ("a", "bc") differ.
//
//   StableHash hash;
//   hash.add("model").add(uint64_t(3)).add(digest);
//   Digest d = hash.finish();
//   d.hex()             64 hex digits
#pragma once
#include "ir/base/arena.h"
#include <array>
#include <string>
#include <vector>

namespace sluice {

struct Digest {
  std::array<uint8_t, 32> bytes{};

  std::string hex() const;
  void appendHex(std::string &to) const;
  friend bool operator==(const Digest &, const Digest &) = default;
  friend auto operator<=>(const Digest &, const Digest &) = default;
};

// The plain SHA-256 of some bytes, as `sha256sum` prints it.
Digest sha256(StringRef bytes);

constexpr uint32_t sha256Start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

// The same of each text. Many at once take less time than one after the other.
void sha256Each(ArrayRef<StringRef> texts, llvm::MutableArrayRef<Digest> digests);

// The SHA-256 of a text that comes in pieces.
class Sha256 {
public:
  Sha256 &add(StringRef piece);
  Digest finish();

private:
  uint32_t state[8] = {sha256Start[0], sha256Start[1], sha256Start[2], sha256Start[3],
                       sha256Start[4], sha256Start[5], sha256Start[6], sha256Start[7]};
  llvm::SmallVector<char, 64> rest; // less than a block
  uint64_t length = 0;
};

// Gathers values with their lengths and hashes them at the end.
class StableHash {
public:
  StableHash &add(StringRef text);
  // Most numbers are small: seven bits a byte, so that no value is a prefix of
  // another.
  StableHash &add(uint64_t number) {
    if (number >= 0x80)
      return addLarge(number);
    buffer.push_back(char(number));
    return *this;
  }
  StableHash &add(const Digest &digest);
  StableHash &addCode(uint16_t code) {
    buffer.append({char(code), char(code >> 8)});
    return *this;
  }
  // Case aside; for words whose case has no meaning.
  StableHash &addUpper(StringRef word);
  Digest finish();

private:
  friend class HashBatch;
  StableHash &addLarge(uint64_t number);
  llvm::SmallVector<char, 4096> buffer; // enough for most trees
};

// Hashes that are finished together, which takes a third of the time.
class HashBatch {
public:
  // Empties the hash. `to` is set when the batch is finished.
  void add(StableHash &hash, Digest &to);
  // Sets all digests and empties the batch.
  void finish();

private:
  std::string bytes;
  std::vector<std::pair<size_t, Digest *>> ends; // of each text, and where its digest goes
};

} // namespace sluice
