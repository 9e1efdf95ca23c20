// Records of projects.jsonl and models.jsonl: a project, loaded for one gateway
// by the same code as `sluice compile --emit json`. A single model becomes a
// project of one file, on an engine without catalogs.
#include "tools/dev/conform.h"
#include "backend/sql/names.h"
#include "backend/sql/printer.h"
#include "ir/plan/naming.h"
#include "tools/driver/attributes.h"
#include "tools/driver/emit.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

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
    {"AuditBlocks", "bad_property_value"},
    {"AuditDuplicate", "duplicate_name"},
    {"AuditHeaderMissing", "missing_header"},
    {"AuditIncomplete", "missing_header"},
    {"AuditNameMissing", "missing_property"},
    {"AuditInline", "other"},
    {"AuditShape", "bad_arguments"},
    {"AuditUnknown", "unresolved_reference"},
    {"AuditsOnKind", "bad_property_value"},
    {"BlueprintShape", "other"},
    {"CatalogOfModel", "config"},
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
    {"CronBelowInterval", "bad_property_value"},
    {"CronOften", "bad_property_value"},
    {"DataDialectUnknown", "unknown_dialect"},
    {"DefaultKindParameter", "missing_property"},
    {"DefaultKindUnknown", "other"},
    {"DialectMissing", "config"},
    {"DialectUnknown", "unknown_dialect"},
    {"EndBeforeStart", "bad_property_value"},
    {"EndWithoutStart", "missing_property"},
    {"ExternalColumns", "bad_property_value"},
    {"ExternalKey", "unknown_property"},
    {"ExternalNameMissing", "missing_property"},
    {"ExternalShape", "bad_property_value"},
    {"FileDialectUnknown", "unknown_dialect"},
    {"GatewayDuplicate", "config"},
    {"GatewayMissing", "config"},
    {"GatewayUnknown", "unknown_gateway"},
    {"GatewaysInGateway", "config"},
    {"GrainAndGrains", "bad_property_value"},
    {"GrantWithoutGrantee", "bad_property_value"},
    {"HeaderMissing", "missing_header"},
    {"HeaderTwice", "extra_query"},
    {"KeyColumns", "bad_property_value"},
    {"KeyTwice", "bad_property_value"},
    {"KeyUnknown", "unresolved_reference"},
    {"KindForwardOnly", "bad_property_value"},
    {"KindNeedsProperty", "missing_property"},
    {"KindParameter", "unknown_property"},
    {"KindParameterFixed", "bad_property_value"},
    {"KindParameterMissing", "missing_property"},
    {"KindParameterValue", "bad_property_value"},
    {"KindUnknown", "bad_property_value"},
    {"LintRuleTwice", "config"},
    {"LintRuleUnknown", "config"},
    {"MacroArgs", "bad_arguments"},
    {"MacroCallsVariable", "unknown_macro"},
    {"MacroEvaluation", "evaluation"},
    {"MacroFunctionArgs", "bad_arguments"},
    {"MacroInTemplate", "undefined_variable"},
    {"MacroKeywordOrder", "bad_arguments"},
    {"MacroNamesVariable", "undefined_variable"},
    {"MacroNoColumns", "schema"},
    {"MacroRunaway", "evaluation"},
    {"MacroUnknown", "unknown_macro"},
    {"MacroVariableUndefined", "undefined_variable"},
    {"MaterializationUnknown", "unresolved_reference"},
    {"MetricDuplicate", "duplicate_name"},
    {"MetricEmpty", "unresolved_reference"},
    {"MetricHeaderMissing", "missing_header"},
    {"MetricPropertyMissing", "missing_property"},
    {"MetricReference", "other"},
    {"ModelCycle", "cycle"},
    {"ModelDuplicate", "duplicate_name"},
    {"NameDepth", "schema"},
    {"NameMissing", "missing_property"},
    {"NameParts", "bad_property_value"},
    {"PairsOfMacro", "bad_property_value"},
    {"PropertyBoth", "bad_property_value"},
    {"PropertyInternal", "unknown_property"},
    {"PropertyOfKind", "bad_property_value"},
    {"PropertyOfStandalone", "unknown_property"},
    {"PropertyType", "bad_property_value"},
    {"PropertyUnknown", "unknown_property"},
    {"PropertyWithoutMeaning", "bad_property_value"},
    {"PythonKind", "bad_property_value"},
    {"QueryEmpty", "other"},
    {"QueryLost", "missing_query"},
    {"QuerySeveral", "extra_query"},
    {"QueryMissing", "missing_query"},
    {"QueryTwice", "extra_query"},
    {"SeedColumnMissing", "missing_property"},
    {"SeedEmpty", "unresolved_reference"},
    {"SeedPathMissing", "unresolved_reference"},
    {"SelfReference", "schema"},
    {"SessionProperty", "bad_property_value"},
    {"SignalUnknown", "unresolved_reference"},
    {"UnitTestShape", "config"},
    {"VariableType", "config"},
    {"VersionOfKind", "bad_property_value"},
    {"VirtualUpdateNotClosed", "other"},
};

