// Makes the plan of a gateway: what is built, and views with their targets.
#include "backend/plan/make_plan.h"
#include "backend/plan/changes.h"
#include "backend/plan/left_out.h"
#include "backend/plan/place.h"
#include "backend/sql/names.h"
#include "ir/base/parallel.h"
#include "ir/plan/naming.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"
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

// Fills the names into a model's texts: tables that models make are their
// physical objects, embedded models their queries.
class NameFiller {
public:
  NameFiller(const Project &project, const GatewayModels &models, ArrayRef<PlacedModel> placed)
      : models(models), placed(placed), finder(project, models) {}

  std::string fill(const SqlText &sql, const ModelBody &body) const {
    return fillHoles(sql, [&](uint32_t table, std::string &out) { out += nameOf(body.tables[table].name, *body.dialect); });
  }

private:
  std::string nameOf(const TableName &name, const Dialect &dialect) const {
    auto index = finder.find(name);
    if (!index)
      return outside(name, dialect);
    const ModelBody &parent = *models.variants[*index].body;
    if (parent.kind == Kind::Embedded)
      return "(" + fill(parent.query, parent) + ")";
    return parent.kind == Kind::External ? outside(parent.table, dialect) : quotedObject(*placed[*index].physical, dialect);
  }

  // A table that others make: as the engine names it.
  std::string outside(const TableName &name, const Dialect &dialect) const {
    const Engine &engine = *models.gateway->connection->engine;
    return quotedObject(fitViewName({name.catalog, name.schema, name.table}, engine), dialect);
  }

