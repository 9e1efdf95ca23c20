// Fingerprints, in two steps: what was written for all gateways together, and
// parents in the order of the graph.
#include "passes/fingerprint.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace sluice {
namespace {

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

Written hashWritten(const ModelFile &file, const std::deque<ModelBody> &bodies, ArrayRef<const Gateway *> gateways) {
  std::set<std::string> names;
  std::set<Digest> audits;
  const SeedData *seed = nullptr;
  for (const ModelBody &body : bodies) {
    for (const ReadVariable &read : body.reads)
      names.insert(read.name);
    audits.insert(body.auditSources.begin(), body.auditSources.end());
    seed = body.seed ? body.seed : seed;
  }
  StableHash hash;
  hash.add(file.data);
  for (const std::string &name : names)
    addVariable(hash, name, gateways);
  if (seed)
    hash.add("seed").add(seed->hash);
  Digest data = hash.finish();
  hash.add(file.metadata);
  for (const Digest &audit : audits)
    hash.add(audit);
  return {data, hash.finish()};
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
    variant.source = variant.ofData() ? Fingerprint{body.data, body.metadata, {}, {}}
                                        : Fingerprint{written[body.file].data, written[body.file].metadata, {}, {}};
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
        if (!variant.ofData() && !models.variants[parent].ofData())
          parents[variant.body->file].push_back(models.variants[parent].source.data);
    }
  std::vector<Digest> hashed;
  for (std::vector<Digest> &digests : parents)
    hashed.push_back(hashSorted("source parents", std::move(digests)));
  for (GatewayModels &models : project.gateways)
    for (Variant &variant : models.variants) {
      if (!variant.ofData())
        variant.source.parents = hashed[variant.body->file];
      variant.source.whole = wholeOf(variant.source);
    }
}

} // namespace

void fingerprint(Project &project, unsigned jobs) {
  std::vector<const Gateway *> byName;
  for (const Gateway &gateway : project.config.gateways)
    byName.push_back(&gateway);
  llvm::sort(byName, [](const Gateway *a, const Gateway *b) { return a->name < b->name; });

  std::vector<Written> written(project.bodies.size());
  parallelEach(written.size(), jobs,
               [&](size_t i) { written[i] = hashWritten(project.files[i], project.bodies[i], byName); });
  parallelEach(project.gateways.size(), jobs,
               [&](size_t g) { GatewayPrinter(project.gateways[g], written).run(); });
  addSourceParents(project);
  for (GatewayModels &models : project.gateways)
    for (Variant &variant : models.variants)
      variant.pair = variant.ofData() ? StableHash().add("external").add(StringRef(variant.body->name)).finish()
                                        : project.files[variant.body->file].pair;
}

} // namespace sluice
