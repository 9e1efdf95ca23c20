// The functions of the built-in macros, by the file that they stand in. The table
// of macros (builtins.cpp) says what each is called with.
#pragma once
#include "passes/macros/calls.h"

namespace sluice {

// choices.cpp
MacroResult evalAnd(MacroCallFrame &call);
MacroResult evalEval(MacroCallFrame &call);
MacroResult evalIf(MacroCallFrame &call);
MacroResult evalNot(MacroCallFrame &call);
MacroResult evalOr(MacroCallFrame &call);

// lists.cpp
MacroResult evalEach(MacroCallFrame &call);
MacroResult evalFilter(MacroCallFrame &call);
MacroResult evalReduce(MacroCallFrame &call);

// texts.cpp
MacroResult evalBlueprintVar(MacroCallFrame &call);
MacroResult evalResolveTemplate(MacroCallFrame &call);
MacroResult evalSql(MacroCallFrame &call);
MacroResult evalVar(MacroCallFrame &call);

// calculations.cpp
MacroResult evalHaversineDistance(MacroCallFrame &call);
MacroResult evalSafeAdd(MacroCallFrame &call);
MacroResult evalSafeDiv(MacroCallFrame &call);
MacroResult evalSafeSub(MacroCallFrame &call);
MacroResult evalSurrogateKey(MacroCallFrame &call);

// relations.cpp
MacroResult evalStar(MacroCallFrame &call);
MacroResult evalUnion(MacroCallFrame &call);

// rows.cpp
MacroResult evalDateSpine(MacroCallFrame &call);
MacroResult evalDeduplicate(MacroCallFrame &call);
MacroResult evalPivot(MacroCallFrame &call);

} // namespace sluice
