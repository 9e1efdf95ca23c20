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

template <class T> static void appendRun(PlainVector<T> &to, const PlainVector<T> &from, size_t first, size_t last) {
  size_t at = to.size();
  to.resize(at + (last - first));
  std::copy(from.data() + first, from.data() + last, to.data() + at);
}

void TokenBuffer::append(const TokenBuffer &from, size_t first, size_t last, SourceRange blame) {
  spellOutRanges(*this);
  blanksInNames |= from.blanksInNames;
  blamed.reserve(blamed.size() + (last - first));
  for (size_t i = first; i < last; ++i)
    blamed.pushUnchecked(blame ? blame : from.range(i));
  appendRun(kinds, from.kinds, first, last);
  appendRun(begins, from.begins, first, last);
  appendRun(lengths, from.lengths, first, last);
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
