// The compiler as one flat list of calls, shared by every verb.
//
//   Compilation compilation(env, options);
//   compileProject(compilation);
//   auto inputs = checkPlans(compilation, bundleOptions);
//   storeBundles(compilation, bundleOptions, *inputs);
#pragma once
#include "backend/deploy/bundle.h"
#include "backend/plan/make_plan.h"
#include "backend/sql/finish_model.h"
#include "frontend/config/environment.h"
#include "frontend/declare/declarations.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "passes/elaborate/around.h"
#include "passes/elaborate/elaborate.h"
#include "tools/driver/timings.h"

namespace sluice {

// Everything outside that a run touches; tests bring their own.
struct Env {
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;
  Environment environment;
  unsigned jobs = 1;
};

struct CompileOptions {
  std::string root;                  // absolute
  std::vector<std::string> gateways; // as asked for; "all"; empty: see `allByDefault`
  bool allByDefault = true;          // else the default gateway
  Texts texts = Texts::Pretty;       // of queries and statements
  RunTimes times = {};               // what time variables stand for
  std::string model = {};            // only what the text of this model needs; empty: everything
  std::string environment = "prod";  // that statements around a deployment see; empty: they are not expanded
  bool fingerprints = true;          // else models have none: for verbs that only check or show texts
};

struct Compilation {
  Compilation(Env &env, CompileOptions options) : env(env), options(std::move(options)), pool(env.jobs) {}

  Env &env;
  CompileOptions options;
  Report report;
  Sources sources;
  Project project;
  ParserPool pool;
  SharedByDialect shared;
  std::vector<size_t> selected; // indices of gateways, in the order of the configuration
  Timings timings;
  bool usable = false;     // the configuration could be read
  bool configFailed = false; // it has errors
};

// Reads and compiles a project for all its gateways; what is wrong is in the
// report.
void compileProject(Compilation &compilation);

// The statements of one list around a deployment, as a linked gateway runs them.
std::vector<std::string> makeAround(AroundStage stage, Compilation &compilation, const GatewayModels &models,
                                    const EnvironmentNames &names, Sink sink);

struct BundleOptions {
  std::string environment = "prod"; // as written
  std::string out;                  // absolute
  std::vector<std::string> bases;   // folders, absolute
};

// What plans start from.
struct PlanInputs {
  std::vector<DeployedBundle> bases;
  std::vector<std::vector<PlacedModel>> placed; // of each selected gateway
};

// Reads the bases and finds what keeps the selected gateways from having plans:
// then nothing is given, and problems are in the report.
std::optional<PlanInputs> checkPlans(Compilation &compilation, const BundleOptions &options);

// The plan of a selected gateway, by its number among them. It takes the places of its models
// and points to its bases.
GatewayPlan makeGatewayPlan(const Compilation &compilation, const BundleOptions &options, size_t number, PlanInputs &inputs,
                            unsigned jobs);

// What was written for a gateway.
struct StoredBundle {
  std::string folder;
  unsigned changes[5] = {}; // by ChangeKind
  size_t builds = 0, views = 0;
};

// Writes the bundles of all selected gateways: all of them, or none and nothing
// is returned.
std::vector<StoredBundle> storeBundles(Compilation &compilation, const BundleOptions &options, PlanInputs inputs);

// The folder of a gateway's bundle.
std::string bundleFolder(const BundleOptions &options, StringRef gateway);

} // namespace sluice
