// Records of projects.jsonl and models.jsonl: a project, loaded for one gateway
// by the same code as `sluice compile --emit json`. A single model becomes a
// project of one file, on an engine without catalogs.
#include "tools/dev/conform.h"
#include "tools/driver/emit.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice::conform {

namespace json = llvm::json;

// ---- errors

// What the reference calls the mistake that one of our codes names. A code that
// is not listed is about text that cannot be read.
struct ErrorKind {
  StringRef code, kind;
};

static constexpr ErrorKind errorKinds[] = {
    {"AuditArgument", "bad_arguments"},
    {"AuditDuplicate", "duplicate_name"},
    {"AuditHeaderMissing", "missing_header"},
    {"AuditIncomplete", "missing_query"},
    {"AuditNameMissing", "missing_property"},
    {"AuditShape", "bad_property_value"},
    {"AuditUnknown", "unresolved_reference"},
    {"ColumnTypeMissing", "bad_property_value"},
    {"ConfigDuplicateKey", "config"},
    {"ConfigMissing", "config"},
    {"ConfigPython", "config"},
    {"ConfigSeveral", "config"},
    {"ConfigShape", "config"},
    {"ConfigSyntax", "config"},
    {"ConfigUnknownKey", "config"},
    {"ConfigValue", "config"},
    {"ConnectionKeyMissing", "config"},
    {"ConnectionMissing", "config"},
    {"ConnectionType", "config"},
    {"DialectMissing", "config"},
    {"DialectUnknown", "unknown_dialect"},
    {"EndWithoutStart", "bad_property_value"},
    {"ExternalKey", "unknown_property"},
    {"ExternalNameMissing", "missing_property"},
    {"ExternalShape", "bad_property_value"},
    {"FileDialectUnknown", "unknown_dialect"},
    {"GatewayDuplicate", "config"},
    {"GatewayMissing", "config"},
    {"GatewayUnknown", "unknown_gateway"},
    {"GrainAndGrains", "bad_property_value"},
    {"HeaderMissing", "missing_header"},
    {"KindParameter", "unknown_property"},
    {"KindParameterMissing", "missing_property"},
    {"KindParameterValue", "bad_property_value"},
    {"KindUnknown", "bad_property_value"},
    {"MacroArgs", "bad_arguments"},
    {"MacroEvaluation", "evaluation"},
    {"MacroFunctionArgs", "bad_arguments"},
    {"MacroKeywordOrder", "bad_arguments"},
    {"MacroRunaway", "evaluation"},
    {"MacroUnknown", "unknown_macro"},
    {"MacroVariableUndefined", "undefined_variable"},
    {"ModelCycle", "cycle"},
    {"ModelDuplicate", "duplicate_name"},
    {"NameMissing", "missing_property"},
    {"NameParts", "bad_property_value"},
    {"PropertyInternal", "unknown_property"},
    {"PropertyTwice", "bad_property_value"},
    {"PropertyType", "bad_property_value"},
    {"PropertyUnknown", "unknown_property"},
    {"QueryLost", "missing_query"},
    {"QueryMissing", "missing_query"},
    {"QueryTwice", "extra_query"},
    {"SeedPathMissing", "unresolved_reference"},
    {"VariableType", "config"},
};

// The kind of the first error, and its text for people.
static std::pair<StringRef, std::string> findError(const Report &report) {
  for (const Diagnostic &problem : report.finish()) {
    if (problem.kind->severity != Severity::Error)
      continue;
    auto row = llvm::find_if(errorKinds, [&](const ErrorKind &row) { return row.code == problem.kind->code; });
    StringRef kind = problem.kind->code.ends_with("NotBuilt") ? StringRef("not_built")
                     : row == std::end(errorKinds)            ? StringRef("syntax")
                                                              : row->kind;
    return {kind, problem.kind->code.str() + ": " + problem.message};
  }
  return {};
}

// ---- compiling

struct Compiled {
  json::Array models;
  StringRef errorKind;
  std::string error;
};

using Files = std::vector<std::pair<std::string, std::string>>;

static Compiled compileFiles(const Files &files, std::optional<StringRef> gateway, Environment::Map variables) {
  auto system = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  for (const auto &[path, text] : files)
    system->addFile("/project/" + path, 0, llvm::MemoryBuffer::getMemBufferCopy(text));
  Env env{system, Environment(std::move(variables)), 1};
  CompileOptions options{.root = "/project", .gateways = {}, .allByDefault = false, .pretty = false};
  if (gateway)
    options.gateways.push_back(gateway->str());
  Compilation compilation(env, options);
  compileProject(compilation);
  Compiled result;
  std::tie(result.errorKind, result.error) = findError(compilation.report);
  if (!compilation.usable || !result.errorKind.empty())
    return result;
  std::string text;
  llvm::raw_string_ostream out(text);
  findEmitKind("json")->print(compilation, {}, out);
  if (auto value = json::parse(text); value && value->getAsArray())
    result.models = std::move(*value->getAsArray());
  else
    llvm::consumeError(value.takeError());
  return result;
}

// ---- comparing

static std::string showJson(const json::Value *value) {
  std::string text;
  llvm::raw_string_ostream out(text);
  if (value)
    out << *value;
  return text;
}

