// SHA-256 with the instructions that x86 has for it: some eight times the speed
// of portable code, and a bundle of ten thousand models is a hundred megabytes
// to hash. The algorithm is FIPS 180-4; `sha256rnds2` does two of its 64 rounds
// on the state, kept as the words A B E F and C D G H.
#include "ir/base/sha256.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

namespace sluice {

static bool hasInstructions() {
  unsigned a, b, c, d;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & (1u << 29)))
    return false;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSSE3) && (c & bit_SSE4_1);
}

__attribute__((target("sha,sse4.1,ssse3"))) static void addBlocks(uint32_t state[8], const uint8_t *blocks,
                                                                  size_t count) {
  const __m128i bigEndian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(state)), 0xB1);
  __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(state + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(abcd, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, abcd, 0xF0);

  for (; count; --count, blocks += 64) {
    const __m128i abefBefore = abef, cdghBefore = cdgh;
    __m128i words[4]; // the last sixteen words of the message schedule
#pragma GCC unroll 16
    for (int group = 0; group < 16; ++group) {
      __m128i &next = words[group & 3];
      if (group < 4) {
        next = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i *>(blocks) + group), bigEndian);
      } else {
        __m128i last = words[(group + 3) & 3];
        __m128i sum = _mm_sha256msg1_epu32(next, words[(group + 1) & 3]);
        sum = _mm_add_epi32(sum, _mm_alignr_epi8(last, words[(group + 2) & 3], 4));
        next = _mm_sha256msg2_epu32(sum, last);
      }
      __m128i keyed =
          _mm_add_epi32(next, _mm_load_si128(reinterpret_cast<const __m128i *>(sha256Constants) + group));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, keyed);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(keyed, 0x0E));
    }
    abef = _mm_add_epi32(abef, abefBefore);
    cdgh = _mm_add_epi32(cdgh, cdghBefore);
  }

  __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128(reinterpret_cast<__m128i *>(state), _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128(reinterpret_cast<__m128i *>(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

Sha256Blocks findSha256Instructions() { return hasInstructions() ? addBlocks : nullptr; }

} // namespace sluice

#else

namespace sluice {
Sha256Blocks findSha256Instructions() { return nullptr; }
} // namespace sluice

#endif
