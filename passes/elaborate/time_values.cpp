// Values that are times: dates, relative times, zones.
#include "llvm/ADT/StringExtras.h"
#include "passes/elaborate/values.h"

namespace sluice {

namespace {
struct Date {
  unsigned year, month, day;
};
} // namespace

static bool isLeap(unsigned year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static unsigned daysOf(unsigned year, unsigned month) {
  static constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && isLeap(year));
}

// Three numbers that are a date, or nothing.
static std::optional<Date> makeDate(StringRef year, StringRef month, StringRef day) {
  Date date;
  bool numbers = !year.getAsInteger(10, date.year) && !month.getAsInteger(10, date.month) && !day.getAsInteger(10, date.day);
  bool exists = numbers && date.year > 0 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
                date.day <= daysOf(date.year, date.month);
  return exists ? std::optional(date) : std::nullopt;
}

// `2024-01-01`, with or without a time of day behind it, and `20240101`.
static std::optional<Date> readDate(StringRef text) {
  if (text.size() == 8 && llvm::all_of(text, llvm::isDigit))
    return makeDate(text.take_front(4), text.slice(4, 6), text.drop_front(6));
  StringRef date = text.take_front(text.find_first_of(" T"));
  if (text.drop_front(date.size()).find_first_not_of("0123456789:.+-TZ ") != StringRef::npos)
    return std::nullopt;
  char separator = date.contains('/') ? '/' : '-';
  llvm::SmallVector<StringRef> parts;
  date.split(parts, separator);
  if (parts.size() == 2 && parts[0].size() == 4)
    parts.push_back("1");
  return parts.size() == 3 && parts[0].size() == 4 ? makeDate(parts[0], parts[1], parts[2]) : std::nullopt;
}

// `1 week ago`, `in 2 days`, `1 month`; amounts may follow each other.
static bool isRelative(StringRef text) {
  static constexpr StringRef units[] = {"second", "sec", "minute", "min", "hour", "day", "week", "month", "year"};
  llvm::SmallVector<StringRef> words;
  llvm::SplitString(text, words, " ,");
  if (!words.empty() && words.front() == "in")
    words.erase(words.begin());
  else if (!words.empty() && (words.back() == "ago" || words.back() == "from"))
    words.pop_back();
  if (words.empty() || words.size() % 2)
    return false;
  double number;
  for (size_t i = 0; i < words.size(); i += 2)
    if ((words[i].getAsDouble(number) && words[i] != "a" && words[i] != "an" && words[i] != "one") ||
        !llvm::is_contained(units, words[i + 1].size() > 1 ? words[i + 1].rtrim('s') : words[i + 1]))
      return false;
  return true;
}

// `Jan 1 2024` and `1 January 2024`: a month by name, a day and a year.
static bool isDateInWords(StringRef text) {
  static constexpr StringRef months = "jan feb mar apr may jun jul aug sep oct nov dec";
  llvm::SmallVector<StringRef> words;
  llvm::SplitString(text, words, " ,");
  unsigned month = 0, numbers = 0, number;
  for (StringRef word : words) {
    month += word.size() >= 3 && llvm::all_of(word, llvm::isAlpha) && months.contains(word.take_front(3));
    numbers += !word.getAsInteger(10, number);
  }
  return month == 1 && numbers == words.size() - 1 && numbers >= 1 && numbers <= 2;
}

bool isTime(StringRef text) {
  double number;
  if (!text.getAsDouble(number))
    return true;
  std::string lower = text.trim().lower();
  return lower == "today" || lower == "yesterday" || lower == "tomorrow" || lower == "now" || readDate(text.trim()) ||
         isRelative(lower) || isDateInWords(lower);
}

std::optional<int64_t> findDays(StringRef text) {
  auto date = readDate(text.trim());
  if (!date)
    return std::nullopt;
  // Years begin in March here, so that a leap day is the last.
  int64_t year = int64_t(date->year) - (date->month <= 2), era = year / 400, ofEra = year % 400;
  int64_t ofYear = (153 * (date->month + (date->month > 2 ? -3 : 9)) + 2) / 5 + date->day - 1;
  return era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719468;
}

bool isZone(StringRef text) {
  static constexpr StringRef regions[] = {"Africa",  "America", "Antarctica", "Arctic", "Asia",  "Atlantic", "Australia", "Brazil",
                                          "Canada",  "Chile",   "Etc",        "Europe", "Indian", "Mexico",  "Pacific",   "US"};
  static constexpr StringRef words[] = {
      "CET",     "CST6CDT", "Cuba",    "EET",       "EST",     "EST5EDT", "Egypt",  "Eire",    "GB",        "GB-Eire",
      "GMT",     "GMT+0",   "GMT-0",   "GMT0",      "Greenwich", "HST",   "Hongkong", "Iceland", "Iran",    "Israel",
      "Jamaica", "Japan",   "Kwajalein", "Libya",   "MET",     "MST",     "MST7MDT", "NZ",      "NZ-CHAT",  "Navajo",
      "PRC",     "PST8PDT", "Poland",  "Portugal",  "ROC",     "ROK",     "Singapore", "Turkey", "UCT",     "UTC",
      "Universal", "W-SU",  "WET",     "Zulu"};
  auto [region, city] = text.split('/');
  if (city.empty())
    return llvm::is_contained(words, text);
  return llvm::is_contained(regions, region) &&
         llvm::all_of(city, [](char c) { return llvm::isAlnum(c) || StringRef("/_+-").contains(c); });
}

} // namespace sluice
