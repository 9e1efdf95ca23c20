// The compiler's driver. Each phase takes what the ones before it gave; what
// becomes fixed is said where it does.
#include "tools/driver/compile.h"
#include "backend/sql/printer.h"
#include "frontend/config/diags.h"
#include "frontend/config/read.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/check_unit_tests.h"
#include "passes/fingerprint.h"
#include "passes/elaborate/resolve_columns.h"
#include "passes/graph.h"
#include "tools/driver/one_model.h"

namespace sluice {
namespace {

// The user's own configuration. Its variables are there before a template is filled.
void loadPersonal(Compilation &compilation, Sink sink) {
  const Environment::Map &variables = compilation.env.environment.all();
  auto home = variables.find("HOME"), named = variables.find("SQLMESH_HOME");
  bool isNamed = named != variables.end() && !named->second.empty();
  if (!isNamed && (home == variables.end() || home->second.empty()))
    return;
  std::string folder = isNamed ? named->second : home->second + "/.sqlmesh";
  loadPersonalConfig(*compilation.env.files, folder, isNamed ? "$SQLMESH_HOME" : "~/.sqlmesh", compilation.sources, sink);
  if (compilation.sources.personal)
    addPersonalVariables(*compilation.sources.personal, compilation.env.environment, sink);
}

// The configuration, in the light of .env. Its environment overrides come last.
bool readConfiguration(Compilation &compilation) {
  Sink sink(compilation.report);
  loadConfigText(*compilation.env.files, compilation.options.root, compilation.sources, sink);
  if (!compilation.sources.config)
    return false;
  if (compilation.sources.dotenv)
    compilation.env.environment.overlay(readDotenv(*compilation.sources.dotenv, sink));
  loadPersonal(compilation, sink);
  auto config = readConfig(*compilation.sources.config, compilation.sources.personal, compilation.env.environment, sink);
  if (!config)
    return false;
  compilation.project.config = std::move(*config);
  return !compilation.project.config.gateways.empty() &&
         llvm::all_of(compilation.project.config.gateways, [](const Gateway &gateway) { return gateway.dialect; });
}

// Which gateways were asked for, in the order of the configuration.
bool selectGateways(Compilation &compilation) {
  const Config &config = compilation.project.config;
  std::vector<std::string> wanted = compilation.options.gateways;
  if (wanted.empty())
    if (auto name = compilation.env.environment.find("SQLMESH_GATEWAY"))
      wanted.push_back(*name);
  if (wanted.empty() && compilation.options.allByDefault)
    wanted.push_back("all");
  if (wanted.empty())
    wanted.push_back(config.gateways[config.defaultGateway].name);
  llvm::SmallVector<StringRef> names;
  for (const Gateway &gateway : config.gateways)
    names.push_back(gateway.name);
  bool known = true;
  for (const std::string &name : wanted) {
    const Gateway *gateway = config.findGateway(name);
    if (gateway || name == "all")
      continue;
    Sink(compilation.report).report({}, diag::GatewayUnknown, name, findNearest(name, names));
    known = false;
  }
  for (auto [index, gateway] : llvm::enumerate(config.gateways))
    if (llvm::any_of(wanted, [&](StringRef name) { return name == "all" || name.lower() == gateway.name; }))
      compilation.selected.push_back(index);
  return known;
}

// Audits, and what Python declares, once for each default dialect.
void declareForAllDialects(Compilation &compilation, Sink sink) {
  auto &sets = compilation.shared.byDialect;
  for (const Gateway &gateway : compilation.project.config.gateways)
    if (llvm::none_of(sets, [&](auto &entry) { return entry.first == gateway.dialect; }))
      sets.push_back({gateway.dialect, declareShared(compilation.sources, *gateway.dialect, compilation.env.jobs,
                                                     compilation.pool, sink)});
}

size_t sourceBytes(const Sources &sources) {
  size_t sum = 0;
  for (const ProjectFile &file : sources.files)
    sum += file.bytes.size();
  return sum;
}

AroundInputs aroundInputs(Compilation &compilation, const Gateway &gateway) {
  return {compilation.project.config, gateway, *compilation.sources.config, compilation.options.times,
          compilation.shared.of(gateway.dialect).pythonMacros,
          compilation.pool.parser(0, *gateway.dialect, compilation.pool.arena(0)), compilation.pool.arena(0)};
}

// Problems of gateways that nobody asked for are not told.
Sink sinkFor(Compilation &compilation, size_t gateway, Report &ignored) {
  bool asked = llvm::is_contained(compilation.selected, gateway);
  const Config &config = compilation.project.config;
  Sink sink(asked ? compilation.report : ignored);
  return config.gateways.size() > 1 ? sink.forGateway(config.gateways[gateway].name) : sink;
}

// Statements around a deployment, for the gateways that were asked for.
void readAround(Compilation &compilation) {
  const Config &config = compilation.project.config;
  if (config.beforeAll.empty() && config.afterAll.empty())
    return;
  const std::string &environment = compilation.options.environment;
  Report ignored;
  for (size_t index : compilation.selected) {
    GatewayModels &models = compilation.project.gateways[index];
    Sink sink = sinkFor(compilation, index, ignored);
    if (environment.empty()) {
      checkAround(aroundInputs(compilation, *models.gateway), sink);
      continue;
    }
    EnvironmentNames names = environmentNames(environment, compilation.project, models);
    models.beforeAll = makeAround(AroundStage::Before, compilation, models, names, sink);
    models.afterAll = makeAround(AroundStage::After, compilation, models, names, sink);
  }
}

} // namespace

std::vector<std::string> makeAround(AroundStage stage, Compilation &compilation, const GatewayModels &models,
                                    const EnvironmentNames &names, Sink sink) {
  std::vector<std::string> texts;
  for (const Node *node : expandAround(stage, names, aroundInputs(compilation, *models.gateway), sink))
    texts.push_back(sqlText(node, {.dialect = models.gateway->dialect}));
  return texts;
}

void compileProject(Compilation &compilation) {
  Sink sink(compilation.report);
  const unsigned jobs = compilation.env.jobs;
  Project &project = compilation.project;

  // Read the configuration. From here on the gateways are known.
  compilation.usable = readConfiguration(compilation) && selectGateways(compilation);
  compilation.configFailed = compilation.report.hasErrors();
  if (!compilation.usable)
    return;
  compilation.timings.mark("config");

  // Read every file once. From here on the project's folder is not looked at,
  // but for the seeds that models name.
  loadProjectText(*compilation.env.files, compilation.options.root, project.config.ignorePatterns, jobs,
                  compilation.sources, sink);
  if (!compilation.options.model.empty())
    keepFilesOf(compilation.options.model, compilation.sources);
  compilation.timings.mark("load", sourceBytes(compilation.sources));

  // Declare what all models share. From here on audits have names.
  declareForAllDialects(compilation, sink);
  checkLintRules(project.config.lintRules, compilation.shared.byDialect.front().second.lintRules, sink);
  compilation.timings.mark("declare");

  // Parse, expand and print each file. From here on a model is text with holes
  // for the names of tables, and no macro is left.
  auto finish = [texts = compilation.options.texts](const ModelTree &tree) { return finishModel(tree, texts); };
  ElaborateOptions options{compilation.options.times, compilation.options.fingerprints, jobs};
  if (compilation.options.texts != Texts::None)
    options.watched = findTimeColumns(compilation.sources);
  std::vector<Blueprint> blueprints = elaborate(compilation.sources, compilation.shared, finish, compilation.selected, project,
                                                options, compilation.pool, sink);
  compilation.timings.mark("elaborate", sourceBytes(compilation.sources));

  // Read the rows of seeds.
  loadSeedText(*compilation.env.files, compilation.options.root, seedPaths(project), jobs, compilation.sources, sink);
  readSeeds(compilation.sources, project, jobs, sink);
  compilation.timings.mark("seeds");

  // Tell models of the columns of others. From here on bodies do not change.
  resolveColumns({compilation.sources, compilation.shared, blueprints, finish, options}, compilation.selected, project,
                 compilation.pool, sink);
  compilation.timings.mark("columns");

  // Find parents. From here on every model has its place in the graph.
  Report ignored;
  parallelEach(project.gateways.size(), jobs,
               [&](size_t i) { linkModels(project, project.gateways[i], sinkFor(compilation, i, ignored)); });
  compilation.timings.mark("link");
  if (!compilation.options.model.empty())
    return;

  // Expand what runs before and after a deployment.
  readAround(compilation);

  // Check what tests say of models. They change nothing.
  checkUnitTests(readUnitTests(compilation.sources, compilation.env.environment, sink), project,
                 [&](size_t gateway) { return sinkFor(compilation, gateway, ignored); }, sink);

  // Give every healthy model its fingerprints. From here on nothing changes.
  if (compilation.options.fingerprints)
    fingerprint(project, jobs);
  compilation.timings.mark("fingerprint");
}

} // namespace sluice
