// The diagnostics of this folder, as constants.
#pragma once
#include "ir/base/sink.h"

namespace sluice::diag {
#define DIAG SLUICE_DIAG
#include "backend/deploy/diag.def"
#undef DIAG
} // namespace sluice::diag
