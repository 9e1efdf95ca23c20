// Types of projections that are seen without knowing any columns.
//
//   SELECT 1 AS a, CAST(x AS DATE) AS b, COUNT(*) AS c, y AS d FROM t
//     a INT, b DATE, c BIGINT; that of d is not known
#pragma once
#include "ir/syntax/ast.h"

namespace sluice {

// The type of a projection: a node of it, or one made in `arena`. Null where
// columns have to be known.
const Node *findEvidentType(const Node *projection, Arena &arena);

} // namespace sluice
