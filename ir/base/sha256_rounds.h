// The rounds of SHA-256, for one text in a word or for several in the lanes of a
// vector. All of it is inlined. Who includes it may define SLUICE_ROUNDS, to let
// it use the instructions that the functions around it use.
#pragma once
#include "ir/base/sha256.h"
#include <cstring>

namespace sluice {

#ifndef SLUICE_ROUNDS
#define SLUICE_ROUNDS __attribute__((always_inline, no_sanitize("address,undefined"))) inline
#endif

template <class T> SLUICE_ROUNDS static T rotate(T word, int by) { return (word >> by) | (word << (32 - by)); }

// Four bytes, big end first.
SLUICE_ROUNDS static uint32_t wordOf(const uint8_t *bytes) {
  uint32_t word;
  std::memcpy(&word, bytes, sizeof word);
  return __builtin_bswap32(word);
}

// The next word of the schedule, for the ring of the last sixteen.
template <class T> SLUICE_ROUNDS static T nextWord(T (&last)[16], int t) {
  T &next = last[t % 16];
  if (t >= 16) {
    T a = last[(t + 1) % 16], b = last[(t + 14) % 16];
    next += last[(t + 9) % 16];
    next += rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3);
    next += rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10);
  }
  return next + sha256Constants[t];
}

// Gives the words of a schedule, in order. Each includer has its own.
namespace {
template <class T> struct Schedule {
  T (&last)[16];
  SLUICE_ROUNDS T operator()(int t) const { return nextWord(last, t); }
};
} // namespace

// The rounds of a block whose words `wordAt` gives, each with its constant.
template <class T, class WordAt> SLUICE_ROUNDS static void addBlock(T state[8], WordAt wordAt) {
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

// Block by block, each schedule beside its rounds.
SLUICE_ROUNDS static void addPlainBlocks(uint32_t state[8], const uint8_t *blocks, size_t count) {
  for (; count; blocks += 64, --count) {
    uint32_t last[16];
    for (int t = 0; t < 16; ++t)
      last[t] = wordOf(blocks + t * 4);
    addBlock(state, Schedule<uint32_t>{last});
  }
}

} // namespace sluice
