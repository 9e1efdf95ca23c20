// Which words are keywords: a hash table over the rows of tokens.def that is
// built by the compiler.
//
//   wordKind("Select", 6)   token::SELECT
//   wordKind("amount", 6)   token::IDENT
#include "frontend/lex/token_kinds.h"

namespace sluice {

namespace {
struct Keyword {
  const char *text;
  uint8_t length;
  TokenKind kind;
};

constexpr Keyword keywords[] = {
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
    {"LOCALTIME", 9, token::BARE},
    {"LOCALTIMESTAMP", 14, token::BARE},
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

constexpr unsigned slotBits = 11, slotCount = 1u << slotBits;

// Setting bit 5 makes letters small; digits keep their value, and `_` becomes a
// byte that no name has.
constexpr unsigned slotOf(uint8_t first, uint8_t second, uint8_t last, size_t length) {
  unsigned mixed = ((first | 32u) * 0x9E5u) ^ ((second | 32u) * 0x3D1u) ^ ((last | 32u) * 0x71u) ^ unsigned(length * 0x1B3u);
  return (mixed >> 1) & (slotCount - 1);
}

constexpr auto slots = [] {
  struct Table {
    uint8_t entry[slotCount] = {};
    uint8_t longest = 0;
    uint32_t lengths[32] = {}; // for each first letter, a bit for each length of a keyword
  } table;
  static_assert(std::size(keywords) < 255 && sizeof("ON_VIRTUAL_UPDATE_BEGIN") < 32);
  for (unsigned i = 0; i < std::size(keywords); ++i) {
    const Keyword &word = keywords[i];
    unsigned slot = slotOf(word.text[0], word.text[1], word.text[word.length - 1], word.length);
    while (table.entry[slot])
      slot = (slot + 1) & (slotCount - 1);
    table.entry[slot] = uint8_t(i + 1);
    table.longest = std::max(table.longest, word.length);
    table.lengths[word.text[0] & 31] |= 1u << word.length;
  }
  return table;
}();

bool sameWord(const char *text, const Keyword &word) {
  for (unsigned i = 0; i < word.length; ++i)
    if ((text[i] | 32) != (word.text[i] | 32))
      return false;
  return true;
}
} // namespace

TokenKind wordKind(const char *text, size_t length) {
  if (length > slots.longest || !(slots.lengths[text[0] & 31] >> length & 1))
    return token::IDENT;
  unsigned slot = slotOf(text[0], text[1], text[length - 1], length);
  while (unsigned entry = slots.entry[slot]) {
    const Keyword &word = keywords[entry - 1];
    if (word.length == length && sameWord(text, word))
      return word.kind;
    slot = (slot + 1) & (slotCount - 1);
  }
  return token::IDENT;
}

StringRef tokenName(TokenKind kind) {
  static constexpr StringRef names[] = {
      "an unknown character",
#define TOKEN(NAME, TEXT) TEXT,
#include "frontend/lex/tokens.def"
  };
  return kind < 0 ? "the end" : names[kind];
}

} // namespace sluice
