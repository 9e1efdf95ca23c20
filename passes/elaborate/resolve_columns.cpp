// Gateway by gateway: models that call @STAR or @UNION are made anew, then bounds
// are written.
#include "passes/elaborate/resolve_columns.h"
#include "ir/base/parallel.h"
#include "ir/dialect/type_words.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/columns/find_columns.h"
#include "passes/columns/make_signature.h"
#include "passes/elaborate/parent_columns.h"
#include "passes/elaborate/settle_bounds.h"
#include "passes/graph.h"

namespace sluice {
namespace {

using FilesByPath = llvm::StringMap<const SourceFile *>;

// Elaborates models of one gateway again.
class Remaker final : public ModelMaker {
public:
  Remaker(const ResolveInputs &inputs, const FilesByPath &files, Project &project, size_t gateway, unsigned worker,
          ParserPool &pool, Sink sink)
      : finder(project, project.gateways[gateway], *this), inputs(inputs), files(files), project(project), models(project.gateways[gateway]), gateway(*models.gateway),
        made(project.remade[gateway]), worker(worker), pool(pool), sink(sink) {}

  void remake(uint32_t variant) override;
  QuerySignature sign(uint32_t variant) override;
  ColumnFinder finder;

private:
  // A file with blueprints is kept: each of them is a model.
  struct DeclaredFile {
    Arena arena;
    std::optional<ModelDecl> decl;
  };
  const ModelDecl *declare(const ModelBody &body);
  std::optional<ModelDecl> parse(const SourceFile &file, Arena &arena);
  TreeInputs treeInputs(const ModelDecl &decl, const ModelBody &body, const ParentColumns &parents, Sink own);
  ParentColumns columnsFor(uint32_t variant);
  void adopt(uint32_t variant, ModelBody body);
  void passOnAll(Report &report);

