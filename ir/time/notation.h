// How dialects write the format of a date, and how Python does, which is how it
// is kept:
//
//   YYYY-MM-DD   (Snowflake)      %Y-%m-%d
//   dd/MM/yyyy   (Spark)          %d/%m/%Y
#pragma once
#include "ir/dialect/dialects.h"
#include <string>

namespace sluice {

// A format in the notation of strftime. What is no word of the notation stays.
std::string strftimeFormat(StringRef written, TimeNotation notation);

// An instant in microseconds since 1970-01-01, in UTC, as a format of strftime
// says. What is no word of it stays as it is.
std::string printTime(int64_t micros, StringRef format);

} // namespace sluice
