// Scanning: bytes to tokens, in the dialect's spelling.
#pragma once
#include "frontend/lex/tokens.h"

namespace sluice {

// Appends the tokens of `text` to `tokens`, without an end-of-file token. The
// byte behind the text must be NUL. Ranges are computed from `tokens.file`, or,
// when `blame` is given, are `blame` for each token. Unknown characters,
// unterminated strings and comments are reported.
void scan(StringRef text, const Dialect &dialect, TokenBuffer &tokens, Sink sink, SourceRange blame = {});

// Gives each token the kind that its neighbours decide, appends the end-of-file
// token, and reports nesting deeper than 1,000. Returns false when the buffer
// must not be parsed.
bool classify(TokenBuffer &tokens, const Dialect &dialect, Sink sink);

} // namespace sluice
