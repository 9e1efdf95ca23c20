// The problems of the configuration, as constants.
#pragma once
#include "ir/base/sink.h"

namespace sluice::diag {
#define DIAG SLUICE_DIAG
#include "frontend/config/diag.def"
#undef DIAG
} // namespace sluice::diag