static void compareJson(StringRef field, const json::Value *wanted, const json::Value *got, Verdict &verdict) {
  verdict.compare(field, showJson(wanted), showJson(got));
}

// Statements agree one by one. An absent list is empty.
static void compareStatements(StringRef field, const Record &wanted, const Record &got, const Dialect &dialect,
                              Verdict &verdict) {
  json::Array none;
  const json::Array *left = wanted.getArray(field), *right = got.getArray(field);
  left = left ? left : &none;
  right = right ? right : &none;
  if (left->size() != right->size()) {
    verdict.compare(field, std::to_string(left->size()), std::to_string(right->size()));
    return;
  }
  for (auto [a, b] : llvm::zip(*left, *right))
    verdict.compareSql(field, a.getAsString().value_or(""), b.getAsString().value_or(""), dialect);
}

// What a record knows of a model and needs no columns.
static void compareModel(const Record &wanted, const Record &got, Verdict &verdict) {
  compareJson("name", wanted.get("name"), got.get("name"), verdict);
  compareJson("kind", wanted.get("kind"), got.get("kind"), verdict);
  if (wanted.get("depends_on"))
    compareJson("depends_on", wanted.get("depends_on"), got.get("depends_on"), verdict);
  const Dialect &dialect = dialectOf(got);
  if (auto query = wanted.getString("query_unoptimized"))
    verdict.compareSql("query_unoptimized", *query, textOf(got, "query_unoptimized"), dialect);
  for (StringRef field : {"pre", "post", "on_virtual_update"})
    compareStatements(field, wanted, got, dialect, verdict);
}

static const Record *findModel(const json::Array &models, StringRef fqn) {
  for (const json::Value &value : models)
    if (const Record *model = value.getAsObject(); model && textOf(*model, "fqn") == fqn)
      return model;
  return nullptr;
}

// Whether both say that there is an error; then nothing else is compared.
static bool compareErrors(const Record &record, const Compiled &compiled, Verdict &verdict) {
  StringRef wanted = textOf(record, "error_kind");
  if (wanted.empty() && compiled.errorKind.empty())
    return false;
  if (wanted != compiled.errorKind && (wanted != "other" || compiled.errorKind.empty()))
    verdict.disagreements.push_back({"error_kind", wanted.str(), compiled.error});
  return true;
}

void judgeProject(const Record &record, Verdict &verdict) {
  Files files;
  for (const auto &[path, text] : *record.getObject("files"))
    files.push_back({StringRef(path).str(), text.getAsString().value_or("").str()});
  Environment::Map variables;
  if (const Record *env = record.getObject("env"))
    for (const auto &[name, value] : *env)
      variables[StringRef(name).str()] = value.getAsString().value_or("").str();
  Compiled compiled = compileFiles(files, record.getString("gateway"), std::move(variables));
  if (compareErrors(record, compiled, verdict))
    return;
  const json::Array &wanted = *record.getArray("models");
  if (wanted.size() != compiled.models.size())
    verdict.compare("models", std::to_string(wanted.size()), std::to_string(compiled.models.size()));
  for (const json::Value &value : wanted) {
    const Record &model = *value.getAsObject();
    if (const Record *got = findModel(compiled.models, textOf(model, "fqn")))
      compareModel(model, *got, verdict);
    else
      verdict.compare("fqn", textOf(model, "fqn"), "");
  }
}

// ---- one model

// JSON is YAML: the variables stand in the configuration as they are.
static std::string configOf(const Record &record) {
  Record variables = *record.getObject("variables");
  std::string gateway = variables.getString("gateway").value_or("only").str();
  variables.erase("gateway");
  Record config{
      {"gateways", Record{{gateway, Record{{"connection", Record{{"type", "sqlite"}, {"database", "m.db"}}}}}}},
      {"model_defaults", Record{{"dialect", textOf(record, "dialect")}}},
      {"variables", std::move(variables)}};
  json::Value value(std::move(config));
  return showJson(&value);
}

// Attributes that the record asks for, as far as they are shown.
static void compareAttributes(const Record &record, const Record &got, Verdict &verdict) {
  const Record *attributes = record.getObject("attrs");
  if (!attributes)
    return;
  for (const auto &[name, wanted] : *attributes)
    if (got.get(name))
      compareJson(name, &wanted, got.get(name), verdict);
    else
      verdict.compare(name, showJson(&wanted), "(not shown)");
}

void judgeModel(const Record &record, Verdict &verdict) {
  Files files{{"config.yaml", configOf(record)}, {"models/m.sql", textOf(record, "file").str()}};
  Compiled compiled = compileFiles(files, std::nullopt, {});
  if (compareErrors(record, compiled, verdict))
    return;
  const Record *got = compiled.models.size() == 1 ? compiled.models[0].getAsObject() : nullptr;
  if (!got) {
    verdict.compare("models", "1", std::to_string(compiled.models.size()));
    return;
  }
  verdict.compare("fqn", textOf(record, "fqn"), textOf(*got, "fqn"));
  compareModel(record, *got, verdict);
  compareAttributes(record, *got, verdict);
}

} // namespace sluice::conform
