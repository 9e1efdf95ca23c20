// The problems of elaboration, as constants.
#pragma once
#include "ir/base/sink.h"

namespace sluice::diag {
#define DIAG SLUICE_DIAG
#include "passes/elaborate/diag.def"
#undef DIAG
} // namespace sluice::diag
