// The times of a run: what @start_ds, @end_dt or @execution_epoch stand for.
//
//   --start 2023-01-02 --end 2023-01-03
//   @start_ds '2023-01-02'      @end_ts '2023-01-03 23:59:59.999999'
//
// The start is inclusive, and so is the end once it has been made so: a day as
// the end means all of it, and the last moment before the end is the end.
#pragma once
#include "ir/time/calendar.h"

namespace sluice {

// A time that a user gives. `isDay` where no time of the day was said.
struct GivenTime {
  int64_t micros = 0; // since 1970-01-01, in UTC
  bool isDay = true;
  friend bool operator==(const GivenTime &, const GivenTime &) = default;
};

// Reads 2023-01-02, 20230102, 2023-01-02 10:00:00+02:00 or milliseconds since
// 1970-01-01. Nothing for other texts, such as `1 week ago`, which need a clock.
std::optional<GivenTime> findGivenTime(llvm::StringRef text);

// By default the first day of 1970, as while SQLMesh loads a project.
struct RunTimes {
  GivenTime start, end, execution;
  friend bool operator==(const RunTimes &, const RunTimes &) = default;
};

// A time variable's value as text, and what kind of literal it is.
struct TimeValue {
  enum Form { Date, Text, Zoned, Local, Real, Whole };
  Form form = Text;
  std::string text;
};

// The value of a variable such as `start_ds`, in lower case; nothing where it is
// none. `nanoseconds`: the dialect's last moment before a time is one nanosecond
// before it, and not one microsecond.
std::optional<TimeValue> findTimeValue(llvm::StringRef name, const RunTimes &times, bool nanoseconds);

// Whether a variable says where an interval begins or ends: start_* and end_*.
bool isIntervalVariable(llvm::StringRef name);

} // namespace sluice
