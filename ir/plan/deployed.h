// What a deployed bundle says about a warehouse: the state that a plan starts
// from, as a value. It is read from the bundle's manifest.
#pragma once
#include "ir/plan/plan.h"
#include "llvm/ADT/StringMap.h"

namespace sluice {

struct DeployedModel {
  std::string fqn, name, kind;
  std::optional<ObjectName> physical; // none: the model has no object
  std::optional<ObjectName> view;
  std::vector<std::string> columns; // empty: not known
  std::string data, metadata;       // of `resolved`, in hex digits
  std::vector<std::string> dependsOn; // full names, sorted
};

struct DeployedBundle {
  std::string id, gateway, environment, dialect;
  std::vector<DeployedModel> models; // by full name
  llvm::StringMap<size_t> byName;    // full name to index

  const DeployedModel *find(StringRef fqn) const {
    auto found = byName.find(fqn);
    return found == byName.end() ? nullptr : &models[found->second];
  }
};

} // namespace sluice
