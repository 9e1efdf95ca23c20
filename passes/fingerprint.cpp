// Fingerprints, in two steps: what was written for all gateways together, and
// parents in the order of the graph.
#include "passes/fingerprint.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace sluice {
namespace {

// Calls `add` for each index, on all cores, and finishes the hashes of some
// together.
void parallelBatches(size_t count, unsigned jobs, llvm::function_ref<void(size_t, HashBatch &)> add) {
  parallelBlocks(count, 64, jobs, [&](size_t first, size_t end, unsigned) {
    HashBatch batch;
    for (size_t i = first; i < end; ++i)
      add(i, batch);
    batch.finish();
  });
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

void addWritten(const ModelFile &file, const BodyList &bodies, ArrayRef<const Gateway *> gateways, HashBatch &batch,
                Written &to) {
  std::set<std::string> names;
  std::set<Digest> audits;
  const SeedData *seed = nullptr;
  for (const ModelBody &body : llvm::make_pointee_range(bodies)) {
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
  batch.add(hash, to.data);
  hash.add(file.metadata);
  for (const Digest &audit : audits)
    hash.add(audit);
  batch.add(hash, to.metadata);
}

void addWhole(Fingerprint &fingerprint, HashBatch &batch) {
  StableHash hash;
  hash.add(fingerprintVersion).add(fingerprint.data).add(fingerprint.metadata).add(fingerprint.parents);
  batch.add(hash, fingerprint.whole);
}

// Adds the given digests in an order that does not depend on names.
void addSorted(StringRef title, std::vector<Digest> digests, HashBatch &batch, Digest &to) {
  llvm::sort(digests);
  digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
  StableHash hash;
  hash.add(title).add(uint64_t(digests.size()));
  for (const Digest &digest : digests)
    hash.add(digest);
  batch.add(hash, to);
}

// ---- parents

// Fingerprints of one gateway. What is equally far from models without parents is
// hashed together.
class GatewayPrinter {
public:
  GatewayPrinter(GatewayModels &models, ArrayRef<Written> written) : models(models), written(written) {}

  void run() {
    for (std::vector<Variant *> &level : levels())
      print(level);
  }

private:
  // The models by the length of the longest way to them.
  std::vector<std::vector<Variant *>> levels() {
    std::vector<std::vector<Variant *>> result;
    std::vector<unsigned> depths(models.variants.size());
    for (uint32_t index : models.order) {
      for (uint32_t parent : models.variants[index].parents)
        depths[index] = std::max(depths[index], depths[parent] + 1);
      result.resize(std::max<size_t>(result.size(), depths[index] + 1));
      result[depths[index]].push_back(&models.variants[index]);
    }
    return result;
  }

  void print(ArrayRef<Variant *> level) {
    for (Variant *variant : level) {
      const ModelBody &body = *variant->body;
      variant->resolved = {body.data, body.metadata, {}, {}};
      variant->source = variant->ofData() ? Fingerprint{body.data, body.metadata, {}, {}}
                                          : Fingerprint{written[body.file].data, written[body.file].metadata, {}, {}};
      addParents(*variant);
      addPhysical(*variant);
    }
    batch.finish();
    for (Variant *variant : level)
      addWhole(variant->resolved, batch);
    batch.finish();
  }

  void addParents(Variant &variant) {
    StableHash hash;
    hash.add("parents");
    for (uint32_t parent : variant.parents)
      hash.add(models.variants[parent].resolved.whole);
    for (const std::string &name : variant.outside)
      hash.add(StringRef(name));
    batch.add(hash, variant.resolved.parents);
  }

  // What rows a table holds follows from its own data and from the tables that
  // it reads; a new description renames nothing.
  void addPhysical(Variant &variant) {
    StableHash hash;
    hash.add("physical").add(fingerprintVersion).add(variant.body->data);
    for (uint32_t parent : variant.parents)
      hash.add(models.variants[parent].physical);
    for (const std::string &name : variant.outside)
      hash.add(StringRef(name));
    batch.add(hash, variant.physical);
  }

  GatewayModels &models;
  ArrayRef<Written> written;
  HashBatch batch;
};

// ---- parents of sources

// The files whose models a file reads on any gateway: the same wherever the project
// is compiled. On all gateways together they may go in a circle.
std::vector<std::vector<uint32_t>> readFiles(const Project &project) {
  std::vector<std::vector<uint32_t>> reads(project.bodies.size());
  for (const GatewayModels &models : project.gateways)
    for (uint32_t index : models.order) {
      const Variant &variant = models.variants[index];
      for (uint32_t parent : variant.parents)
        if (!variant.ofData() && !models.variants[parent].ofData())
          reads[variant.body->file].push_back(models.variants[parent].body->file);
    }
  for (std::vector<uint32_t> &files : reads) {
    llvm::sort(files);
    files.erase(std::unique(files.begin(), files.end()), files.end());
  }
  return reads;
}

// What is written in the files that a file reads, in those that these read, and so
// on. Files are done after those that they read; what is left over reads itself in
// the end, and gets one hash for all of its circle.
class SourceParents {
public:
  SourceParents(ArrayRef<Written> written, std::vector<std::vector<uint32_t>> reads)
      : written(written), reads(std::move(reads)), readers(written.size()), open(written.size()), hashed(written.size()),
        upstream(written.size()) {}

  // By file.
  std::vector<Digest> run();

private:
  void finish(ArrayRef<uint32_t> files);
  void finishCircle();

  ArrayRef<Written> written;
  std::vector<std::vector<uint32_t>> reads, readers;
  std::vector<uint32_t> open; // how many of the files that it reads are not done
  std::vector<Digest> hashed;
  std::vector<Digest> upstream; // of what is done: the file and all that it reads
  HashBatch batch;
};

void SourceParents::finish(ArrayRef<uint32_t> files) {
  for (uint32_t file : files) {
    std::vector<Digest> parents;
    for (uint32_t parent : reads[file])
      parents.push_back(upstream[parent]);
    addSorted("source parents", std::move(parents), batch, hashed[file]);
  }
  batch.finish();
  for (uint32_t file : files) {
    StableHash hash;
    hash.add("source").add(written[file].data).add(hashed[file]);
    batch.add(hash, upstream[file]);
  }
  batch.finish();
}

void SourceParents::finishCircle() {
  std::vector<Digest> all;
  std::vector<uint32_t> left;
  for (uint32_t file = 0; file < open.size(); ++file)
    if (open[file]) {
      left.push_back(file);
      all.push_back(written[file].data);
      for (uint32_t parent : reads[file])
        if (!open[parent])
          all.push_back(upstream[parent]);
    }
  Digest circle;
  addSorted("circle", std::move(all), batch, circle);
  batch.finish();
  for (uint32_t file : left)
    hashed[file] = circle;
}

std::vector<Digest> SourceParents::run() {
  std::vector<uint32_t> ready, next;
  for (uint32_t file = 0; file < reads.size(); ++file) {
    open[file] = uint32_t(reads[file].size());
    for (uint32_t parent : reads[file])
      readers[parent].push_back(file);
    if (!open[file])
      ready.push_back(file);
  }
  for (; !ready.empty(); std::swap(ready, next)) {
    finish(ready);
    next.clear();
    for (uint32_t file : ready)
      for (uint32_t reader : readers[file])
        if (!--open[reader])
          next.push_back(reader);
  }
  finishCircle();
  return std::move(hashed);
}

void addSourceParents(Project &project, ArrayRef<Written> written, unsigned jobs) {
  std::vector<Digest> parents = SourceParents(written, readFiles(project)).run();
  for (GatewayModels &models : project.gateways)
    parallelBatches(models.variants.size(), jobs, [&](size_t i, HashBatch &batch) {
      Variant &variant = models.variants[i];
      if (!variant.ofData())
        variant.source.parents = parents[variant.body->file];
      addWhole(variant.source, batch);
    });
}

} // namespace

void fingerprint(Project &project, unsigned jobs) {
  std::vector<const Gateway *> byName;
  for (const Gateway &gateway : project.config.gateways)
    byName.push_back(&gateway);
  llvm::sort(byName, [](const Gateway *a, const Gateway *b) { return a->name < b->name; });

  std::vector<Written> written(project.bodies.size());
  parallelBatches(written.size(), jobs, [&](size_t i, HashBatch &batch) {
    addWritten(project.files[i], project.bodies[i], byName, batch, written[i]);
  });
  parallelEach(project.gateways.size(), jobs,
               [&](size_t g) { GatewayPrinter(project.gateways[g], written).run(); });
  addSourceParents(project, written, jobs);
  for (GatewayModels &models : project.gateways)
    for (Variant &variant : models.variants)
      variant.pair = variant.ofData() ? StableHash().add("external").add(StringRef(variant.body->name)).finish()
                                        : project.files[variant.body->file].pair;
}

} // namespace sluice
