// Which models scripts leave out: those that they cannot build yet, and all that
// read them.
//
//   orders    INCREMENTAL_BY_TIME_RANGE    left out: no script refreshes it
//   totals    FULL, reads orders           left out: its table would be empty
//   cities    SEED                         built
#pragma once
#include "ir/project/project.h"

namespace sluice {

// For each variant of a gateway, whether it is left out; poisoned ones are not
// looked at.
std::vector<bool> findLeftOut(const GatewayModels &models);

} // namespace sluice
