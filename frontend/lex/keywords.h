// Which words are keywords: a hash table over the rows of tokens.def that is
// built by the compiler.
//
//   wordKind("Select", 6, 6)   token::SELECT
//   wordKind("amount", 6, 6)   token::IDENT
//
// The scanner alone includes this: it asks for each word of a text.
#pragma once
#include "frontend/lex/token_kinds.h"
#include "llvm/Support/Endian.h"

namespace sluice {

namespace keyword {
struct Keyword {
  const char *text;
  uint8_t length;
  TokenKind kind;
};

inline constexpr Keyword rows[] = {
#define KEYWORD(NAME, TEXT) {TEXT, sizeof(TEXT) - 1, token::NAME},
#define WORDOP(NAME, TEXT, OP) {TEXT, sizeof(TEXT) - 1, token::NAME},
#define ALSO(NAME, TEXT) {TEXT, sizeof(TEXT) - 1, token::NAME},
#include "frontend/lex/tokens.def"
    {"NOT", 3, token::NOT},
    {"CURRENT_DATE", 12, token::BARE},
    {"CURRENT_TIME", 12, token::BARE},
    {"CURRENT_TIMESTAMP", 17, token::BARE},
    {"CURRENT_DATETIME", 16, token::BARE},
    {"CURRENT_USER", 12, token::BARE},
    {"CURRENT_SCHEMA", 14, token::BARE},
    {"CURRENT_CATALOG", 15, token::BARE},
    {"SESSION_USER", 12, token::BARE},
    {"LOCALTIME", 9, token::BARE},
    {"LOCALTIMESTAMP", 14, token::BARE},
    {"SYSDATE", 7, token::BARE},
    {"SYSTIMESTAMP", 12, token::BARE},
    {"DATE", 4, token::TYPED},
    {"TIME", 4, token::TYPED},
    {"TIMESTAMP", 9, token::TYPED},
    {"TIMESTAMPTZ", 11, token::TYPED},
    {"DATETIME", 8, token::TYPED},
    {"JSON", 4, token::TYPED},
    {"JSONB", 5, token::TYPED},
    {"NUMERIC", 7, token::TYPED},
    {"DECIMAL", 7, token::TYPED},
    {"BIGNUMERIC", 10, token::TYPED},
    {"UUID", 4, token::TYPED},
    {"BLOB", 4, token::TYPED},
};

inline constexpr unsigned slotBits = 11, slotCount = 1u << slotBits;
inline constexpr uint64_t caseBits = 0x2020202020202020;

// A word's head: its first eight bytes as one number, in small letters, with zeros
// behind a shorter word. Setting bit 5 makes letters small; digits keep their
// value, and `_` becomes a byte that no name has.
constexpr uint64_t maskFor(size_t length) { return length < 8 ? (uint64_t(1) << 8 * length) - 1 : ~uint64_t(0); }

// Both factors are odd and have their bits spread, so that the highest bits of the
// sum depend on every byte.
constexpr unsigned slotOf(uint64_t head, size_t length) {
  return unsigned((head * 0x9E3779B97F4A7C15 + length * 0xD6E8FEB86659FD93) >> (64 - slotBits));
}

// A row with its head.
struct Known {
  uint64_t head = 0;
  const char *text = nullptr;
  uint8_t length = 0;
  TokenKind kind = token::NONE;
};

inline constexpr auto table = [] {
  struct Table {
    Known words[std::size(rows) + 1] = {};
    uint8_t slots[slotCount] = {}; // rows of words; zero: none
  } table;
  static_assert(std::size(rows) < 255);
  for (unsigned row = 1; row <= std::size(rows); ++row) {
    const Keyword &word = rows[row - 1];
    uint64_t head = 0;
    for (unsigned i = 0; i < word.length && i < 8; ++i)
      head |= uint64_t(uint8_t(word.text[i] | 32)) << 8 * i;
    unsigned slot = slotOf(head, word.length);
    while (table.slots[slot])
      slot = (slot + 1) & (slotCount - 1);
    table.slots[slot] = uint8_t(row);
    table.words[row] = {head, word.text, word.length, word.kind};
  }
  return table;
}();

inline bool sameTail(const char *text, const Known &word) {
  for (unsigned i = 8; i < word.length; ++i)
    if ((text[i] | 32) != (word.text[i] | 32))
      return false;
  return true;
}
} // namespace keyword

// The kind of a word, by its spelling in any case: a keyword's, or IDENT. There
// are `readable` bytes from the word's first on, no fewer than its length.
inline TokenKind wordKind(const char *text, size_t length, size_t readable) {
  using namespace keyword;
  uint64_t head = 0;
  if (readable >= 8) [[likely]]
    head = llvm::support::endian::read64le(text);
  else
    for (size_t i = 0; i < length; ++i)
      head |= uint64_t(uint8_t(text[i])) << 8 * i;
  head = (head | caseBits) & maskFor(length);
  unsigned slot = slotOf(head, length);
  while (unsigned row = table.slots[slot]) {
    const Known &word = table.words[row];
    if (word.head == head && word.length == length && sameTail(text, word))
      return word.kind;
    slot = (slot + 1) & (slotCount - 1);
  }
  return token::IDENT;
}

} // namespace sluice
