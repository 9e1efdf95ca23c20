// Rows of external_models.yaml: tables that others make, with their columns.
//
//   - name: raw.orders
//     columns: {id: int, payload: json}
#include "frontend/config/yaml.h"
#include "frontend/declare/declarations.h"
#include "frontend/declare/diags.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

static bool isKey(StringRef key) {
  return key == "name" || (key != "kind" && findProperty(modelProperties, key));
}

static std::optional<ExternalDecl> readRow(const YamlNode &row, const SourceFile &file, Sink sink) {
  if (row.kind != YamlNode::Kind::Map) {
    sink.report(row.range, diag::ExternalShape, describe(row));
    return std::nullopt;
  }
  llvm::SmallVector<StringRef> keys{"name"};
  for (const PropertyRow &property : modelProperties)
    keys.push_back(property.name);
  ExternalDecl external;
  external.file = &file;
  external.range = row.range;
  for (const YamlNode::Entry &entry : row.entries) {
    if (!isKey(entry.key))
      sink.report(entry.range, diag::ExternalKey, entry.key, findNearest(entry.key, keys));
    else if (entry.key == "name") {
      external.name = entry.value.text;
      external.range = entry.value.range;
    } else if (entry.key == "gateway")
      external.gateway = StringRef(entry.value.text).lower();
    else if (entry.key == "dialect")
      external.dialect = entry.value.text;
    else if (entry.key == "description")
      external.description = entry.value.text;
    else if (entry.key == "columns")
      for (const YamlNode::Entry &column : entry.value.entries)
        external.columns.push_back({column.key, column.value.text});
  }
  if (external.name.empty()) {
    sink.report(row.range, diag::ExternalNameMissing);
    return std::nullopt;
  }
  return external;
}

std::vector<ExternalDecl> readExternalModels(const Sources &sources, Sink sink) {
  std::vector<ExternalDecl> result;
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
