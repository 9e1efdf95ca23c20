// What each diagnostic means: the pages of `sluice explain`.
#pragma once
#include "ir/base/arena.h"

namespace sluice {

struct Explanation {
  StringRef code;
  StringRef meaning; // sentences
  StringRef wrong;   // an example that gives the diagnostic
  StringRef right;   // the same, as it should be
};

// By code.
ArrayRef<Explanation> explanations();

} // namespace sluice
