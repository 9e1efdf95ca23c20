// Expands every declaration for every gateway, and shares what is equal.
//
// A body remembers the variables that it read. A gateway on which all of them
// have the same values gets the same body: a project of which one model in five
// mentions @gateway is expanded little more than once for two gateways.
#include "passes/elaborate/elaborate.h"
#include "frontend/lex/scan.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/body.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/header.h"

namespace sluice {

const Declarations &DeclarationSet::of(const Dialect *dialect) const {
  auto found = llvm::find_if(byDialect, [&](auto &entry) { return entry.first == dialect; });
  assert(found != byDialect.end() && "files were read with every gateway's dialect");
  return found->second;
}

namespace {

// The bodies of one file, which gateway has which, and what was reported while
// they were made.
struct Elaborated {
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

// The first earlier gateway whose body of this file also holds here.
std::optional<unsigned> findEqual(const Elaborated &made, ArrayRef<Gateway> gateways, size_t gateway,
                                  ArrayRef<const ModelDecl *> decls) {
  for (size_t other = 0; other < gateway; ++other)
    if (decls[other] == decls[gateway] && sameDefaults(gateways[other], gateways[gateway]) &&
        sameReads(made.bodies[made.ofGateway[other]], gateways[gateway]))
      return made.ofGateway[other];
  return std::nullopt;
}

// A model that is dropped without a word would be the worst of all answers.
// Statements that could not be parsed were reported while files were read.
void checkReported(const Elaborated &made, SourceRange header, Sink own, Sink files) {
  if (made.bodies.back().poisoned && !own.all().hasErrors() && !files.all().hasErrors())
    own.report(header, diag::ModelLost);
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

// The declaration of a file as the gateway's default dialect reads it. Where it
// cannot be read that way, which is reported, that of the first gateway stands
// in.
const ModelDecl *findDecl(const DeclarationSet &declarations, size_t index, const Gateway &gateway) {
  const ModelDecl &first = declarations.byDialect.front().second.models[index];
  const Declarations &own = declarations.of(gateway.dialect);
  if (&own == &declarations.byDialect.front().second)
    return &first;
  const ModelDecl *found = own.findModel(first.file->path);
  return found ? found : &first;
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
  auto table = readTableName(external.name, *body.dialect, pool.parser(0, *body.dialect), pool.arena(0));
  if (!table) {
    sink.report(external.range, diag::ExternalNameSyntax, external.name);
    body.poisoned = true;
    return body;
  }
  body.table = std::move(*table);
  for (auto &[name, type] : external.columns)
    body.columns.push_back({normalizeName(name, false, *body.dialect), nullptr, pool.arena(0).copy(StringRef(type))});
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

} // namespace

void elaborate(const DeclarationSet &declarations, Project &project, unsigned jobs, ParserPool &pool, Sink sink) {
  ArrayRef<Gateway> gateways = project.config.gateways;
  size_t count = declarations.byDialect.front().second.models.size();
  std::vector<Elaborated> made(count);
  parallelEachOn(count, jobs, [&](size_t i, unsigned worker) {
    llvm::SmallVector<const ModelDecl *> decls;
    for (const Gateway &gateway : gateways)
      decls.push_back(findDecl(declarations, i, gateway));
    for (auto [g, gateway] : llvm::enumerate(gateways)) {
      if (auto equal = findEqual(made[i], gateways, g, decls)) {
        made[i].ofGateway.push_back(*equal);
        continue;
      }
      made[i].reports.push_back(std::make_unique<Report>());
      BodyInputs inputs{declarations.of(gateway.dialect), gateway, pool.parser(worker, *decls[g]->dialect),
                        pool.arena(worker), Sink(*made[i].reports.back())};
      made[i].ofGateway.push_back(unsigned(made[i].bodies.size()));
      made[i].bodies.push_back(makeBody(*decls[g], uint32_t(i), inputs));
      checkReported(made[i], decls[g]->header.range, inputs.sink, sink);
    }
  });

  project.bodies.resize(count);
  project.gateways.resize(gateways.size());
  for (auto [g, models] : llvm::enumerate(project.gateways)) {
    models.gateway = &project.config.gateways[g];
    models.variants.reserve(count);
  }
  for (size_t i = 0; i < count; ++i) {
    forward(made[i], gateways, sink);
    project.bodies[i] = std::move(made[i].bodies);
    for (auto [g, models] : llvm::enumerate(project.gateways)) {
      const ModelBody &body = project.bodies[i][made[i].ofGateway[g]];
      if (!body.enabled)
        continue;
      Variant variant;
      variant.body = &body;
      variant.poisoned = body.poisoned;
      models.variants.push_back(std::move(variant));
    }
  }
  for (GatewayModels &models : project.gateways)
    addExternals(declarations.of(models.gateway->dialect).externals, project, models, pool, sink.forGateway(models.gateway->name));
}

} // namespace sluice
