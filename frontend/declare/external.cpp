// Rows of external_models.yaml: tables that others make, with their columns.
//
//   - name: raw.orders
//     columns: {id: int, payload: json}
//     gateway: production
#include "frontend/config/scalars.h"
#include "frontend/config/yaml.h"
#include "frontend/declare/declarations.h"
#include "frontend/declare/diags.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// A value as data. Dates stay texts.
static Value valueOf(const YamlNode &node) {
  Value value;
  switch (node.kind) {
  case YamlNode::Kind::Null:
    return value;
  case YamlNode::Kind::Scalar:
    return node.plain && !isDate(node.text) ? scalarValue(node.text) : Value::ofString(node.text);
  case YamlNode::Kind::List:
    value.kind = Value::Kind::List;
    for (const YamlNode &item : node.items)
      value.items.push_back(valueOf(item));
    return value;
  case YamlNode::Kind::Map:
    value.kind = Value::Kind::Map;
    for (const YamlNode::Entry &entry : node.entries) {
      value.keys.push_back(entry.key);
      value.items.push_back(valueOf(entry.value));
    }
    return value;
  }
  llvm_unreachable("all kinds are handled");
}

static void addProperty(const YamlNode::Entry &entry, DataDecl &external, Sink sink) {
  const PropertyRow *row = findProperty(modelProperties, entry.key);
  if (!row || row->type == PropertyType::Kind || row->type == PropertyType::Blueprints) {
    llvm::SmallVector<StringRef> keys;
    for (const PropertyRow &property : modelProperties)
      keys.push_back(property.name);
    sink.report(entry.range, diag::ExternalKey, entry.key, findNearest(entry.key, keys));
  } else if (row->type == PropertyType::Name) {
    external.name = entry.value.text;
    external.range = entry.value.range;
  } else if (row->type == PropertyType::Columns && entry.value.kind != YamlNode::Kind::Map && entry.value.kind != YamlNode::Kind::Null)
    sink.report(entry.value.range, diag::ExternalColumns, describe(entry.value));
  else if (row->name == "gateway")
    external.gateway = StringRef(entry.value.text).lower();
  else if (row->name == "dialect")
    external.dialect = entry.value.text;
  else
    external.properties.push_back({row->name.str(), valueOf(entry.value), entry.value.range});
}

static std::optional<DataDecl> readRow(const YamlNode &row, const SourceFile &file, Sink sink) {
  if (row.kind != YamlNode::Kind::Map) {
    sink.report(row.range, diag::ExternalShape, describe(row));
    return std::nullopt;
  }
  DataDecl external;
  external.file = &file;
  external.range = row.range;
  for (const YamlNode::Entry &entry : row.entries)
    addProperty(entry, external, sink);
  if (external.name.empty()) {
    sink.report(row.range, diag::ExternalNameMissing);
    return std::nullopt;
  }
  return external;
}

std::vector<DataDecl> readExternalModels(const Sources &sources, Sink sink) {
  std::vector<DataDecl> result;
  for (const SourceFile *file : sources.ofRole(FileRole::ExternalModels)) {
    // These files have no templates.
    RenderedText plain{file->text.str(), {{0, 0, false}}};
    auto root = readYaml(plain, *file, sink);
    if (!root || root->kind == YamlNode::Kind::Null)
      continue;
    if (root->kind != YamlNode::Kind::List) {
      sink.report(root->range, diag::ExternalShape, describe(*root));
      continue;
    }
    for (const YamlNode &row : root->items)
      if (auto external = readRow(row, *file, sink))
        result.push_back(std::move(*external));
  }
  return result;
}

} // namespace sluice
