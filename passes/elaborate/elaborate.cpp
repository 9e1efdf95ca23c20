// Elaborates files one by one, on all cores, and shares what is equal.
//
// A body remembers the variables that it read. A gateway on which all of them
// have the same values gets the same body: a project of which one model in five
// mentions @gateway is expanded little more than once for two gateways.
#include "passes/elaborate/elaborate.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "passes/columns/make_signature.h"
#include "passes/elaborate/audits.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/data_models.h"
#include "passes/elaborate/metrics.h"

namespace sluice {

const SharedDeclarations &SharedByDialect::of(const Dialect *dialect) const {
  auto found = llvm::find_if(byDialect, [&](auto &entry) { return entry.first == dialect; });
  assert(found != byDialect.end() && "files were read with every gateway's dialect");
  return found->second;
}

namespace {

// The bodies of one model of a file, which gateway has which, and what was
// reported while they were made. A gateway whose blueprints do not have the
// model has none.
struct ModelSet {
  ModelSet() = default;
  ModelSet(ModelSet &&) = default;
  ModelFile file;
  Blueprint blueprint;
  unsigned repeat = 0; // how many equal blueprints came before
  BodyList bodies;
  std::vector<std::unique_ptr<Report>> reports;   // one per body
  std::vector<std::optional<unsigned>> ofGateway; // index of a body
};

// A file that declares nothing has no models.
struct Elaborated {
  ModelFile source;
  std::vector<ModelSet> models;
  std::vector<std::unique_ptr<Report>> reports; // of the list of blueprints, one per gateway
};

bool sameReads(const ModelBody &body, const Config &config, const Gateway &gateway) {
  Home home = findHome(config, gateway, body.gateway);
  return llvm::all_of(body.reads, [&](const ReadVariable &read) { return home.variable(read.name) == read.value; });
}

bool sameDefaults(const Gateway &a, const Gateway &b) {
  return llvm::equal(a.defaults, b.defaults, [](const ModelDefault &x, const ModelDefault &y) {
    return x.property == y.property && x.value == y.value;
  });
}

// A model that is dropped without a word would be the worst of all answers.
// Statements that could not be parsed were reported while files were read.
void checkReported(const ModelSet &set, SourceRange header, Sink own, Sink files) {
  if (set.bodies.back()->poisoned && !own.all().hasErrors() && !files.all().hasErrors())
    own.report(header, diag::ModelLost);
}

// A file as the default dialects of the gateways read it.
struct ReadFile {
  std::vector<std::pair<const Dialect *, std::optional<ModelDecl>>> byDialect;

  const ModelDecl *find(const Dialect *dialect) const {
    for (auto &[known, decl] : byDialect)
      if (known == dialect)
        return decl ? &*decl : nullptr;
    return nullptr;
  }
};

class FileElaborator {
public:
  FileElaborator(const SourceFile &file, const SharedByDialect &shared, FinishModel finish, const Config &config,
                 const ElaborateOptions &options, unsigned worker, ParserPool &pool, HashBatch &hashes, Elaborated &made, Sink sink)
      : file(file), shared(shared), finish(finish), config(config), options(options), worker(worker), pool(pool),
        hashes(hashes), made(made), sink(sink) {}

  void run();

private:
  void read(const Gateway &gateway);
  TreeInputs inputsFor(const ModelDecl &decl, const Gateway &gateway, const Blueprint &blueprint, Report &report);
  ModelSet &setOf(const Blueprint &blueprint, unsigned repeat);
  std::optional<unsigned> findEqual(const ModelSet &set, size_t gateway) const;
  void makeBody(const ModelDecl &decl, const Gateway &gateway, ModelSet &set);
  void addSignature(const ModelTree &tree, Arena &arena, ModelBody &body) const;
  void addModels(size_t gateway);

