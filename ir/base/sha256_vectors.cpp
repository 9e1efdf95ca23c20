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
#define SLUICE_ROUNDS __attribute__((target("avx2,bmi2"), always_inline, no_sanitize("address,undefined"))) inline
#include "ir/base/sha256_rounds.h"
#include <algorithm>

namespace sluice {

using Lanes = uint32_t __attribute__((vector_size(32)));
static constexpr size_t laneCount = sha256Lanes;

// The first sixteen words of up to eight blocks, which stand there big end first.
template <class BlockOf> SLUICE_ROUNDS static void loadWords(Lanes (&words)[16], size_t count, BlockOf blockOf) {
  uint32_t given[16][laneCount] = {};
  for (size_t lane = 0; lane < count; ++lane)
    for (int t = 0; t < 16; ++t)
      given[t][lane] = wordOf(blockOf(lane) + t * 4);
  std::memcpy(words, given, sizeof words);
}

SLUICE_ROUNDS static void makeSchedules(Lanes (&words)[64], const uint8_t *blocks, size_t count) {
  Lanes last[16];
  loadWords(last, count, [&](size_t lane) SLUICE_VECTORS { return blocks + lane * 64; });
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
SLUICE_VECTORS static void addLanes(uint32_t states[8][laneCount], const uint8_t *const texts[laneCount], size_t count) {
  Lanes state[8];
  std::memcpy(state, states, sizeof state);
  for (size_t block = 0; block < count; ++block) {
    Lanes last[16];
    loadWords(last, laneCount, [&](size_t lane) SLUICE_VECTORS { return texts[lane] + block * 64; });
    addBlock(state, Schedule<Lanes>{last});
  }
  std::memcpy(states, state, sizeof state);
}

static bool hasVectors() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }

Sha256Blocks findSha256Vectors() { return hasVectors() ? addBlocks : nullptr; }
Sha256LaneBlocks findSha256Lanes() { return hasVectors() ? addLanes : nullptr; }

} // namespace sluice

#else
#include "ir/base/sha256.h"

namespace sluice {
Sha256Blocks findSha256Vectors() { return nullptr; }
Sha256LaneBlocks findSha256Lanes() { return nullptr; }
} // namespace sluice

#endif
