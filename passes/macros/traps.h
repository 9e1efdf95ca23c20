// Traps: what is written in a way that does not do what it seems to.
//
//   WHERE ds = '@start_ds'                        a text like any other
//   list_transform(l, x -> x + @n)                macros in other lambdas stay
//   CAST(a AS @{t})                               and so do macros in types
//
// SQLMesh says nothing about them; neither is anything changed here. Each is a
// warning with what to write instead. Those that show while a macro is expanded
// are reported where that is done.
#pragma once
#include "passes/macros/expand.h"
#include "passes/macros/sites.h"

namespace sluice {

// Warns about macros in texts that are none, and in statements that are kept as
// they are written.
// The statement's tokens are the context's source.
void checkTexts(const ParsedStatement &statement, MacroContext &context);

// Warns about macros that are not expanded where they stand in the tree.
void checkUntouched(const Node &tree, const SignPlaces &signs, const MacroContext &context);

// Where an operator beside what a macro gave takes a part of it away: that operator,
// `*` for @x * 2 with a + b; else NONE, which also is no neighbour. The kinds are
// those of the scanner.
TokenKind findStrongerNeighbour(ArrayRef<TokenKind> given, TokenKind before, TokenKind behind);

} // namespace sluice