// The kind of the first error, and its text for people.
static std::pair<StringRef, std::string> findError(const Report &report, bool inConfig) {
  for (const Diagnostic &problem : report.finish()) {
    if (problem.kind->severity != Severity::Error)
      continue;
    auto row = llvm::find_if(errorKinds, [&](const ErrorKind &row) { return row.code == problem.kind->code; });
    // A template that fails is a mistake of the configuration there, and of a
    // model's evaluation elsewhere.
    StringRef kind = problem.kind->code.starts_with("Jinja") ? StringRef(inConfig ? "config" : "evaluation")
                     : problem.kind->code.ends_with("NotBuilt") ? StringRef("not_built")
                     : row == std::end(errorKinds)            ? StringRef("syntax")
                                                              : row->kind;
    return {kind, problem.kind->code.str() + ": " + problem.message};
  }
  return {};
}

// ---- compiling

struct Compiled {
  json::Array models;
  json::Array standaloneAudits;
  json::Array beforeAll, afterAll; // for the environment `dev`
  const Dialect *dialect = nullptr; // of the gateway
  StringRef errorKind;
  std::string error;
};

using Files = std::vector<std::pair<std::string, std::string>>;

// A dotted name as the reference shows it: in double quotes where it needs them.
static std::string writtenView(const ObjectName &name) {
  std::string text;
  for (const std::string *part : {&name.catalog, &name.schema, &name.name}) {
    if (part->empty())
      continue;
    text += text.empty() ? "" : ".";
    bool plain = !llvm::isDigit(part->front()) && llvm::all_of(*part, [](char c) { return llvm::isAlnum(c) || c == '_' || c < 0; });
    if (plain)
      text += *part;
    else
      printQuotedName(*part, *findDialect(""), text);
  }
  return text;
}

// What the compiler knows of a model beside what it emits: its attributes, its
// audits, and where it lives.
static void addKnown(const Config &config, const Variant &variant, Record &model) {
  const ModelBody &body = *variant.body;
  model["attributes"] = modelAttributes(body);
  model["shown"] = shownProperties(body);
  // The reference shows where the project stands.
  if (Record *kind = model.getObject("shown")->getObject("kind"))
    if (auto path = kind->getString("path"); path && path->starts_with_insensitive("$root"))
      (*kind)["path"] = ("<project>" + path->drop_front(5)).str();
  json::Array audits;
  for (const ModelAudit &audit : body.audits)
    audits.push_back(Record{{"name", audit.name}, {"query", completeText(audit.query, variant)}});
  model["audit_queries"] = std::move(audits);
  model["physical_schema"] = physicalSchema(body.table.schema, body.writtenSchema, config);
  TableName full = withCatalog(body.table, variant.catalog);
  Record views;
  for (StringRef environment : {"prod", "dev"})
    views[environment] = writtenView(
        viewName({full.catalog, full.schema, full.table}, environment, config, *body.dialect));
  model["views"] = std::move(views);
}

// The statements of a list, or the error that stands for all of it. The reference
// has no views while it loads a project, so there are none.
static json::Array aroundOf(AroundStage stage, Compilation &compilation, const GatewayModels &models) {
  Report report;
  std::vector<std::string> texts = makeAround(stage, compilation, models, {"dev", {}, {}}, Sink(report));
  if (auto [kind, text] = findError(report, false); !kind.empty())
    return json::Array({Record{{"error_kind", kind}, {"error", text}}});
  return json::Array(texts);
}

