// Reads values of properties, one small function per type.
#include "passes/elaborate/values.h"
#include "ir/syntax/text.h"
#include "ir/time/cron.h"
#include "ir/time/notation.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"
#include "passes/qualify.h"

namespace sluice {

TypeHelp helpFor(const PropertyRow &row) {
  switch (row.type) {
  case PropertyType::Text:
    return {"a text", "'text'"};
  case PropertyType::Bool:
    return {"true or false", "true"};
  case PropertyType::Count:
    return {"a whole number above zero", "7"};
  case PropertyType::Cron:
    return {"a schedule: five cron fields, or @hourly, @daily, @weekly, @monthly, @yearly, in quotes", "'@daily'"};
  case PropertyType::Zone:
    return {"the name of a time zone", "'Europe/Berlin'"};
  case PropertyType::Unit:
    return {"year, month, day, hour, half_hour, quarter_hour or five_minute", "hour"};
  case PropertyType::Time:
    return {"a date, a date and time, or words such as '1 week ago'", "'2024-01-01'"};
  case PropertyType::Choice:
    return {"one of " + row.choices.str(), row.choices.split(' ').first};
  case PropertyType::Format:
    return {"the name of a format", "parquet"};
  case PropertyType::Texts:
    return {"a list of texts", "(a, b)"};
  case PropertyType::Name:
    return {"a table name", "schema.table"};
  case PropertyType::Names:
    return {"a list of table names in brackets", "(schema.a, schema.b)"};
  case PropertyType::Ref:
  case PropertyType::Refs:
  case PropertyType::Fields:
    return {"a list of columns", "(a, b)"};
  case PropertyType::FieldsOrStar:
    return {"a list of columns, or *", "(a, b)"};
  case PropertyType::Column:
    return {"a column", "a"};
  case PropertyType::TimeColumn:
    return {"a column, or a column and its format", "(ds, '%Y-%m-%d')"};
  case PropertyType::Type:
    return {"a data type", "TIMESTAMP"};
  case PropertyType::Expr:
    return {"an expression", "a > 0"};
  case PropertyType::Merge:
    return {"WHEN clauses in parentheses", "(WHEN MATCHED THEN UPDATE SET target.a = source.a)"};
  case PropertyType::Columns:
    return {"a list of columns with their types", "(a INT, b TEXT)"};
  case PropertyType::Descriptions:
    return {"a list of columns with their descriptions", "(a = 'what a is')"};
  case PropertyType::Pairs:
  case PropertyType::Settings:
    return {"a list of pairs with =", "(a = 'x', b = 1)"};
  case PropertyType::Kind:
    return {"a model kind", "FULL"};
  case PropertyType::Calls:
    return {"a list of calls with named arguments", "(not_null(columns := (id)))"};
  case PropertyType::Blueprints:
    return {"a list of blueprints", "((x := 1), (x := 2))"};
  }
  llvm_unreachable("all types are handled");
}

std::string columnName(const Node *name, const Dialect &dialect) {
  if (const auto *dotted = dyn_cast_or_null<Name>(name); dotted && dotted->parts.size() == 1)
    name = dotted->parts.front();
  const auto *identifier = dyn_cast_or_null<Identifier>(name);
  return normalizeName(plainText(name).value_or(""), identifier ? identifier->quoted : isa_and_nonnull<String>(name), dialect);
}

void findColumnNames(const Node &node, std::vector<std::string> &names) {
  if (const auto *name = dyn_cast<Name>(&node)) {
    if (auto text = name->parts.empty() ? std::nullopt : plainText(name->parts.back()))
      names.push_back(*text);
    return;
  }
  forEachChild(node, [&](const Node &child) { findColumnNames(child, names); });
}

namespace {

class ValueReader {
public:
  ValueReader(const PropertyRow &row, const Node *tree, SourceRange range, const ValueContext &context)
      : row(row), tree(tree), context(context) {
    value.row = &row;
    value.tree = tree;
    value.range = range;
  }

  // Whether the value is of its type; `value` is complete then.
  bool read();
  PropertyValue value;

private:
  bool readText();
  bool readBool();
  bool readCount();
  bool readUnit();
  bool readTime();
  bool readChoice();
  bool readTexts();
  bool readNames();
  bool readColumn();
  bool readTimeColumn();
  bool readColumns();
  bool readPairs();
  bool readItems(bool complete);
  bool readMerge();
  const Node *completed(const Node *node) const { return qualifyStatement(node, context.dialect, context.arena); }

