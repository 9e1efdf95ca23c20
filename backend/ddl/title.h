// The head of a script: what a reader who finds the file alone must know.
#pragma once
#include "backend/ddl/hooks.h"

namespace sluice {

// One or more lines, without comment signs.
std::string makeTitle(const Plan &plan, const DdlHooks &hooks, StringRef file);

} // namespace sluice
