// sluice render: the final query of one model.
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"
#include "tools/driver/emit.h"
#include "tools/driver/one_model.h"
#include "tools/sluice/session.h"
#include "tools/sluice/verbs.h"

namespace sluice {

// By the name that the author wrote, or by the full name.
static const Variant *findModel(const GatewayModels &models, StringRef name) {
  auto found = llvm::find_if(models.variants, [&](const Variant &variant) {
    return variant.fqn == name || StringRef(variant.body->name).equals_insensitive(name);
  });
  return found == models.variants.end() ? nullptr : &*found;
}

static int reportUnknown(const GatewayModels &models, StringRef name) {
  llvm::SmallVector<StringRef> names;
  for (const Variant &variant : models.variants)
    names.push_back(variant.body->name);
  StringRef nearest = findNearest(name, names);
  llvm::errs() << "sluice render: there is no model `" << name << "` on the gateway `" << models.gateway->name << "`";
  if (!nearest.empty())
    llvm::errs() << "; did you mean `" << nearest << "`?";
  llvm::errs() << '\n';
  return WrongUsage;
}

// Whether every gateway that was asked for has the model, nothing is wrong with
// it, and its text needs no other models.
static bool isHealthy(const Compilation &compilation, StringRef name) {
  return !compilation.report.hasErrors() && llvm::all_of(compilation.selected, [&](size_t index) {
    const Variant *variant = findModel(compilation.project.gateways[index], name);
    return variant && !variant->poisoned && !variant->body->asksColumns;
  });
}

static int renderIn(Session &session, StringRef name) {
  for (size_t index : session.compilation->selected) {
    const GatewayModels &models = session.compilation->project.gateways[index];
    const Variant *variant = findModel(models, name);
    if (!variant) {
      int exitCode = session.finish();
      return exitCode == Done ? reportUnknown(models, name) : exitCode;
    }
    if (variant->poisoned)
      continue;
    std::string query = renderQuery(*variant);
    if (query.empty())
      llvm::errs() << "sluice render: a model of kind " << kindRow(variant->body->kind).name << " has no query\n";
    else
      llvm::outs() << query << '\n';
  }
  return session.finish();
}

// Compiles one model, or all of them where one is not enough: to tell a name
// that is nearly right, or what is wrong.
int runRender(const Options &options) {
  StringRef name = options.arguments.front();
  if (!options.verbose && canKeepFilesOf(name)) {
    Session session(options, /*allByDefault=*/false);
    session.compilation->options.model = name.str();
    session.compilation->options.fingerprints = false;
    if (session.compile() && isHealthy(*session.compilation, name))
      return renderIn(session, name);
  }
  Session session(options, /*allByDefault=*/false);
  session.compilation->options.fingerprints = false;
  return session.compile() ? renderIn(session, name) : session.finish();
}

} // namespace sluice
