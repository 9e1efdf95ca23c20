// Expands the macros of a text.
#include "tools/dev/macro_text.h"
#include "backend/sql/printer.h"
#include "frontend/parse/parse.h"
#include "passes/macros/datum.h"
#include "passes/macros/expand.h"

namespace sluice {

static std::string datumText(std::optional<Datum> datum, StringRef text) {
  return datum ? printDatum(*datum) : text.str();
}

// An object with exactly one of these keys stands for something that JSON has
// no literal for.
static std::optional<Value> findTagged(const llvm::json::Object &object) {
  auto [tag, value] = *object.begin();
  std::optional<StringRef> text = value.getAsString();
  if (!text)
    return std::nullopt;
  if (tag == "date")
    return Value{Value::Kind::Date, false, datumText(findDate(*text), *text), {}, {}};
  if (tag == "datetime")
    return Value{Value::Kind::DateTime, false, datumText(findDateTime(*text), *text), {}, {}};
  if (tag == "table" || tag == "column" || tag == "expr")
    return Value::ofExpr(text->str());
  return std::nullopt;
}

// `line` is the record as it is written: once read, 1.0 and 1 are the same.
Value readMacroValue(const llvm::json::Value &json, StringRef line) {
  if (auto text = json.getAsString())
    return Value::ofString(text->str());
  if (auto flag = json.getAsBoolean())
    return Value::ofBool(*flag);
  if (auto whole = json.getAsInteger(); whole && !line.contains(std::to_string(*whole) + ".0"))
    return Value::ofInt(*whole);
  if (auto number = json.getAsNumber())
    return Value{Value::Kind::Float, false, printReal(*number), {}, {}};
  Value value;
  if (auto *list = json.getAsArray()) {
    value.kind = Value::Kind::List;
    for (const llvm::json::Value &item : *list)
      value.items.push_back(readMacroValue(item, line));
  }
  if (auto *object = json.getAsObject()) {
    if (object->size() == 1)
      if (std::optional<Value> tagged = findTagged(*object))
        return *tagged;
    value.kind = Value::Kind::Map;
    for (const auto &[key, item] : *object) {
      value.keys.push_back(key.str());
      value.items.push_back(readMacroValue(item, line));
    }
  }
  return value;
}

void readMacroValues(const llvm::json::Object *object, StringRef line, llvm::StringMap<Value> &values) {
  if (object)
    for (const auto &[name, value] : *object)
      values[StringRef(name).lower()] = readMacroValue(value, line);
}

void readSchema(const llvm::json::Object *object, StringRef line, const Dialect &dialect, MacroSettings &settings) {
  if (!object)
    return;
  for (const auto &[table, columns] : *object) {
    size_t begin = line.find(("\"" + StringRef(table) + "\": {").str());
    std::vector<std::pair<size_t, RelationColumn>> placed;
    for (const auto &[name, type] : *columns.getAsObject()) {
      StringRef text = type.getAsString().value_or("");
      placed.push_back({line.find(("\"" + StringRef(name) + "\":").str(), begin),
                        {normalizeName(name, false, dialect), text == "unknown" ? "" : text.upper()}});
    }
    llvm::sort(placed, [](auto &a, auto &b) { return a.first < b.first; });
    for (auto &[place, column] : placed)
      settings.schema[StringRef(table).lower()].push_back(std::move(column));
  }
}

// `s.t` as it is written, in lower case.
static std::string relationName(const Node &relation) {
  std::string name;
  if (auto *dotted = dyn_cast<Name>(&relation))
    for (const Node *part : dotted->parts)
      if (auto *identifier = dyn_cast<Identifier>(part))
        name += (name.empty() ? "" : ".") + identifier->name.lower();
  return name;
}

// One per statement that is no definition; null where it vanishes.
static llvm::json::Value textsOf(const Expansion &expansion, const PrintOptions &options) {
  if (expansion.kind == Expansion::Vanished)
    return nullptr;
  if (expansion.tree)
    return sqlText(expansion.tree, options);
  llvm::json::Array texts;
  for (const Node *tree : expansion.several)
    texts.push_back(sqlText(tree, options));
  return texts;
}

static bool isDefinition(const ParsedStatement &statement) {
  auto *call = dyn_cast_or_null<MacroCall>(statement.tree);
  return call && call->name.equals_insensitive("def");
}

llvm::json::Value expandText(StringRef sql, const MacroSettings &settings, const Dialect &dialect, Arena &arena,
                             Sink sink) {
  auto lookup = [&](StringRef name) -> const Value * {
    auto found = settings.variables.find(name);
    return found == settings.variables.end() ? nullptr : &found->second;
  };
  Parser parser(dialect, arena);
  MacroContext context(dialect, parser, arena, sink, lookup);
  std::vector<StringRef> names(settings.variables.keys().begin(), settings.variables.keys().end());
  context.variableNames = names;
  for (const auto &local : settings.locals)
    context.locals[local.getKey()] = local.getValue();
  auto columns = [&](const Node &relation) -> RelationColumns {
    auto found = settings.schema.find(relationName(relation));
    if (found != settings.schema.end())
      return {RelationColumns::Known, found->second};
    return {settings.schema.empty() ? RelationColumns::NotYet : RelationColumns::Unknown};
  };
  context.columns = columns;
  SourceFile file{"input.sql", arena.copy(sql), 1};
  llvm::json::Array results;
  for (const ParsedStatement &statement : parser.parseFile(file, sink).statements) {
    Expansion expansion = expandStatement(statement, context);
    if (!isDefinition(statement))
      results.push_back(textsOf(expansion, {.dialect = &dialect}));
  }
  return results.size() == 1 ? std::move(results[0]) : llvm::json::Value(std::move(results));
}

} // namespace sluice
