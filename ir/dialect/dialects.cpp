// The rows of the table of dialects. Relatives are copied and amended: to know
// what Redshift does, read the row of Postgres and the lines of Redshift.
#include "ir/dialect/dialects.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

static constexpr Dialect neutral = {.name = "", .nameQuotes = "\"", .wholeSyntax = true};

static constexpr Dialect duckdb = {
    .name = "duckdb", .caseRule = CaseRule::Insensitive, .dollarStrings = true, .escapeStrings = true, .wholeSyntax = true};

static constexpr Dialect postgres = {
    .name = "postgres", .caseRule = CaseRule::Lower, .dollarStrings = true, .escapeStrings = true, .wholeSyntax = true};

static constexpr Dialect redshift = [] {
  Dialect d = postgres;
  d.name = "redshift";
  d.wholeSyntax = false;
  d.caseRule = CaseRule::Insensitive;
  d.backslashEscapes = true;
  return d;
}();

static constexpr Dialect risingwave = [] {
  Dialect d = postgres;
  d.name = "risingwave";
  d.wholeSyntax = false;
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
                                 .nameQuotes = "[\""};

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
                                  .sessionVariables = true};

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
                                     .tripleQuotes = true};

static constexpr Dialect snowflake = {.name = "snowflake",
                                      .caseRule = CaseRule::Upper,
                                      .backslashEscapes = true,
                                      .slashComments = true,
                                      .nestedComments = false,
                                      .dollarStrings = true};

static constexpr Dialect hive = {.name = "hive",
                                 .caseRule = CaseRule::Insensitive,
                                 .openQuote = '`',
                                 .closeQuote = '`',
                                 .nameQuotes = "`",
                                 .stringQuotes = "'\"",
                                 .backslashEscapes = true,
                                 .namesStartWithDigit = true};

static constexpr Dialect spark = [] {
  Dialect d = hive;
  d.name = "spark";
  d.rawStrings = true;
  return d;
}();

static constexpr Dialect spark2 = [] {
  Dialect d = spark;
  d.name = "spark2";
  return d;
}();

static constexpr Dialect databricks = [] {
  Dialect d = spark;
  d.name = "databricks";
  return d;
}();

static constexpr Dialect presto = {.name = "presto", .caseRule = CaseRule::Insensitive, .nestedComments = false};

static constexpr Dialect trino = [] {
  Dialect d = presto;
  d.name = "trino";
  return d;
}();

static constexpr Dialect athena = [] {
  Dialect d = presto;
  d.name = "athena";
  d.nameQuotes = "\"`";
  return d;
}();

static constexpr Dialect clickhouse = {.name = "clickhouse",
                                       .caseRule = CaseRule::Sensitive,
                                       .nameQuotes = "\"`",
                                       .backslashEscapes = true,
                                       .hashComments = true,
                                       .namesStartWithDigit = true};

static constexpr Dialect starrocks = [] {
  Dialect d = mysql;
  d.name = "starrocks";
  return d;
}();

static constexpr Dialect oracle = {.name = "oracle", .caseRule = CaseRule::Upper, .nestedComments = false};

static constexpr Dialect table[] = {
    neutral, athena,   bigquery, clickhouse, databricks, duckdb,    fabric, hive,   mysql,     oracle, postgres,
    presto,  redshift, risingwave, snowflake, spark,     spark2,    sqlite, starrocks, trino, tsql};

ArrayRef<Dialect> allDialects() { return table; }

const Dialect *findDialect(StringRef name) {
  if (name == "sqlglot")
    name = "";
  auto found = llvm::find_if(table, [&](const Dialect &dialect) { return dialect.name == name; });
  return found == std::end(table) ? nullptr : found;
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
