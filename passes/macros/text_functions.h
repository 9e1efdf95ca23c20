// Functions on texts. Positions and lengths count characters from one.
//
//   SUBSTRING('hello', 2, 3)     ell
//   STRPOS('abc', 'b')           2
#pragma once
#include "passes/macros/operators.h"

namespace sluice {

Outcome evalConcat(ArrayRef<Datum> args, const MacroStyle &style);
Outcome evalConcatWs(ArrayRef<Datum> args, const MacroStyle &style);
Outcome evalLeft(ArrayRef<Datum> args, const MacroStyle &style);
// The text that is looked for comes first.
Outcome evalLocate(ArrayRef<Datum> args, const MacroStyle &style);
Outcome evalLower(ArrayRef<Datum> args, const MacroStyle &style);
Outcome evalOrd(ArrayRef<Datum> args, const MacroStyle &style);
Outcome evalRight(ArrayRef<Datum> args, const MacroStyle &style);
Outcome evalStrpos(ArrayRef<Datum> args, const MacroStyle &style);
Outcome evalSubstring(ArrayRef<Datum> args, const MacroStyle &style);
Outcome evalTrim(ArrayRef<Datum> args, const MacroStyle &style);
Outcome evalUpper(ArrayRef<Datum> args, const MacroStyle &style);

} // namespace sluice
