// Token buffers, how they are put together from pieces of others, and the names of
// kinds.
#include "frontend/lex/token_kinds.h"

namespace sluice {

void TokenBuffer::clear() {
  kinds.clear();
  begins.clear();
  lengths.clear();
  blamed.clear();
  comments.clear();
  blanksInNames = false;
}

// Writes down the ranges of the tokens so far, which were implied by the file.
static void spellOutRanges(TokenBuffer &tokens) {
  for (size_t i = tokens.blamed.size(); i < tokens.size(); ++i)
    tokens.blamed.push(tokens.file ? tokens.file->range(tokens.text(i)) : SourceRange{});
}

void TokenBuffer::append(const TokenBuffer &from, size_t i, SourceRange blame) {
  spellOutRanges(*this);
  blamed.push(blame ? blame : from.range(i));
  kinds.push(from.kinds[i]);
  begins.push(from.begins[i]);
  lengths.push(from.lengths[i]);
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
