// The table of built-in macros: one row each. A new macro is a new row and a
// function in the file of its family.
//
//   {.name = "IF", .minArgs = 2, .maxArgs = 3, .eval = evalIf, ...}
#pragma once
#include "passes/macros/calls.h"

namespace sluice {

struct Builtin {
  StringRef name;
  uint8_t minArgs = 0, maxArgs = 0; // 255: any number
  MacroResult (*eval)(MacroCallFrame &call) = nullptr;
  StringRef params = {};  // names for keyword arguments, in order: "condition,true,false"
  StringRef example = {}; // SQL that a test expands
};

// The row of a macro, case aside, or null.
const Builtin *findBuiltin(StringRef name);

// Whether SQLMesh has a macro of that name that is no row yet.
bool isMacroNotBuilt(StringRef name);

// The name that is nearest to a misspelt one, or empty.
StringRef findNearestMacro(StringRef name);

ArrayRef<Builtin> allBuiltins();

} // namespace sluice
