// The steps of each script, in the order that all engines have in common.
#pragma once
#include "backend/ddl/hooks.h"

namespace sluice {

void emitBuild(const Plan &plan, const DdlHooks &hooks, ScriptWriter &writer);
void emitSwap(const Plan &plan, const DdlHooks &hooks, ScriptWriter &writer);
void emitRevert(const Plan &plan, const DdlHooks &hooks, ScriptWriter &writer);

} // namespace sluice
