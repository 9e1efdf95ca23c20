// SHA-256 on x86 machines without instructions for it. The rounds of a block
// wait for each other and for the block before; the message schedule, a third of
// the work, does not. So the schedules of eight blocks that follow each other
// are made at once, one block in each lane of a vector:
//
//   words[16][3]   word 16 of the fourth block, with its round constant
//
// and the rounds take their words from there, one block after the other. That is
// worth its effort for four blocks or more; the schedule of a single one is made
// beside its rounds.
#if defined(__x86_64__)
#define SLUICE_VECTORS __attribute__((target("avx2,bmi2"), no_sanitize("address,undefined")))
// The same vectors, with instructions that rotate.
#define SLUICE_WIDE __attribute__((target("avx512f,avx512vl,bmi2"), no_sanitize("address,undefined")))
#define SLUICE_ROUNDS __attribute__((target("avx2,bmi2"), always_inline, no_sanitize("address,undefined"))) inline
#include "ir/base/sha256_rounds.h"
#include <algorithm>
#include <immintrin.h>

namespace sluice {

using Lanes = uint32_t __attribute__((vector_size(32)));
static constexpr size_t laneCount = sha256Lanes;

// Eight words of each of eight texts, from rows of texts to rows of words. Each
// step exchanges halves of halves: words, pairs of words, halves of vectors.
SLUICE_ROUNDS static void transpose(__m256i (&rows)[8]) {
  __m256i pairs[8], fours[8];
#pragma GCC unroll 4
  for (int i = 0; i < 8; i += 2) {
    pairs[i] = _mm256_unpacklo_epi32(rows[i], rows[i + 1]);
    pairs[i + 1] = _mm256_unpackhi_epi32(rows[i], rows[i + 1]);
  }
#pragma GCC unroll 2
  for (int i = 0; i < 8; i += 4)
#pragma GCC unroll 2
    for (int k = 0; k < 2; ++k) {
      fours[i + 2 * k] = _mm256_unpacklo_epi64(pairs[i + k], pairs[i + k + 2]);
      fours[i + 2 * k + 1] = _mm256_unpackhi_epi64(pairs[i + k], pairs[i + k + 2]);
    }
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    rows[i] = _mm256_permute2x128_si256(fours[i], fours[i + 4], 0x20);
    rows[i + 4] = _mm256_permute2x128_si256(fours[i], fours[i + 4], 0x31);
  }
}

// The sixteen words of eight blocks, which stand there big end first.
template <class BlockOf> SLUICE_ROUNDS static void loadWords(Lanes (&words)[16], BlockOf blockOf) {
  const __m256i bigEndian = _mm256_broadcastsi128_si256(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
#pragma GCC unroll 2
  for (int half = 0; half < 2; ++half) {
    __m256i rows[8];
#pragma GCC unroll 8
    for (int lane = 0; lane < 8; ++lane)
      rows[lane] = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(blockOf(lane) + half * 32));
    transpose(rows);
#pragma GCC unroll 8
    for (int t = 0; t < 8; ++t)
      words[half * 8 + t] = Lanes(_mm256_shuffle_epi8(rows[t], bigEndian));
  }
}

SLUICE_ROUNDS static void makeSchedules(Lanes (&words)[64], const uint8_t *blocks, size_t count) {
  Lanes last[16];
  // Behind the last block its words are read again, and not used.
  loadWords(last, [&](size_t lane) SLUICE_VECTORS { return blocks + std::min(lane, count - 1) * 64; });
#pragma GCC unroll 64
  for (int t = 0; t < 64; ++t)
    words[t] = nextWord(last, t);
}

SLUICE_VECTORS static void addBlocks(uint32_t state[8], const uint8_t *blocks, size_t count) {
  Lanes words[64];
  for (size_t now; count >= 4; blocks += now * 64, count -= now) {
    now = std::min(count, laneCount);
    makeSchedules(words, blocks, now);
    for (size_t lane = 0; lane < now; ++lane)
      addBlock(state, [&](int t) SLUICE_VECTORS { return words[t][lane]; });
  }
  addPlainBlocks(state, blocks, count);
}

// A text in each lane: schedule and rounds go side by side.
SLUICE_ROUNDS static void addToLanes(uint32_t states[8][laneCount], const uint8_t *const texts[laneCount], size_t count) {
  Lanes state[8];
  std::memcpy(state, states, sizeof state);
  for (size_t block = 0; block < count; ++block) {
    Lanes last[16];
    loadWords(last, [&](size_t lane) SLUICE_VECTORS { return texts[lane] + block * 64; });
    addBlock(state, Schedule<Lanes>{last});
  }
  std::memcpy(states, state, sizeof state);
}

SLUICE_VECTORS static void addLanes(uint32_t states[8][laneCount], const uint8_t *const texts[laneCount], size_t count) {
  addToLanes(states, texts, count);
}

SLUICE_WIDE static void addLanesWide(uint32_t states[8][laneCount], const uint8_t *const texts[laneCount], size_t count) {
  addToLanes(states, texts, count);
}

static bool hasVectors() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }

Sha256Blocks findSha256Vectors() { return hasVectors() ? addBlocks : nullptr; }
Sha256LaneBlocks findSha256Lanes() {
  if (hasVectors() && __builtin_cpu_supports("avx512vl"))
    return addLanesWide;
  return hasVectors() ? addLanes : nullptr;
}

} // namespace sluice

#else
#include "ir/base/sha256.h"

namespace sluice {
Sha256Blocks findSha256Vectors() { return nullptr; }
Sha256LaneBlocks findSha256Lanes() { return nullptr; }
} // namespace sluice

#endif