  const GatewayModels &models;
  ArrayRef<PlacedModel> placed;
  VariantFinder finder;
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

Build makeBuild(const Variant &variant, const PlacedModel &placed, const NameFiller &names) {
  const ModelBody &body = *variant.body;
  Build build;
  build.kind = buildKind(body.kind);
  build.model = body.name;
  build.object = *placed.physical;
  build.description = body.description;
  for (const ModelColumn &column : body.columns)
    build.columns.push_back({column.name, column.evident ? "" : columnType(column, *body.dialect)});
  build.query = names.fill(body.query, body);
  if (body.seed)
    build.seed.rows = body.seed->rows;
  for (const ModelAudit &audit : body.audits)
    if (!audit.skip)
      build.audits.push_back({audit.name, names.fill(audit.query, body), audit.blocking});
  for (const SqlText &statement : body.before)
    build.before.push_back(names.fill(statement, body));
  for (const SqlText &statement : body.after)
    build.after.push_back(names.fill(statement, body));
  return build;
}

// What no base has, parents first. The names of other models are filled in from
// `placed`, which lives as long as the plan.
Builds makeBuilds(const Project &project, const GatewayModels &models, const PlanOptions &options, ArrayRef<PlacedModel> placed) {
  std::set<ObjectName> deployed;
  for (const DeployedBundle *base : options.bases)
    for (const DeployedModel &model : base->models)
      if (model.physical)
        deployed.insert(*model.physical);
  std::vector<uint32_t> wanted;
  for (uint32_t index : models.order)
    if (const auto &physical = placed[index].physical; physical && !deployed.count(*physical))
      wanted.push_back(index);
  size_t count = wanted.size();
  return Builds(count, [wanted = std::move(wanted), &models, placed, names = NameFiller(project, models, placed)](size_t i) {
    return makeBuild(models.variants[wanted[i]], placed[wanted[i]], names);
  });
}

void makeViews(const GatewayModels &models, GatewayPlan &result) {
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

void makeSchemas(GatewayPlan &result) {
  if (!result.plan.engine->hasSchemas)
    return;
  std::set<std::string> schemas;
  for (const PlacedModel &placed : result.models)
    for (const auto &name : {placed.physical, placed.view})
      if (name)
        schemas.insert(name->schema);
  result.plan.schemas.assign(schemas.begin(), schemas.end());
}

// Properties that scripts do not carry yet.
constexpr StringRef notInScripts[] = {"clustered_by", "grants",         "partitioned_by", "physical_properties",
                                      "session_properties", "storage_format", "table_format", "virtual_properties"};

// Says which properties of a model the scripts do not carry.
void checkProperties(const ModelBody &body, Sink sink) {
  for (const PropertyText &value : body.properties)
    if (llvm::is_contained(notInScripts, value.row->name) && !kindRow(body.kind).symbolic)
      sink.report(value.range, diag::PropertyNotDeployed, value.row->name);
  if (!body.onVirtualUpdate.empty())
    sink.report(body.nameRange, diag::PropertyNotDeployed, "on_virtual_update");
}

// Names for people: the first few, and how many more there are.
std::string joinSome(ArrayRef<StringRef> names) {
  constexpr size_t most = 5;
  std::string text;
  for (auto [i, name] : llvm::enumerate(names.take_front(most)))
    text += (i ? ", `" : "`") + name.str() + "`";
  return names.size() > most ? text + " and " + std::to_string(names.size() - most) + " more" : text;
}

// Says once which models the scripts leave out. One whose view is deployed may
// not be: its view would go.
bool checkLeftOut(const GatewayModels &models, const std::vector<bool> &leftOut, const DeployedBundle *base, Sink sink) {
  llvm::SmallVector<StringRef> names;
  bool good = true;
  for (auto [variant, isOut] : llvm::zip(models.variants, leftOut)) {
    const ModelBody &body = *variant.body;
    if (!isOut && !variant.poisoned)
      checkProperties(body, sink);
    if (!isOut || variant.external())
      continue;
    names.push_back(body.name);
    const DeployedModel *known = base ? base->find(variant.fqn) : nullptr;
    if (known && known->view) {
      sink.report(body.nameRange, diag::KindNotDeployed, body.name, body.python ? "PYTHON" : body.kindName);
      good = false;
    }
  }
  if (!names.empty() && good)
    sink.report({}, diag::ModelsLeftOut, names.size() == 1 ? "one model is" : std::to_string(names.size()) + " models are",
                models.gateway->name, joinSome(names));
  return good;
}

// Scripts hold what the author wrote, so the engine has to speak its dialect.
bool checkEngine(const Config &config, const GatewayModels &models, const std::vector<bool> &leftOut, Sink sink) {
  const Engine &engine = *models.gateway->connection->engine;
  if (!engine.canDeploy) {
    sink.report(models.gateway->connection->range, diag::EngineNotBuilt, engine.name);
    return false;
  }
  if (config.suffixTarget == SuffixTarget::Catalog && !engine.hasCatalogs) {
    sink.report(models.gateway->range, diag::SuffixNeedsCatalogs, models.gateway->name, engine.name);
    return false;
  }
  // One wrong setting makes all models differ, and is one mistake.
  bool same = true;
  for (auto [variant, isOut] : llvm::zip(models.variants, leftOut)) {
    const ModelBody &body = *variant.body;
    if (!same || isOut || body.dialect->name == engine.dialect || kindRow(body.kind).symbolic)
      continue;
    StringRef written = body.dialect->name.empty() ? "the neutral dialect" : body.dialect->name;
    sink.report(body.nameRange, diag::DialectDiffers, body.name, written, models.gateway->name, engine.dialect);
    same = false;
  }
  for (auto [variant, isOut] : llvm::zip(models.variants, leftOut))
    for (const ReadVariable &read : variant.body->reads)
      if (read.name == "runtime_stage" && !isOut) {
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
    if (variant.poisoned || model.leftOut)
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

// What findChanges says without a base, without describing what is deployed.
static std::vector<ModelChange> allAdded(const GatewayModels &models, ArrayRef<PlacedModel> placed) {
  std::vector<ModelChange> changes;
  changes.reserve(placed.size());
  for (const PlacedModel &model : placed) {
    const Variant &variant = models.variants[model.variant];
    if (!variant.poisoned && !model.leftOut)
      changes.push_back({variant.fqn, variant.body->name, ChangeKind::Added, "there is no base", model.physical.has_value()});
  }
  return changes;
}

std::optional<std::vector<PlacedModel>> checkPlan(const Project &project, const GatewayModels &models, const PlanOptions &options,
                                                  Sink sink) {
  std::vector<bool> leftOut = findLeftOut(models);
  if (!checkEngine(project.config, models, leftOut, sink) || !checkLeftOut(models, leftOut, findBase(options), sink))
    return std::nullopt;
  Report naming;
  std::vector<PlacedModel> placed = placeModels(project, models, options.environment, Sink(naming));
  bool good = !naming.hasErrors();
  for (Diagnostic diagnostic : naming.take()) {
    diagnostic.gateways = {models.gateway->name};
    sink.all().add(std::move(diagnostic));
  }
  return good ? std::optional(std::move(placed)) : std::nullopt;
}

GatewayPlan makePlan(const Project &project, const GatewayModels &models, const PlanOptions &options,
                     std::vector<PlacedModel> placed) {
  GatewayPlan result;
  result.base = findBase(options);
  result.plan.gateway = models.gateway->name;
  result.plan.environment = options.environment;
  result.plan.engine = models.gateway->connection->engine;
  result.models = std::move(placed);
  result.plan.builds = makeBuilds(project, models, options, result.models);
  const DeployedBundle *compared = result.base || options.bases.empty() ? result.base : options.bases.front();
  parallelEach(2, options.jobs, [&](size_t part) {
    if (part == 1) {
      result.changes = compared ? findChanges(*compared, deployedAfter(models, result.models, options.environment))
                                : allAdded(models, result.models);
      return;
    }
    makeViews(models, result);
    makeSchemas(result);
  });
  return result;
}

} // namespace sluice
