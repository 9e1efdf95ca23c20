// The problems of declarations, as constants.
#pragma once
#include "ir/base/sink.h"

namespace sluice::diag {
#define DIAG SLUICE_DIAG
#include "frontend/declare/diag.def"
#undef DIAG
} // namespace sluice::diag
