// The rows of the table of dialects. Relatives are copied and amended: to know
// what Redshift does, read the row of Postgres and the lines of Redshift.
#include "ir/dialect/dialects.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <array>

namespace sluice {

static constexpr Dialect neutral = {.name = "", .nameQuotes = "\"", .wholeSyntax = true, .hints = true};

static constexpr Dialect duckdb = {
    .name = "duckdb",
    .caseRule = CaseRule::Insensitive,
    .dollarStrings = true,
    .escapeStrings = true,
    .wholeSyntax = true,
    .prefixAliases = true,
    .pivotQueries = true,
    .fixedArrays = true,
    .firstIndex = 1,
    .bareFilters = true,
    .pathCalls = "JSON_EXTRACT_STRING JSON_EXTRACT_PATH",
    .bareCalls = "CURRENT_DATE CURRENT_DATETIME CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP "
                 "CURRENT_CATALOG SESSION_USER"};

static constexpr Dialect postgres = {
    .name = "postgres", .caseRule = CaseRule::Lower, .dollarStrings = true, .escapeStrings = true, .wholeSyntax = true,
    .timeNotation = TimeNotation::Postgres,
    .emptySelects = true,
    .seriesColumns = true,
    .firstIndex = 1,
    .pathCalls = "JSON_EXTRACT_PATH",
    .bareCalls = "CURRENT_DATE CURRENT_DATETIME CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP "
                 "CURRENT_CATALOG CURRENT_SCHEMA SESSION_USER"};

static constexpr Dialect redshift = [] {
  Dialect d = postgres;
  d.name = "redshift";
  d.emptySelects = false;
  d.wholeSyntax = false;
  d.caseRule = CaseRule::Insensitive;
  d.backslashEscapes = true;
  d.hashNames = true;
  d.implicitUnnests = true;
  d.bareCalls = "CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP SYSDATE "
                "CURRENT_CATALOG CURRENT_SCHEMA SESSION_USER";
  d.firstIndex = 0;
  return d;
}();

static constexpr Dialect risingwave = [] {
  Dialect d = postgres;
  d.name = "risingwave";
  d.wholeSyntax = false;
  d.firstIndex = 0;
  return d;
}();

static constexpr Dialect sqlite = {.name = "sqlite",
                                   .caseRule = CaseRule::Insensitive,
                                   .nameQuotes = "\"[`",
                                   .nestedComments = false,
                                   .wholeSyntax = true};

static constexpr Dialect tsql = {.name = "tsql",
                                 .caseRule = CaseRule::Insensitive,
                                 .openQuote = '[',
                                 .closeQuote = ']',
                                 .nameQuotes = "[\"",
                                 .timeNotation = TimeNotation::DotNet,
                                 .hashNames = true,
                                 .queryOptions = true,
                                 .equalsAliases = true,
                                 .convertsToType = true,
                                 .namesInnerColumns = true,
                                 .pathCalls = "JSON_VALUE JSON_QUERY"};

static constexpr Dialect fabric = [] {
  Dialect d = tsql;
  d.name = "fabric";
  d.caseRule = CaseRule::Sensitive;
  return d;
}();

static constexpr Dialect mysql = {.name = "mysql",
                                  .caseRule = CaseRule::Sensitive,
                                  .openQuote = '`',
                                  .closeQuote = '`',
                                  .nameQuotes = "`",
                                  .stringQuotes = "'\"",
                                  .backslashEscapes = true,
                                  .hashComments = true,
                                  .nestedComments = false,
                                  .namesStartWithDigit = true,
                                  .timeNotation = TimeNotation::Mysql,
                                  .sessionVariables = true,
                                  .hints = true,
                                  .indexHints = true,
                                  .xorOperator = true,
                                  .selectModifiers = "HIGH_PRIORITY STRAIGHT_JOIN SQL_SMALL_RESULT SQL_BIG_RESULT "
                                                     "SQL_BUFFER_RESULT SQL_NO_CACHE SQL_CALC_FOUND_ROWS"};

static constexpr Dialect bigquery = {.name = "bigquery",
                                     .caseRule = CaseRule::InsensitiveColumns,
                                     .openQuote = '`',
                                     .closeQuote = '`',
                                     .nameQuotes = "`",
                                     .stringQuotes = "'\"",
                                     .backslashEscapes = true,
                                     .hashComments = true,
                                     .nestedComments = false,
                                     .rawStrings = true,
                                     .tripleQuotes = true,
                                     .timeNotation = TimeNotation::BigQuery,
                                     .dashedNames = true,
                                     .dottedNames = true,
                                     .implicitUnnests = true,
                                     .pathCalls = "JSON_VALUE JSON_QUERY",
                                     .functionPrefixes = "SAFE NET",
                                     .versionBehindAlias = true};

static constexpr Dialect snowflake = {.name = "snowflake",
                                      .caseRule = CaseRule::Upper,
                                      .backslashEscapes = true,
                                      .slashComments = true,
                                      .nestedComments = false,
                                      .dollarStrings = true,
                                      .timeNotation = TimeNotation::Snowflake,
                                      .dynamicTables = true,
                                      .sampleWord = true,
                                      .flattenColumns = true,
    .pathCalls = "GET_PATH"};

static constexpr Dialect hive = {.name = "hive",
                                 .caseRule = CaseRule::Insensitive,
                                 .openQuote = '`',
                                 .closeQuote = '`',
                                 .nameQuotes = "`",
                                 .stringQuotes = "'\"",
                                 .backslashEscapes = true,
                                 .namesStartWithDigit = true,
                                 .timeNotation = TimeNotation::Java,
                                 .exclamationIsNot = true,
                                 .numberSuffixes = true,
                                 .sampleBeforeAlias = true,
                                 .pathCalls = "GET_JSON_OBJECT"};

static constexpr Dialect spark = [] {
  Dialect d = hive;
  d.name = "spark";
  d.plainViewNames = true;
  d.structsByAlias = true;
  d.rawStrings = true;
  d.hints = true;
  return d;
}();

static constexpr Dialect spark2 = [] {
  Dialect d = spark;
  d.name = "spark2";
  d.plainViewNames = false;
  return d;
}();

static constexpr Dialect databricks = [] {
  Dialect d = spark;
  d.name = "databricks";
  d.plainViewNames = false;
  return d;
}();

static constexpr Dialect presto = {
    .name = "presto", .caseRule = CaseRule::Insensitive, .nestedComments = false, .timeNotation = TimeNotation::Mysql,
    .firstIndex = 1};

static constexpr Dialect trino = [] {
  Dialect d = presto;
  d.name = "trino";
  d.plainViewNames = true;
  d.bareCalls = "CURRENT_CATALOG CURRENT_DATE CURRENT_DATETIME CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP";
  d.pathCalls = "JSON_QUERY";
  return d;
}();

static constexpr Dialect athena = [] {
  Dialect d = presto;
  d.name = "athena";
  d.caseRule = CaseRule::Lower;
  d.bareCalls = trino.bareCalls;
  d.timeNotation = TimeNotation::Strftime;
  d.nameQuotes = "\"`";
  return d;
}();

static constexpr Dialect clickhouse = {.name = "clickhouse",
                                       .caseRule = CaseRule::Sensitive,
                                       .nameQuotes = "\"`",
                                       .backslashEscapes = true,
                                       .hashComments = true,
                                       .namesStartWithDigit = true,
                                       .weeklyPartitions = true,
                                       .sampleWord = true,
                                       .finalTables = true,
                                       .arrayJoins = true,
                                       .settings = true,
                                       .scalarCtes = true,
                                       .parametricCalls = true,
                                       .wordFunctions = true,
                                       .firstIndex = 1,
                                       .pathCalls = "JSONEXTRACTSTRING",
                                       .bareCalls = "CURRENT_DATE CURRENT_DATETIME CURRENT_TIME CURRENT_USER"};

static constexpr Dialect starrocks = [] {
  Dialect d = mysql;
  d.name = "starrocks";
  d.firstIndex = 1;
  return d;
}();

static constexpr Dialect oracle = {.name = "oracle",
                                   .caseRule = CaseRule::Upper,
                                   .nestedComments = false,
                                   .timeNotation = TimeNotation::Oracle,
                                   .hints = true,
                                   .sampleBeforeAlias = true,
                                   .bareCalls = "CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER "
                                                "LOCALTIMESTAMP SYSDATE SYSTIMESTAMP"};

static constexpr Dialect table[] = {
    neutral, athena,   bigquery, clickhouse, databricks, duckdb,    fabric, hive,   mysql,     oracle, postgres,
    presto,  redshift, risingwave, snowflake, spark,     spark2,    sqlite, starrocks, trino, tsql};

static constexpr NumberSuffix suffixes[] = {{"BD", "DECIMAL"}, {"D", "DOUBLE"},   {"F", "FLOAT"},
                                            {"L", "BIGINT"},   {"S", "SMALLINT"}, {"Y", "TINYINT"}};

const NumberSuffix *findNumberSuffix(StringRef number) {
  StringRef digits = number.rtrim("BDFLSYbdflsy"), letters = number.drop_front(digits.size());
  if (letters.empty() || digits.starts_with_insensitive("0x"))
    return nullptr;
  auto found = llvm::find_if(suffixes, [&](const NumberSuffix &row) { return row.letters.equals_insensitive(letters); });
  return found == std::end(suffixes) ? nullptr : found;
}

bool hasWord(StringRef words, StringRef word) {
  while (!words.empty()) {
    auto [first, rest] = words.split(' ');
    if (first.equals_insensitive(word))
      return true;
    words = rest;
  }
  return false;
}

ArrayRef<Dialect> allDialects() { return table; }

namespace {
struct Strategy {
  StringRef name;
  CaseRule rule;
};
} // namespace

static constexpr Strategy strategies[] = {{"lowercase", CaseRule::Lower},
                                          {"uppercase", CaseRule::Upper},
                                          {"case_insensitive", CaseRule::Insensitive},
                                          {"case_sensitive", CaseRule::Sensitive}};

// Every dialect with every other case rule.
static constexpr auto variants = [] {
  std::array<Dialect, std::size(table) * std::size(strategies)> result;
  for (size_t i = 0; i < result.size(); ++i) {
    const Strategy &strategy = strategies[i % std::size(strategies)];
    result[i] = table[i / std::size(strategies)];
    result[i].caseRule = strategy.rule;
    result[i].strategy = strategy.name;
  }
  return result;
}();

const Dialect *findDialect(StringRef name) {
  auto [base, setting] = name.split(',');
  base = base.trim();
  if (base == "sqlglot")
    base = "";
  auto found = llvm::find_if(table, [&](const Dialect &dialect) { return dialect.name == base; });
  if (found == std::end(table) || setting.empty())
    return found == std::end(table) ? nullptr : found;
  auto [key, value] = setting.split('=');
  if (key.trim() != "normalization_strategy")
    return nullptr;
  auto variant = llvm::find_if(variants, [&](const Dialect &dialect) {
    return dialect.name == base && dialect.strategy.equals_insensitive(value.trim());
  });
  return variant == variants.end() ? nullptr : variant;
}

std::string dialectText(const Dialect &dialect) {
  return (dialect.name + (dialect.strategy.empty() ? "" : ",normalization_strategy=") + dialect.strategy).str();
}

std::string normalizeName(StringRef text, bool quoted, const Dialect &dialect, bool isTable) {
  switch (dialect.caseRule) {
  case CaseRule::Lower:
    return quoted ? text.str() : text.lower();
  case CaseRule::Upper:
    return quoted ? text.str() : text.upper();
  case CaseRule::Insensitive:
    return text.lower();
  case CaseRule::Sensitive:
    return text.str();
  case CaseRule::InsensitiveColumns:
    return isTable ? text.str() : text.lower();
  }
  llvm_unreachable("all case rules are handled");
}

} // namespace sluice
