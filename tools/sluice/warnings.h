// Warnings that a user does not want to be told: --no-warn CODE.
#pragma once
#include "llvm/ADT/ArrayRef.h"
#include <string>

namespace sluice {

// What is wrong with the first code that is no warning, or an empty text.
std::string checkWarningCodes(llvm::ArrayRef<std::string> codes);

} // namespace sluice
