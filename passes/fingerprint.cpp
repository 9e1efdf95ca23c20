// Fingerprints, in three steps: bodies by themselves, what was written for all
// gateways together, and parents in the order of the graph.
#include "passes/fingerprint.h"
#include "ir/base/parallel.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace sluice {
namespace {

// A property's meaning; a single text is the same however it is quoted.
void addProperty(StableHash &hash, const PropertyValue &value) {
  hash.add(value.row->name);
  if (plainText(value.tree))
    hash.add("text").add(StringRef(value.text));
  else
    addMeaning(hash.add("tree"), value.tree);
}

void addProperties(StableHash &hash, const ModelBody &body, PropertyRole role) {
  for (const PropertyValue &value : body.properties)
    if (value.row->role == role && value.row->name != "audits")
      addProperty(hash, value);
}

void addTrees(StableHash &hash, StringRef title, ArrayRef<const Node *> trees) {
  hash.add(title).add(uint64_t(trees.size()));
  for (const Node *tree : trees)
    addMeaning(hash, tree);
}

void hashBody(ModelBody &body) {
  StableHash hash;
  hash.add("resolved data").add(kindRow(body.kind).name).add(body.dialect->name).add(StringRef(quotedName(body.table)));
  addProperties(hash, body, PropertyRole::Data);
  addTrees(hash, "before", body.before);
  addTrees(hash, "query", body.query ? ArrayRef(body.query) : ArrayRef<const Node *>());
  addTrees(hash, "after", body.after);
  if (body.seed)
    hash.add("seed").add(body.seed->hash);
  body.data = hash.finish();
  hash.add("resolved metadata").add(StringRef(body.description));
  addProperties(hash, body, PropertyRole::Metadata);
  for (const ModelAudit &audit : body.audits)
    hash.add(audit.hash);
  body.metadata = hash.finish();
}

// ---- source

// What config.yaml says of a variable on each gateway, by name of the gateway.
void addVariable(StableHash &hash, StringRef name, ArrayRef<const Gateway *> gateways) {
  hash.add("variable").add(name);
  for (const Gateway *gateway : gateways) {
    auto found = gateway->variables.find(name.str());
    hash.add(StringRef(gateway->name)).add(found == gateway->variables.end() ? StringRef("absent") : StringRef(found->second.written));
  }
}

// The hash of what a file and the variables that it reads on any gateway say.
struct Written {
  Digest data, metadata;
};

Written hashWritten(const ModelDecl &model, ArrayRef<const ModelBody *> bodies, ArrayRef<const Gateway *> gateways) {
  std::set<std::string> names;
  const SeedData *seed = nullptr;
  for (const ModelBody *body : bodies) {
    for (const ReadVariable &read : body->reads)
      names.insert(read.name);
    seed = body->seed ? body->seed : seed;
  }
  StableHash hash;
  hash.add(model.sourceData);
  for (const std::string &name : names)
    addVariable(hash, name, gateways);
  if (seed)
    hash.add("seed").add(seed->hash);
  Digest data = hash.finish();
  return {data, hash.add(model.sourceMetadata).finish()};
}

Digest wholeOf(const Fingerprint &fingerprint) {
  return StableHash().add(fingerprintVersion).add(fingerprint.data).add(fingerprint.metadata).add(fingerprint.parents).finish();
}

// Hashes the given digests in an order that does not depend on names.
Digest hashSorted(StringRef title, std::vector<Digest> digests) {
  llvm::sort(digests);
  digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
  StableHash hash;
  hash.add(title).add(uint64_t(digests.size()));
  for (const Digest &digest : digests)
    hash.add(digest);
  return hash.finish();
}

// ---- parents

// Fingerprints of one gateway, parents first.
class GatewayPrinter {
public:
  GatewayPrinter(GatewayModels &models, ArrayRef<Written> written) : models(models), written(written) {}

