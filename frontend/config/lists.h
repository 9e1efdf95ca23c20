// Lists in messages: `a`, `b` or `c`.
#pragma once
#include "ir/base/arena.h"
#include <string>

namespace sluice {

// Names in backquotes, with a word before the last.
std::string quotedList(ArrayRef<StringRef> names, StringRef word);

} // namespace sluice