  const SourceFile &file;
  const SharedByDialect &shared;
  FinishModel finish;
  const Config &config;
  const ElaborateOptions &options;
  unsigned worker;
  ParserPool &pool;
  HashBatch &hashes;
  Elaborated &made; // keeps its place until the hashes are finished
  std::vector<ExpandedQuery> queries; // of each model
  Sink sink;
  ReadFile decls;
};

// Parses the file once for each default dialect; once altogether if it names
// its own.
void FileElaborator::read(const Gateway &gateway) {
  for (auto &[known, decl] : decls.byDialect)
    if (known == gateway.dialect)
      return;
  FileDialect dialect = dialectOf(file, *gateway.dialect, sink);
  if (dialect.named && !decls.byDialect.empty()) {
    auto same = decls.byDialect.front().second;
    decls.byDialect.push_back({gateway.dialect, std::move(same)});
    return;
  }
  std::optional<ModelDecl> decl;
  Arena &arena = pool.scratch(worker);
  if (dialect.dialect)
    decl = declareModel(file, dialect, pool.parser(worker, *dialect.dialect, arena), arena, config.inferNames, sink);
  for (const AuditDecl &audit : decl ? ArrayRef(decl->audits) : ArrayRef<AuditDecl>())
    checkAuditBlock(audit, sink, /*inlineAudit=*/true);
  decls.byDialect.push_back({gateway.dialect, std::move(decl)});
}

TreeInputs FileElaborator::inputsFor(const ModelDecl &decl, const Gateway &gateway, const Blueprint &blueprint, Report &report) {
  Arena &arena = pool.scratch(worker);
  return {shared.of(gateway.dialect), config, gateway, blueprint, options.times, pool.parser(worker, *decl.dialect, arena), arena, Sink(report)};
}

// The models of two gateways are the same one where their blueprints are equal.
ModelSet &FileElaborator::setOf(const Blueprint &blueprint, unsigned repeat) {
  for (ModelSet &set : made.models)
    if (set.blueprint == blueprint && set.repeat == repeat)
      return set;
  ModelSet &set = made.models.emplace_back();
  queries.emplace_back();
  set.blueprint = blueprint;
  set.repeat = repeat;
  set.ofGateway.resize(config.gateways.size());
  return set;
}

// The body of an earlier gateway that also holds here.
std::optional<unsigned> FileElaborator::findEqual(const ModelSet &set, size_t gateway) const {
  const Gateway &here = config.gateways[gateway];
  const ModelDecl *own = decls.find(here.dialect);
  for (size_t other = 0; other < gateway; ++other)
    if (set.ofGateway[other] && (own->namesDialect || config.gateways[other].dialect == here.dialect) &&
        sameDefaults(config.gateways[other], here) && sameReads(*set.bodies[*set.ofGateway[other]], config, here))
      return set.ofGateway[other];
  return std::nullopt;
}

// Columns that a header declares follow from no query.
void FileElaborator::addSignature(const ModelTree &tree, Arena &arena, ModelBody &body) const {
  if (!tree.query || tree.poisoned || !tree.enabled || body.find("columns"))
    return;
  if (tree.sameQuery)
    body.signature = tree.sameQuery->signature;
  else if (body.queryTables.size() == tree.tables.size())
    body.signature = makeSignature(tree.query, tree.tables, *tree.dialect, arena, &options.watched);
}

void FileElaborator::makeBody(const ModelDecl &decl, const Gateway &gateway, ModelSet &set) {
  set.reports.push_back(std::make_unique<Report>());
  TreeInputs inputs = inputsFor(decl, gateway, set.blueprint, *set.reports.back());
  ExpandedQuery &query = queries[size_t(&set - made.models.data())];
  inputs.query = &query;
  ModelTree tree = makeTree(decl, inputs);
  ModelBody &body = *set.bodies.emplace_back(std::make_unique<ModelBody>(finish(tree)));
  if (!options.watched.empty())
    addSignature(tree, inputs.arena, body);
  if (!query.body && tree.query == query.query.tree)
    query.body = &body;
  if (options.fingerprints && body.enabled && !body.poisoned)
    hashModel(tree, decl, inputs, hashes, body);
  checkReported(set, decl.header.range, Sink(*set.reports.back()), sink);
}

void FileElaborator::addModels(size_t index) {
  const Gateway &gateway = config.gateways[index];
  const ModelDecl &decl = *decls.find(gateway.dialect);
  made.reports.push_back(std::make_unique<Report>());
  Blueprint none;
  auto blueprints = readBlueprints(decl, inputsFor(decl, gateway, none, *made.reports.back()));
  if (!blueprints)
    return;
  for (auto [i, blueprint] : llvm::enumerate(*blueprints)) {
    unsigned repeat = unsigned(llvm::count(ArrayRef(*blueprints).take_front(i), blueprint));
    ModelSet &set = setOf(blueprint, repeat);
    auto equal = findEqual(set, index);
    if (!equal) {
      equal = unsigned(set.bodies.size());
      makeBody(decl, gateway, set);
    }
    set.ofGateway[index] = equal;
  }
}

// What a blueprint gives is part of the model's identity.
void addBlueprint(const Blueprint &blueprint, ModelFile &file) {
  if (blueprint.variables.empty())
    return;
  StableHash data, metadata, pair;
  data.add(file.data);
  blueprint.addTo(data);
  metadata.add(file.metadata);
  blueprint.addTo(metadata);
  pair.add(file.pair);
  blueprint.addTo(pair);
  file.data = data.finish();
  file.metadata = metadata.finish();
  file.pair = pair.finish();
}

void FileElaborator::run() {
  for (const Gateway &gateway : config.gateways)
    read(gateway);
  const ModelDecl *first = decls.find(config.gateways.front().dialect);
  if (!first || llvm::any_of(decls.byDialect, [](auto &entry) { return !entry.second; }))
    return;
  made.source.path = file.path;
  if (options.fingerprints)
    hashSource(*first, shared.of(config.gateways.front().dialect).jinjaMacros, hashes, made.source);
  for (size_t index = 0; index < config.gateways.size(); ++index)
    addModels(index);
}

// Once the hashes are finished: what each model of the file is before expansion.
void addSources(Elaborated &made) {
  for (ModelSet &set : made.models) {
    set.file = made.source;
    addBlueprint(set.blueprint, set.file);
  }
}

// Passes on what was reported for some gateways, if one of them is asked for:
// bound to them unless they are all there are.
void forward(Report &report, ArrayRef<size_t> having, ArrayRef<size_t> asked, ArrayRef<Gateway> gateways, Sink sink) {
  if (llvm::none_of(having, [&](size_t index) { return llvm::is_contained(asked, index); }))
    return;
  std::vector<std::string> names;
  for (size_t index : having)
    if (having.size() < gateways.size())
      names.push_back(gateways[index].name);
  for (Diagnostic diagnostic : report.take()) {
    diagnostic.gateways = names;
    sink.all().add(std::move(diagnostic));
  }
}

void forwardAll(const Elaborated &made, ArrayRef<size_t> asked, ArrayRef<Gateway> gateways, Sink sink) {
  for (auto [index, report] : llvm::enumerate(made.reports))
    forward(*report, size_t(index), asked, gateways, sink);
  for (const ModelSet &set : made.models)
    for (auto [body, report] : llvm::enumerate(set.reports)) {
      llvm::SmallVector<size_t> having;
      for (auto [index, own] : llvm::enumerate(set.ofGateway))
        if (own == body)
          having.push_back(index);
      forward(*report, having, asked, gateways, sink);
    }
}

// Puts what was made of a file into the project.
void adopt(ModelSet set, Project &project) {
  auto index = uint32_t(project.files.size());
  project.files.push_back(std::move(set.file));
  project.bodies.push_back(std::move(set.bodies));
  for (auto &body : project.bodies.back())
    body->file = index;
  for (auto [models, number] : llvm::zip(project.gateways, set.ofGateway)) {
    if (!number || !project.bodies.back()[*number]->enabled)
      continue;
    Variant variant;
    variant.body = project.bodies.back()[*number].get();
    variant.poisoned = variant.body->poisoned;
    models.variants.push_back(std::move(variant));
  }
}

// ---- models that are declared by data

// Such a model on the gateways that have it in common.
struct DataSet {
  const DataDecl *decl;
  llvm::SmallVector<size_t, 2> gateways;
  ModelBody body = {};
  Report report = {};
};

// Of two rows with one name the one for this gateway counts.
std::vector<const DataDecl *> dataDeclsOf(const Gateway &gateway, ArrayRef<DataDecl> externals, const SharedDeclarations &declared) {
  std::vector<const DataDecl *> decls;
  llvm::StringSet<> special;
  for (const DataDecl &decl : externals)
    if (!decl.gateway.empty() && decl.gateway == gateway.name) {
      special.insert(decl.name);
      decls.push_back(&decl);
    }
  for (const DataDecl &decl : externals)
    if (decl.gateway.empty() && !special.contains(decl.name))
      decls.push_back(&decl);
  for (const DataDecl &decl : declared.pythonModels)
    decls.push_back(&decl);
  return decls;
}

class DataElaborator {
public:
  DataElaborator(ArrayRef<DataDecl> externals, const SharedByDialect &shared, FinishModel finish, Project &project,
                 const ElaborateOptions &options, ParserPool &pool)
      : externals(externals), shared(shared), finish(finish), project(project), options(options), pool(pool) {}