  const ResolveInputs &inputs;
  const FilesByPath &files;
  Project &project;
  GatewayModels &models;
  const Gateway &gateway;
  std::deque<ModelBody> &made;
  unsigned worker;
  ParserPool &pool;
  Sink sink;
  llvm::StringMap<std::unique_ptr<DeclaredFile>> kept;
  std::optional<ModelDecl> last;
};

std::optional<ModelDecl> Remaker::parse(const SourceFile &file, Arena &arena) {
  Report seen;
  FileDialect dialect = dialectOf(file, *gateway.dialect, Sink(seen));
  if (!dialect.dialect)
    return std::nullopt;
  Parser &parser = pool.parser(worker, *dialect.dialect, arena);
  return declareModel(file, dialect, parser, arena, project.config.inferNames, Sink(seen));
}

// The declaration of a body's file; it is read a second time. Null where there is
// none.
const ModelDecl *Remaker::declare(const ModelBody &body) {
  StringRef path = project.files[body.file].path;
  const SourceFile *file = files.lookup(path);
  pool.scratch(worker).reset();
  if (!file)
    return nullptr;
  if (inputs.blueprints[body.file].variables.empty()) {
    last = parse(*file, pool.scratch(worker));
    return last ? &*last : nullptr;
  }
  std::unique_ptr<DeclaredFile> &entry = kept[path];
  if (!entry) {
    entry = std::make_unique<DeclaredFile>();
    entry->decl = parse(*file, entry->arena);
  }
  return entry->decl ? &*entry->decl : nullptr;
}

// What a model may know of those that it reads, in its own words.
ParentColumns Remaker::columnsFor(uint32_t variant) {
  const ModelBody &body = *models.variants[variant].body;
  ParentColumns known{body.dialect, modelCatalog(project.config, gateway, body), {}};
  for (auto [table, use] : llvm::enumerate(body.tables)) {
    auto from = use.dependency ? finder.findTable(variant, table) : std::nullopt;
    auto columns = from ? finder.findColumns(*from) : std::nullopt;
    if (!columns)
      continue;
    auto &spelled = known.tables[quotedName(withCatalog(use.name, known.catalog))];
    for (const FoundColumn &column : *columns)
      spelled.push_back({column.name.str(), column.type.empty() ? "" : writeType(column.type, *body.dialect)});
  }
  return known;
}

void Remaker::passOnAll(Report &report) {
  for (Diagnostic diagnostic : report.take()) {
    diagnostic.gateways.assign(project.gateways.size() > 1, gateway.name);
    sink.all().add(std::move(diagnostic));
  }
}

void Remaker::adopt(uint32_t index, ModelBody body) {
  Variant &variant = models.variants[index];
  body.file = variant.body->file;
  body.blueprint = variant.body->blueprint;
  variant.body = &made.emplace_back(std::move(body));
  variant.poisoned = variant.body->poisoned;
}

TreeInputs Remaker::treeInputs(const ModelDecl &decl, const ModelBody &body, const ParentColumns &parents, Sink own) {
  Arena &arena = pool.scratch(worker);
  return {inputs.shared.of(gateway.dialect), project.config, gateway, inputs.blueprints[body.file], inputs.options.times,
          pool.parser(worker, *decl.dialect, arena), arena, own, nullptr, &parents};
}

void Remaker::remake(uint32_t variant) {
  const ModelBody &old = *models.variants[variant].body;
  const ModelDecl *decl = declare(old);
  if (!decl)
    return;
  Report problems;
  const ParentColumns parents = columnsFor(variant);
  TreeInputs treeInputs = this->treeInputs(*decl, old, parents, Sink(problems));
  ModelTree tree = makeTree(*decl, treeInputs);
  ModelBody body = inputs.finish(tree);
  if (inputs.options.fingerprints && !body.poisoned) {
    HashBatch hashes;
    hashModel(tree, *decl, treeInputs, hashes, body);
    hashes.finish();
  }
  passOnAll(problems);
  adopt(variant, std::move(body));
}

QuerySignature Remaker::sign(uint32_t variant) {
  const ModelBody &body = *models.variants[variant].body;
  const ModelDecl *decl = declare(body);
  if (!decl)
    return {};
  Report seen;
  const ParentColumns parents = body.asksColumns ? columnsFor(variant) : ParentColumns{body.dialect, {}, {}};
  ModelTree tree = makeTree(*decl, treeInputs(*decl, body, parents, Sink(seen)));
  bool usable = tree.query && !tree.poisoned && body.queryTables.size() == tree.tables.size();
  return usable ? makeSignature(tree.query, tree.tables, *tree.dialect, pool.scratch(worker)) : QuerySignature();
}

// Whether a model's audits hold stand-ins.
bool wantsBounds(const ModelBody &body) { return !body.poisoned && !body.askedTime.empty() && !body.audits.empty(); }
bool asks(const ModelBody &body) { return (body.asksColumns && !body.poisoned) || wantsBounds(body); }

bool anyAsks(const Project &project) {
  return llvm::any_of(project.gateways, [&](const GatewayModels &models) {
    return llvm::any_of(models.variants, [&](const Variant &variant) { return asks(*variant.body); });
  });
}

} // namespace

void resolveColumns(const ResolveInputs &inputs, ArrayRef<size_t> asked, Project &project, ParserPool &pool, Sink sink) {
  if (!anyAsks(project))
    return;
  FilesByPath files;
  for (const SourceFile *file : inputs.sources.ofRole(FileRole::Model))
    files[file->path] = file;
  project.remade.resize(project.gateways.size());
  Report ignored;
  std::vector<std::vector<VariantBounds>> bounds(project.gateways.size());
  parallelEachOn(project.gateways.size(), inputs.options.jobs, [&](size_t i, unsigned worker) {
    GatewayModels &models = project.gateways[i];
    Remaker remaker(inputs, files, project, i, worker, pool, llvm::is_contained(asked, i) ? sink : Sink(ignored));
    BoundWriter writer(inputs.finish, inputs.options.times, pool, worker);
    for (uint32_t variant = 0; variant < models.variants.size(); ++variant) {
      if (asks(*models.variants[variant].body))
        remaker.finder.settle(variant);
      const ModelBody &body = *models.variants[variant].body;
      if (wantsBounds(body))
        bounds[i].push_back({variant, writer.write(body, remaker.finder.findType(variant, body.askedTime))});
    }
  });
  settleBounds(bounds, project);
}

} // namespace sluice
