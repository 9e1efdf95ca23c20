// Records of macros.jsonl: statements that a bare evaluator expands. The texts
// of what comes out are compared, or the kind of the first error.
#include "backend/sql/printer.h"
#include "frontend/parse/parse.h"
#include "passes/macros/datum.h"
#include "passes/macros/expand.h"
#include "tools/dev/conform.h"

namespace sluice::conform {

// ---- values

static std::string datumText(std::optional<Datum> datum, StringRef text) {
  return datum ? printDatum(*datum) : text.str();
}

// An object with exactly one of these keys stands for something that JSON has
// no literal for.
static std::optional<Value> findTagged(const Record &object) {
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
static Value makeValue(const llvm::json::Value &json, StringRef line) {
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
      value.items.push_back(makeValue(item, line));
  }
  if (auto *object = json.getAsObject()) {
    if (object->size() == 1)
      if (std::optional<Value> tagged = findTagged(*object))
        return *tagged;
    value.kind = Value::Kind::Map;
    for (const auto &[key, item] : *object) {
      value.keys.push_back(key.str());
      value.items.push_back(makeValue(item, line));
    }
  }
  return value;
}

static void readValues(const Record &record, StringRef member, StringRef line, llvm::StringMap<Value> &values) {
  if (const Record *object = record.getObject(member))
    for (const auto &[name, value] : *object)
      values[StringRef(name).lower()] = makeValue(value, line);
}

// ---- errors

// What the reference calls the mistake that one of our codes names. A code that
// is not listed is about text that cannot be read.
struct ErrorKind {
  StringRef code, kind;
};

static constexpr ErrorKind errorKinds[] = {
    {"MacroVariableUndefined", "undefined_variable"},
    {"MacroUnknown", "unknown_macro"},
    {"MacroNotBuilt", "not_built"},
    {"MacroArgs", "bad_arguments"},
    {"MacroKeywordOrder", "bad_arguments"},
    {"MacroDefPlace", "bad_arguments"},
    {"MacroFunctionArgs", "bad_arguments"},
    {"MacroEvaluation", "evaluation"},
    {"MacroRunaway", "evaluation"},
};

static StringRef errorKind(const Report &report) {
  for (const Diagnostic &problem : report.finish()) {
    if (problem.kind->severity != Severity::Error)
      continue;
    for (const ErrorKind &row : errorKinds)
      if (row.code == problem.kind->code)
        return row.kind;
    return "syntax";
  }
  return "";
}

// ---- expanding

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

static llvm::json::Value expandAll(const Record &record, StringRef line, const Dialect &dialect, Arena &arena,
                                   Sink sink) {
  llvm::StringMap<Value> variables;
  readValues(record, "vars", line, variables);
  Parser parser(dialect, arena);
  auto lookup = [&](StringRef name) -> const Value * {
    auto found = variables.find(name);
    return found == variables.end() ? nullptr : &found->second;
  };
  MacroContext context(dialect, parser, arena, sink, lookup);
  context.locals["runtime_stage"] = Value::ofString(textOf(record, "stage").str());
  context.locals["default_catalog"] = Value();
  readValues(record, "locals", line, context.locals);
  SourceFile file{"record", arena.copy(textOf(record, "sql")), 1};
  llvm::json::Array results;
  for (const ParsedStatement &statement : parser.parseFile(file, sink).statements) {
    Expansion expansion = expandStatement(statement, context);
    if (!isDefinition(statement))
      results.push_back(textsOf(expansion, {.dialect = &dialect}));
  }
  return results.size() == 1 ? std::move(results[0]) : llvm::json::Value(std::move(results));
}

// ---- comparing

static std::string showJson(const llvm::json::Value &value) {
  std::string text;
  llvm::raw_string_ostream(text) << value;
  return text;
}

static bool agrees(const llvm::json::Value &wanted, const llvm::json::Value &got, const Dialect &dialect) {
  if (wanted == got)
    return true;
  auto *left = wanted.getAsArray(), *right = got.getAsArray();
  if (left && right)
    return llvm::equal(*left, *right, [&](auto &a, auto &b) { return agrees(a, b, dialect); });
  auto a = wanted.getAsString(), b = got.getAsString();
  return a && b && sameMeaning(*a, *b, dialect);
}

void judgeMacros(const Record &record, Verdict &verdict) {
  Arena arena;
  Report report;
  const Dialect &dialect = dialectOf(record);
  llvm::json::Value got = expandAll(record, verdict.line, dialect, arena, Sink(report));
  StringRef wantedKind = textOf(record, "error_kind"), kind = errorKind(report);
  if (!wantedKind.empty() || !kind.empty()) {
    if (wantedKind != "other" || kind.empty())
      verdict.compare("error_kind", wantedKind, kind);
    for (const Diagnostic &problem : report.finish())
      if (!verdict.disagreements.empty())
        verdict.disagreements.back().got += " (" + problem.message + ")";
    return;
  }
  const llvm::json::Value *wanted = record.get("result");
  if (!wanted || !agrees(*wanted, got, dialect))
    verdict.disagreements.push_back({"result", wanted ? showJson(*wanted) : "", showJson(got)});
}

} // namespace sluice::conform
