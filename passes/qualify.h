// Completes a query's names, without knowing any columns.
//
// Names get the case in which the dialect reads them and quotes; each table
// gets an alias, its own name or `_0`, `_1`, ...; `s.t.a` becomes `t.a`; each
// outermost projection that has a name says it:
//
//   SELECT S.T.A, 1 FROM S.T
//   SELECT "t"."a" AS "a", 1 AS "1" FROM "s"."t" AS "t"
//
// No catalog is added, so that gateways can share the tree; the printer puts
// one before the names of two parts (PrintOptions::defaultCatalog).
//
// A name of one part that a CTE has is a reference to that CTE. A CTE sees
// those before it; itself only under RECURSIVE.
#pragma once
#include "ir/dialect/dialects.h"
#include "ir/syntax/ast.h"
#include <string>
#include <vector>

namespace sluice {

struct QualifiedQuery {
  const Node *tree = nullptr;
  // References to real tables, in the order of the source: nodes of `tree`.
  llvm::SmallVector<const Table *, 8> tables;
  // The names of the outermost projections; empty if one has none, as a star.
  std::vector<std::string> columns;
};

// `query` holds no macros. New nodes live in `arena`; the old tree stays. Without
// `quotes` names have only those that they were written with.
QualifiedQuery qualifyQuery(const Node *query, const Dialect &dialect, Arena &arena, bool quotes = true);

// The same for a statement that stands before or after a query. Its own tables
// get no aliases, those of the queries inside it do.
const Node *qualifyStatement(const Node *statement, const Dialect &dialect, Arena &arena);

// Whether all words of a statement are known. One that is in no list looks like a
// name, and then stands where none can:
//
//   ALTER TABLE t ALTER a SET MASKING POLICY p     three names in a row
//   SET x = now()                                  a name before brackets
//
// Names in such a statement keep their spelling, since quotes could change a word.
bool isUnderstood(const Node *statement);

// Says the names of the outermost projections, also of a query inside a
// statement, and leaves everything else as it is:
//
//   SELECT t.a, 1 FROM s.t        SELECT t.a AS a, 1 AS "1" FROM s.t
const Node *nameOutputs(const Node *statement, const Dialect &dialect, Arena &arena);

// The name that a projection gives its column, `*` for stars, empty if it has
// none.
StringRef outputName(const Node &projection, const Dialect &dialect, Arena &arena);

} // namespace sluice
