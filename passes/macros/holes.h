// Holes: where a macro gives nothing.
//
//   SELECT @IF(FALSE, a), b        parsed as   SELECT <hole>, b        SELECT b
//   FROM @IF(FALSE, s).t           parsed as   FROM <hole>.t           FROM t
//
// A macro without a result leaves a name that no user can write. After parsing
// it is taken out of the list that it stands in; where a single thing must
// stand, nothing is an error.
#pragma once
#include "ir/syntax/ast.h"

namespace sluice {

// The text of the token that marks a hole; it is known by its address.
StringRef holeText();

// Whether a node is a hole, or a name of which nothing but a hole is there.
bool isHole(const Node &node);

// What is strange about holes that were taken out.
struct HoleProblems {
  const Node *misplaced = nullptr;             // cannot be taken out
  llvm::SmallVector<const Node *, 1> aliases;  // of nothing, that became columns
  llvm::SmallVector<StringRef, 1> emptied;     // clauses of which nothing is left
};

// The tree without its holes. Where one cannot be taken out, the result is null.
// A hole at the root gives null as well.
const Node *removeHoles(const Node &tree, Arena &arena, HoleProblems &problems);

} // namespace sluice
