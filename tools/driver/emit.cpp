// Prints values of the compiler.
#include "tools/driver/emit.h"
#include "backend/ddl/emit.h"
#include "backend/sql/printer.h"
#include "frontend/lex/scan.h"
#include "frontend/lex/token_kinds.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"
#include "passes/graph.h"

namespace sluice {
namespace {

namespace json = llvm::json;

PrintOptions printOptions(const ModelBody &body, StringRef catalog, bool pretty) {
  PrintOptions options;
  options.dialect = body.dialect;
  options.pretty = pretty;
  options.defaultCatalog = catalog;
  return options;
}

// The default catalog as it stands before a name; empty if there is none.
std::string quotedCatalog(const Gateway &gateway, const Dialect &dialect) {
  StringRef catalog = defaultCatalog(gateway);
  std::string text;
  if (!catalog.empty())
    printQuotedName(normalizeName(catalog, false, dialect, /*isTable=*/true), dialect, text);
  return text;
}

void printTokens(const Compilation &compilation, ArrayRef<GatewayPlan>, llvm::raw_ostream &out) {
  Report ignored;
  for (const ModelDecl &model : compilation.firstDeclarations().models) {
    TokenBuffer tokens;
    tokens.file = model.file;
    scan(model.file->text, *model.dialect, tokens, Sink(ignored));
    classify(tokens, *model.dialect, Sink(ignored));
    out << "-- " << model.file->path << '\n';
    for (size_t i = 0; i + 1 < tokens.size(); ++i)
      out << tokenName(tokens.kinds[i]) << '\t' << tokens.text(i) << '\n';
  }
}

void printTrees(const Compilation &compilation, ArrayRef<GatewayPlan>, llvm::raw_ostream &out) {
  for (const ModelDecl &model : compilation.firstDeclarations().models) {
    out << "-- " << model.file->path << '\n' << dumpTree(model.header.tree) << '\n';
    for (const ParsedStatement &statement : model.before)
      out << dumpTree(statement.tree) << '\n';
    if (model.query.tree)
      out << dumpTree(model.query.tree) << '\n';
    for (const ParsedStatement &statement : model.after)
      out << dumpTree(statement.tree) << '\n';
  }
}

void printVariant(const GatewayModels &models, const Variant &variant, llvm::raw_ostream &out) {
  const ModelBody &body = *variant.body;
  out << variant.fqn << ' ' << kindRow(body.kind).name << (variant.poisoned ? " poisoned" : "") << '\n';
  for (const PropertyValue &property : body.properties)
    out << "  " << property.row->name << ": " << (property.text.empty() ? dumpTree(property.tree) : property.text) << '\n';
  for (uint32_t parent : variant.parents)
    out << "  reads " << models.variants[parent].fqn << '\n';
  for (const std::string &name : variant.outside)
    out << "  reads " << name << " (not a model)\n";
  for (const ModelAudit &audit : body.audits)
    out << "  audit " << audit.name << (audit.blocking ? "" : " (non-blocking)") << '\n';
  if (body.query)
    out << "  query " << dumpTree(body.query) << '\n';
  out << "  source " << fingerprintVersion << variant.source.whole.hex() << '\n';
  out << "  resolved " << fingerprintVersion << variant.resolved.whole.hex() << '\n';
}

void printProject(const Compilation &compilation, ArrayRef<GatewayPlan>, llvm::raw_ostream &out) {
  for (size_t index : compilation.selected) {
    const GatewayModels &models = compilation.project.gateways[index];
    out << "gateway " << models.gateway->name << '\n';
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
    for (const Build &build : entry.plan.builds)
      out << "  build " << shown(build.object) << " of " << build.model << '\n';
    for (const ViewChange &view : entry.plan.views)
      out << "  view " << shown(view.view) << " from " << (view.before ? shown(view.before->object) : "nothing") << " to "
          << (view.after ? shown(view.after->object) : "nothing") << '\n';
  }
}

void printScripts(const Compilation &, ArrayRef<GatewayPlan> plans, llvm::raw_ostream &out) {
  for (const GatewayPlan &entry : plans)
    for (const Script &script : {emitBuild(entry.plan), emitSwap(entry.plan), emitRevert(entry.plan)})
      out << "-- file " << entry.plan.gateway << '/' << script.file << '\n' << printScript(script, *entry.plan.engine).text;
}

// ---- --emit json

json::Array statementTexts(ArrayRef<const Node *> statements, const PrintOptions &options) {
  json::Array result;
  for (const Node *statement : statements)
    result.push_back(sqlText(statement, options));
  return result;
}

json::Value textOrNull(const ModelBody &body, StringRef property) {
  const PropertyValue *value = body.find(property);
  return value ? json::Value(value->text) : json::Value(nullptr);
}

json::Array listOf(const ModelBody &body, StringRef property, const PrintOptions &options) {
  json::Array result;
  const PropertyValue *value = body.find(property);
  if (!value)
    return result;
  for (const Node *item : listItems(value->tree)) {
    auto text = plainText(item);
    result.push_back(text ? *text : sqlText(item, options));
  }
  return result;
}

void writeModel(json::OStream &writer, const GatewayModels &models, const Variant &variant, StringRef path) {
  const ModelBody &body = *variant.body;
  std::string catalog = quotedCatalog(*models.gateway, *body.dialect);
  PrintOptions options = printOptions(body, catalog, false);
  writer.attribute("fqn", variant.fqn);
  if (variant.poisoned) {
    writer.attribute("error", json::Object{{"code", "Poisoned"}, {"text", "the problems of this model are on standard error"}});
    return;
  }
  writer.attribute("name", body.name);
  writer.attribute("kind", kindRow(body.kind).name);
  writer.attribute("dialect", body.dialect->name);
  writer.attribute("gateway", models.gateway->name);
  writer.attribute("path", path);
  std::vector<std::string> dependsOn = variant.outside;
  for (uint32_t parent : variant.parents)
    dependsOn.push_back(models.variants[parent].fqn);
  llvm::sort(dependsOn);
  writer.attribute("depends_on", json::Array(dependsOn));
  writer.attributeObject("columns", [&] {
    for (const ModelColumn &column : body.columns)
      writer.attribute(column.name, column.type ? json::Value(sqlText(column.type, options)) : column.typeText.empty() ? json::Value(nullptr) : json::Value(column.typeText));
  });
  json::Value query = body.query ? json::Value(sqlText(body.query, options)) : json::Value(nullptr);
  writer.attribute("query", query);
  writer.attribute("query_qualified", nullptr);
  writer.attribute("query_unoptimized", query);
  writer.attribute("pre", statementTexts(body.before, options));
  writer.attribute("post", statementTexts(body.after, options));
  writer.attribute("on_virtual_update", json::Array());
  writer.attribute("tags", listOf(body, "tags", options));
  writer.attribute("owner", textOrNull(body, "owner"));
  writer.attribute("cron", body.find("cron") ? textOrNull(body, "cron") : json::Value("@daily"));
  writer.attribute("description", body.description.empty() ? json::Value(nullptr) : json::Value(body.description));
  json::Array audits;
  for (const ModelAudit &audit : body.audits)
    audits.push_back(audit.name);
  writer.attribute("audits", std::move(audits));
  writer.attribute("grain", listOf(body, body.find("grains") ? "grains" : "grain", options));
  writer.attribute("error", nullptr);
}

void printJson(const Compilation &compilation, ArrayRef<GatewayPlan>, llvm::raw_ostream &out) {
  json::OStream writer(out, 1);
  writer.array([&] {
    for (size_t index : compilation.selected) {
      const GatewayModels &models = compilation.project.gateways[index];
      for (const Variant &variant : models.variants) {
        const auto &decls = compilation.firstDeclarations();
        StringRef path = variant.external() ? StringRef() : StringRef(decls.models[variant.body->declaration].file->path);
        writer.object([&] { writeModel(writer, models, variant, path); });
      }
    }
  });
  out << '\n';
}

constexpr EmitKind emitKinds[] = {
    {.name = "tokens", .needsPlan = false, .print = printTokens},   {.name = "ast", .needsPlan = false, .print = printTrees},
    {.name = "project", .needsPlan = false, .print = printProject}, {.name = "plan", .needsPlan = true, .print = printPlan},
    {.name = "script", .needsPlan = true, .print = printScripts},   {.name = "json", .needsPlan = false, .print = printJson},
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

std::string renderQuery(const GatewayModels &models, const Variant &variant, bool pretty) {
  const ModelBody &body = *variant.body;
  if (!body.query)
    return {};
  std::string catalog = quotedCatalog(*models.gateway, *body.dialect);
  return sqlText(body.query, printOptions(body, catalog, pretty));
}

} // namespace sluice
