// Prints a model's trees, with holes where tables are named.
#include "backend/sql/finish_model.h"
#include "backend/sql/printer.h"
#include "ir/syntax/text.h"
#include "passes/elaborate/header.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {
namespace {

class Finisher {
public:
  Finisher(const ModelTree &tree, Texts texts, ModelBody &body) : tree(tree), texts(texts), body(body) {}

  void finish();

private:
  void printStatements();
  // Whether a table of the text is a hole; CTEs keep their names.
  using IsHole = llvm::function_ref<bool(const Table &)>;
  SqlText print(const Node *node, IsHole isHole);
  SqlText printAll(const Node *node) {
    return print(node, [](const Table &) { return true; });
  }
  uint32_t tableIndex(TableName name, SourceRange range, bool dependency);
  std::string plain(const Node *node) const;
  std::string columnType(const ColumnTree &column) const;
  PropertyText finishValue(const PropertyValue &value) const;

  const ModelTree &tree;
  Texts texts;
  ModelBody &body;
};

// A model names few tables, so they are looked through.
uint32_t Finisher::tableIndex(TableName name, SourceRange range, bool dependency) {
  for (auto [index, use] : llvm::enumerate(body.tables))
    if (use.name == name) {
      use.dependency |= dependency;
      return uint32_t(index);
    }
  body.tables.push_back({std::move(name), range, dependency});
  return uint32_t(body.tables.size() - 1);
}

SqlText Finisher::print(const Node *node, IsHole isHole) {
  // Texts are kept, so they get no more memory than they need; what they are
  // printed to is used again.
  static thread_local std::string room;
  room.clear();
  SqlText result;
  auto replace = [&](const Table &table) -> StringRef {
    auto name = isHole(table) ? normalizeTableName(&table, *tree.dialect) : std::nullopt;
    if (!name)
      return {};
    result.holes.push_back({uint32_t(room.size()), tableIndex(std::move(*name), table.range, false)});
    return "?";
  };
  PrintOptions options;
  options.dialect = tree.dialect;
  options.pretty = texts == Texts::Pretty;
  options.replaceTable = replace;
  printSql(node, options, room);
  result.text = room;
  return result;
}

std::string Finisher::plain(const Node *node) const { return sqlText(node, {.dialect = tree.dialect}); }

// The values of a seed are checked against the type that the author wrote.
std::string Finisher::columnType(const ColumnTree &column) const {
  return sqlText(column.type, {.dialect = tree.dialect, .asWritten = tree.kind == Kind::Seed, .declared = true});
}

// A property's value as text: a single text is one already, items are printed.
PropertyText Finisher::finishValue(const PropertyValue &value) const {
  PropertyText text{value.row, value.text, value.keys, {}, value.range};
  bool texts = value.row->type == PropertyType::Texts || value.row->type == PropertyType::Names ||
               value.row->type == PropertyType::Descriptions;
  for (const Node *item : value.items) {
    auto word = texts ? plainText(item) : std::nullopt;
    text.items.push_back(word ? *word : plain(item));
  }
  return text;
}

void Finisher::printStatements() {
  if (tree.sameQuery)
    body.query = tree.sameQuery->query;
  else if (tree.query)
    body.query = print(tree.query, [&](const Table &table) { return llvm::is_contained(tree.tables, &table); });
  for (const Node *statement : tree.before)
    body.before.push_back(printAll(statement));
  for (const Node *statement : tree.after)
    body.after.push_back(printAll(statement));
  for (const Node *statement : tree.onVirtualUpdate)
    body.onVirtualUpdate.push_back(printAll(statement));
  for (const AuditTree &audit : tree.audits)
    body.audits.push_back({audit.name, printAll(audit.query), audit.blocking, audit.skip});
}

void Finisher::finish() {
  body.queryTables.reserve(tree.tables.size());
  for (const Table *table : tree.tables)
    if (auto name = normalizeTableName(table, *tree.dialect))
      body.queryTables.push_back(uint16_t(tableIndex(std::move(*name), table->range, true)));
  for (const TableUse &use : tree.dependencies)
    tableIndex(use.name, use.range, true);
  if (texts != Texts::None)
    printStatements();
  body.columns.reserve(tree.columns.size());
  for (const ColumnTree &column : tree.columns)
    body.columns.push_back({column.name, columnType(column), tree.kind == Kind::Seed, column.evident});
  body.properties.reserve(tree.properties.size());
  for (const PropertyValue &value : tree.properties)
    body.properties.push_back(finishValue(value));
  for (const PropertyValue &value : tree.parameters)
    body.parameters.push_back(finishValue(value));
}

} // namespace

ModelBody finishModel(const ModelTree &tree, Texts texts) {
  ModelBody body;
  static_cast<ModelFacts &>(body) = tree;
  if (tree.enabled && !tree.poisoned)
    Finisher(tree, texts, body).finish();
  return body;
}

} // namespace sluice
