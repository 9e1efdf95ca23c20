// Time variables: a prefix that says which time, and a suffix that says in which
// form.
#include "ir/time/run_times.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

using llvm::StringRef;

std::optional<GivenTime> findGivenTime(StringRef text) {
  text = text.trim();
  if (std::optional<int64_t> day = findDay(text))
    return GivenTime{*day * microsOfDay, true};
  if (std::optional<FoundInstant> instant = findInstant(text))
    return GivenTime{instant->micros, false};
  int64_t millis = 0;
  constexpr int64_t last = 253'402'300'799'999; // of the year 9999
  if (text.getAsInteger(10, millis) || millis > last || millis < -last)
    return std::nullopt;
  return GivenTime{millis * 1000, false};
}

namespace {
// A moment; `nanos` are those behind its last microsecond.
struct Moment {
  int64_t micros = 0;
  unsigned nanos = 0;
};

struct TimePrefix {
  StringRef name;
  Moment (*moment)(const RunTimes &times, bool nanoseconds);
};

struct TimeForm {
  StringRef name;
  TimeValue (*value)(Moment moment);
};
} // namespace

static Moment lastMoment(const RunTimes &times, bool nanoseconds) {
  int64_t behind = times.end.micros + (times.end.isDay ? microsOfDay : 0);
  return {behind - 1, nanoseconds ? 999u : 0u};
}

static constexpr TimePrefix prefixes[] = {
    {"end", lastMoment},
    {"execution", [](const RunTimes &times, bool) -> Moment { return {times.execution.micros}; }},
    {"latest", [](const RunTimes &times, bool) -> Moment { return {times.execution.micros}; }},
    {"start", [](const RunTimes &times, bool) -> Moment { return {times.start.micros}; }},
};

static int64_t floorDivide(int64_t number, int64_t by) { return number / by - (number % by < 0); }

// The last nanosecond counts as the moment behind it.
static int64_t millisOf(Moment moment) { return floorDivide(moment.micros + (moment.nanos != 0), 1000); }

static std::string textOf(Moment moment) {
  std::string text = printInstant(moment.micros);
  return moment.nanos ? text + std::to_string(moment.nanos) : text;
}

static std::string dayOf(Moment moment) { return printDay(floorDivide(moment.micros, microsOfDay)); }

// Milliseconds as seconds, with the digits that a fraction needs.
static std::string secondsOf(Moment moment) {
  int64_t millis = millisOf(moment), rest = std::abs(millis % 1000);
  std::string digits = std::to_string(1000 + rest).substr(1);
  std::string sign = millis < 0 && millis > -1000 ? "-" : "";
  digits = StringRef(digits).rtrim('0').str();
  return sign + std::to_string(millis / 1000) + "." + (digits.empty() ? "0" : digits);
}

static constexpr TimeForm forms[] = {
    {"date", [](Moment moment) { return TimeValue{TimeValue::Date, dayOf(moment)}; }},
    {"ds", [](Moment moment) { return TimeValue{TimeValue::Text, dayOf(moment)}; }},
    {"dt", [](Moment moment) { return TimeValue{TimeValue::Zoned, textOf(moment) + "+00:00"}; }},
    {"dtntz", [](Moment moment) { return TimeValue{TimeValue::Local, textOf(moment)}; }},
    {"epoch", [](Moment moment) { return TimeValue{TimeValue::Real, secondsOf(moment)}; }},
    {"hour", [](Moment moment) { return TimeValue{TimeValue::Whole, std::to_string(civilInstant(moment.micros).hour)}; }},
    {"millis", [](Moment moment) { return TimeValue{TimeValue::Whole, std::to_string(millisOf(moment))}; }},
    {"ts", [](Moment moment) { return TimeValue{TimeValue::Text, textOf(moment)}; }},
    {"tstz", [](Moment moment) { return TimeValue{TimeValue::Text, textOf(moment) + "+00:00"}; }},
};

std::optional<TimeValue> findTimeValue(StringRef name, const RunTimes &times, bool nanoseconds) {
  auto [first, rest] = name.split('_');
  auto prefix = llvm::find_if(prefixes, [&](const TimePrefix &row) { return row.name == first; });
  auto form = llvm::find_if(forms, [&](const TimeForm &row) { return row.name == rest; });
  if (prefix == std::end(prefixes) || form == std::end(forms))
    return std::nullopt;
  return form->value(prefix->moment(times, nanoseconds));
}

bool isIntervalVariable(StringRef name) {
  return (name.starts_with("start_") || name.starts_with("end_")) && findTimeValue(name, {}, false);
}

} // namespace sluice
