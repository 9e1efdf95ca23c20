// make-plan
//
// What is to be built and which views are to move, on one gateway for one
// environment, against what is deployed.
//
//   before  models are linked and fingerprinted; bases have been read
//   after   a Plan: objects that no base has, parents first, and every view of
//           the environment with what it reads now and what it shall read
#pragma once
#include "ir/base/sink.h"
#include "ir/plan/change.h"
#include "ir/plan/deployed.h"
#include "ir/project/project.h"

namespace sluice {

struct PlanOptions {
  std::string environment = "prod";
  std::vector<const DeployedBundle *> bases; // of this gateway
  unsigned jobs = 1;
};

// A model in its place in the warehouse.
struct PlacedModel {
  uint32_t variant = 0;
  std::optional<ObjectName> physical, view; // none: the model has no object
  bool leftOut = false;                     // scripts cannot build it yet
};

struct GatewayPlan {
  Plan plan;
  std::vector<PlacedModel> models;  // by full name
  std::vector<ModelChange> changes; // of every model, and of those that went; by full name
  const DeployedBundle *base = nullptr; // of the same environment
};

// The places of the models, by full name, or nothing where no plan can be made.
// Reports names that are too long or collide, and models whose dialect the engine
// does not speak.
std::optional<std::vector<PlacedModel>> checkPlan(const Project &project, const GatewayModels &models, const PlanOptions &options,
                                                  Sink sink);

// Of a gateway whose models have these places.
GatewayPlan makePlan(const Project &project, const GatewayModels &models, const PlanOptions &options,
                     std::vector<PlacedModel> placed);

// The base of the same environment, or null.
const DeployedBundle *findBase(const PlanOptions &options);

// What the warehouse holds once the plan has been carried out.
DeployedBundle deployedAfter(const GatewayModels &models, ArrayRef<PlacedModel> placed, StringRef environment);

} // namespace sluice
