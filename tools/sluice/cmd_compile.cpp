// sluice compile: the bundles of all gateways, or one value on the way there.
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "tools/driver/emit.h"
#include "tools/sluice/session.h"
#include "tools/sluice/verbs.h"

namespace sluice {
namespace {

BundleOptions bundleOptions(const Session &session) {
  const Options &options = session.options;
  BundleOptions result;
  result.environment = options.environment;
  result.out = options.out.empty() ? session.root + "/build" : session.absolute(options.out);
  for (const std::string &base : options.bases)
    result.bases.push_back(session.absolute(base));
  return result;
}

// Where a bundle is and what changed, for people.
void printSummary(const Session &session, const StoredBundle &bundle) {
  StringRef folder = bundle.folder;
  folder.consume_front(session.absolute(".") + "/");
  std::string text;
  for (ChangeKind kind : {ChangeKind::Added, ChangeKind::Modified, ChangeKind::Indirect, ChangeKind::Removed})
    if (unsigned count = bundle.changes[size_t(kind)])
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + changeName(kind).str();
  llvm::outs() << folder << ": " << (text.empty() ? "nothing changed" : text) << "; " << bundle.builds
               << " objects to build, " << bundle.views << " views\n";
}

// One file per model with its query, where that was asked for.
void writeModels(const Session &session, StringRef folder) {
  for (size_t index : session.compilation->selected) {
    const GatewayModels &models = session.compilation->project.gateways[index];
    llvm::SmallString<256> place(session.absolute(folder));
    llvm::sys::path::append(place, models.gateway->name.empty() ? "default" : models.gateway->name);
    std::error_code problem = llvm::sys::fs::create_directories(place);
    for (uint32_t variant : models.order) {
      if (problem)
        break;
      std::string query = renderQuery(models.variants[variant]);
      if (query.empty())
        continue;
      llvm::SmallString<256> file(place);
      llvm::sys::path::append(file, models.variants[variant].body->name + ".sql");
      llvm::raw_fd_ostream out(file, problem);
      if (!problem)
        out << query << ";\n";
    }
    if (problem)
      llvm::errs() << "sluice: `" << folder << "` cannot be written: " << problem.message() << '\n';
  }
}

int writeBundles(Session &session, const BundleOptions &options, PlanInputs inputs) {
  std::vector<StoredBundle> stored = storeBundles(*session.compilation, options, std::move(inputs));
  if (!session.options.quiet)
    for (const StoredBundle &bundle : stored)
      printSummary(session, bundle);
  if (!stored.empty() && !session.options.modelsFolder.empty())
    writeModels(session, session.options.modelsFolder);
  return session.finish();
}

} // namespace

int runCompile(const Options &options) {
  const EmitKind *emit = options.emit.empty() ? nullptr : findEmitKind(options.emit);
  if (!options.emit.empty() && !emit) {
    llvm::errs() << "sluice compile: --emit is " << emitKindNames() << ", not `" << options.emit << "`\n";
    return WrongUsage;
  }
  Session session(options, /*allByDefault=*/true);
  session.compilation->options.texts = !emit || emit->pretty ? Texts::Pretty : Texts::OneLine;
  bool usable = session.compile();
  // A value is shown even of a project with errors: that is when one looks.
  if (usable && emit && !emit->needsPlan) {
    emit->print(*session.compilation, {}, llvm::outs());
    return session.finish();
  }
  if (!usable || session.hasErrors())
    return session.finish();
  BundleOptions bundle = bundleOptions(session);
  auto inputs = checkPlans(*session.compilation, bundle);
  if (!inputs)
    return session.finish();
  if (!emit)
    return writeBundles(session, bundle, std::move(*inputs));
  std::vector<GatewayPlan> plans;
  for (size_t i = 0; i < session.compilation->selected.size(); ++i)
    plans.push_back(makeGatewayPlan(*session.compilation, bundle, i, *inputs, session.compilation->env.jobs));
  emit->print(*session.compilation, plans, llvm::outs());
  return session.finish();
}

} // namespace sluice
