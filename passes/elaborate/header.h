// MODEL blocks, once their macros are expanded: properties, name, kind.
#pragma once
#include "ir/base/sink.h"
#include "ir/project/config.h"
#include "passes/elaborate/model_tree.h"

namespace sluice {

// What a header says.
struct Header {
  std::vector<PropertyValue> properties; // by name, each once, without `name` and `kind`
  const Node *name = nullptr;            // null where missing or wrong; reported
  Kind kind = Kind::View;
  const KindSpec *kindSpec = nullptr; // null where the kind has no parameters
  bool enabled = true;
  bool valid = true; // false: an error was reported
};

// Reads a MODEL block and fills in the defaults of the gateway for properties
// that it does not have.
Header readHeader(const Block &block, ArrayRef<ModelDefault> defaults, Arena &arena, Sink sink);

// The settings of a seed's file; wrong ones are reported.
CsvSettings readCsvSettings(const Node *list, Sink sink);

// The parts of a name in the dialect's case; nothing where it is no table name.
std::optional<TableName> normalizeTableName(const Node *name, const Dialect &dialect);

} // namespace sluice