static Compiled compileFiles(const Files &files, std::optional<StringRef> gateway, Environment::Map variables) {
  auto system = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  for (const auto &[path, text] : files)
    system->addFile("/project/" + path, 0, llvm::MemoryBuffer::getMemBufferCopy(text));
  Env env{system, Environment(std::move(variables)), 1};
  CompileOptions options{.root = "/project", .gateways = {}, .allByDefault = false, .texts = Texts::OneLine, .environment = ""};
  if (gateway)
    options.gateways.push_back(gateway->str());
  Compilation compilation(env, options);
  compileProject(compilation);
  Compiled result;
  std::tie(result.errorKind, result.error) = findError(compilation.report, compilation.configFailed);
  if (!compilation.usable || !result.errorKind.empty())
    return result;
  std::string text;
  llvm::raw_string_ostream out(text);
  findEmitKind("json")->print(compilation, {}, out);
  if (auto value = json::parse(text); value && value->getAsArray())
    result.models = std::move(*value->getAsArray());
  else
    llvm::consumeError(value.takeError());
  const GatewayModels &gatewayModels = compilation.project.gateways[compilation.selected.front()];
  for (auto [value, variant] : llvm::zip(result.models, gatewayModels.variants))
    addKnown(compilation.project.config, variant, *value.getAsObject());
  result.dialect = gatewayModels.gateway->dialect;
  result.beforeAll = aroundOf(AroundStage::Before, compilation, gatewayModels);
  result.afterAll = aroundOf(AroundStage::After, compilation, gatewayModels);
  for (const AuditDecl &audit : compilation.shared.of(gatewayModels.gateway->dialect).audits)
    if (audit.standalone)
      result.standaloneAudits.push_back(audit.name);
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

// Audits by name and query. One that the reference could not render is left
// out: what we say of it is an error of the project.
static void compareAudits(const json::Array &wanted, const json::Array &got, const Dialect &dialect, Verdict &verdict) {
  if (wanted.size() != got.size())
    verdict.compare("audits", std::to_string(wanted.size()), std::to_string(got.size()));
  for (auto [left, right] : llvm::zip(wanted, got)) {
    const Record &audit = *left.getAsObject(), &own = *right.getAsObject();
    verdict.compare("audits.name", textOf(audit, "name"), textOf(own, "name"));
    if (auto query = audit.getString("query"))
      verdict.compareSql("audits.query", *query, textOf(own, "query"), dialect);
  }
}

// What a project's record says about a model beside its query.
static void compareKnown(const Record &wanted, const Record &got, Verdict &verdict) {
  const json::Value none = Record(), *properties = wanted.get("properties");
  compareJson("properties", properties ? properties : &none, got.get("shown"), verdict);
  if (const json::Array *audits = wanted.getArray("audits"))
    compareAudits(*audits, *got.getArray("audit_queries"), dialectOf(got), verdict);
  for (StringRef field : {"physical_schema", "views"})
    if (const json::Value *value = wanted.get(field))
      compareJson(field, value, got.get(field), verdict);
  StringRef kind = textOf(wanted, "kind");
  if (kind == "SEED" || kind == "EXTERNAL")
    compareJson("columns", wanted.get("columns"), got.get("columns"), verdict);
}

static void compareFound(const Record &wanted, const Record &got, Verdict &verdict) {
  compareModel(wanted, got, verdict);
  compareKnown(wanted, got, verdict);
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

// Statements around a deployment, or the kind of the error in them.
static void compareAround(StringRef field, const Record &record, const json::Array &got, const Dialect &dialect, Verdict &verdict) {
  const json::Array none, *found = record.getArray(field), &wanted = found ? *found : none;
  if (wanted.size() != got.size())
    return verdict.compare(field, std::to_string(wanted.size()), std::to_string(got.size()));
  for (auto [a, b] : llvm::zip(wanted, got))
    if (a.getAsObject() && b.getAsObject())
      compareJson(field, a.getAsObject()->get("error_kind"), b.getAsObject()->get("error_kind"), verdict);
    else if (a.getAsString() && b.getAsString())
      verdict.compareSql(field, *a.getAsString(), *b.getAsString(), dialect);
    else
      compareJson(field, &a, &b, verdict);
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
      compareFound(model, *got, verdict);
    else
      verdict.compare("fqn", textOf(model, "fqn"), "");
  }
  compareAround("before_all", record, compiled.beforeAll, *compiled.dialect, verdict);
  compareAround("after_all", record, compiled.afterAll, *compiled.dialect, verdict);
  const json::Value none = json::Array(), own(std::move(compiled.standaloneAudits));
  const json::Value *audits = record.get("standalone_audits");
  compareJson("standalone_audits", audits ? audits : &none, &own, verdict);
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

// Attributes that the record asks for. Those that a project knows only when it
// is finished stand beside the properties.
static void compareAttributes(const Record &record, const Record &got, Verdict &verdict) {
  const Record *attributes = record.getObject("attrs");
  if (!attributes)
    return;
  for (const auto &[name, wanted] : *attributes) {
    StringRef known = name == "columns_to_types" ? StringRef("columns") : StringRef(name);
    const json::Value *value = got.getObject("attributes")->get(known);
    bool outside = known == "columns" || known == "depends_on" || known == "physical_schema";
    compareJson(name, &wanted, outside ? got.get(known) : value, verdict);
  }
}

// Whether the record is of a model that says of itself that it is disabled, and
// is therefore none of the project.
static bool isDisabled(const Record &record) {
  const Record *attributes = record.getObject("attrs");
  return attributes && attributes->getBoolean("enabled") == false;
}

void judgeModel(const Record &record, Verdict &verdict) {
  Files files{{"config.yaml", configOf(record)}, {"models/m.sql", textOf(record, "file").str()}};
  Compiled compiled = compileFiles(files, std::nullopt, {});
  if (compareErrors(record, compiled, verdict))
    return;
  if (isDisabled(record)) {
    verdict.compare("models", "0", std::to_string(compiled.models.size()));
    return;
  }
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
