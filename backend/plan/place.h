// Where the models of a gateway live in an environment.
#pragma once
#include "backend/plan/make_plan.h"

namespace sluice {

// Physical objects and views of all models, by full name. Reports views whose
// names the engine would cut, and models that would share an object.
std::vector<PlacedModel> placeModels(const Project &project, const GatewayModels &models, StringRef environment,
                                     Sink sink);

// The version in the name of a model's physical object.
std::string physicalVersion(const Variant &variant);

} // namespace sluice
