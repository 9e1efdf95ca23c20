// Scripts: what a plan asks for, as steps, and the steps as text.
//
//   Script build = emitBuild(plan);
//   PrintedScript text = printScript(build, *plan.engine);
//
// build.sql   makes physical objects, which nobody reads yet
// swap.sql    moves all views of the environment to them, at once
// revert.sql  moves the views back to where they were
//
// Each can be run again from its start: what is there is not made again, and
// where all views are as they shall be nothing changes.
#pragma once
#include "ir/plan/script.h"

namespace sluice {

// Whether scripts for the engine can be made; the other functions ask for it.
bool canEmit(const Engine &engine);

// Takes the texts of the builds out of the plan: they are most of its size.
Script emitBuild(Plan &plan);
Script emitSwap(const Plan &plan);
Script emitRevert(const Plan &plan);

// The text of a script and where in it each step stands. Equal scripts give
// equal bytes. The lines of the steps are taken out of the script.
PrintedScript printScript(Script &script, const Engine &engine);

} // namespace sluice
