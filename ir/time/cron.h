// Schedules: five fields for minute, hour, day of the month, month and day of
// the week, or a word for a common one.
//
//   '*/30 8-18 * * 1-5'    every half hour of a working day
//   '@daily'               '0 0 * * *'
#pragma once
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace sluice {

// A field is a set of numbers, one bit each.
struct Cron {
  uint64_t minutes = 0, hours = 0, days = 0, months = 0, weekdays = 0;
  bool anyDay = true, anyWeekday = true; // was written as `*`
};

// The schedule that a text means; nothing where it is none.
std::optional<Cron> readCron(llvm::StringRef text);

// The shortest time between two runs, in minutes.
unsigned shortestGap(const Cron &cron);

// The steps in which time is cut for a model, the longest first.
struct IntervalUnit {
  llvm::StringRef name;
  unsigned minutes; // at least; a month has 28 days
};

constexpr IntervalUnit intervalUnits[] = {
    {"year", 365 * 24 * 60}, {"month", 28 * 24 * 60}, {"day", 24 * 60},     {"hour", 60},
    {"half_hour", 30},       {"quarter_hour", 15},    {"five_minute", 5},
};

// The unit of that name, in any case; or null.
const IntervalUnit *findIntervalUnit(llvm::StringRef name);

// The longest unit that fits between two runs; null where a schedule runs more
// often than every five minutes.
const IntervalUnit *findIntervalUnit(const Cron &cron);

} // namespace sluice
