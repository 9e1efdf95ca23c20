// The scanner of the yardstick: one pass that also settles what depends on
// neighbours.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace sluice::yardstick {
enum Tok : uint8_t {
  T_INVALID = 0,
#define TOK(n, s) T_##n,
#include "test/bench/yardstick/tokens.def"
  T_COUNT,
  T_EOF = 0xFF // read back as (size_t)(int8_t) == antlr4::Token::EOF
};
const char *tokName(unsigned k);

// Grow-only POD buffer: no zeroing, no per-push capacity checks (the lexer reserves one slot per input byte / chunk).
template <class T> struct PodBuf {
  T *p = nullptr;
  size_t cap = 0;
  ~PodBuf() { std::free(p); }
  void reserve(size_t n) {
    if (n > cap) {
      cap = n + n / 2 + 64;
      p = (T *)std::realloc(p, cap * sizeof(T));
    }
  }
};

struct LexDiag {
  uint32_t off;
  const char *msg;
};

struct TokenBuf {
  PodBuf<int8_t> kindB;
  PodBuf<uint32_t> offB, lenB;
  const char *text = nullptr;
  uint32_t n = 0; // tokens, without EOF
  std::vector<LexDiag> diags;
  const int8_t *kinds() const { return kindB.p + 2; } // kinds()[-1], [-2] are sentinels
  std::string_view str(uint32_t i) const { return {text + offB.p[i + 2], lenB.p[i + 2]}; }
  uint32_t off(uint32_t i) const { return offB.p[i + 2]; }
  uint32_t len(uint32_t i) const { return lenB.p[i + 2]; }
};

constexpr unsigned MaxDepth = 1000; // bracket / CASE nesting the front end accepts

// text[size] must be NUL.
void lex(const char *text, size_t size, TokenBuf &out);
} // namespace sluice::yardstick
