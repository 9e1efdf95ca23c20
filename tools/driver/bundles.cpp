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

static PlanOptions planOptions(const BundleOptions &options, const GatewayModels &models,
                               ArrayRef<DeployedBundle> bases, unsigned jobs) {
  PlanOptions result{environmentName(options.environment), {}, jobs};
  for (const DeployedBundle &base : bases)
    if (base.gateway == models.gateway->name)
      result.bases.push_back(&base);
  return result;
}

std::optional<PlanInputs> checkPlans(Compilation &compilation, const BundleOptions &options) {
  PlanInputs inputs;
  bool good = loadBases(compilation, options, inputs.bases);
  inputs.placed.resize(compilation.selected.size());
  if (compilation.project.config.onlyDevEnvironments)
    Sink(compilation.report).report({}, diag::DevOnlyNotBuilt);
  parallelEach(compilation.selected.size(), compilation.env.jobs, [&](size_t i) {
    const GatewayModels &models = compilation.project.gateways[compilation.selected[i]];
    PlanOptions own = planOptions(options, models, inputs.bases, 1);
    if (auto placed = checkPlan(compilation.project, models, own, Sink(compilation.report)))
      inputs.placed[i] = std::move(*placed);
  });
  compilation.timings.mark("bases");
  return good && !compilation.report.hasErrors() ? std::optional(std::move(inputs)) : std::nullopt;
}

GatewayPlan makeGatewayPlan(const Compilation &compilation, const BundleOptions &options, size_t number, PlanInputs &inputs,
                            unsigned jobs) {
  const GatewayModels &models = compilation.project.gateways[compilation.selected[number]];
  return makePlan(compilation.project, models, planOptions(options, models, inputs.bases, jobs), std::move(inputs.placed[number]));
}

namespace {

// A file as it is with line feeds: a checkout with other line ends is the same
// input. `room` keeps a text that is not the file's own.
StringRef withLineFeeds(StringRef bytes, std::string &room) {
  if (!bytes.contains('\r'))
    return bytes;
  room.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size(); ++i)
    if (bytes[i] != '\r' || i + 1 == bytes.size() || bytes[i + 1] != '\n')
      room += bytes[i];
  return room;
}

// The files of the project, by path.
void hashInputs(Compilation &compilation) {
  ArrayRef<ProjectFile> files = compilation.sources.files;
  auto &inputs = compilation.project.inputs;
  inputs.resize(files.size());
  constexpr size_t group = 64;
  parallelBlocks(files.size(), group, compilation.env.jobs, [&](size_t first, size_t end, unsigned) {
    ArrayRef<ProjectFile> own = files.slice(first, end - first);
    std::string rooms[group];
    StringRef texts[group];
    Digest digests[group];
    for (size_t k = 0; k < own.size(); ++k)
      texts[k] = withLineFeeds(own[k].bytes, rooms[k]);
    sha256Each(ArrayRef(texts, own.size()), llvm::MutableArrayRef(digests, own.size()));
    for (size_t k = 0; k < own.size(); ++k)
      inputs[first + k] = {own[k].source->path, digests[k]};
  });
  llvm::sort(inputs, [](const ProjectInput &a, const ProjectInput &b) { return a.path < b.path; });
}

// Writes the scripts, which are independent of each other, and gives what the
// manifest and the report tell of them.
std::vector<PrintedScript> writeScripts(const Plan &plan, unsigned jobs, BundleWriter &writer) {
  std::vector<PrintedScript> scripts(std::size(scriptKinds));
  std::vector<BundleFile> files(scripts.size());
  auto write = [&](ScriptKind kind) {
    BundleFileWriter file(writer, scriptFile(kind));
    scripts[size_t(kind)] = printScript(kind, plan, [&](StringRef text) { file.append(text); });
    files[size_t(kind)] = file.finish();
  };
  parallelEach(2, jobs, [&](size_t half) {
    if (half == 0)
      return write(ScriptKind::Build);
    write(ScriptKind::Swap);
    write(ScriptKind::Revert);
  });
  for (BundleFile &file : files)
    writer.add(std::move(file));
  return scripts;
}

// Writes all files. Of the views only the scripts tell, and each piece of the
// manifest is forgotten once it is written.
void writeBundle(const Compilation &compilation, const GatewayModels &models, GatewayPlan plan, unsigned jobs, BundleWriter &writer) {
  std::vector<PrintedScript> scripts = writeScripts(plan.plan, jobs, writer);
  plan.plan.views = {};
  writer.add("plan.md", printPlanReport(plan, scripts, models.variants));
  BundleFileWriter manifest(writer, "manifest.json");
  for (std::string &piece : printManifest({compilation.project, models, plan, scripts, writer.files()}, jobs)) {
    manifest.append(piece);
    piece = {};
  }
  writer.add(manifest.finish());
}

StoredBundle describe(const GatewayPlan &plan, StringRef folder) {
  StoredBundle result{folder.str(), {}, plan.plan.builds.size(), plan.plan.views.size()};
  for (const ModelChange &change : plan.changes)
    ++result.changes[size_t(change.kind)];
  return result;
}

} // namespace

std::vector<StoredBundle> storeBundles(Compilation &compilation, const BundleOptions &options, PlanInputs inputs) {
  Sink sink(compilation.report);
  hashInputs(compilation);
  compilation.timings.mark("inputs");
  const size_t count = compilation.selected.size();
  std::vector<std::unique_ptr<BundleWriter>> writers;
  std::vector<StoredBundle> stored(count);
  // A writer waits until it has its folder: two runs never wait for each other,
  // since both ask in the order of the configuration.
  for (size_t index : compilation.selected) {
    StringRef gateway = compilation.project.gateways[index].gateway->name;
    writers.push_back(std::make_unique<BundleWriter>(bundleFolder(options, gateway), sink));
    if (compilation.report.hasErrors())
      return {};
  }
  // Gateways have nothing in common from here on; what cores are left over goes to each.
  const unsigned jobs = std::max<unsigned>(1, compilation.env.jobs / unsigned(std::max<size_t>(1, count)));
  parallelEach(count, compilation.env.jobs, [&](size_t i) {
    const GatewayModels &models = compilation.project.gateways[compilation.selected[i]];
    GatewayPlan plan = makeGatewayPlan(compilation, options, i, inputs, jobs);
    stored[i] = describe(plan, writers[i]->folder());
    writeBundle(compilation, models, std::move(plan), jobs, *writers[i]);
  });
  compilation.timings.mark("bundles");
  if (compilation.report.hasErrors())
    return {};
  bool placed = llvm::all_of(writers, [](auto &writer) { return writer->commit(); });
  return placed ? stored : std::vector<StoredBundle>();
}

} // namespace sluice
