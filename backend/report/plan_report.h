// plan.md: what a reviewer reads before scripts are run.
#pragma once
#include "backend/deploy/manifest.h"
#include "backend/plan/make_plan.h"

namespace sluice {

// Changes with their reasons, models that are left out, steps, what is locked, and what cannot be atomic
// or undone.
std::string printPlanReport(const GatewayPlan &plan, ArrayRef<PrintedScript> scripts, ArrayRef<Variant> variants);

} // namespace sluice
