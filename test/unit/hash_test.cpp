// SHA-256 in all ways that this machine has, against LLVM's.
#include "ir/base/sha256.h"
#include "llvm/Support/SHA256.h"
#include <gtest/gtest.h>

using namespace sluice;

namespace {

// Bytes without a pattern, from the constants of a well-known generator.
std::string makeBytes(size_t count) {
  std::string bytes;
  for (uint32_t state = 1; bytes.size() < count; state = state * 1664525 + 1013904223)
    bytes.push_back(char(state >> 24));
  return bytes;
}

// Lengths around the ends of blocks and of eight blocks.
void checkAgainstLlvm(Sha256Blocks addBlocks) {
  std::string bytes = makeBytes(1200);
  for (size_t length = 0; length <= bytes.size(); ++length) {
    StringRef text = StringRef(bytes).take_front(length);
    llvm::SHA256 expected;
    expected.update(text);
    ASSERT_EQ(sha256With(addBlocks, text).bytes, expected.final()) << length;
  }
}

// Texts of different lengths, more and fewer than the lanes.
TEST(Sha256, Lanes) {
  Sha256LaneBlocks addLanes = findSha256Lanes();
  if (!addLanes)
    GTEST_SKIP() << "this machine has no vectors of eight words";
  std::string bytes = makeBytes(4000);
  std::vector<StringRef> texts;
  for (size_t i = 0; i < 21; ++i)
    texts.push_back(StringRef(bytes).substr(i, i < 8 ? 640 : i * 97));
  for (size_t length : {0, 55, 56, 63, 64, 65, 3000, 1})
    texts.push_back(StringRef(bytes).take_front(length));
  std::vector<Digest> digests(texts.size());
  sha256EachWith(addLanes, texts, digests);
  for (size_t i = 0; i < texts.size(); ++i)
    EXPECT_EQ(digests[i], sha256(texts[i])) << i;
}

TEST(Sha256, Batch) {
  HashBatch batch;
  std::vector<Digest> expected, digests(30);
  for (unsigned i = 0; i < 30; ++i) {
    StableHash hash;
    hash.add(uint64_t(i)).add(std::string(i * 50, 'x'));
    StableHash same = hash;
    expected.push_back(same.finish());
    batch.add(hash, digests[i]);
  }
  batch.finish();
  EXPECT_EQ(digests, expected);
}

TEST(Sha256, Instructions) {
  if (Sha256Blocks addBlocks = findSha256Instructions())
    checkAgainstLlvm(addBlocks);
  else
    GTEST_SKIP() << "this machine has no instructions for it";
}

TEST(Sha256, Vectors) {
  if (Sha256Blocks addBlocks = findSha256Vectors())
    checkAgainstLlvm(addBlocks);
  else
    GTEST_SKIP() << "this machine has no vectors of eight words";
}

TEST(Sha256, KnownAnswer) {
  EXPECT_EQ(sha256("abc").hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

} // namespace
