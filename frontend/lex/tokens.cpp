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

template <class T> static void appendRun(PlainVector<T> &to, const T *first, const T *last) {
  size_t at = to.size();
  to.resize(at + size_t(last - first));
  std::copy(first, last, to.data() + at);
}

void TokenBuffer::assign(const ScannedTokens &scanned) {
  clear();
  blanksInNames = scanned.blanksInNames;
  appendRun(kinds, scanned.kinds.begin(), scanned.kinds.end());
  appendRun(begins, scanned.begins.begin(), scanned.begins.end());
  appendRun(lengths, scanned.lengths.begin(), scanned.lengths.end());
}

void TokenBuffer::append(const TokenBuffer &from, size_t first, size_t last, SourceRange blame) {
  spellOutRanges(*this);
  blanksInNames |= from.blanksInNames;
  blamed.reserve(blamed.size() + (last - first));
  for (size_t i = first; i < last; ++i)
    blamed.pushUnchecked(blame ? blame : from.range(i));
  appendRun(kinds, from.kinds.data() + first, from.kinds.data() + last);
  appendRun(begins, from.begins.data() + first, from.begins.data() + last);
  appendRun(lengths, from.lengths.data() + first, from.lengths.data() + last);
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