  void run(ArrayRef<size_t> asked, Sink sink);

private:
  void addGateway(size_t index);
  void makeBody(DataSet &set, unsigned worker);

  ArrayRef<DataDecl> externals;
  const SharedByDialect &shared;
  FinishModel finish;
  Project &project;
  const ElaborateOptions &options;
  ParserPool &pool;
  std::deque<DataSet> sets;
  std::vector<std::vector<DataSet *>> ofGateway;
};

// What is external has no macros, so gateways with equal defaults share it.
void DataElaborator::addGateway(size_t index) {
  ArrayRef<Gateway> gateways = project.config.gateways;
  llvm::DenseMap<const DataDecl *, DataSet *> earlier;
  for (size_t other = 0; other < index; ++other)
    if (gateways[other].dialect == gateways[index].dialect && sameDefaults(gateways[other], gateways[index]))
      for (DataSet *set : ofGateway[other])
        if (!set->decl->python)
          earlier[set->decl] = set;
  std::vector<DataSet *> &own = ofGateway.emplace_back();
  for (const DataDecl *decl : dataDeclsOf(gateways[index], externals, shared.of(gateways[index].dialect))) {
    DataSet *set = earlier.lookup(decl);
    own.push_back(set ? set : &sets.emplace_back(decl));
    own.back()->gateways.push_back(index);
  }
}

void DataElaborator::makeBody(DataSet &set, unsigned worker) {
  const Gateway &gateway = project.config.gateways[set.gateways.front()];
  const DataDecl &decl = *set.decl;
  Sink sink(set.report);
  const Dialect *dialect = decl.dialect.empty() ? gateway.dialect : findDialect(decl.dialect);
  if (!dialect) {
    set.body.enabled = false;
    sink.report(decl.range, diag::DataDialectUnknown, decl.dialect);
    return;
  }
  Arena &arena = pool.scratch(worker);
  arena.reset();
  Blueprint none;
  ModelTree tree = makeDataTree(decl, *dialect, {shared.of(gateway.dialect), project.config, gateway, none, options.times,
                                                 pool.parser(worker, *dialect, arena), arena, sink});
  set.body = finish(tree);
  if (!options.fingerprints || !set.body.enabled || set.body.poisoned)
    return;
  HashBatch hashes;
  hashTree(tree, hashes, set.body.data, set.body.metadata);
  hashes.finish();
  if (decl.python)
    set.body.data = StableHash().add(set.body.data).add(decl.file->text).finish();
}

void DataElaborator::run(ArrayRef<size_t> asked, Sink sink) {
  for (size_t index = 0; index < project.config.gateways.size(); ++index)
    addGateway(index);
  parallelEachOn(sets.size(), options.jobs, [&](size_t i, unsigned worker) { makeBody(sets[i], worker); });
  llvm::DenseMap<const DataSet *, const ModelBody *> bodies;
  for (DataSet &set : sets) {
    forward(set.report, set.gateways, asked, project.config.gateways, sink);
    if (set.body.enabled)
      bodies[&set] = &project.externals.emplace_back(std::move(set.body));
  }
  for (auto [models, own] : llvm::zip(project.gateways, ofGateway))
    for (const DataSet *set : own)
      if (const ModelBody *body = bodies.lookup(set)) {
        Variant &variant = models.variants.emplace_back();
        variant.body = body;
        variant.poisoned = body->poisoned;
      }
}

} // namespace

std::vector<std::string> findTimeColumns(const Sources &sources) {
  std::vector<std::string> found;
  for (const SourceFile *file : sources.ofRole(FileRole::Model)) {
    auto [before, behind] = file->text.split("time_column");
    StringRef rest = behind.ltrim(" \t\r\n(\"`[");
    StringRef name = rest.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
    if (!name.empty() && !llvm::is_contained(found, name))
      found.push_back(name.str());
  }
  return found;
}

std::vector<Blueprint> elaborate(const Sources &sources, const SharedByDialect &shared, FinishModel finish,
                                 ArrayRef<size_t> asked, Project &project, const ElaborateOptions &options,
                                 ParserPool &pool, Sink sink) {
  std::vector<const SourceFile *> files = sources.ofRole(FileRole::Model);
  std::vector<Elaborated> made(files.size());
  // The trees of some files are hashed together. A worker keeps its batch, which
  // then has the room that it needs.
  std::vector<HashBatch> batches(std::max(1u, options.jobs));
  auto elaborateFiles = [&](size_t first, size_t end, unsigned worker) {
    HashBatch &hashes = batches[worker];
    for (size_t i = first; i < end; ++i) {
      pool.scratch(worker).reset();
      FileElaborator(*files[i], shared, finish, project.config, options, worker, pool, hashes, made[i], sink).run();
    }
    hashes.finish();
    for (size_t i = first; i < end; ++i)
      addSources(made[i]);
  };
  // The rows of external models are in few files and take as long as hundreds of
  // others, so they are read beside them.
  std::vector<DataDecl> externals;
  constexpr size_t group = 8;
  parallelEachOn(1 + (files.size() + group - 1) / group, options.jobs, [&](size_t i, unsigned worker) {
    if (i == 0)
      externals = readExternalModels(sources, sink);
    else
      elaborateFiles((i - 1) * group, std::min(files.size(), i * group), worker);
  });
  for (auto &[dialect, declarations] : shared.byDialect)
    for (const AuditDecl &audit : declarations.audits)
      checkAuditBlock(audit, sink, /*inlineAudit=*/false);
  for (const Gateway &gateway : project.config.gateways) {
    project.gateways.emplace_back();
    project.gateways.back().gateway = &gateway;
    project.gateways.back().variants.reserve(files.size());
  }
  // Bodies must not move once variants point to them.
  size_t count = 0;
  for (const Elaborated &file : made)
    count += file.models.size();
  project.files.reserve(count);
  project.bodies.reserve(count);
  std::vector<Blueprint> blueprints;
  blueprints.reserve(count);
  for (Elaborated &file : made) {
    forwardAll(file, asked, project.config.gateways, sink);
    for (ModelSet &set : file.models) {
      blueprints.push_back(std::move(set.blueprint));
      adopt(std::move(set), project);
    }
  }
  checkMetrics(sources, *project.config.gateways.front().dialect, pool, sink);
  DataElaborator(externals, shared, finish, project, options, pool).run(asked, sink);
  return blueprints;
}

} // namespace sluice
