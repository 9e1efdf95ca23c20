// Finds changes by comparing digests: a model whose own data differs is
// modified, one that only reads other tables than before is so indirectly.
#include "backend/plan/changes.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {
namespace {

// Whether the rows of a model may be others than before.
bool hasMoved(StringRef fqn, const DeployedBundle &base, const DeployedBundle &next) {
  const DeployedModel *old = base.find(fqn), *now = next.find(fqn);
  return !old || !now || old->physical != now->physical || old->data != now->data;
}

std::string parentReason(const DeployedModel &model, const DeployedBundle &base, const DeployedBundle &next) {
  std::string names;
  for (const std::string &parent : model.dependsOn)
    if (next.find(parent) && hasMoved(parent, base, next))
      names += (names.empty() ? "" : ", ") + next.find(parent)->name;
  return names.empty() ? "a table that it reads has changed" : "it reads " + names + ", which changed";
}

ModelChange compare(const DeployedModel &model, const DeployedBundle &base, const DeployedBundle &next) {
  const DeployedModel *old = base.find(model.fqn);
  bool rebuilt = model.physical && (!old || old->physical != model.physical);
  auto change = [&](ChangeKind kind, std::string reason) {
    return ModelChange{model.fqn, model.name, kind, std::move(reason), rebuilt};
  };
  if (!old)
    return change(ChangeKind::Added, "it is not in the base");
  if (old->kind != model.kind)
    return change(ChangeKind::Modified, "its kind changed from " + old->kind + " to " + model.kind);
  if (old->data != model.data)
    return change(ChangeKind::Modified, "its data definition changed");
  if (old->metadata != model.metadata)
    return change(ChangeKind::Modified, rebuilt ? "its metadata changed, and " + parentReason(model, base, next)
                                                : "its metadata changed; its rows did not");
  if (rebuilt)
    return change(ChangeKind::Indirect, parentReason(model, base, next));
  return change(ChangeKind::None, "");
}

} // namespace

std::vector<ModelChange> findChanges(const DeployedBundle &base, const DeployedBundle &next) {
  std::vector<ModelChange> changes;
  for (const DeployedModel &model : next.models)
    changes.push_back(compare(model, base, next));
  for (const DeployedModel &model : base.models)
    if (!next.find(model.fqn))
      changes.push_back({model.fqn, model.name, ChangeKind::Removed, "it is not there any more", false});
  llvm::stable_sort(changes, [](const ModelChange &a, const ModelChange &b) { return a.fqn < b.fqn; });
  return changes;
}

} // namespace sluice
