// The problems of macros, as constants.
#pragma once
#include "ir/base/sink.h"

namespace sluice::diag {
#define DIAG SLUICE_DIAG
#include "passes/macros/diag.def"
#undef DIAG
} // namespace sluice::diag
