// Names of physical objects and views, and the collisions among them.
#include "backend/plan/place.h"
#include "backend/plan/left_out.h"
#include "ir/base/parallel.h"
#include "ir/plan/naming.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"
#include "passes/graph.h"

namespace sluice {

std::string physicalVersion(const Variant &variant) { return variant.physical.hex().substr(0, 10); }

// The gateway's own catalog is never written, so that a script also works on a
// copy of the database under another name.
static ObjectName modelName(const Variant &variant) {
  const TableName &table = variant.body->table;
  return {table.catalog == variant.catalog ? "" : table.catalog, table.schema, table.table};
}

// The name that a view's is made of: where catalogs tell environments apart, with
// all its parts.
static ObjectName nameToView(const Variant &variant, const Config &config) {
  if (config.suffixTarget != SuffixTarget::Catalog)
    return modelName(variant);
  TableName full = withCatalog(variant.body->table, variant.catalog);
  return {full.catalog, full.schema, full.table};
}

static void checkNames(const GatewayModels &models, ArrayRef<PlacedModel> placed, const Engine &engine, Sink sink) {
  std::vector<ObjectName> views;
  std::vector<const ModelBody *> bodies;
  for (const PlacedModel &model : placed) {
    if (!model.view)
      continue;
    const ModelBody &body = *models.variants[model.variant].body;
    if (StringRef part = findLongPart(*model.view, engine); !part.empty())
      sink.report(body.nameRange, diag::NameTooLong, part, engine.nameBytes, engine.name);
    views.push_back(*model.view);
    bodies.push_back(&body);
  }
  for (NameClash clash : findNameClashes(views, engine))
    sink.report(bodies[clash.second]->nameRange, diag::NameCollision, bodies[clash.first]->name,
                bodies[clash.second]->name, views[clash.second].name)
        .note(bodies[clash.first]->nameRange, "the other model stands here");
}

std::vector<PlacedModel> placeModels(const Project &project, const GatewayModels &models, StringRef environment,
                                     Sink sink) {
  const Engine &engine = *models.gateway->connection->engine;
  std::vector<PlacedModel> placed(models.variants.size());
  std::vector<bool> leftOut = findLeftOut(models);
  for (auto [index, variant] : llvm::enumerate(models.variants)) {
    placed[index].variant = uint32_t(index);
    placed[index].leftOut = leftOut[index];
    if (variant.poisoned || leftOut[index] || kindRow(variant.body->kind).symbolic)
      continue;
    ObjectName model = modelName(variant);
    StringRef schema = variant.body->writtenSchema;
    placed[index].physical = fitPhysicalName(physicalName(model, schema, physicalVersion(variant), project.config), engine);
    placed[index].view = fitViewName(viewName(nameToView(variant, project.config), environment, project.config, *variant.body->dialect), engine);
  }
  checkNames(models, placed, engine, sink);
  return placed;
}

} // namespace sluice
