// sluice list: the models of a gateway, with their place in the warehouse.
#include "backend/deploy/manifest.h"
#include "backend/plan/place.h"
#include "ir/plan/naming.h"
#include "tools/sluice/session.h"
#include "tools/sluice/verbs.h"

namespace sluice {
namespace {

void printFingerprint(StringRef name, const Fingerprint &fingerprint) {
  llvm::outs() << "    " << name << " " << fingerprintVersion << fingerprint.whole.hex() << '\n';
  llvm::outs() << "      data " << fingerprint.data.hex() << "\n      metadata " << fingerprint.metadata.hex() << "\n      parents "
               << fingerprint.parents.hex() << '\n';
}

void printHuman(const GatewayModels &models, ArrayRef<PlacedModel> placed, bool verbose) {
  llvm::outs() << (models.gateway->name.empty() ? "default" : models.gateway->name) << '\n';
  for (const PlacedModel &model : placed) {
    const Variant &variant = models.variants[model.variant];
    if (variant.poisoned)
      continue;
    llvm::outs() << "  " << variant.body->name << "  " << kindRow(variant.body->kind).name << "  "
                 << fingerprintVersion << StringRef(variant.source.whole.hex()).take_front(10) << '\n';
    if (verbose) {
      if (model.physical)
        llvm::outs() << "    table " << printObjectName(*model.physical) << "\n    view " << printObjectName(*model.view) << '\n';
      printFingerprint("source", variant.source);
      printFingerprint("resolved", variant.resolved);
    }
    for (uint32_t parent : variant.parents)
      llvm::outs() << "    reads " << models.variants[parent].body->name << '\n';
    for (const std::string &name : variant.outside)
      llvm::outs() << "    reads " << name << " (not a model)\n";
  }
}

} // namespace

int runList(const Options &options) {
  Session session(options, /*allByDefault=*/false);
  if (!session.compile())
    return session.finish();
  std::vector<std::string> lines;
  for (size_t index : session.compilation->selected) {
    const GatewayModels &models = session.compilation->project.gateways[index];
    auto placed = placeModels(session.compilation->project, models, environmentName(options.environment), Sink(session.compilation->report));
    if (!options.json)
      printHuman(models, placed, options.verbose);
    else
      for (const PlacedModel &model : placed)
        if (!models.variants[model.variant].poisoned)
          appendModelJson(models, model, nullptr, lines.emplace_back());
  }
  if (options.json)
    llvm::outs() << "[\n" << llvm::join(lines, ",\n") << "\n]\n";
  return session.finish();
}

} // namespace sluice
