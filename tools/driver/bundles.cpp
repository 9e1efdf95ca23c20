// From compiled projects to the files of bundles.
#include "backend/ddl/emit.h"
#include "backend/deploy/base.h"
#include "backend/deploy/diag.h"
#include "backend/deploy/manifest.h"
#include "backend/report/plan_report.h"
#include "ir/base/parallel.h"
#include "ir/plan/naming.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "tools/driver/compile.h"

namespace sluice {

// An unnamed gateway has a folder, too.
std::string bundleFolder(const BundleOptions &options, StringRef gateway) {
  llvm::SmallString<256> folder(options.out);
  llvm::sys::path::append(folder, gateway.empty() ? "default" : gateway, environmentName(options.environment));
  return folder.str().str();
}

namespace {

// Reads the bases and finds those of other gateways, doubles, and the output.
bool loadBases(Compilation &compilation, const BundleOptions &options, std::vector<DeployedBundle> &bases) {
  Sink sink(compilation.report);
  std::vector<std::string> names;
  for (size_t index : compilation.selected)
    names.push_back(compilation.project.config.gateways[index].name);
  bool good = true;
  for (const std::string &folder : options.bases) {
    StringRef shown = llvm::sys::path::filename(folder);
    auto base = loadBase(*compilation.env.files, folder, sink);
    if (!base) {
      good = false;
      continue;
    }
    if (!llvm::is_contained(names, base->gateway)) {
      sink.report({}, diag::BaseGateway, shown, base->gateway, llvm::join(names, ", "));
      good = false;
    }
    if (llvm::sys::fs::equivalent(folder, bundleFolder(options, base->gateway)) &&
        environmentName(options.environment) == base->environment) {
      sink.report({}, diag::BaseIsOutput, shown);
      good = false;
    }
    for (const DeployedBundle &other : bases)
      if (other.gateway == base->gateway && other.environment == base->environment && other.id != base->id) {
        sink.report({}, diag::BaseTwice, other.id, base->id, base->gateway, base->environment);
        good = false;
      }
    bases.push_back(std::move(*base));
  }
  return good;
}

} // namespace

std::vector<GatewayPlan> makePlans(Compilation &compilation, const BundleOptions &options,
                                   std::vector<DeployedBundle> &bases) {
  std::vector<GatewayPlan> plans;
  if (!loadBases(compilation, options, bases))
    return plans;
  for (size_t index : compilation.selected) {
    const GatewayModels &models = compilation.project.gateways[index];
    PlanOptions planOptions{environmentName(options.environment), {}, compilation.env.jobs};
    for (const DeployedBundle &base : bases)
      if (base.gateway == models.gateway->name)
        planOptions.bases.push_back(&base);
    if (auto plan = makePlan(compilation.project, models, planOptions, Sink(compilation.report)))
      plans.push_back(std::move(*plan));
  }
  if (compilation.report.hasErrors())
    plans.clear();
  compilation.timings.mark("plan");
  return plans;
}

namespace {

const GatewayModels &modelsOf(const Compilation &compilation, const Plan &plan) {
  return *llvm::find_if(compilation.project.gateways,
                        [&](const GatewayModels &models) { return models.gateway->name == plan.gateway; });
}

MadeBundle makeBundle(const Compilation &compilation, const BundleOptions &options, const GatewayPlan &plan,
                      unsigned jobs) {
  // Statements first, as data; a script is text only once it is printed.
  Script scripts[] = {emitBuild(plan.plan), emitSwap(plan.plan), emitRevert(plan.plan)};
  PrintedScript printed[3];
  MadeBundle bundle{bundleFolder(options, plan.plan.gateway), {}};
  for (auto [script, text] : llvm::zip(scripts, printed)) {
    text = printScript(script, *plan.plan.engine);
    bundle.files.push_back({script.file, std::move(text.text)});
  }
  bundle.files.push_back({"plan.md", printPlanReport(plan, {&scripts[0], &scripts[1], &scripts[2]})});

  ManifestInputs inputs{compilation.project, modelsOf(compilation, plan.plan), plan, {}, {}};
  for (auto [script, text] : llvm::zip(scripts, printed))
    inputs.scripts.push_back({&script, &text});
  for (const BundleFile &file : bundle.files)
    inputs.files.push_back({file.name, sha256(file.content)});
  bundle.files.push_back({"manifest.json", printManifest(inputs, jobs)});
  return bundle;
}

} // namespace

std::vector<MadeBundle> makeBundles(Compilation &compilation, const BundleOptions &options,
                                    std::vector<GatewayPlan> plans) {
  std::vector<MadeBundle> bundles(plans.size());
  unsigned each = std::max<unsigned>(1, compilation.env.jobs / std::max<size_t>(1, plans.size()));
  parallelEach(plans.size(), compilation.env.jobs, [&](size_t i) {
    bundles[i] = makeBundle(compilation, options, plans[i], each);
    plans[i] = {}; // its texts are in the bundle now
  });
  compilation.timings.mark("emit");
  return bundles;
}

} // namespace sluice
