// What types mean, whatever a dialect calls them.
//
//   bigquery   DATETIME     means TIMESTAMP
//   bigquery   TIMESTAMP    means TIMESTAMPTZ
//   duckdb     TIMESTAMP    means TIMESTAMPNTZ, which bigquery spells DATETIME
//
// A meaning is spelled as SQLGlot does, with the arguments of the type behind it:
// DECIMAL(10, 2). Types that hold others (arrays, structs) have no meaning here.
#pragma once
#include "ir/dialect/dialects.h"
#include <string>

namespace sluice {

// What a type means that is written in a dialect; empty where that is not known.
std::string readType(StringRef written, const Dialect &dialect);

// The type of that meaning in the words of a dialect.
std::string writeType(StringRef meaning, const Dialect &dialect);

} // namespace sluice
