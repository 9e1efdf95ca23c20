// Makes the plan of a gateway: builds with their text, views with their
// targets.
#include "backend/plan/make_plan.h"
#include "backend/plan/changes.h"
#include "backend/plan/place.h"
#include "backend/sql/printer.h"
#include "ir/base/parallel.h"
#include "ir/plan/naming.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/header.h"
#include "passes/graph.h"
#include <set>

namespace sluice {

const DeployedBundle *findBase(const PlanOptions &options) {
  for (const DeployedBundle *base : options.bases)
    if (base->environment == options.environment)
      return base;
  return nullptr;
}

namespace {

// Quotes the parts of a name.
std::string quotedObject(const ObjectName &name, const Dialect &dialect) {
  std::string text;
  for (const std::string &part : {name.catalog, name.schema, name.name})
    if (!part.empty()) {
      text += text.empty() ? "" : ".";
      printQuotedName(part, dialect, text);
    }
  return text;
}

// Prints what a model runs: tables that models make are replaced by their
// physical objects, embedded models by their queries.
class ModelPrinter {
public:
  ModelPrinter(const Project &project, const GatewayModels &models, ArrayRef<PlacedModel> placed)
      : project(project), models(models), placed(placed) {}

  std::string query(const Variant &variant) const {
    return print(variant.body->query, *variant.body->dialect,
                 [&](const Table &table) { return ofQuery(table, *variant.body); });
  }
  std::string statement(const Node *tree, const Variant &variant) const {
    return print(tree, *variant.body->dialect, [&](const Table &table) { return ofName(table, *variant.body->dialect); });
  }

private:
  using Replace = llvm::function_ref<std::string(const Table &)>;

  static std::string print(const Node *tree, const Dialect &dialect, Replace replace) {
    // The printer takes a view, so the text of the last replacement is kept.
    std::string kept, text;
    auto keep = [&](const Table &table) { return StringRef(kept = replace(table)); };
    PrintOptions options;
    options.dialect = &dialect;
    options.pretty = true;
    options.replaceTable = keep;
    printSql(tree, options, text);
    return text;
  }

  // Only the tables that the query uses are models; a CTE may have the name of
  // one.
  std::string ofQuery(const Table &table, const ModelBody &body) const {
    for (const TableUse &use : body.uses)
      if (use.node == &table)
        return ofTable(use.name, *body.dialect);
    return {};
  }
  std::string ofName(const Table &table, const Dialect &dialect) const {
    auto name = normalizeTableName(&table, dialect);
    return name ? ofTable(*name, dialect) : std::string();
  }

  std::string ofTable(const TableName &name, const Dialect &dialect) const {
    auto index = findVariant(project, models, name);
    if (!index)
      return outside(name, dialect);
    const Variant &parent = models.variants[*index];
    if (parent.body->kind == Kind::Embedded)
      return "(" + query(parent) + ")";
    if (parent.external())
      return outside(parent.body->table, dialect);
    return placed[*index].physical ? quotedObject(*placed[*index].physical, dialect) : std::string();
  }

  // A table that others make: as the engine names it.
  std::string outside(const TableName &name, const Dialect &dialect) const {
    const Engine &engine = *models.gateway->connection->engine;
    return quotedObject(fitViewName({name.catalog, name.schema, name.table}, engine), dialect);
  }

  const Project &project;
  const GatewayModels &models;
  ArrayRef<PlacedModel> placed;
};

std::vector<std::string> columnNames(const ModelBody &body) {
  std::vector<std::string> names;
  for (const ModelColumn &column : body.columns)
    names.push_back(column.name);
  return names;
}

Build::Kind buildKind(Kind kind) {
  return kind == Kind::View ? Build::Kind::View : kind == Kind::Seed ? Build::Kind::Seed : Build::Kind::Table;
}

class PlanMaker {
public:
  PlanMaker(const Project &project, const GatewayModels &models, const PlanOptions &options, GatewayPlan &result)
      : project(project), models(models), options(options), result(result), printer(project, models, result.models) {}

  void makeBuilds();
  void makeViews();
  void makeSchemas();

private:
  Build makeBuild(const Variant &variant, const PlacedModel &placed) const;
  bool isDeployed(const ObjectName &object) const { return deployed.count(object) != 0; }

