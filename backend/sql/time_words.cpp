// Words of time that a dialect has several of: units, and the words of formats.
//
//   DATEADD(dd, 1, a)              DATEADD(DAY, 1, a)
//   DATENAME(dw, a)                FORMAT(CAST(a AS DATETIME2), 'dddd')
//   FORMAT_DATE('%Y-%m-%d', a)     FORMAT_DATE('%F', a)
//
// The engine takes either; the text has the one that SQLGlot writes.
#include "backend/sql/time_words.h"
#include "backend/sql/writer.h"
#include "ir/dialect/dialect_set.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// ---- units

namespace {
struct UnitRow {
  StringRef name, word, unit; // of a function
  DialectSet dialects;
};
constexpr UnitRow units[] = {
#define UNIT(FUNCTION, WORD, UNIT, DIALECTS) {FUNCTION, WORD, UNIT, bitsOf(DIALECTS)},
#include "backend/sql/unit_words.def"
#undef UNIT
};
} // namespace

StringRef unitOf(const Node *arg) {
  if (auto *string = dyn_cast<String>(arg))
    return string->prefix.empty() ? string->text : StringRef();
  if (auto *word = dyn_cast<Word>(arg))
    return word->text;
  auto *name = dyn_cast<Name>(arg);
  auto *identifier = name && name->parts.size() == 1 ? dyn_cast<Identifier>(name->parts[0]) : nullptr;
  return identifier ? identifier->name : StringRef();
}

StringRef findUnit(StringRef function, StringRef word, const Dialect &dialect) {
  auto found = llvm::find_if(rowsOf(ArrayRef(units), function), [&, bit = bitOf(dialect)](const UnitRow &row) {
    return (row.dialects & bit) && row.word.equals_insensitive(word);
  });
  return found == rowsOf(ArrayRef(units), function).end() ? StringRef() : found->unit;
}

// ---- formats

namespace {
struct FormatCalls {
  StringRef names;
  size_t place; // of the format among the arguments
  TimeNotation notation;
  DialectSet dialects;
};
struct FormatWord {
  TimeNotation notation;
  StringRef written, spelled;
};
} // namespace

static constexpr FormatCalls formatCalls[] = {
    {"TO_DATE DATE TRY_TO_DATE TO_TIME TRY_TO_TIME TO_TIMESTAMP TO_TIMESTAMP_NTZ TO_TIMESTAMP_LTZ TO_TIMESTAMP_TZ "
     "TRY_TO_TIMESTAMP TRY_TO_TIMESTAMP_NTZ TRY_TO_TIMESTAMP_LTZ TRY_TO_TIMESTAMP_TZ",
     1, TimeNotation::Snowflake, bitsOf("snowflake")},
    {"FORMAT_DATE FORMAT_DATETIME FORMAT_TIMESTAMP FORMAT_TIME PARSE_DATE PARSE_DATETIME PARSE_TIMESTAMP PARSE_TIME", 0,
     TimeNotation::BigQuery, bitsOf("bigquery")},
    {"DATE_FORMAT STR_TO_DATE", 1, TimeNotation::Mysql, bitsOf("mysql")},
    {"DATE_FORMAT DATE_PARSE", 1, TimeNotation::Mysql, bitsOf("presto trino")},
    {"TO_CHAR TO_DATE TO_TIMESTAMP", 1, TimeNotation::Postgres, bitsOf("postgres redshift risingwave")},
};

// Of words that begin alike the longer one comes first.
static constexpr FormatWord formatWords[] = {
    {TimeNotation::Snowflake, "\"T\"", "T"},
    {TimeNotation::Snowflake, "YYYY", "yyyy"},
    {TimeNotation::Snowflake, "YY", "yy"},
    {TimeNotation::Snowflake, "MMMM", "mmmm"},
    {TimeNotation::Snowflake, "MM", "mm"},
    {TimeNotation::Snowflake, "MON", "mon"},
    {TimeNotation::Snowflake, "HH24", "hh24"},
    {TimeNotation::Snowflake, "HH12", "hh12"},
    {TimeNotation::Snowflake, "MI", "mi"},
    {TimeNotation::Snowflake, "SS", "ss"},
    {TimeNotation::Snowflake, "FF0", "ff0"},
    {TimeNotation::Snowflake, "FF3", "ff3"},
    {TimeNotation::Snowflake, "FF6", "ff6"},
    {TimeNotation::Snowflake, "FF9", "ff9"},
    {TimeNotation::Snowflake, "FF", "ff9"},
    {TimeNotation::Snowflake, "AM", "pm"},
    {TimeNotation::Snowflake, "am", "pm"},
    {TimeNotation::Snowflake, "PM", "pm"},
    {TimeNotation::Snowflake, "TZHTZM", "tzhtzm"},
    {TimeNotation::Snowflake, "TZH:TZM", "tzh:tzm"},
    {TimeNotation::BigQuery, "%Y-%m-%d", "%F"},
    {TimeNotation::BigQuery, "%H:%M:%S", "%T"},
    {TimeNotation::BigQuery, "%m/%d/%y", "%D"},
    {TimeNotation::BigQuery, "%x", "%D"},
    {TimeNotation::Mysql, "%H:%i:%s", "%T"},
    {TimeNotation::Mysql, "%H:%i:%S", "%T"},
    {TimeNotation::Postgres, "yyyy", "YYYY"},
    {TimeNotation::Postgres, "yy", "YY"},
    {TimeNotation::Postgres, "mm", "MM"},
    {TimeNotation::Postgres, "ddd", "DDD"},
    {TimeNotation::Postgres, "dd", "DD"},
    {TimeNotation::Postgres, "mi", "MI"},
    {TimeNotation::Postgres, "ss", "SS"},
    {TimeNotation::Postgres, "ww", "WW"},
};

// Only words of a format decide, so a text without any stays as it is.
static void printFormatText(StringRef text, TimeNotation notation, std::string &out) {
  while (!text.empty()) {
    auto *word = llvm::find_if(
        formatWords, [&](const FormatWord &row) { return row.notation == notation && text.starts_with(row.written); });
    bool known = word != std::end(formatWords);
    out += known ? word->spelled : text.take_front();
    text = text.drop_front(known ? word->written.size() : 1);
  }
}

std::optional<std::string> findFormat(const Call &call, const Node *arg, const Dialect &dialect) {
  auto *string = dyn_cast<String>(arg);
  if (!string || !string->prefix.empty() || call.qualifier)
    return std::nullopt;
  for (const FormatCalls &row : formatCalls)
    if ((row.dialects & bitOf(dialect)) && row.place < call.args.size() && call.args[row.place] == arg && hasWord(row.names, call.function)) {
      std::string text;
      printFormatText(string->text, row.notation, text);
      return text;
    }
  return std::nullopt;
}

// ---- names of days and months

StringRef findNameFormat(StringRef unit) {
  struct NameFormat {
    StringRef units, format;
  };
  static constexpr NameFormat rows[] = {{"MONTH MM M", "MMMM"}, {"WEEKDAY DW", "dddd"}, {"YEAR YYYY", "yyyy"}};
  auto *row = llvm::find_if(rows, [&](const NameFormat &row) { return hasWord(row.units, unit); });
  return row == std::end(rows) ? StringRef() : row->format;
}

} // namespace sluice
