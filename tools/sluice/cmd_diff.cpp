// sluice diff: what differs between two bundles, or a bundle and the project.
#include "backend/deploy/base.h"
#include "backend/deploy/manifest.h"
#include "backend/plan/changes.h"
#include "backend/plan/place.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"
#include "tools/sluice/session.h"
#include "tools/sluice/verbs.h"

namespace sluice {
namespace {

namespace json = llvm::json;

json::Value modelJson(const DeployedModel *model) {
  if (!model)
    return nullptr;
  auto name = [](const std::optional<ObjectName> &object) { return object ? json::Value(printObjectName(*object)) : json::Value(nullptr); };
  return json::Object{{"fqn", model->fqn},
                      {"name", model->name},
                      {"kind", model->kind},
                      {"physical_table", name(model->physical)},
                      {"view", name(model->view)},
                      {"columns", json::Array(model->columns)},
                      {"depends_on", json::Array(model->dependsOn)},
                      {"data", model->data},
                      {"metadata", model->metadata}};
}

void printJson(ArrayRef<ModelChange> changes, const DeployedBundle &old, const DeployedBundle &now) {
  json::OStream writer(llvm::outs(), 1);
  writer.array([&] {
    for (const ModelChange &change : changes)
      if (change.kind != ChangeKind::None)
        writer.object([&] {
          writer.attribute("fqn", change.fqn);
          writer.attribute("change", json::Object{{"kind", changeName(change.kind)}, {"reason", change.reason}, {"rebuilt", change.rebuilt}});
          writer.attribute("old", modelJson(old.find(change.fqn)));
          writer.attribute("new", modelJson(now.find(change.fqn)));
        });
  });
  llvm::outs() << '\n';
}

void printHuman(ArrayRef<ModelChange> changes) {
  bool any = false;
  for (const ModelChange &change : changes)
    if (change.kind != ChangeKind::None) {
      llvm::outs() << changeName(change.kind) << "  " << change.name << "  " << change.reason << '\n';
      any = true;
    }
  if (!any)
    llvm::outs() << "nothing differs\n";
}

// The project as the gateway and environment of a bundle would have it.
std::optional<DeployedBundle> ofProject(Session &session, const DeployedBundle &bundle) {
  if (!session.compile() || session.hasErrors())
    return std::nullopt;
  for (const GatewayModels &models : session.compilation->project.gateways)
    if (models.gateway->name == bundle.gateway)
      return deployedAfter(models, placeModels(session.compilation->project, models, bundle.environment, Sink(session.compilation->report)), bundle.environment);
  llvm::errs() << "sluice diff: the project has no gateway `" << bundle.gateway << "`, to which the bundle belongs\n";
  return std::nullopt;
}

} // namespace

int runDiff(const Options &options) {
  Session session(options, /*allByDefault=*/true);
  Sink sink(session.compilation->report);
  auto old = loadBase(*session.env.files, session.absolute(options.arguments[0]), sink);
  std::optional<DeployedBundle> now;
  if (old && options.arguments.size() == 2)
    now = loadBase(*session.env.files, session.absolute(options.arguments[1]), sink);
  else if (old)
    now = ofProject(session, *old);
  if (!old || !now) {
    int exitCode = session.finish();
    return exitCode == Done ? WrongUsage : exitCode;
  }
  std::vector<ModelChange> changes = findChanges(*old, *now);
  if (options.json)
    printJson(changes, *old, *now);
  else
    printHuman(changes);
  return session.finish();
}

} // namespace sluice
