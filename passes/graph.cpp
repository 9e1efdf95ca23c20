// The graph of one gateway.
//
// Models are keyed by their quoted name without the default catalog, so that
// the same table is found whether or not a query writes the catalog:
//
//   default catalog "np":   s.t   np.s.t    -> "s"."t"
#include "passes/graph.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"

namespace sluice {

namespace {

// Catalogs compare as the dialect of the model reads them.
std::string catalogOf(const Config &config, const Gateway &gateway, const Dialect &dialect) {
  return normalizeName(config.catalogOf(gateway), false, dialect, /*isTable=*/true);
}

std::string keyText(const TableName &name, StringRef catalog) {
  if (name.catalog.empty() || name.catalog != catalog)
    return quotedName(name);
  return quotedName({"", name.schema, name.table});
}

class Linker {
public:
  Linker(Project &project, GatewayModels &models, Sink sink) : project(project), models(models), sink(sink) {}

  void nameModels();
  void checkDepths();
  void findParents();
  void sortModels();

private:
  void link(uint32_t index);
  void checkSelf(Variant &variant);
  // The gateway's default catalog as a dialect reads it.
  StringRef gatewayCatalog(const Dialect &dialect) {
    auto [known, isNew] = catalogs.try_emplace(&dialect);
    if (isNew)
      known->second = catalogOf(project.config, *models.gateway, dialect);
    return known->second;
  }
  void reportCycle(ArrayRef<uint32_t> path);

