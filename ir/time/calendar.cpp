// The arithmetic of the calendar, and ISO 8601 from left to right.
#include "ir/time/calendar.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice {

using llvm::StringRef;

// Days since 1970-01-01 in the Gregorian calendar. Years are counted from
// March, so that the leap day is the last of its year.
static int64_t daysOf(int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t yearOfEra = year - era * 400;
  int64_t dayOfYear = (153 * int64_t(month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

static void setDate(CivilTime &civil, int64_t days) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  int64_t dayOfEra = days - era * 146097;
  int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  int64_t month = (5 * dayOfYear + 2) / 153;
  civil.day = unsigned(dayOfYear - (153 * month + 2) / 5 + 1);
  civil.month = unsigned(month < 10 ? month + 3 : month - 9);
  civil.year = yearOfEra + era * 400 + (civil.month <= 2);
}

CivilTime civilDay(int64_t days) {
  CivilTime civil;
  setDate(civil, days);
  return civil;
}

CivilTime civilInstant(int64_t micros) {
  CivilTime civil;
  int64_t days = micros / microsOfDay - (micros % microsOfDay < 0);
  int64_t rest = micros - days * microsOfDay;
  setDate(civil, days);
  civil.microsecond = unsigned(rest % 1'000'000);
  unsigned seconds = unsigned(rest / 1'000'000);
  civil.second = seconds % 60;
  civil.minute = seconds / 60 % 60;
  civil.hour = seconds / 3600;
  return civil;
}

// Takes exactly `width` digits from the front.
static bool takeDigits(StringRef &text, unsigned width, unsigned &number) {
  StringRef digits = text.take_front(width);
  if (digits.size() < width || !llvm::all_of(digits, llvm::isDigit) || digits.getAsInteger(10, number))
    return false;
  text = text.drop_front(width);
  return true;
}

static bool takeDate(StringRef &text, int64_t &days) {
  unsigned year = 0, month = 0, day = 0;
  if (!takeDigits(text, 4, year))
    return false;
  bool dashes = text.consume_front("-");
  if (!takeDigits(text, 2, month) || (dashes && !text.consume_front("-")) || !takeDigits(text, 2, day))
    return false;
  constexpr unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year == 0 || month == 0 || month > 12 || day == 0)
    return false;
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  days = daysOf(year, month, day);
  return day <= lengths[month - 1] + (month == 2 && leap);
}

std::optional<int64_t> findDay(StringRef text) {
  int64_t days = 0;
  return takeDate(text, days) && text.empty() ? std::optional(days) : std::nullopt;
}

// Hours, minutes and, if they are there, seconds and up to six digits of a
// fraction, in microseconds.
static bool takeClock(StringRef &text, int64_t &micros) {
  unsigned hour = 0, minute = 0, second = 0, fraction = 0;
  if (!takeDigits(text, 2, hour) || !text.consume_front(":") || !takeDigits(text, 2, minute))
    return false;
  if (text.consume_front(":") && !takeDigits(text, 2, second))
    return false;
  if (text.consume_front(".")) {
    StringRef digits = text.take_while(llvm::isDigit);
    std::string six = (digits + "000000").str().substr(0, 6);
    if (digits.empty() || StringRef(six).getAsInteger(10, fraction))
      return false;
    text = text.drop_front(digits.size());
  }
  micros = ((int64_t(hour) * 60 + minute) * 60 + second) * 1'000'000 + fraction;
  return hour < 24 && minute < 60 && second < 60;
}

// A zone such as +02:00 or Z, in microseconds east of UTC.
static bool takeZone(StringRef &text, int64_t &micros) {
  if (text.consume_front("Z"))
    return true;
  bool west = text.starts_with("-");
  if (!west && !text.starts_with("+"))
    return false;
  text = text.drop_front();
  if (!takeClock(text, micros))
    return false;
  micros = west ? -micros : micros;
  return true;
}

std::optional<FoundInstant> findInstant(StringRef text) {
  int64_t days = 0, clock = 0, zone = 0;
  if (!takeDate(text, days))
    return std::nullopt;
  if (!text.empty()) {
    text = text.drop_front(); // a blank or T; any character will do, as in Python
    if (!takeClock(text, clock))
      return std::nullopt;
  }
  bool zoned = !text.empty();
  if (zoned && (!takeZone(text, zone) || !text.empty()))
    return std::nullopt;
  return FoundInstant{days * microsOfDay + clock - zone, zoned};
}

static void printDate(llvm::raw_ostream &out, const CivilTime &civil) {
  out << llvm::format("%04d-%02u-%02u", int(civil.year), civil.month, civil.day);
}

std::string printDay(int64_t days) {
  std::string text;
  llvm::raw_string_ostream out(text);
  printDate(out, civilDay(days));
  return text;
}

std::string printInstant(int64_t micros) {
  CivilTime civil = civilInstant(micros);
  std::string text;
  llvm::raw_string_ostream out(text);
  printDate(out, civil);
  out << llvm::format(" %02u:%02u:%02u", civil.hour, civil.minute, civil.second);
  if (civil.microsecond)
    out << llvm::format(".%06u", civil.microsecond);
  return text;
}

} // namespace sluice
