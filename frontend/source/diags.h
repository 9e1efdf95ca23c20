// The problems of files, as constants.
#pragma once
#include "ir/base/sink.h"

namespace sluice::diag {
#define DIAG SLUICE_DIAG
#include "frontend/source/diag.def"
#undef DIAG
} // namespace sluice::diag
