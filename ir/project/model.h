// Models, as they are on a gateway.
//
// A file declares a model; what it is follows from the gateway's variables:
//
//   MODEL (name @{gateway}_schema.m); SELECT 1 AS a
//     -> on `production`: ModelBody production_schema.m
//
// A ModelBody is what the file says once its macros are expanded. It knows the
// variables that it read, and gateways on which these are equal share it.
// Nothing in it depends on a catalog. A Variant is a body in its place on one
// gateway: its full name, its parents, its fingerprints.
#pragma once
#include "ir/base/hash.h"
#include "ir/base/names.h"
#include "ir/dialect/dialects.h"
#include "ir/project/kinds.h"
#include "ir/project/properties.h"
#include "ir/project/value.h"
#include "ir/syntax/ast.h"
#include <optional>

namespace sluice {

// A table name in parts that are already in the dialect's case. Missing parts
// are empty.
struct TableName {
  std::string catalog, schema, table;
  friend bool operator==(const TableName &, const TableName &) = default;
};

// `"c"."s"."t"`: how models are keyed, in double quotes whatever the dialect.
std::string quotedName(const TableName &name);

// The name with the default catalog put before it, if it has a schema and no
// catalog of its own.
TableName withCatalog(TableName name, StringRef defaultCatalog);

// A property as it was given: the row that says what it is, the tree, and the
// text where it is a single one.
struct PropertyValue {
  const PropertyRow *row = nullptr;
  const Node *tree = nullptr;
  std::string text;
  SourceRange range;
};

// A column; the type is null where only the name is known.
struct ModelColumn {
  std::string name;
  const Node *type = nullptr;
  StringRef typeText; // where a type comes from data and not from a tree
};

// An audit of a model: the rows that its query finds must not be. The audited
// table is named by the model's own name.
struct ModelAudit {
  std::string name;
  const Node *query = nullptr;
  bool blocking = true;
  Digest hash; // of the query and of what it is called with
};

// The rows of a seed.
struct SeedData {
  std::vector<std::vector<std::optional<std::string>>> rows;
  Digest hash;
};

// A table that a query reads.
struct TableUse {
  const Table *node = nullptr;
  TableName name;
};

// The value that a variable had when a body read it; absent: it had none.
struct ReadVariable {
  std::string name; // lower case
  std::optional<Value> value;
};

struct ModelBody {
  uint32_t declaration = 0; // index of the file's declaration
  Kind kind = Kind::View;
  std::string name; // as the author wrote it, macros expanded
  TableName table;
  SourceRange nameRange;
  const Dialect *dialect = nullptr;
  bool enabled = true;
  bool poisoned = false; // an error was reported; nothing below holds
  std::vector<PropertyValue> properties; // by name
  const Node *query = nullptr;           // names completed and quoted; null for seeds
  std::vector<const Node *> before, after;
  std::vector<TableUse> uses; // of the query
  std::vector<ModelColumn> columns; // empty: not all names are known
  std::vector<ModelAudit> audits;
  const KindSpec *kindSpec = nullptr; // the kind's parameters, or null
  std::string seedPath;               // relative to the project, or absolute
  const SeedData *seed = nullptr;
  std::string description;
  std::vector<ReadVariable> reads;
  Digest data, metadata; // of `resolved`, without parents

  const PropertyValue *find(StringRef property) const;
};

// SHA-256 of each part of an identity, and of all of them.
struct Fingerprint {
  Digest data, metadata, parents, whole;
};

struct Variant {
  const ModelBody *body = nullptr;
  NameId key;       // quoted name without the default catalog
  std::string fqn;  // quoted name with it
  std::vector<uint32_t> parents;   // variants of the same gateway, by name
  std::vector<std::string> outside; // fully quoted names of tables that no model makes, sorted
  bool poisoned = false;
  Fingerprint source, resolved;
  Digest pair;              // the same on every gateway for the same model
  Digest physical;          // data of it and of all that it reads: names its table
  bool external() const { return body->kind == Kind::External; }
};

// The version that is written in front of every fingerprint.
constexpr StringRef fingerprintVersion = "v1:";

} // namespace sluice