  void run() {
    for (uint32_t index : models.order)
      print(models.variants[index]);
  }

private:
  void print(Variant &variant) {
    const ModelBody &body = *variant.body;
    variant.resolved = {body.data, body.metadata, parentsOf(variant, &Variant::resolved), {}};
    variant.resolved.whole = wholeOf(variant.resolved);
    if (!variant.external())
      variant.source = {written[body.declaration].data, written[body.declaration].metadata, {}, {}};
    variant.physical = physicalOf(variant);
  }

  Digest parentsOf(const Variant &variant, Fingerprint Variant::*identity) {
    StableHash hash;
    hash.add("parents");
    for (uint32_t parent : variant.parents)
      hash.add((models.variants[parent].*identity).whole);
    for (const std::string &name : variant.outside)
      hash.add(StringRef(name));
    return hash.finish();
  }

  // What rows a table holds follows from its own data and from the tables that
  // it reads; a new description renames nothing.
  Digest physicalOf(const Variant &variant) {
    StableHash hash;
    hash.add("physical").add(fingerprintVersion).add(variant.body->data);
    for (uint32_t parent : variant.parents)
      hash.add(models.variants[parent].physical);
    for (const std::string &name : variant.outside)
      hash.add(StringRef(name));
    return hash.finish();
  }

  GatewayModels &models;
  ArrayRef<Written> written;
};

// The parents of a source are the sources of all models that it reads on any
// gateway: the same set wherever the project is compiled.
void addSourceParents(Project &project) {
  std::vector<std::vector<Digest>> parents(project.bodies.size());
  for (const GatewayModels &models : project.gateways)
    for (uint32_t index : models.order) {
      const Variant &variant = models.variants[index];
      for (uint32_t parent : variant.parents)
        if (!variant.external() && !models.variants[parent].external())
          parents[variant.body->declaration].push_back(models.variants[parent].source.data);
    }
  std::vector<Digest> hashed;
  for (std::vector<Digest> &digests : parents)
    hashed.push_back(hashSorted("source parents", std::move(digests)));
  for (GatewayModels &models : project.gateways)
    for (Variant &variant : models.variants) {
      if (!variant.external())
        variant.source.parents = hashed[variant.body->declaration];
      variant.source.whole = wholeOf(variant.source);
    }
}

// The same model on two gateways has the same name before expansion.
Digest pairOf(const ModelDecl &model) {
  StableHash hash;
  hash.add("pair");
  if (const auto *block = dyn_cast_or_null<Block>(model.header.tree))
    for (const Node *node : block->properties)
      if (const auto *property = dyn_cast<Property>(node); property && property->name.equals_insensitive("name"))
        addMeaning(hash, property->value);
  return hash.finish();
}

} // namespace

void hashBodies(Project &project, unsigned jobs) {
  parallelEach(project.bodies.size(), jobs, [&](size_t i) {
    for (ModelBody &body : project.bodies[i])
      if (body.enabled && !body.poisoned)
        hashBody(body);
  });
  for (ModelBody &body : project.externals)
    if (!body.poisoned)
      hashBody(body);
}

void fingerprint(const Declarations &declarations, Project &project, unsigned jobs) {
  std::vector<const Gateway *> byName;
  for (const Gateway &gateway : project.config.gateways)
    byName.push_back(&gateway);
  llvm::sort(byName, [](const Gateway *a, const Gateway *b) { return a->name < b->name; });

  std::vector<Written> written(project.bodies.size());
  std::vector<Digest> pairs(project.bodies.size());
  parallelEach(written.size(), jobs, [&](size_t i) {
    std::vector<const ModelBody *> bodies;
    for (const ModelBody &body : project.bodies[i])
      bodies.push_back(&body);
    written[i] = hashWritten(declarations.models[i], bodies, byName);
    pairs[i] = pairOf(declarations.models[i]);
  });
  parallelEach(project.gateways.size(), jobs,
               [&](size_t g) { GatewayPrinter(project.gateways[g], written).run(); });
  addSourceParents(project);
  for (GatewayModels &models : project.gateways)
    for (Variant &variant : models.variants)
      variant.pair = variant.external() ? StableHash().add("external").add(StringRef(variant.body->name)).finish()
                                        : pairs[variant.body->declaration];
}

} // namespace sluice