  const Project &project;
  const GatewayModels &models;
  const PlanOptions &options;
  GatewayPlan &result;
  ModelPrinter printer;
  std::set<ObjectName> deployed;
};

Build PlanMaker::makeBuild(const Variant &variant, const PlacedModel &placed) const {
  const ModelBody &body = *variant.body;
  Build build;
  build.kind = buildKind(body.kind);
  build.model = body.name;
  build.object = *placed.physical;
  build.description = body.description;
  PrintOptions typeOptions;
  typeOptions.dialect = body.dialect;
  for (const ModelColumn &column : body.columns)
    build.columns.push_back({column.name, column.type ? sqlText(column.type, typeOptions) : ""});
  if (body.query)
    build.query = printer.query(variant);
  if (body.seed)
    build.seed.rows = body.seed->rows;
  for (const ModelAudit &audit : body.audits)
    build.audits.push_back({audit.name, printer.statement(audit.query, variant), audit.blocking});
  for (const Node *statement : body.before)
    build.before.push_back(printer.statement(statement, variant));
  for (const Node *statement : body.after)
    build.after.push_back(printer.statement(statement, variant));
  return build;
}

// What no base has, parents first; printed on all cores.
void PlanMaker::makeBuilds() {
  for (const DeployedBundle *base : options.bases)
    for (const DeployedModel &model : base->models)
      if (model.physical)
        deployed.insert(*model.physical);
  std::vector<uint32_t> wanted;
  for (uint32_t index : models.order)
    if (const auto &physical = result.models[index].physical; physical && !isDeployed(*physical))
      wanted.push_back(index);
  result.plan.builds.resize(wanted.size());
  parallelEach(wanted.size(), options.jobs, [&](size_t i) {
    result.plan.builds[i] = makeBuild(models.variants[wanted[i]], result.models[wanted[i]]);
  });
}

void PlanMaker::makeViews() {
  std::map<ObjectName, ViewChange> views;
  if (result.base)
    for (const DeployedModel &model : result.base->models)
      if (model.view && model.physical) {
        ViewChange &change = views[*model.view];
        change.model = model.name;
        change.view = *model.view;
        change.before = ViewTarget{*model.physical, model.columns};
      }
  for (const PlacedModel &placed : result.models)
    if (placed.view) {
      const ModelBody &body = *models.variants[placed.variant].body;
      ViewChange &change = views[*placed.view];
      change.model = body.name;
      change.view = *placed.view;
      change.after = ViewTarget{*placed.physical, columnNames(body)};
      change.description = body.description;
    }
  for (auto &[name, change] : views)
    result.plan.views.push_back(std::move(change));
}

void PlanMaker::makeSchemas() {
  if (!result.plan.engine->hasSchemas)
    return;
  std::set<std::string> schemas;
  for (const PlacedModel &placed : result.models)
    for (const auto &name : {placed.physical, placed.view})
      if (name)
        schemas.insert(name->schema);
  result.plan.schemas.assign(schemas.begin(), schemas.end());
}

// Scripts hold what the author wrote, so the engine has to speak its dialect.
bool checkDialects(const GatewayModels &models, Sink sink) {
  const Engine &engine = *models.gateway->connection->engine;
  if (!engine.canDeploy) {
    sink.report(models.gateway->connection->range, diag::EngineNotBuilt, engine.name);
    return false;
  }
  bool same = true;
  for (const Variant &variant : models.variants) {
    const ModelBody &body = *variant.body;
    if (body.dialect->name == engine.dialect || kindRow(body.kind).symbolic)
      continue;
    sink.report(body.nameRange, diag::DialectDiffers, body.name, body.dialect->name.empty() ? "the neutral dialect" : body.dialect->name,
                models.gateway->name, engine.dialect);
    same = false;
  }
  for (const Variant &variant : models.variants)
    for (const ReadVariable &read : variant.body->reads)
      if (read.name == "runtime_stage") {
        sink.report(variant.body->nameRange, diag::StageNotBuilt);
        same = false;
      }
  return same;
}

} // namespace

DeployedBundle deployedAfter(const GatewayModels &models, ArrayRef<PlacedModel> placed, StringRef environment) {
  DeployedBundle result;
  result.gateway = models.gateway->name;
  result.environment = environment.str();
  for (const PlacedModel &model : placed) {
    const Variant &variant = models.variants[model.variant];
    if (variant.poisoned)
      continue;
    const ModelBody &body = *variant.body;
    std::vector<std::string> dependsOn = variant.outside;
    for (uint32_t parent : variant.parents)
      dependsOn.push_back(models.variants[parent].fqn);
    llvm::sort(dependsOn);
    result.byName[variant.fqn] = result.models.size();
    result.models.push_back({variant.fqn, body.name, kindRow(body.kind).name.str(), model.physical, model.view,
                             columnNames(body), variant.resolved.data.hex(), variant.resolved.metadata.hex(),
                             std::move(dependsOn)});
  }
  return result;
}

std::optional<GatewayPlan> makePlan(const Project &project, const GatewayModels &models, const PlanOptions &options,
                                    Sink sink) {
  if (!checkDialects(models, sink))
    return std::nullopt;
  GatewayPlan result;
  result.base = findBase(options);
  result.plan.gateway = models.gateway->name;
  result.plan.environment = options.environment;
  result.plan.engine = models.gateway->connection->engine;
  Report naming;
  result.models = placeModels(project, models, options.environment, Sink(naming));
  for (Diagnostic diagnostic : naming.take()) {
    diagnostic.gateways = {models.gateway->name};
    sink.all().add(std::move(diagnostic));
  }
  if (naming.hasErrors())
    return std::nullopt;
  PlanMaker maker(project, models, options, result);
  maker.makeBuilds();
  maker.makeViews();
  maker.makeSchemas();
  const DeployedBundle *compared = result.base || options.bases.empty() ? result.base : options.bases.front();
  result.changes = findChanges(compared, deployedAfter(models, result.models, options.environment));
  return result;
}

} // namespace sluice
