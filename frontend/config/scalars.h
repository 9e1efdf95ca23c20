// What an unquoted YAML scalar is: YAML 1.2's null, booleans and numbers.
#pragma once
#include "ir/base/arena.h"
#include "ir/project/value.h"

namespace sluice {

// The value of a plain scalar; a text if it is nothing else.
Value scalarValue(StringRef text);

// Whether a plain scalar is a date or a time, such as 2024-01-01.
bool isDate(StringRef text);

} // namespace sluice
