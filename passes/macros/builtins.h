// The table of built-in macros: one row each. A new macro is a new row and a
// function in the file of its family.
//
//   {.name = "IF", .minArgs = 2, .maxArgs = 3, .eval = evalIf, ...}
#pragma once
#include "passes/macros/calls.h"

namespace sluice {

// Any number of arguments; then those that have a name have nothing else.
constexpr uint8_t manyArgs = 255;

struct Builtin {
  StringRef name;
  uint8_t minArgs = 0, maxArgs = 0;
  // Null for what is no macro of expressions: @DEF, @INSERT_SEED, keywords.
  MacroResult (*eval)(MacroCallFrame &call) = nullptr;
  StringRef params = {};  // names for keyword arguments, in order: "condition,true,false"
  StringRef example = {}; // SQL that a test expands
  // SQLMesh's list of macros does not have it, so a variable may have the name.
  bool freeName = false;
};

// The row of a macro, case aside, or null.
const Builtin *findBuiltin(StringRef name);

// Whether SQLMesh takes @name for a macro, and not for a variable.
bool isMacroName(StringRef name);

// The name that is nearest to a misspelt one, or empty; functions of @DEF and of
// Python are among those that are looked at.
StringRef findNearestMacro(StringRef name, const MacroContext &context);

ArrayRef<Builtin> allBuiltins();

} // namespace sluice
