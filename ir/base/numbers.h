// Numbers as Python writes and reads them: the rules of macros and of Jinja.
//
//   printReal(1e20)   1e+20          findReal("1_0.5")   10.5
#pragma once
#include "ir/base/arena.h"
#include <optional>
#include <string>

namespace sluice {

// A number as Python's repr() writes it: the shortest text that reads back.
std::string printReal(double real);
std::string printInt(__int128 number);

// The number that a text of digits means; nothing when it is none or does not
// fit into 128 bits.
std::optional<__int128> findInt(StringRef text);
std::optional<double> findReal(StringRef text);

} // namespace sluice
