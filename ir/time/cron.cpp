// Schedules: reading, and how often they run.
#include "ir/time/cron.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace sluice {

using llvm::StringRef;

// What a field may hold, and the words for its numbers from `low` on.
namespace {
struct FieldRow {
  unsigned low, high;
  StringRef words;
};
} // namespace

static constexpr FieldRow fields[] = {
    {0, 59, {}},
    {0, 23, {}},
    {1, 31, {}},
    {1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"},
    {0, 7, "sun mon tue wed thu fri sat"},
};

static std::optional<unsigned> readNumber(StringRef text, const FieldRow &field) {
  unsigned number;
  if (!text.getAsInteger(10, number))
    return number >= field.low && number <= field.high ? std::optional(number) : std::nullopt;
  size_t at = text.size() == 3 ? field.words.find(text.lower()) : StringRef::npos;
  return at == StringRef::npos || at % 4 ? std::nullopt : std::optional(field.low + unsigned(at / 4));
}

// `*`, `5`, `1-5`, `*/10`, `8-18/2`; a number with a step goes on to the end.
static std::optional<uint64_t> readPart(StringRef part, const FieldRow &field) {
  auto [range, stepText] = part.split('/');
  unsigned step = 1;
  if (part.contains('/') && (stepText.getAsInteger(10, step) || step == 0))
    return std::nullopt;
  unsigned from = field.low, to = field.high;
  if (range != "*" && range != "?") {
    auto [first, last] = range.split('-');
    auto begin = readNumber(first, field), end = range.contains('-') ? readNumber(last, field) : begin;
    if (!begin || !end)
      return std::nullopt;
    from = *begin;
    to = !range.contains('-') && part.contains('/') ? field.high : *end;
  }
  uint64_t bits = 0;
  // `fri-mon` goes around the end of the week.
  unsigned length = to >= from ? to - from : field.high - from + 1 + (to - field.low);
  for (unsigned i = 0; i <= length; i += step)
    bits |= uint64_t(1) << (from + i > field.high ? from + i - field.high - 1 + field.low : from + i);
  return bits;
}

static std::optional<uint64_t> readField(StringRef text, const FieldRow &field) {
  llvm::SmallVector<StringRef> parts;
  text.split(parts, ',');
  uint64_t bits = 0;
  for (StringRef part : parts) {
    auto more = part == "L" && field.high == 31 ? std::optional(uint64_t(1) << 31) : readPart(part, field);
    if (!more)
      return std::nullopt;
    bits |= *more;
  }
  return bits;
}

static StringRef spellOut(StringRef text) {
  return llvm::StringSwitch<StringRef>(text)
      .CasesLower("@yearly", "@annually", "0 0 1 1 *")
      .CaseLower("@monthly", "0 0 1 * *")
      .CaseLower("@weekly", "0 0 * * 0")
      .CasesLower("@daily", "@midnight", "0 0 * * *")
      .CaseLower("@hourly", "0 * * * *")
      .Default(text);
}

std::optional<Cron> readCron(StringRef text) {
  llvm::SmallVector<StringRef> words;
  llvm::SplitString(spellOut(text.trim()), words, " \t");
  if (words.size() != std::size(fields))
    return std::nullopt;
  uint64_t bits[std::size(fields)];
  for (auto [i, field] : llvm::enumerate(fields)) {
    auto read = readField(words[i], field);
    if (!read)
      return std::nullopt;
    bits[i] = *read;
  }
  uint64_t weekdays = (bits[4] | bits[4] >> 7) & 0x7f; // Sunday is 0 and 7
  return Cron{bits[0], bits[1], bits[2], bits[3], weekdays, words[2] == "*", words[4] == "*"};
}

// ---- how often

// Walks over the days of some years, from a Saturday that begins one.
namespace {
struct Day {
  unsigned year = 2000, month = 1, day = 1, weekday = 6;

  unsigned lengthOfMonth() const {
    if (month == 2)
      return year % 4 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }
  void next() {
    weekday = (weekday + 1) % 7;
    if (++day <= lengthOfMonth())
      return;
    day = 1;
    year += month == 12;
    month = month % 12 + 1;
  }
};
} // namespace

static bool runsOn(const Cron &cron, const Day &day) {
  if (!(cron.months >> day.month & 1))
    return false;
  bool ofMonth = cron.days >> day.day & 1, ofWeek = cron.weekdays >> day.weekday & 1;
  // Of two conditions on the day one is enough.
  return cron.anyDay || cron.anyWeekday ? ofMonth && ofWeek : ofMonth || ofWeek;
}

static unsigned shortestDayGap(const Cron &cron) {
  unsigned shortest = 5 * 366, last = 0;
  Day day;
  for (unsigned i = 1; i <= 5 * 366 && shortest > 1; ++i, day.next())
    if (runsOn(cron, day)) {
      if (last)
        shortest = std::min(shortest, i - last);
      last = i;
    }
  return shortest;
}

unsigned shortestGap(const Cron &cron) {
  llvm::SmallVector<unsigned> times;
  for (unsigned hour = 0; hour < 24; ++hour)
    for (unsigned minute = 0; cron.hours >> hour & 1 && minute < 60; ++minute)
      if (cron.minutes >> minute & 1)
        times.push_back(hour * 60 + minute);
  unsigned shortest = shortestDayGap(cron) * 24 * 60 - (times.back() - times.front());
  for (size_t i = 1; i < times.size(); ++i)
    shortest = std::min(shortest, times[i] - times[i - 1]);
  return shortest;
}

const IntervalUnit *findIntervalUnit(StringRef name) {
  auto found = llvm::find_if(intervalUnits, [&](const IntervalUnit &unit) { return unit.name.equals_insensitive(name); });
  return found == std::end(intervalUnits) ? nullptr : found;
}

const IntervalUnit *findIntervalUnit(const Cron &cron) {
  unsigned gap = shortestGap(cron);
  auto found = llvm::find_if(intervalUnits, [&](const IntervalUnit &unit) { return unit.minutes <= gap; });
  return found == std::end(intervalUnits) ? nullptr : found;
}

} // namespace sluice
