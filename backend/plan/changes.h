// What differs between two states of a warehouse, told to a reviewer.
#pragma once
#include "ir/plan/change.h"
#include "ir/plan/deployed.h"

namespace sluice {

// Every model of `next`, and those of `base` that are gone, by full name.
std::vector<ModelChange> findChanges(const DeployedBundle &base, const DeployedBundle &next);

} // namespace sluice
