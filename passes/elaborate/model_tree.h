// One file on one gateway, as trees: what a ModelBody is printed from.
//
//   MODEL (name @{gateway}_schema.m); SELECT @n AS a FROM s.t
//
// with n = 1 on `production` gives a model of the name production_schema.m, the
// query SELECT 1 AS "a" FROM "s"."t" AS "t", and the reads gateway and n. The
// trees live until the next file is read.
#pragma once
#include "frontend/declare/declarations.h"
#include "passes/elaborate/blueprints.h"
#include "passes/elaborate/scope.h"
#include "passes/elaborate/values.h"

namespace sluice {

struct AuditTree {
  std::string name;
  const Node *query = nullptr;
  bool blocking = true, skip = false;
};

// A column; the type is null where only the name is known.
struct ColumnTree {
  std::string name;
  const Node *type = nullptr;
  bool evident = false; // the query's own type, which the header does not declare
};

struct ModelTree : ModelFacts {
  std::vector<PropertyValue> properties; // by name
  std::vector<PropertyValue> parameters; // of the kind, by name
  const Node *query = nullptr;           // names completed and quoted; null for seeds
  llvm::SmallVector<const Table *, 8> tables; // of the query: nodes of it
  std::vector<TableUse> dependencies;         // of depends_on
  const ModelBody *sameQuery = nullptr;       // has the text of the query already; or null
  std::vector<const Node *> before, after, onVirtualUpdate;
  std::vector<ColumnTree> columns;
  std::vector<AuditTree> audits;
  bool readsTimes = false; // whether anything of it depends on the times of the run

  const PropertyValue *find(StringRef property) const;
  const PropertyValue *findParameter(StringRef parameter) const;
};

// The SELECT that gives a query's columns their names, or null.
const Select *outermostSelect(const Node *query);

// Expands a declaration. The result is poisoned after an error, and not
// enabled where the header says so; nothing else in it holds then.
ModelTree makeTree(const ModelDecl &model, const TreeInputs &inputs);

// Hashes data and metadata, without parents and without a seed's rows. They are
// known when the batch is finished.
void hashTree(const ModelTree &tree, HashBatch &batch, Digest &data, Digest &metadata);

// The same for the body that is made of the tree. The times of a run are no part
// of a model: a tree that shows them is hashed as it would be at the default times.
void hashModel(const ModelTree &tree, const ModelDecl &decl, const TreeInputs &inputs, HashBatch &batch, ModelBody &body);

} // namespace sluice
