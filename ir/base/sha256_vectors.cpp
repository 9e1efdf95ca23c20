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
#include "ir/base/sha256.h"

#if defined(__x86_64__)
#include <algorithm>
#include <cstring>

namespace sluice {

#define SLUICE_VECTORS __attribute__((target("avx2,bmi2")))
#define SLUICE_VECTORS_INLINE __attribute__((target("avx2,bmi2"), always_inline)) static inline

using Lanes = uint32_t __attribute__((vector_size(32)));
static constexpr size_t laneCount = sha256Lanes;

template <class T> SLUICE_VECTORS_INLINE T rotate(T word, int by) { return (word >> by) | (word << (32 - by)); }

// Four bytes, big end first.
SLUICE_VECTORS_INLINE uint32_t wordOf(const uint8_t *bytes) {
  uint32_t word;
  std::memcpy(&word, bytes, sizeof word);
  return __builtin_bswap32(word);
}

// The first sixteen words of up to eight blocks, which stand there big end first.
SLUICE_VECTORS_INLINE void loadWords(Lanes (&words)[16], const uint8_t *blocks, size_t count) {
  uint32_t given[16][laneCount] = {};
  for (size_t lane = 0; lane < count; ++lane)
    for (int t = 0; t < 16; ++t)
      given[t][lane] = wordOf(blocks + lane * 64 + t * 4);
  std::memcpy(words, given, sizeof words);
}

// The next word of the schedule, for the ring of the last sixteen.
template <class T> SLUICE_VECTORS_INLINE T nextWord(T (&last)[16], int t) {
  T &next = last[t % 16];
  if (t >= 16) {
    T a = last[(t + 1) % 16], b = last[(t + 14) % 16];
    next += last[(t + 9) % 16];
    next += rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3);
    next += rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10);
  }
  return next + sha256Constants[t];
}

SLUICE_VECTORS_INLINE void makeSchedules(Lanes (&words)[64], const uint8_t *blocks, size_t count) {
  Lanes last[16];
  loadWords(last, blocks, count);
#pragma GCC unroll 64
  for (int t = 0; t < 64; ++t)
    words[t] = nextWord(last, t);
}

// The rounds of a block whose words `wordAt` gives, each with its constant.
template <class T, class WordAt> SLUICE_VECTORS_INLINE void addBlock(T state[8], WordAt wordAt) {
  T a = state[0], b = state[1], c = state[2], d = state[3];
  T e = state[4], f = state[5], g = state[6], h = state[7];
#pragma GCC unroll 64
  for (int t = 0; t < 64; ++t) {
    T first = h + wordAt(t) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (g ^ (e & (f ^ g)));
    T second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + (((a ^ b) & (b ^ c)) ^ b);
    h = g, g = f, f = e, e = d + first;
    d = c, c = b, b = a, a = first + second;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

SLUICE_VECTORS static void addBlocks(uint32_t state[8], const uint8_t *blocks, size_t count) {
  Lanes words[64];
  for (size_t now; count >= 4; blocks += now * 64, count -= now) {
    now = std::min(count, laneCount);
    makeSchedules(words, blocks, now);
    for (size_t lane = 0; lane < now; ++lane)
      addBlock(state, [&](int t) SLUICE_VECTORS { return words[t][lane]; });
  }
  for (; count; blocks += 64, --count) {
    uint32_t last[16];
    for (int t = 0; t < 16; ++t)
      last[t] = wordOf(blocks + t * 4);
    addBlock(state, [&](int t) SLUICE_VECTORS { return nextWord(last, t); });
  }
}

// A text in each lane: schedule and rounds go side by side.
SLUICE_VECTORS static void addLanes(uint32_t states[8][laneCount], const uint8_t *const texts[laneCount], size_t count) {
  Lanes state[8];
  std::memcpy(state, states, sizeof state);
  for (size_t block = 0; block < count; ++block) {
    uint32_t given[16][laneCount];
    for (size_t lane = 0; lane < laneCount; ++lane)
      for (int t = 0; t < 16; ++t)
        given[t][lane] = wordOf(texts[lane] + block * 64 + t * 4);
    Lanes last[16];
    std::memcpy(last, given, sizeof last);
    addBlock(state, [&](int t) SLUICE_VECTORS { return nextWord(last, t); });
  }
  std::memcpy(states, state, sizeof state);
}

static bool hasVectors() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }

Sha256Blocks findSha256Vectors() { return hasVectors() ? addBlocks : nullptr; }
Sha256LaneBlocks findSha256Lanes() { return hasVectors() ? addLanes : nullptr; }

} // namespace sluice

#else

namespace sluice {
Sha256Blocks findSha256Vectors() { return nullptr; }
Sha256LaneBlocks findSha256Lanes() { return nullptr; }
} // namespace sluice

#endif
