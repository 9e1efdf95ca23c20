// Elaborates files one by one, on all cores, and shares what is equal.
//
// A body remembers the variables that it read. A gateway on which all of them
// have the same values gets the same body: a project of which one model in five
// mentions @gateway is expanded little more than once for two gateways.
#include "passes/elaborate/elaborate.h"
#include "frontend/lex/scan.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/audits.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/header.h"

namespace sluice {

const SharedDeclarations &SharedByDialect::of(const Dialect *dialect) const {
  auto found = llvm::find_if(byDialect, [&](auto &entry) { return entry.first == dialect; });
  assert(found != byDialect.end() && "files were read with every gateway's dialect");
  return found->second;
}

namespace {

// The bodies of one file, which gateway has which, and what was reported while
// they were made. A file that declares nothing has no bodies.
struct Elaborated {
  ModelFile file;
  std::deque<ModelBody> bodies;
  std::vector<std::unique_ptr<Report>> reports; // one per body
  std::vector<unsigned> ofGateway;              // index of a body
};

bool sameReads(const ModelBody &body, const Gateway &gateway) {
  return llvm::all_of(body.reads, [&](const ReadVariable &read) { return gatewayVariable(gateway, read.name) == read.value; });
}

bool sameDefaults(const Gateway &a, const Gateway &b) {
  return llvm::equal(a.defaults, b.defaults, [](const ModelDefault &x, const ModelDefault &y) {
    return x.property == y.property && x.value == y.value;
  });
}

// A model that is dropped without a word would be the worst of all answers.
// Statements that could not be parsed were reported while files were read.
void checkReported(const Elaborated &made, SourceRange header, Sink own, Sink files) {
  if (made.bodies.back().poisoned && !own.all().hasErrors() && !files.all().hasErrors())
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
  FileElaborator(const SourceFile &file, const SharedByDialect &shared, FinishModel finish, ArrayRef<Gateway> gateways,
                 const RunTimes &times, unsigned worker, ParserPool &pool, Sink sink)
      : file(file), shared(shared), finish(finish), gateways(gateways), times(times), worker(worker), pool(pool),
        sink(sink) {}

  Elaborated run();

private:
  void read(const Gateway &gateway);
  std::optional<unsigned> findEqual(size_t gateway) const;
  void makeBody(const ModelDecl &decl, const Gateway &gateway);
  TreeHash hashOf(const ModelTree &tree, const ModelDecl &decl, const TreeInputs &inputs) const;

  const SourceFile &file;
  const SharedByDialect &shared;
  FinishModel finish;
  ArrayRef<Gateway> gateways;
  const RunTimes &times;
  unsigned worker;
  ParserPool &pool;
  Sink sink;
  ReadFile decls;
  Elaborated made;
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
  if (dialect.dialect)
    decl = declareModel(file, dialect, pool.parser(worker, *dialect.dialect, pool.scratch(worker)), sink);
  decls.byDialect.push_back({gateway.dialect, std::move(decl)});
}

// The body of an earlier gateway that also holds here.
std::optional<unsigned> FileElaborator::findEqual(size_t gateway) const {
  const ModelDecl *own = decls.find(gateways[gateway].dialect);
  for (size_t other = 0; other < gateway; ++other)
    if ((own->namesDialect || gateways[other].dialect == gateways[gateway].dialect) &&
        sameDefaults(gateways[other], gateways[gateway]) &&
        sameReads(made.bodies[made.ofGateway[other]], gateways[gateway]))
      return made.ofGateway[other];
  return std::nullopt;
}

// The times of a run are no part of a model: a tree that shows them is hashed as
// it would be at the default times.
TreeHash FileElaborator::hashOf(const ModelTree &tree, const ModelDecl &decl, const TreeInputs &inputs) const {
  const RunTimes byDefault;
  if (!tree.readsTimes || times == byDefault)
    return hashTree(tree);
  Report seen;
  return hashTree(makeTree(decl, {inputs.shared, inputs.gateway, byDefault, inputs.parser, inputs.arena, Sink(seen)}));
}

void FileElaborator::makeBody(const ModelDecl &decl, const Gateway &gateway) {
  made.reports.push_back(std::make_unique<Report>());
  Arena &arena = pool.scratch(worker);
  TreeInputs inputs{shared.of(gateway.dialect), gateway, times, pool.parser(worker, *decl.dialect, arena), arena,
                    Sink(*made.reports.back())};
  ModelTree tree = makeTree(decl, inputs);
  ModelBody body = finish(tree);
  if (body.enabled && !body.poisoned) {
    TreeHash hash = hashOf(tree, decl, inputs);
    body.data = hash.data;
    body.metadata = hash.metadata;
  }
  made.ofGateway.push_back(unsigned(made.bodies.size()));
  made.bodies.push_back(std::move(body));
}

Elaborated FileElaborator::run() {
  for (const Gateway &gateway : gateways)
    read(gateway);
  const ModelDecl *first = decls.find(gateways.front().dialect);
  if (!first || llvm::any_of(decls.byDialect, [](auto &entry) { return !entry.second; }))
    return {};
  made.file = hashSource(*first);
  for (auto [index, gateway] : llvm::enumerate(gateways))
    if (auto equal = findEqual(index))
      made.ofGateway.push_back(*equal);
    else {
      makeBody(*decls.find(gateway.dialect), gateway);
      checkReported(made, first->header.range, Sink(*made.reports.back()), sink);
    }
  return std::move(made);
}

// Passes on what was reported about a body: once, bound to the gateways that
// have it unless all do.
void forward(const Elaborated &made, ArrayRef<Gateway> gateways, Sink sink) {
  for (auto [index, report] : llvm::enumerate(made.reports)) {
    std::vector<std::string> names;
    for (auto [gateway, body] : llvm::zip(gateways, made.ofGateway))
      if (body == index)
        names.push_back(gateway.name);
    if (names.size() == gateways.size())
      names.clear();
    for (Diagnostic diagnostic : report->take()) {
      diagnostic.gateways = names;
      sink.all().add(std::move(diagnostic));
    }
  }
}

// ---- external models

// A dotted name such as `s.t` or `"S"."t"`, read in a dialect.
std::optional<TableName> readTableName(StringRef text, const Dialect &dialect, Parser &parser, Arena &arena) {
  Report ignored;
  TokenBuffer tokens;
  scan(arena.copy(text), dialect, tokens, Sink(ignored), {1, 1});
  return normalizeTableName(parser.parseExpr(tokens, Sink(ignored)), dialect);
}

ModelBody makeExternal(const ExternalDecl &external, const Gateway &gateway, ParserPool &pool, Sink sink) {
  ModelBody body;
  body.kind = Kind::External;
  body.name = external.name;
  body.nameRange = external.range;
  body.description = external.description;
  body.dialect = external.dialect.empty() ? gateway.dialect : findDialect(external.dialect);
  if (!body.dialect)
    body.dialect = gateway.dialect;
  auto table = readTableName(external.name, *body.dialect, pool.parser(0, *body.dialect, pool.arena(0)), pool.arena(0));
  if (!table) {
    sink.report(external.range, diag::ExternalNameSyntax, external.name);
    body.poisoned = true;
    return body;
  }
  body.table = std::move(*table);
  body.data = StableHash().add("external").add(body.dialect->name).add(StringRef(quotedName(body.table))).finish();
  StableHash metadata;
  metadata.add(StringRef(body.description));
  for (auto &[name, type] : external.columns) {
    body.columns.push_back({normalizeName(name, false, *body.dialect), type, false});
    metadata.add(StringRef(body.columns.back().name)).add(StringRef(type));
  }
  body.metadata = metadata.finish();
  return body;
}

// A row for this gateway beats one for all gateways.
void addExternals(ArrayRef<ExternalDecl> externals, Project &project, GatewayModels &models, ParserPool &pool,
                  Sink sink) {
  for (bool own : {true, false})
    for (const ExternalDecl &external : externals) {
      if (own ? external.gateway != models.gateway->name || external.gateway.empty() : !external.gateway.empty())
        continue;
      project.externals.push_back(makeExternal(external, *models.gateway, pool, sink));
      Variant variant;
      variant.body = &project.externals.back();
      models.variants.push_back(std::move(variant));
    }
}

// Puts what was made of a file into the project.
void adopt(Elaborated made, Project &project, Sink sink) {
  if (made.bodies.empty())
    return;
  forward(made, project.config.gateways, sink);
  auto index = uint32_t(project.files.size());
  project.files.push_back(std::move(made.file));
  project.bodies.push_back(std::move(made.bodies));
  for (ModelBody &body : project.bodies.back())
    body.file = index;
  for (auto [g, models] : llvm::enumerate(project.gateways)) {
    const ModelBody &body = project.bodies.back()[made.ofGateway[g]];
    if (!body.enabled)
      continue;
    Variant variant;
    variant.body = &body;
    variant.poisoned = body.poisoned;
    models.variants.push_back(std::move(variant));
  }
}

} // namespace

void elaborate(const Sources &sources, const SharedByDialect &shared, FinishModel finish, Project &project,
               const RunTimes &times, unsigned jobs, ParserPool &pool, Sink sink) {
  std::vector<const SourceFile *> files = sources.ofRole(FileRole::Model);
  std::vector<Elaborated> made(files.size());
  parallelEachOn(files.size(), jobs, [&](size_t i, unsigned worker) {
    pool.scratch(worker).reset();
    made[i] = FileElaborator(*files[i], shared, finish, project.config.gateways, times, worker, pool, sink).run();
  });
  for (auto &[dialect, declarations] : shared.byDialect)
    for (const AuditDecl &audit : declarations.audits)
      checkAuditBlock(*audit.block, sink);
  for (const Gateway &gateway : project.config.gateways) {
    project.gateways.emplace_back();
    project.gateways.back().gateway = &gateway;
    project.gateways.back().variants.reserve(files.size());
  }
  // Bodies must not move once variants point to them.
  project.files.reserve(files.size());
  project.bodies.reserve(files.size());
  for (Elaborated &file : made)
    adopt(std::move(file), project, sink);
  for (GatewayModels &models : project.gateways)
    addExternals(shared.of(models.gateway->dialect).externals, project, models, pool,
                 sink.forGateway(models.gateway->name));
}

} // namespace sluice