  Project &project;
  GatewayModels &models;
  Sink sink;
  llvm::DenseMap<const Dialect *, std::string> catalogs;
};

// Sorts by full name and keeps the first of each name; an external model that
// has the name of a model is the same table said twice.
void Linker::nameModels() {
  for (Variant &variant : models.variants) {
    const ModelBody &body = *variant.body;
    variant.catalog = modelCatalog(project.config, *models.gateway, body);
    TableName full = withCatalog(body.table, variant.catalog);
    variant.fqn = quotedName(full);
    variant.key = project.names.intern(keyText(full, gatewayCatalog(*body.dialect)));
  }
  // Models that were not understood have no name to speak of.
  llvm::erase_if(models.variants, [](const Variant &variant) { return variant.body->table.table.empty(); });
  // Variants are large, so each moves only once.
  std::vector<Variant *> sorted;
  sorted.reserve(models.variants.size());
  for (Variant &variant : models.variants)
    sorted.push_back(&variant);
  llvm::stable_sort(sorted, [](const Variant *a, const Variant *b) { return a->fqn < b->fqn; });
  std::vector<Variant> unique;
  unique.reserve(sorted.size());
  for (Variant *next : sorted) {
    Variant &variant = *next;
    if (!unique.empty() && unique.back().key == variant.key) {
      sink.report(variant.body->nameRange, diag::ModelDuplicate, variant.body->name)
          .note(unique.back().body->nameRange, "the first one stands here");
      unique.back().poisoned = true;
      continue;
    }
    unique.push_back(std::move(variant));
  }
  models.variants = std::move(unique);
  for (auto [index, variant] : llvm::enumerate(models.variants))
    models.byKey[variant.key] = uint32_t(index);
}

void Linker::link(uint32_t index) {
  Variant &variant = models.variants[index];
  const ModelBody &body = *variant.body;
  for (const TableUse &use : body.tables) {
    if (!use.dependency)
      continue;
    TableName full = withCatalog(use.name, variant.catalog);
    auto found = models.byKey.find(project.names.find(keyText(full, gatewayCatalog(*body.dialect))));
    if (found != models.byKey.end() && found->second == index)
      variant.readsItself = true;
    else if (found != models.byKey.end())
      variant.parents.push_back(found->second);
    else {
      variant.outside.push_back(quotedName(full));
      if (use.range)
        sink.report(use.range, diag::ReferenceUnknown, variant.outside.back());
    }
  }
  llvm::sort(variant.parents);
  variant.parents.erase(std::unique(variant.parents.begin(), variant.parents.end()), variant.parents.end());
  llvm::sort(variant.outside);
  variant.outside.erase(std::unique(variant.outside.begin(), variant.outside.end()), variant.outside.end());
  checkSelf(variant);
}

// A model that reads itself is created before its query can run, so the types
// of its columns have to be known: declared, evident, or those of other models.
void Linker::checkSelf(Variant &variant) {
  const ModelBody &body = *variant.body;
  if (!variant.readsItself || body.typed || (variant.outside.empty() && !variant.parents.empty()))
    return;
  sink.report(body.nameRange, diag::SelfReference, body.name);
  variant.poisoned = true;
}

unsigned depthOf(const Variant &variant) {
  const TableName &name = variant.body->table;
  bool catalog = !name.catalog.empty() || (!name.schema.empty() && !variant.catalog.empty());
  return 1 + !name.schema.empty() + catalog;
}

// All models whose columns are known have names of equally many parts. Which
// number is meant nobody knows; most models say.
void Linker::checkDepths() {
  size_t count[4] = {};
  auto counts = [](const Variant &variant) { return !variant.poisoned && !variant.body->columns.empty(); };
  for (const Variant &variant : models.variants)
    if (counts(variant))
      ++count[depthOf(variant)];
  auto usual = unsigned(std::max_element(count + 1, count + 4) - count);
  for (Variant &variant : models.variants) {
    unsigned depth = depthOf(variant);
    if (!counts(variant) || depth == usual)
      continue;
    sink.report(variant.body->nameRange, diag::NameDepth, variant.body->name, depth, usual);
    variant.poisoned = true;
  }
}

void Linker::findParents() {
  for (uint32_t i = 0; i < models.variants.size(); ++i)
    link(i);
}

void Linker::reportCycle(ArrayRef<uint32_t> path) {
  std::string text;
  for (uint32_t index : path)
    text += models.variants[index].body->name + " -> ";
  const ModelBody &first = *models.variants[path.front()].body;
  sink.report(first.nameRange, diag::ModelCycle, text + first.name);
  for (uint32_t index : path)
    models.variants[index].poisoned = true;
}

// Depth first, without recursion: a chain of models may be as long as the
// project. A model that is met again while it is open closes a circle.
void Linker::sortModels() {
  enum : uint8_t { New, Open, Done };
  std::vector<uint8_t> state(models.variants.size(), New);
  std::vector<std::pair<uint32_t, size_t>> path; // model, next parent
  std::vector<uint32_t> order;
  for (uint32_t root = 0; root < models.variants.size(); ++root) {
    if (state[root] == New) {
      path.push_back({root, 0});
      state[root] = Open;
    }
    while (!path.empty()) {
      auto &[index, next] = path.back();
      ArrayRef<uint32_t> parents = models.variants[index].parents;
      if (next == parents.size()) {
        state[index] = Done;
        order.push_back(index);
        path.pop_back();
        continue;
      }
      uint32_t parent = parents[next++];
      if (state[parent] == New) {
        state[parent] = Open;
        path.push_back({parent, 0});
      } else if (state[parent] == Open) {
        std::vector<uint32_t> circle;
        for (auto &[open, unused] : path)
          if (open == parent || !circle.empty())
            circle.push_back(open);
        reportCycle(circle);
      }
    }
  }
  for (uint32_t index : order) {
    Variant &variant = models.variants[index];
    variant.poisoned |= llvm::any_of(variant.parents, [&](uint32_t parent) { return models.variants[parent].poisoned; });
    if (!variant.poisoned)
      models.order.push_back(index);
  }
}

} // namespace

std::string modelCatalog(const Config &config, const Gateway &gateway, const ModelBody &body) {
  const Gateway *home = body.gateway.empty() ? &gateway : config.findGateway(body.gateway);
  return home ? catalogOf(config, *home, *body.dialect) : std::string();
}

VariantFinder::VariantFinder(const Project &project, const GatewayModels &models)
    : project(project), models(models), catalog(catalogOf(project.config, *models.gateway, *models.gateway->dialect)) {}

std::optional<uint32_t> VariantFinder::find(const TableName &name) const {
  auto found = models.byKey.find(project.names.find(keyText(name, catalog)));
  return found == models.byKey.end() ? std::nullopt : std::optional(found->second);
}

void linkModels(Project &project, GatewayModels &models, Sink sink) {
  Linker linker(project, models, sink);
  linker.nameModels();
  linker.checkDepths();
  linker.findParents();
  linker.sortModels();
}

} // namespace sluice
