// Units of time and formats in the words that a dialect prefers.
#pragma once
#include "ir/dialect/dialects.h"
#include "ir/syntax/ast.h"
#include <optional>
#include <string>

namespace sluice {

// The unit that an argument is: DAY in DATEADD('day', 1, a) and DATEADD(day, 1, a).
// Empty where it is none.
StringRef unitOf(const Node *arg);

// The usual word for a unit in calls of a function (DATEADD, DATEPART, DATE_PART):
// DAY for dd. Empty where the word stays.
StringRef findUnit(StringRef function, StringRef word, const Dialect &dialect);

// The text of an argument that is the format of a time, in the words that the
// dialect prefers; nothing where it is none.
std::optional<std::string> findFormat(const Call &call, const Node *arg, const Dialect &dialect);

// The format that gives what DATENAME gives of a unit: MMMM for month. Empty where
// there is none.
StringRef findNameFormat(StringRef unit);

} // namespace sluice
