// The functions that conditions know, those of SQLGlot's executor.
//
//   @IF(LOWER(@env) = 'prod', a, b)
#pragma once
#include "passes/macros/operators.h"

namespace sluice {

// One function: what it is called with, and whether a NULL among its arguments
// makes the result NULL.
struct Function {
  StringRef spelling;
  uint8_t minArgs = 0, maxArgs = 0;
  bool strict = true;
  Outcome (*apply)(ArrayRef<Datum> args, const MacroStyle &style) = nullptr;
};

// The function of that name, case aside, or null.
const Function *findFunction(StringRef name);

// Checks the number of arguments and applies the function.
Outcome applyFunction(const Function &function, ArrayRef<Datum> args, const MacroStyle &style);

// CAST(value AS type), for a type without arguments, in capitals.
Outcome castDatum(const Datum &value, StringRef type, const MacroStyle &style);

// INTERVAL value unit.
Outcome makeDuration(const Datum &value, StringRef unit);

} // namespace sluice