  const PropertyRow &row;
  const Node *tree;
  const ValueContext &context;
};

bool ValueReader::readText() {
  auto text = plainText(tree);
  value.text = text.value_or("");
  return text.has_value();
}

// Whatever is not one of the words for true is false, which is worth a warning
// where it is no word for false either.
bool ValueReader::readBool() {
  auto text = plainText(tree);
  if (!text)
    return false;
  auto truth = plainBool(tree);
  if (!truth)
    context.sink.report(value.range, diag::BoolDoubtful, row.name, *text);
  value.text = truth.value_or(false) ? "true" : "false";
  return true;
}

bool ValueReader::readCount() {
  const auto *number = dyn_cast_or_null<Number>(tree);
  uint64_t count;
  if (!number || number->text.getAsInteger(10, count) || count == 0)
    return false;
  value.text = std::to_string(count);
  return true;
}

bool ValueReader::readUnit() {
  const IntervalUnit *unit = readText() ? findIntervalUnit(value.text) : nullptr;
  if (unit)
    value.text = unit->name;
  return unit;
}

// A date may be written as a number: 20240101.
bool ValueReader::readTime() {
  // A variable for a date stands for a cast of its text; `DATE('2024-01-01')` is one.
  const auto *cast = dyn_cast_or_null<Cast>(tree);
  const auto *call = dyn_cast_or_null<Call>(tree);
  bool isDate = call && call->function.equals_insensitive("DATE") && call->args.size() == 1;
  auto text = plainText(cast ? cast->operand : isDate ? call->args[0] : tree);
  value.text = text.value_or("");
  return text && !isa<Null>(tree) && isTime(value.text);
}

bool ValueReader::readChoice() {
  llvm::SmallVector<StringRef> words;
  row.choices.split(words, ' ');
  if (!readText())
    return false;
  auto found = llvm::find_if(words, [&](StringRef word) { return word.equals_insensitive(value.text); });
  if (found == words.end())
    return false;
  value.text = *found;
  return true;
}

// One pair of brackets makes a list, two are kept.
bool ValueReader::readItems(bool complete) {
  const auto *paren = dyn_cast_or_null<Paren>(tree);
  if (paren && isa_and_nonnull<Paren>(paren->expr)) {
    value.items.push_back(complete ? completed(tree) : tree);
    return true;
  }
  for (const Node *item : listItems(tree))
    value.items.push_back(complete ? completed(item) : item);
  return tree != nullptr;
}

bool ValueReader::readTexts() {
  return llvm::all_of(listItems(tree), [](const Node *item) { return plainText(item).has_value(); }) && readItems(false);
}

// A name without brackets is no list, and a number no name.
bool ValueReader::readNames() {
  return isa_and_nonnull<Tuple, Array, Paren>(tree) && llvm::none_of(listItems(tree), [](const Node *item) { return isa<Number, Bool, Null>(item); }) &&
         readTexts();
}

bool ValueReader::readColumn() {
  const auto *name = dyn_cast_or_null<Name>(tree);
  const auto *identifier = dyn_cast_or_null<Identifier>(tree);
  if (!identifier && !(name && name->parts.size() == 1))
    return false;
  value.items.push_back(completed(tree));
  return true;
}

// `ds` or `(ds, 'format')`; the format is kept as Python writes it.
bool ValueReader::readTimeColumn() {
  NodeList parts = isa_and_nonnull<Tuple, Paren>(tree) ? listItems(tree) : NodeList(tree);
  if (!tree || parts.empty() || parts.size() > 2)
    return false;
  value.items.push_back(completed(parts[0]));
  if (parts.size() == 2) {
    auto format = plainText(parts[1]);
    if (!format)
      return false;
    value.text = strftimeFormat(*format, context.dialect.timeNotation);
  }
  return true;
}

// `NULL` stands for no list at all.
bool ValueReader::readColumns() {
  if (isa_and_nonnull<Null>(tree))
    return true;
  bool complete = true;
  for (const Node *item : listItems(tree)) {
    const auto *column = dyn_cast<ColumnDecl>(item);
    if (!column)
      return false;
    if (!column->type) {
      context.sink.report(column->range, diag::ColumnTypeMissing, plainText(column->name).value_or("?"));
      complete = false;
    }
    value.items.push_back(column);
  }
  return complete && tree;
}

bool ValueReader::readPairs() {
  for (const Node *item : listItems(tree)) {
    auto [key, node] = splitPair(item);
    const auto *pair = dyn_cast<KeywordArg>(item);
    if (!node || key.empty() || (pair && pair->sign != "="))
      return false;
    bool described = row.type == PropertyType::Descriptions;
    if (described && !plainText(node))
      return false;
    value.keys.push_back(described ? columnName(pair ? pair->name : nullptr, context.dialect) : key);
    value.items.push_back(row.type == PropertyType::Pairs ? completed(node) : node);
  }
  return isa_and_nonnull<Tuple, Array, Paren>(tree);
}

// `source` and `target` are what the two sides of the merge are called.
const Node *renameSides(const Node *node, Arena &arena) {
  if (const auto *name = dyn_cast_or_null<Name>(node); name && name->parts.size() > 1) {
    const auto *side = dyn_cast<Identifier>(name->parts[0]);
    StringRef renamed = !side                                       ? ""
                        : side->name.equals_insensitive("source") ? "__MERGE_SOURCE__"
                        : side->name.equals_insensitive("target") ? "__MERGE_TARGET__"
                                                                  : "";
    if (renamed.empty())
      return node;
    auto *part = arena.make<Identifier>(*side);
    part->name = renamed;
    part->quoted = true;
    llvm::SmallVector<const Node *> parts(name->parts);
    parts[0] = part;
    auto *result = arena.make<Name>(*name);
    result->parts = arena.copy(NodeList(parts));
    return result;
  }
  return node ? mapChildren(*node, arena, [&](const Node *child) { return renameSides(child, arena); }) : nullptr;
}

bool ValueReader::readMerge() {
  if (!tree)
    return false;
  for (const Node *item : row.type == PropertyType::Merge ? listItems(tree) : NodeList(tree))
    value.items.push_back(renameSides(completed(item), context.arena));
  return true;
}

bool ValueReader::read() {
  switch (row.type) {
  case PropertyType::Text:
    return readText();
  case PropertyType::Bool:
    return readBool();
  case PropertyType::Count:
    return readCount();
  case PropertyType::Cron:
    return readText() && readCron(value.text);
  case PropertyType::Zone:
    return readText() && isZone(value.text);
  case PropertyType::Unit:
    return readUnit();
  case PropertyType::Time:
    return readTime();
  case PropertyType::Choice:
    return readChoice();
  case PropertyType::Format:
    return readText() || readItems(false);
  case PropertyType::Texts:
    return readTexts();
  case PropertyType::Names:
    return readNames();
  case PropertyType::Column:
    return readColumn();
  case PropertyType::TimeColumn:
    return readTimeColumn();
  case PropertyType::Columns:
    return readColumns();
  case PropertyType::Descriptions:
  case PropertyType::Pairs:
  case PropertyType::Settings:
    return readPairs();
  case PropertyType::Fields:
  case PropertyType::FieldsOrStar:
    return readItems(true);
  case PropertyType::Expr:
  case PropertyType::Merge:
    return readMerge();
  case PropertyType::Ref:
  case PropertyType::Type:
    value.items.push_back(tree);
    return tree != nullptr;
  case PropertyType::Name:
  case PropertyType::Refs:
  case PropertyType::Kind:
  case PropertyType::Calls:
  case PropertyType::Blueprints:
    return readItems(false);
  }
  llvm_unreachable("all types are handled");
}

} // namespace

std::optional<PropertyValue> readValue(const PropertyRow &row, const Node *tree, SourceRange range,
                                       const ValueContext &context) {
  Report own;
  ValueContext inner{context.dialect, context.arena, Sink(own)};
  ValueReader reader(row, tree, range, inner);
  bool good = reader.read();
  bool said = own.hasErrors();
  for (Diagnostic &diagnostic : own.take())
    context.sink.all().add(std::move(diagnostic));
  if (good)
    return std::move(reader.value);
  if (!said) {
    TypeHelp help = helpFor(row);
    context.sink.report(tree ? tree->range : range, diag::PropertyType, row.name, help.wants, help.example);
  }
  return std::nullopt;
}

} // namespace sluice
