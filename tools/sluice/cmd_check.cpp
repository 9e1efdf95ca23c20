// sluice check: everything that compile does, but nothing is written.
#include "backend/plan/place.h"
#include "ir/base/parallel.h"
#include "ir/plan/naming.h"
#include "tools/sluice/session.h"
#include "tools/sluice/verbs.h"

namespace sluice {

// How many models each gateway has, for a run without problems.
static void printSummary(const Compilation &compilation) {
  for (size_t index : compilation.selected) {
    const GatewayModels &models = compilation.project.gateways[index];
    llvm::outs() << (models.gateway->name.empty() ? "default" : models.gateway->name) << ": " << models.order.size() << (models.order.size() == 1 ? " model" : " models") << ", no errors\n";
  }
}

// Names that the engine would cut, or that would meet in one database.
static void checkNames(Session &session) {
  Compilation &compilation = *session.compilation;
  parallelEach(compilation.selected.size(), compilation.env.jobs, [&](size_t i) {
    const GatewayModels &models = compilation.project.gateways[compilation.selected[i]];
    if (models.gateway->connection)
      placeModels(compilation.project, models, environmentName(session.options.environment),
                  Sink(compilation.report).forGateway(models.gateway->name));
  });
}

int runCheck(const Options &options) {
  Session session(options, /*allByDefault=*/true);
  session.compilation->options.texts = Texts::None;
  session.compilation->options.fingerprints = false;
  if (session.compile())
    checkNames(session);
  if (session.compilation->usable && !session.hasErrors() && !options.quiet)
    printSummary(*session.compilation);
  return session.finish();
}

} // namespace sluice
