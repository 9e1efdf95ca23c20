// The table of notations. Of two words that begin alike the longer one counts.
#include "ir/time/notation.h"
#include "ir/time/calendar.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

namespace {
struct Word {
  TimeNotation notation;
  StringRef word, strftime;
};
} // namespace

static constexpr Word words[] = {
    {TimeNotation::BigQuery, "%D", "%m/%d/%y"}, {TimeNotation::BigQuery, "%E6S", "%S.%f"},
    {TimeNotation::BigQuery, "%F", "%Y-%m-%d"}, {TimeNotation::BigQuery, "%T", "%H:%M:%S"},
    {TimeNotation::BigQuery, "%c", "%a %b %e %H:%M:%S %Y"}, {TimeNotation::BigQuery, "%e", "%-d"},
    {TimeNotation::BigQuery, "%x", "%m/%d/%y"},
    {TimeNotation::Mysql, "%M", "%B"}, {TimeNotation::Mysql, "%T", "%H:%M:%S"}, {TimeNotation::Mysql, "%W", "%A"},
    {TimeNotation::Mysql, "%c", "%-m"}, {TimeNotation::Mysql, "%e", "%-d"}, {TimeNotation::Mysql, "%h", "%I"},
    {TimeNotation::Mysql, "%i", "%M"}, {TimeNotation::Mysql, "%k", "%-H"}, {TimeNotation::Mysql, "%l", "%-I"},
    {TimeNotation::Mysql, "%s", "%S"}, {TimeNotation::Mysql, "%u", "%W"},
    {TimeNotation::Java, "D", "%-j"}, {TimeNotation::Java, "DD", "%j"}, {TimeNotation::Java, "E", "%a"},
    {TimeNotation::Java, "EE", "%a"}, {TimeNotation::Java, "EEE", "%a"}, {TimeNotation::Java, "EEEE", "%A"},
    {TimeNotation::Java, "H", "%-H"}, {TimeNotation::Java, "HH", "%H"}, {TimeNotation::Java, "M", "%-m"},
    {TimeNotation::Java, "MM", "%m"}, {TimeNotation::Java, "MMM", "%b"}, {TimeNotation::Java, "MMMM", "%B"},
    {TimeNotation::Java, "SSSSSS", "%f"}, {TimeNotation::Java, "Y", "%Y"}, {TimeNotation::Java, "YY", "%y"},
    {TimeNotation::Java, "YYYY", "%Y"}, {TimeNotation::Java, "Z", "%z"}, {TimeNotation::Java, "a", "%p"},
    {TimeNotation::Java, "d", "%-d"}, {TimeNotation::Java, "dd", "%d"}, {TimeNotation::Java, "h", "%-I"},
    {TimeNotation::Java, "hh", "%I"}, {TimeNotation::Java, "m", "%-M"}, {TimeNotation::Java, "mm", "%M"},
    {TimeNotation::Java, "s", "%-S"}, {TimeNotation::Java, "ss", "%S"}, {TimeNotation::Java, "y", "%Y"},
    {TimeNotation::Java, "yy", "%y"}, {TimeNotation::Java, "yyyy", "%Y"}, {TimeNotation::Java, "z", "%Z"},
    {TimeNotation::DotNet, "H", "%-H"}, {TimeNotation::DotNet, "HH", "%H"}, {TimeNotation::DotNet, "M", "%-m"},
    {TimeNotation::DotNet, "MM", "%m"}, {TimeNotation::DotNet, "MMM", "%b"}, {TimeNotation::DotNet, "MMMM", "%B"},
    {TimeNotation::DotNet, "Y", "%Y"}, {TimeNotation::DotNet, "YY", "%y"}, {TimeNotation::DotNet, "YYYY", "%Y"},
    {TimeNotation::DotNet, "d", "%-d"}, {TimeNotation::DotNet, "dd", "%d"}, {TimeNotation::DotNet, "dddd", "%A"},
    {TimeNotation::DotNet, "ffffff", "%f"}, {TimeNotation::DotNet, "h", "%-I"}, {TimeNotation::DotNet, "hh", "%I"},
    {TimeNotation::DotNet, "m", "%-M"}, {TimeNotation::DotNet, "mm", "%M"}, {TimeNotation::DotNet, "s", "%-S"},
    {TimeNotation::DotNet, "ss", "%S"}, {TimeNotation::DotNet, "y", "%Y"}, {TimeNotation::DotNet, "yy", "%y"},
    {TimeNotation::DotNet, "yyyy", "%Y"},
    {TimeNotation::Postgres, "D", "%u"}, {TimeNotation::Postgres, "DD", "%d"}, {TimeNotation::Postgres, "DDD", "%j"},
    {TimeNotation::Postgres, "FMDD", "%-d"}, {TimeNotation::Postgres, "FMDDD", "%-j"},
    {TimeNotation::Postgres, "FMHH12", "%-I"}, {TimeNotation::Postgres, "FMHH24", "%-H"},
    {TimeNotation::Postgres, "FMMI", "%-M"}, {TimeNotation::Postgres, "FMMM", "%-m"},
    {TimeNotation::Postgres, "FMSS", "%-S"}, {TimeNotation::Postgres, "HH12", "%I"},
    {TimeNotation::Postgres, "HH24", "%H"}, {TimeNotation::Postgres, "MI", "%M"},
    {TimeNotation::Postgres, "MM", "%m"}, {TimeNotation::Postgres, "OF", "%z"}, {TimeNotation::Postgres, "SS", "%S"},
    {TimeNotation::Postgres, "TMDay", "%A"}, {TimeNotation::Postgres, "TMDy", "%a"},
    {TimeNotation::Postgres, "TMMon", "%b"}, {TimeNotation::Postgres, "TMMonth", "%B"},
    {TimeNotation::Postgres, "TZ", "%Z"}, {TimeNotation::Postgres, "US", "%f"}, {TimeNotation::Postgres, "WW", "%U"},
    {TimeNotation::Postgres, "YY", "%y"}, {TimeNotation::Postgres, "YYYY", "%Y"}, {TimeNotation::Postgres, "d", "%u"},
    {TimeNotation::Postgres, "dd", "%d"}, {TimeNotation::Postgres, "ddd", "%j"}, {TimeNotation::Postgres, "mi", "%M"},
    {TimeNotation::Postgres, "mm", "%m"}, {TimeNotation::Postgres, "ss", "%S"}, {TimeNotation::Postgres, "ww", "%U"},
    {TimeNotation::Postgres, "yy", "%y"}, {TimeNotation::Postgres, "yyyy", "%Y"},
    {TimeNotation::Snowflake, "\"T\"", "T"}, {TimeNotation::Snowflake, "AM", "%p"},
    {TimeNotation::Snowflake, "DD", "%d"}, {TimeNotation::Snowflake, "DY", "%a"},
    {TimeNotation::Snowflake, "FF", "%f"}, {TimeNotation::Snowflake, "FF6", "%f"},
    {TimeNotation::Snowflake, "HH12", "%I"}, {TimeNotation::Snowflake, "HH24", "%H"},
    {TimeNotation::Snowflake, "MI", "%M"}, {TimeNotation::Snowflake, "MM", "%m"},
    {TimeNotation::Snowflake, "MMMM", "%B"}, {TimeNotation::Snowflake, "MON", "%b"},
    {TimeNotation::Snowflake, "PM", "%p"}, {TimeNotation::Snowflake, "SS", "%S"},
    {TimeNotation::Snowflake, "TZH:TZM", "%:z"}, {TimeNotation::Snowflake, "TZHTZM", "%z"},
    {TimeNotation::Snowflake, "YY", "%y"}, {TimeNotation::Snowflake, "YYYY", "%Y"},
    {TimeNotation::Snowflake, "am", "%p"}, {TimeNotation::Snowflake, "dd", "%-d"},
    {TimeNotation::Snowflake, "dy", "%w"}, {TimeNotation::Snowflake, "ff", "%f"},
    {TimeNotation::Snowflake, "ff6", "%f"}, {TimeNotation::Snowflake, "hh12", "%I"},
    {TimeNotation::Snowflake, "hh24", "%H"}, {TimeNotation::Snowflake, "mi", "%M"},
    {TimeNotation::Snowflake, "mm", "%m"}, {TimeNotation::Snowflake, "mmmm", "%B"},
    {TimeNotation::Snowflake, "mon", "%b"}, {TimeNotation::Snowflake, "pm", "%p"},
    {TimeNotation::Snowflake, "ss", "%S"}, {TimeNotation::Snowflake, "yy", "%y"},
    {TimeNotation::Snowflake, "yyyy", "%Y"},
    {TimeNotation::Oracle, "D", "%u"}, {TimeNotation::Oracle, "DAY", "%A"}, {TimeNotation::Oracle, "DD", "%d"},
    {TimeNotation::Oracle, "DDD", "%j"}, {TimeNotation::Oracle, "DY", "%a"}, {TimeNotation::Oracle, "FF6", "%f"},
    {TimeNotation::Oracle, "HH", "%I"}, {TimeNotation::Oracle, "HH12", "%I"}, {TimeNotation::Oracle, "HH24", "%H"},
    {TimeNotation::Oracle, "IW", "%V"}, {TimeNotation::Oracle, "MI", "%M"}, {TimeNotation::Oracle, "MM", "%m"},
    {TimeNotation::Oracle, "MON", "%b"}, {TimeNotation::Oracle, "MONTH", "%B"}, {TimeNotation::Oracle, "SS", "%S"},
    {TimeNotation::Oracle, "WW", "%W"}, {TimeNotation::Oracle, "YY", "%y"}, {TimeNotation::Oracle, "YYYY", "%Y"},
};

