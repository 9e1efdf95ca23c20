// Days and instants as numbers, and as ISO 8601 writes them.
//
//   2024-01-01                        19723 days since 1970-01-01
//   2024-01-01 10:00:00+02:00         1704096000000000 microseconds, in UTC
//
// The calendar is the Gregorian one, for all years.
#pragma once
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>

namespace sluice {

constexpr int64_t microsOfDay = 86'400'000'000;

struct CivilTime {
  int64_t year = 1970;
  unsigned month = 1, day = 1, hour = 0, minute = 0, second = 0, microsecond = 0;
};

// The parts of a day, counted from 1970-01-01, and of an instant in microseconds.
CivilTime civilDay(int64_t days);
CivilTime civilInstant(int64_t micros);

// The day that a text such as 2024-01-01 or 20240101 means.
std::optional<int64_t> findDay(llvm::StringRef text);

// The instant that a date or a date with a time means: 2024-01-01T10:00:00.5Z.
// Without a zone it is read as UTC.
struct FoundInstant {
  int64_t micros = 0;
  bool zoned = false;
};
std::optional<FoundInstant> findInstant(llvm::StringRef text);

// 2024-01-01, and 2024-01-01 10:00:00 or, with a fraction, 2024-01-01 10:00:00.500000.
std::string printDay(int64_t days);
std::string printInstant(int64_t micros);

} // namespace sluice
