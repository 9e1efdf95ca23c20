// One file on one gateway, as trees: what a ModelBody is printed from.
//
//   MODEL (name @{gateway}_schema.m); SELECT @n AS a FROM s.t
//
// with n = 1 on `production` gives a model of the name production_schema.m, the
// query SELECT 1 AS "a" FROM "s"."t" AS "t", and the reads gateway and n. The
// trees live until the next file is read.
#pragma once
#include "frontend/declare/declarations.h"
#include "ir/project/config.h"
#include "ir/time/run_times.h"

namespace sluice {

// A property as it was given: the row that says what it is, the tree, and the
// text where it is a single one.
struct PropertyValue {
  const PropertyRow *row = nullptr;
  const Node *tree = nullptr;
  std::string text;
  SourceRange range;
};

struct AuditTree {
  std::string name;
  const Node *query = nullptr;
  bool blocking = true;
  Digest hash; // of the query and of how it is called
};

// A column; the type is null where only the name is known.
struct ColumnTree {
  std::string name;
  const Node *type = nullptr;
};

struct ModelTree {
  Kind kind = Kind::View;
  std::string name; // as the author wrote it, macros expanded
  TableName table;
  SourceRange nameRange;
  const Dialect *dialect = nullptr;
  bool enabled = true;
  bool poisoned = false;
  std::vector<PropertyValue> properties; // by name
  const Node *query = nullptr;           // names completed and quoted; null for seeds
  llvm::SmallVector<const Table *, 8> tables; // of the query: nodes of it
  std::vector<TableUse> dependencies;         // of depends_on
  std::vector<const Node *> before, after;
  std::vector<ColumnTree> columns;
  std::vector<AuditTree> audits;
  std::vector<Digest> auditSources; // of the AUDIT blocks that it names
  std::string seedPath;
  CsvSettings csv;
  SourceRange seedRange;
  std::string description;
  std::vector<ReadVariable> reads;
  bool readsTimes = false; // whether anything of it depends on the times of the run

  const PropertyValue *find(StringRef property) const;
};

// What expanding a declaration needs beside it.
struct TreeInputs {
  const SharedDeclarations &shared;
  const Gateway &gateway;
  const RunTimes &times;
  Parser &parser;
  Arena &arena;
  Sink sink;
};

// Expands a declaration. The result is poisoned after an error, and not
// enabled where the header says so; nothing else in it holds then.
ModelTree makeTree(const ModelDecl &model, const TreeInputs &inputs);

// Hashes of data and metadata, without parents and without a seed's rows.
struct TreeHash {
  Digest data, metadata;
};
TreeHash hashTree(const ModelTree &tree);

// The value that a model on a gateway sees for a variable which is no local of
// its own: variables of the configuration, and what SQLMesh predefines.
std::optional<Value> gatewayVariable(const Gateway &gateway, StringRef name);

} // namespace sluice
