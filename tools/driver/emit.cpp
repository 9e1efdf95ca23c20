// Prints values of the compiler.
#include "tools/driver/emit.h"
#include "backend/ddl/emit.h"
#include "backend/sql/names.h"
#include "frontend/lex/scan.h"
#include "frontend/lex/token_kinds.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"
#include "tools/driver/attributes.h"

namespace sluice {
namespace {

namespace json = llvm::json;

// Calls `print` for every model file, with the dialect that it is read in.
void forEachFile(const Compilation &compilation, llvm::raw_ostream &out,
                 llvm::function_ref<void(const SourceFile &, const Dialect &)> print) {
  Report ignored;
  const Dialect &defaultDialect = *compilation.project.config.gateways.front().dialect;
  for (const SourceFile *file : compilation.sources.ofRole(FileRole::Model))
    if (const Dialect *dialect = dialectOf(*file, defaultDialect, Sink(ignored)).dialect) {
      out << "-- " << file->path << '\n';
      print(*file, *dialect);
    }
}

void printTokens(const Compilation &compilation, ArrayRef<GatewayPlan>, llvm::raw_ostream &out) {
  forEachFile(compilation, out, [&](const SourceFile &file, const Dialect &dialect) {
    Report ignored;
    TokenBuffer tokens;
    tokens.file = &file;
    scan(file.text, dialect, tokens, Sink(ignored));
    classify(tokens, dialect, Sink(ignored));
    for (size_t i = 0; i + 1 < tokens.size(); ++i)
      out << tokenName(tokens.kinds[i]) << '\t' << tokens.text(i) << '\n';
  });
}

void printTrees(const Compilation &compilation, ArrayRef<GatewayPlan>, llvm::raw_ostream &out) {
  forEachFile(compilation, out, [&](const SourceFile &file, const Dialect &dialect) {
    Report ignored;
    Arena arena;
    Parser parser(dialect, arena);
    for (const ParsedStatement &statement : parser.parseFile(file, Sink(ignored)).statements)
      out << dumpTree(statement.tree) << '\n';
  });
}

// A property on one line: its text, or its items.
std::string shownValue(const PropertyText &property) {
  std::string shown = property.text;
  for (auto [i, item] : llvm::enumerate(property.items)) {
    shown += shown.empty() ? "" : ", ";
    shown += i < property.keys.size() ? property.keys[i] + " = " + item : item;
  }
  return shown;
}

void printVariant(const GatewayModels &models, const Variant &variant, llvm::raw_ostream &out) {
  const ModelBody &body = *variant.body;
  out << variant.fqn << ' ' << kindRow(body.kind).name << (variant.poisoned ? " poisoned" : "") << '\n';
  for (const PropertyText &property : body.properties)
    if (std::string shown = shownValue(property); !shown.empty())
      out << "  " << property.row->name << ": " << shown << '\n';
  for (uint32_t parent : variant.parents)
    out << "  reads " << models.variants[parent].fqn << '\n';
  for (const std::string &name : variant.outside)
    out << "  reads " << name << " (not a model)\n";
  for (const ModelAudit &audit : body.audits)
    out << "  audit " << audit.name << (audit.blocking ? "" : " (non-blocking)") << ' ' << completeText(audit.query, variant) << '\n';
  if (!body.query.text.empty())
    out << "  query " << completeQuery(variant) << '\n';
  out << "  source " << fingerprintVersion << variant.source.whole.hex() << '\n';
  out << "  resolved " << fingerprintVersion << variant.resolved.whole.hex() << '\n';
}

void printProject(const Compilation &compilation, ArrayRef<GatewayPlan>, llvm::raw_ostream &out) {
  for (size_t index : compilation.selected) {
    const GatewayModels &models = compilation.project.gateways[index];
    out << "gateway " << models.gateway->name << '\n';
    for (const std::string &statement : models.beforeAll)
      out << "  before_all " << statement << '\n';
    for (const std::string &statement : models.afterAll)
      out << "  after_all " << statement << '\n';
    for (const Variant &variant : models.variants)
      printVariant(models, variant, out);
  }
}

std::string shown(const ObjectName &name) { return quotedName({name.catalog, name.schema, name.name}); }

void printPlan(const Compilation &, ArrayRef<GatewayPlan> plans, llvm::raw_ostream &out) {
  for (const GatewayPlan &entry : plans) {
    out << "plan " << entry.plan.gateway << ' ' << entry.plan.environment << ' ' << entry.plan.engine->name << '\n';
    for (const ModelChange &change : entry.changes)
      out << "  change " << change.fqn << ' ' << changeName(change.kind) << (change.reason.empty() ? "" : ": ") << change.reason << '\n';
    for (const std::string &schema : entry.plan.schemas)
      out << "  schema " << schema << '\n';
    for (size_t i = 0; i < entry.plan.builds.size(); ++i) {
      const Build build = entry.plan.builds[i];
      out << "  build " << shown(build.object) << " of " << build.model << '\n';
    }
    for (const ViewChange &view : entry.plan.views)
      out << "  view " << shown(view.view) << " from " << (view.before ? shown(view.before->object) : "nothing") << " to "
          << (view.after ? shown(view.after->object) : "nothing") << '\n';
  }
}

void printScripts(const Compilation &, ArrayRef<GatewayPlan> plans, llvm::raw_ostream &out) {
  for (const GatewayPlan &entry : plans) {
    const Plan &plan = entry.plan;
    for (ScriptKind kind : scriptKinds) {
      out << "-- file " << plan.gateway << '/' << scriptFile(kind) << '\n';
      printScript(kind, plan, [&](StringRef text) { out << text; });
    }
  }
}

// ---- --emit json

json::Array statementTexts(ArrayRef<SqlText> statements, const Variant &variant) {
  json::Array result;
  for (const SqlText &statement : statements)
    result.push_back(completeText(statement, variant));
  return result;
}

json::Value textOrNull(const ModelBody &body, StringRef property) {
  const PropertyText *value = body.find(property);
  return value ? json::Value(value->text) : json::Value(nullptr);
}

json::Array listOf(const ModelBody &body, StringRef property) {
  const PropertyText *value = body.find(property);
  return value ? json::Array(value->items) : json::Array();
}

// The first error whose place is in a file.
json::Value firstError(ArrayRef<Diagnostic> diagnostics, const SourceMap &sources, StringRef path) {
  for (const Diagnostic &diagnostic : diagnostics) {
    const SourceFile *file = sources.find(diagnostic.range.begin);
    if (diagnostic.kind->severity == Severity::Error && file && file->path == path)
      return json::Object{{"code", diagnostic.kind->code}, {"text", diagnostic.message}};
  }
  return json::Object{{"code", "ParentPoisoned"}, {"text", "a model that it reads has an error"}};
}

void writeModel(json::OStream &writer, const GatewayModels &models, const Variant &variant, StringRef path) {
  const ModelBody &body = *variant.body;
  writer.attribute("fqn", variant.fqn);
  writer.attribute("name", body.name);
  writer.attribute("kind", body.kindName);
  writer.attribute("dialect", dialectText(*body.dialect));
  writer.attribute("gateway", body.gateway.empty() ? models.gateway->name : body.gateway);
  writer.attribute("path", path);
  std::vector<std::string> dependsOn = variant.outside;
  for (uint32_t parent : variant.parents)
    dependsOn.push_back(models.variants[parent].fqn);
  llvm::sort(dependsOn);
  writer.attribute("depends_on", json::Array(dependsOn));
  writer.attributeObject("columns", [&] {
    for (const ModelColumn &column : body.columns)
      writer.attribute(column.name, column.type.empty() ? json::Value(nullptr) : json::Value(columnType(column, *body.dialect)));
  });
  json::Value query = body.query.text.empty() ? json::Value(nullptr) : json::Value(completeQuery(variant));
  writer.attribute("query", query);
  writer.attribute("query_qualified", nullptr);
  writer.attribute("query_unoptimized", query);
  writer.attribute("pre", statementTexts(body.before, variant));
  writer.attribute("post", statementTexts(body.after, variant));
  writer.attribute("on_virtual_update", statementTexts(body.onVirtualUpdate, variant));
  writer.attribute("tags", listOf(body, "tags"));
  writer.attribute("owner", textOrNull(body, "owner"));
  writer.attribute("cron", body.find("cron") ? textOrNull(body, "cron") : json::Value("@daily"));
  writer.attribute("description", body.description.empty() ? json::Value(nullptr) : json::Value(body.description));
  json::Array audits;
  for (const NamedCall &call : body.auditCalls)
    audits.push_back(call.name);
  writer.attribute("audits", std::move(audits));
  writer.attribute("grain", listOf(body, body.find("grains") ? "grains" : "grain"));
  writer.attribute("properties", shownProperties(body));
  writer.attribute("error", nullptr);
}

void printJson(const Compilation &compilation, ArrayRef<GatewayPlan>, llvm::raw_ostream &out) {
  json::OStream writer(out, 1);
  std::vector<Diagnostic> diagnostics = compilation.report.finish();
  writer.array([&] {
    for (size_t index : compilation.selected) {
      const GatewayModels &models = compilation.project.gateways[index];
      for (const Variant &variant : models.variants) {
        const SourceFile *file = compilation.sources.map.find(variant.body->nameRange.begin);
        StringRef path = file ? StringRef(file->path) : StringRef();
        writer.object([&] {
          if (!variant.poisoned)
            return writeModel(writer, models, variant, path);
          writer.attribute("fqn", variant.fqn);
          writer.attribute("error", firstError(diagnostics, compilation.sources.map, path));
        });
      }
    }
  });
  out << '\n';
}

constexpr EmitKind emitKinds[] = {
    {.name = "tokens", .needsPlan = false, .pretty = true, .print = printTokens},
    {.name = "ast", .needsPlan = false, .pretty = true, .print = printTrees},
    {.name = "project", .needsPlan = false, .pretty = false, .print = printProject},
    {.name = "plan", .needsPlan = true, .pretty = true, .print = printPlan},
    {.name = "script", .needsPlan = true, .pretty = true, .print = printScripts},
    {.name = "json", .needsPlan = false, .pretty = false, .print = printJson},
};

} // namespace

const EmitKind *findEmitKind(StringRef name) {
  auto found = llvm::find_if(emitKinds, [&](const EmitKind &kind) { return kind.name == name; });
  return found == std::end(emitKinds) ? nullptr : found;
}

std::string emitKindNames() {
  std::string text;
  for (const EmitKind &kind : emitKinds)
    text += (text.empty() ? "" : ", ") + kind.name.str();
  return text;
}

std::string renderQuery(const Variant &variant) {
  return completeQuery(variant);
}

} // namespace sluice
