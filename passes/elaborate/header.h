// MODEL blocks, once their macros are expanded: properties, name, kind.
//
//   MODEL (name s.t, kind FULL, owner me, columns (a INT))
#pragma once
#include "ir/project/model.h"
#include "passes/elaborate/values.h"

namespace sluice {

// What a header says, with the defaults of the configuration where it is
// silent.
struct Header {
  std::vector<PropertyValue> properties; // by name, each once, without `name` and `kind`
  const Node *name = nullptr;            // null where it has none
  Kind kind = Kind::View;
  StringRef kindName = "VIEW"; // as it is spelled among the rows of kinds
  SourceRange kindRange;
  std::vector<PropertyValue> parameters; // of the kind, by name
  bool enabled = true;
  bool valid = true; // false: an error was reported

  const PropertyValue *find(StringRef property) const;
  const PropertyValue *findParameter(StringRef parameter) const;
};

// Reads a MODEL block. `defaults` are properties that hold where the block does
// not have them; those of the kind go to the kind.
Header readHeader(const Block &block, ArrayRef<const Property *> defaults, const ValueContext &context);

// Reads the kind of a header and its parameters.
void readKind(const Node *value, ArrayRef<const Property *> defaults, const ValueContext &context, Header &header);

// Gives a model what its header says of it, and a time column that names no
// format the project's.
void applyHeader(Header &header, StringRef timeColumnFormat, ModelFacts &model);

// What no property can say alone: what the kind allows, that start is before
// end, that the schedule fits the interval.
void checkHeader(Header &header, SourceRange block, const ValueContext &context);

// That the keys which a model is cut by are columns of it, each once. `columns`
// are those of the model, in the dialect's case; empty: not all are known.
bool checkKeys(const Header &header, ArrayRef<StringRef> columns, Sink sink);

// The settings of a seed's file; wrong ones are reported.
CsvSettings readCsvSettings(const PropertyValue &value, Sink sink);

// The parts of a name in the dialect's case; nothing where it is no table name.
std::optional<TableName> normalizeTableName(const Node *name, const Dialect &dialect);

// The schema of a table name in the author's case; empty where it has none.
std::string writtenSchema(const Node *name, const Dialect &dialect);

} // namespace sluice
