// Gives models what they need to know of the columns of others.
//
//   MODEL (name s.b); SELECT @STAR(s.a) FROM s.a
//     -> SELECT CAST("a"."x" AS INT) AS "x" FROM "s"."a" AS "a"
//
//   before  every model has been elaborated by itself; the rows of seeds are read
//   after   models that asked for columns have new bodies; the bounds of audits
//           are spelled as the types of their time columns want it
//
// Only models that call @STAR or @UNION are elaborated again, after those that they
// read. All else follows from signatures. A project that asks for nothing pays
// nothing.
#pragma once
#include "passes/elaborate/elaborate.h"

namespace sluice {

// What the phase reads: what elaboration read, and the blueprints that it gave.
struct ResolveInputs {
  const Sources &sources;
  const SharedByDialect &shared;
  ArrayRef<Blueprint> blueprints;
  FinishModel finish;
  const ElaborateOptions &options;
};

// Problems of gateways that are not asked for are not told.
void resolveColumns(const ResolveInputs &inputs, ArrayRef<size_t> asked, Project &project, ParserPool &pool, Sink sink);

} // namespace sluice
