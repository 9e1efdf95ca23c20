// The problems of templates, as constants.
#pragma once
#include "ir/base/sink.h"

namespace sluice::diag {
#define DIAG SLUICE_DIAG
#include "frontend/jinja/diag.def"
#undef DIAG
} // namespace sluice::diag