// The longest word of a notation at the start of a text, or null.
static const Word *findWord(TimeNotation notation, StringRef text) {
  const Word *longest = nullptr;
  for (const Word &row : words)
    if (row.notation == notation && text.starts_with(row.word) && (!longest || row.word.size() > longest->word.size()))
      longest = &row;
  return longest;
}

// A word of strftime, without its `%`; nothing for one that is not known. A `-`
// takes leading zeros away.
static std::optional<std::string> findPart(char word, const CivilTime &time) {
  static constexpr StringRef months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
  auto padded = [](unsigned value, unsigned width) {
    std::string digits = std::to_string(value);
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
  };
  switch (word) {
  case 'Y':
    return padded(unsigned(time.year), 4);
  case 'y':
    return padded(unsigned(time.year % 100), 2);
  case 'm':
    return padded(time.month, 2);
  case 'd':
    return padded(time.day, 2);
  case 'H':
    return padded(time.hour, 2);
  case 'I':
    return padded((time.hour + 11) % 12 + 1, 2);
  case 'p':
    return time.hour < 12 ? "AM" : "PM";
  case 'M':
    return padded(time.minute, 2);
  case 'S':
    return padded(time.second, 2);
  case 'f':
    return padded(time.microsecond, 6);
  case 'B':
    return months[time.month - 1].str();
  case 'b':
    return months[time.month - 1].take_front(3).str();
  case '%':
    return "%";
  default:
    return std::nullopt;
  }
}

std::string printTime(int64_t micros, StringRef format) {
  CivilTime time = civilInstant(micros);
  std::string text;
  while (!format.empty()) {
    bool word = format.front() == '%' && format.size() > 1;
    bool bare = word && format[1] == '-' && format.size() > 2;
    auto part = word ? findPart(format[bare ? 2 : 1], time) : std::nullopt;
    size_t length = !part ? 1 : bare ? 3 : 2;
    StringRef shown = part ? StringRef(*part) : format.take_front();
    while (part && bare && shown.size() > 1 && shown.front() == '0')
      shown = shown.drop_front();
    text += shown;
    format = format.drop_front(length);
  }
  return text;
}

std::string strftimeFormat(StringRef written, TimeNotation notation) {
  std::string result;
  while (!written.empty()) {
    const Word *word = findWord(notation, written);
    result += word ? word->strftime : written.take_front();
    written = written.drop_front(word ? word->word.size() : 1);
  }
  return result;
}

} // namespace sluice
