// Scripts: what a plan asks for, as steps, and the steps as text.
//
//   printScript(ScriptKind::Build, plan, [&](StringRef text) { file.append(text); });
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

enum class ScriptKind : uint8_t { Build, Swap, Revert };
constexpr ScriptKind scriptKinds[] = {ScriptKind::Build, ScriptKind::Swap, ScriptKind::Revert}; // as they are run
StringRef scriptFile(ScriptKind kind);

// The steps of a script, each handed over when it is whole: nobody needs all of
// their text at once.
using TakeStep = llvm::function_ref<void(Step step)>;
void emitSteps(ScriptKind kind, const Plan &plan, TakeStep take);

// Prints a script; `out` gets the text step by step. Equal plans give equal bytes.
PrintedScript printScript(ScriptKind kind, const Plan &plan, llvm::function_ref<void(StringRef text)> out);

} // namespace sluice
