// Models, as they are on a gateway.
//
// A file declares a model; what it is follows from the gateway's variables:
//
//   MODEL (name @{gateway}_schema.m); SELECT 1 AS a
//     -> on `production`: ModelBody production_schema.m
//
// A ModelBody is what the file says once its macros are expanded, as text. It
// knows the variables that it read, and gateways on which these are equal share
// it. Nothing in it depends on a catalog. A Variant is a body in its place on one
// gateway: its full name, its parents, its fingerprints.
#pragma once
#include "ir/base/hash.h"
#include "ir/base/names.h"
#include "ir/dialect/dialects.h"
#include "ir/project/kinds.h"
#include "ir/project/properties.h"
#include "ir/project/signature.h"
#include "ir/project/value.h"
#include "ir/base/source.h"
#include "llvm/ADT/STLFunctionalExtras.h"
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

// The parts of a dotted name that stands in a text, such as `s.t` or `"S".t`, in
// the dialect's case; nothing where it is no table name.
std::optional<TableName> splitTableName(StringRef text, const Dialect &dialect);

// The name with the default catalog put before it, if it has a schema and no
// catalog of its own.
TableName withCatalog(TableName name, StringRef defaultCatalog);

// SQL text with holes where tables are named. The text is made once for all
// gateways; each of them fills the holes with its own names.
//
//   SELECT "a" FROM ? AS "t"       one hole at 16, for table 0
struct SqlText {
  struct Hole {
    uint32_t at = 0;    // a byte of the text, which the name replaces
    uint32_t table = 0; // index of a table of the model
  };
  std::string text;
  std::vector<Hole> holes; // in the order of the text
};

// The text with each hole filled; `write` appends the name of a table.
std::string fillHoles(const SqlText &sql, llvm::function_ref<void(uint32_t table, std::string &out)> write);

// A property as it was given: the row that says what it is, and its value as
// text. A single text is in its stored form: `true`, `ALLOW`, `@daily`.
//
//   tags (a, b)                        items a, b
//   physical_properties (k = 'v')      keys k, items 'v'
//   time_column (ds, '%Y%m%d')         items "ds", text %Y%m%d
struct PropertyText {
  const PropertyRow *row = nullptr;
  std::string text;
  std::vector<std::string> keys; // of pairs: one per item
  std::vector<std::string> items;
  SourceRange range;
};

struct ModelColumn {
  std::string name;
  std::string type;     // in the model's dialect; empty: not known
  bool neutral = false; // the type is of no dialect: as written, or found in data
  bool evident = false; // what the query gives has the type already
};

// An audit of a model: the rows that its query finds must not be.
struct ModelAudit {
  std::string name;
  SqlText query;
  bool blocking = true;
  bool skip = false; // its author has switched it off
};

// How a CSV file is written; the names and defaults are those of pandas.
struct CsvSettings {
  char delimiter = ',', quote = '"';
  char escape = 0; // 0: none
  bool doubleQuote = true;
  bool skipInitialSpace = false;
  bool keepDefaultNulls = true;
  char lineEnd = 0; // 0: LF, CRLF and CR
  std::vector<std::string> nulls; // texts that mean NULL, beside the default ones
  std::vector<std::pair<std::string, std::vector<std::string>>> columnNulls; // the same for some columns only
};

// The rows of a seed.
struct SeedData {
  std::vector<std::vector<std::optional<std::string>>> rows;
  Digest hash;
};

// A table that a model names, and where it does so first; no place where only
// `depends_on` names it.
struct TableUse {
  TableName name;
  SourceRange range;
  bool dependency = false; // of the query or of depends_on
};

// The value that a variable had when a body read it; absent: it had none.
struct ReadVariable {
  std::string name; // lower case
  std::optional<Value> value;
};

// A call of an audit or a signal, with its arguments as SQL.
struct NamedCall {
  std::string name; // lower case; empty: a signal's bare arguments
  std::vector<std::pair<std::string, std::string>> args;
};

// What is known of a model on a gateway before its trees become text, and holds
// of the text as well.
struct ModelFacts {
  Kind kind = Kind::View;
  StringRef kindName = "VIEW"; // of two spellings the one that was written
  std::string name;            // as the author wrote it, macros expanded
  std::string writtenSchema;   // of it: what physical_schema_mapping looks at
  TableName table;
  SourceRange nameRange;
  const Dialect *dialect = nullptr;
  std::string gateway; // of its own, lower case; empty: the one that is compiled for
  uint32_t blueprint = 0; // which of the file's blueprints; 0 where it has none
  bool enabled = true;
  bool poisoned = false; // an error was reported; nothing else holds
  bool python = false;   // its body is a Python function, which is not run
  bool typed = false;    // the types of all columns stand in the file
  bool asksColumns = false; // a macro needs the columns of another model
  std::string askedTime;    // the time column whose type audits need and the model alone does not say; or empty
  std::vector<Digest> auditSources; // of the AUDIT blocks that it names, before expansion
  std::string seedPath; // relative to the project, or absolute
  CsvSettings csv;
  SourceRange seedRange; // where the seed's path stands
  std::string description;
  std::vector<std::pair<std::string, std::string>> columnComments; // beside the query's projections
  std::vector<NamedCall> auditCalls, signals;
  std::vector<ReadVariable> reads;
};

struct ModelBody : ModelFacts {
  uint32_t file = 0; // index among the project's model files
  std::vector<PropertyText> properties; // by name
  std::vector<PropertyText> parameters; // of the kind, by name
  SqlText query;                        // empty for seeds
  std::vector<SqlText> before, after, onVirtualUpdate;
  std::vector<TableUse> tables;     // that holes stand for
  std::vector<uint16_t> queryTables; // which of them the tables of the signature are
  QuerySignature signature;          // of the query, with the columns that may be asked for
  std::vector<ModelColumn> columns; // empty: not all names are known
  std::vector<ModelAudit> audits;
  const SeedData *seed = nullptr;
  Digest data, metadata; // of `resolved`, without parents

  const PropertyText *find(StringRef property) const;
  const PropertyText *findParameter(StringRef parameter) const;
};

// A file that declares a model: what it says before expansion.
struct ModelFile {
  std::string path;
  Digest data, metadata; // of `source`
  Digest pair;           // of the name, before expansion
};

// SHA-256 of each part of an identity, and of all of them.
struct Fingerprint {
  Digest data, metadata, parents, whole;
};

struct Variant {
  const ModelBody *body = nullptr;
  NameId key;       // quoted name without the default catalog
  std::string catalog; // of the gateway that it runs on, in the dialect's case: stands before names of two parts
  std::string fqn;  // quoted name with it
  std::vector<uint32_t> parents;   // variants of the same gateway, by name
  std::vector<std::string> outside; // fully quoted names of tables that no model makes, sorted
  bool poisoned = false;
  bool readsItself = false;
  Fingerprint source, resolved;
  Digest pair;              // the same on every gateway for the same model
  Digest physical;          // data of it and of all that it reads: names its table
  bool external() const { return body->kind == Kind::External; }
  // Whether no SQL file says what it is, but data or Python.
  bool ofData() const { return external() || body->python; }
};

// The version that is written in front of every fingerprint.
constexpr StringRef fingerprintVersion = "v1:";

} // namespace sluice
