// sluice check: everything that compile does, but nothing is written.
#include "tools/sluice/session.h"
#include "tools/sluice/verbs.h"

namespace sluice {

// How many models each gateway has, for a run without problems.
static void printSummary(const Compilation &compilation) {
  for (size_t index : compilation.selected) {
    const GatewayModels &models = compilation.project.gateways[index];
    llvm::outs() << (models.gateway->name.empty() ? "default" : models.gateway->name) << ": " << models.order.size() << " models, no errors\n";
  }
}

int runCheck(const Options &options) {
  Session session(options, /*allByDefault=*/true);
  if (session.compile() && !session.hasErrors() && !options.quiet)
    printSummary(*session.compilation);
  return session.finish();
}

} // namespace sluice
