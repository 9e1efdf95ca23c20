// The rows of the table of spellings. They are facts about SQLGlot 30.8.0, read off
// its answers. Relatives are copied and amended.
#include "backend/sql/spelling.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

static constexpr Spelling neutral = {
    .dialect = "", .jsonLiteral = "PARSE_JSON", .regexFunction = "REGEXP_LIKE", .bareTimestamp = false, .bareTime = false,
    .trimFrom = false,
    .structIsCall = true};

static constexpr Spelling duckdb = {.dialect = "duckdb",
                                    .nulls = NullOrder::Last,
                                    .arrayOpen = "[",
                                    .arrayClose = "]",
                                    .starExcept = "EXCLUDE",
                                    .typeParens = true,
                                    .arraySuffix = true,
                                    .jsonLiteral = "JSON",
                                    .regexFunction = "REGEXP_MATCHES",
                                    .caretIsPower = true,
                                    .dateCallIsCast = true,
                                    .jsonPaths = true,
                                    .jsonArrows = true,
                                    .rangeHasStart = true,
                                    .trimFrom = false,
                                    .nullsInside = true,
    .sampleSeed = "REPEATABLE",
    .sampleMethods = "SYSTEM RESERVOIR",
    .unnestNeedsOn = true,
    .wrapsArrows = true,
    .structHasKeys = true,
    .matchFunction = "REGEXP_FULL_MATCH",
    .orderedQuantile = "QUANTILE"};

static constexpr Spelling postgres = {.dialect = "postgres",
                                      .nulls = NullOrder::Large,
                                      .interval = IntervalForm::OneString,
                                      .arrayOpen = "ARRAY[",
                                      .arrayClose = "]",
                                      .tryCast = "CAST",
                                      .arraySuffix = true,
                                      .regexOperator = "~",
                                      .notRegexOperator = "!~",
                                      .caretIsPower = true,
                                      .bareTime = false,
                                      .bareUser = true,
                                      .substringFrom = true,
    .sampleSeed = "REPEATABLE",
    .sampleIsPercent = true,
    .sampleHasRows = false,
    .datePartIsExtract = true};

static constexpr Spelling risingwave = [] {
  Spelling s = postgres;
  s.dialect = "risingwave";
  return s;
}();

static constexpr Spelling redshift = [] {
  Spelling s = {.dialect = "redshift",
                                      .nulls = NullOrder::Large,
                                      .interval = IntervalForm::OneString,
                                      .arrayOpen = "ARRAY[",
                                      .arrayClose = "]",
                                      .jsonLiteral = "JSON_PARSE",
                                      .regexOperator = "~",
                                      .notRegexOperator = "!~",
                                      .bareTime = false,
                                      .bareUser = true,
                                      .concatIsOperator = true,
                                      .substringFrom = true};
  s.unitCalls = "DATEADD DATEDIFF";
  s.dateDiffHasUnit = true;
  s.unnestIsPath = true;
  s.sampleSeed = "REPEATABLE";
  s.sampleIsPercent = true;
  s.sampleHasRows = false;
  s.datePartIsExtract = true;
  return s;
}();

static constexpr Spelling sqlite = {.dialect = "sqlite",
                                    .tryCast = "CAST",
                                    .commaIsCrossJoin = true,
                                    .dateCastIsCall = true,
                                    .aliasColumns = false,
                                    .regexOperator = "REGEXP",
                                    .notRegexOperator = "NOT REGEXP",
                                    .ilikeIsLower = true,
                                    .jsonPaths = true,
                                    .trimFrom = false,
                                    .boundAlone = true,
                                    .concatIsOperator = true};

static constexpr Spelling snowflake = [] {
  Spelling s = {.dialect = "snowflake",
                                       .nulls = NullOrder::Large,
                                       .interval = IntervalForm::OneString,
                                       .arrayOpen = "[",
                                       .arrayClose = "]",
                                       .starExcept = "EXCLUDE",
                                       .pathFunction = "GET_PATH",
                                       .jsonLiteral = "PARSE_JSON",
                                       .atTimeZone = "CONVERT_TIMEZONE($2, $1)",
                                       .notInIsAll = true,
                                       .regexFunction = "REGEXP_LIKE",
                                       .bareTimestamp = false};
  s.unitCalls = "DATEADD DATEDIFF";
  s.sampleMethods = "BERNOULLI BERNOULLI";
  s.sampleIsPercent = true;
  s.structFunction = "OBJECT_CONSTRUCT";
  s.otherUnitCalls = "TIMESTAMPADD TIMESTAMPDIFF TIMEDIFF";
  s.truncatesDates = true;
  s.extractIsDatePart = true;
  s.wholeFrames = true;
  s.negatesLikeBefore = true;
  s.limitIsNumber = true;
  return s;
}();

static constexpr Spelling bigquery = [] {
  Spelling s = {.dialect = "bigquery",
                                      .arrayOpen = "[",
                                      .arrayClose = "]",
                                      .tryCast = "SAFE_CAST",
                                      .hasModulo = false,
                                      .truncatesByString = false,
                                      .jsonLiteral = "PARSE_JSON",
                                      .atTimeZone = "TIMESTAMP(DATETIME($1, $2))",
                                      .setDistinct = true,
                                      .regexFunction = "REGEXP_CONTAINS",
                                      .ilikeIsLower = true,
                                      .bareTimestamp = false,
                                      .bareTime = false,
                                      .nullsInside = true};
  s.commaIsCrossJoin = true;
  s.structIsCall = true;
  s.typedStructIsCast = true;
  s.limitIsNumber = true;
  return s;
}();

static constexpr Spelling hive = [] {
  Spelling s = {
    .dialect = "hive", .tryCast = "CAST", .ilikeIsLower = true, .bareTimestamp = false};
  s.commaIsCrossJoin = true;
  s.dateFormat = "yyyy-MM-dd";
  s.sampleHasMethod = false;
  s.fieldColons = true;
  return s;
}();

static constexpr Spelling spark = [] {
  Spelling s = {
    .dialect = "spark", .atTimeZone = "FROM_UTC_TIMESTAMP($1, $2)", .bareTimestamp = false};
  s.commaIsCrossJoin = true;
  s.pivotIsQuery = true;
  s.valuesInParens = false;
  s.unitCalls = "DATE_ADD DATEDIFF";
  s.otherUnitCalls = "TIMESTAMPADD";
  s.firstGroupIsImplied = true;
  s.valuesAreRelation = true;
  s.dateDiffHasUnit = true;
  s.dateFormat = "yyyy-MM-dd";
  s.sampleHasMethod = false;
  s.fieldColons = true;
  return s;
}();

static constexpr Spelling spark2 = [] {
  Spelling s = spark;
  s.dialect = "spark2";
  s.tryCast = "CAST";
  s.unitCalls = s.otherUnitCalls = "";
  return s;
}();

static constexpr Spelling databricks = [] {
  Spelling s = spark;
  s.dialect = "databricks";
  s.jsonLiteral = "PARSE_JSON";
  s.regexFunction = "REGEXP_LIKE";
  s.sampleSeed = "REPEATABLE";
  s.pathOfJson = true;
  s.dotsInPaths = true;
  return s;
}();

static constexpr Spelling presto = [] {
  Spelling s = {.dialect = "presto",
                                    .nulls = NullOrder::Last,
                                    .arrayOpen = "ARRAY[",
                                    .arrayClose = "]",
                                    .typeParens = true,
                                    .jsonLiteral = "JSON_PARSE",
                                    .atTimeZone = "AT_TIMEZONE($1, $2)",
                                    .zonedTimestamps = true,
                                    .regexFunction = "REGEXP_LIKE",
                                    .ilikeIsLower = true,
                                    .offsetFirst = true,
                                    .bareUser = true};
  s.quotesUnits = true;
  s.sampleIsPercent = true;
  s.limitIsNumber = true;
  return s;
}();

static constexpr Spelling trino = [] {
  Spelling s = presto;
  s.dialect = "trino";
  return s;
}();

static constexpr Spelling athena = [] {
  Spelling s = presto;
  s.dialect = "athena";
  s.ddlDialect = "hive";
  return s;
}();

static constexpr Spelling clickhouse = [] {
  Spelling s = {.dialect = "clickhouse",
                                        .nulls = NullOrder::Last,
                                        .arrayOpen = "[",
                                        .arrayClose = "]",
                                        .functionsAsWritten = true,
                                        .typeParens = true,
                                        .truncatesByString = false,
                                        .negatesInParens = true,
                                        .jsonLiteral = "PARSE_JSON",
                                        .regexFunction = "match",
                                        .bareDate = false,
                                        .bareTime = false};
  s.commaIsCrossJoin = true;
  s.valuesInParens = false;
  s.unitCalls = "DATE_ADD DATE_DIFF";
  s.dateDiffHasUnit = true;
  s.sideFirst = true;
  s.sampleWord = "";
  s.structFunction = "map";
  s.setDistinct = true;
  return s;
}();

static constexpr Spelling mysql = {.dialect = "mysql",
                                   .tryCast = "CAST",
                                   .hasNullSafeEqual = true,
                                   .truncatesByString = false,
                                   .regexFunction = "REGEXP_LIKE",
                                   .ilikeIsLower = true,
                                   .jsonPaths = true,
                                   .bareTimestamp = false,
                                   .bareTime = false,
    .limitIsNumber = true,
    .arrowIsCall = true,
    .fullJoinIsUnion = true,
    .saysSeparator = true};

static constexpr Spelling starrocks = [] {
  Spelling s = mysql;
  s.dialect = "starrocks";
  s.arrayOpen = "[";
  s.arrayClose = "]";
  s.truncatesByString = true;
  s.jsonLiteral = "PARSE_JSON";
  s.regexFunction = "REGEXP";
  s.jsonPaths = false;
  s.arrowIsCall = false;
  s.fullJoinIsUnion = false;
  return s;
}();

static constexpr Spelling tsql = [] {
  Spelling s = {
    .dialect = "tsql", .arrayOpen = "[", .arrayClose = "]", .regexFunction = "REGEXP_LIKE", .bareTime = false};
  s.limitIsTop = true;
  s.truthIsBit = true;
  s.offsetHasRows = true;
  s.unitCalls = "DATEADD DATEDIFF";
  s.diffOperand = "CAST($1 AS DATETIME2)";
  s.jsonText = "ISNULL(JSON_QUERY($1, $2), JSON_VALUE($1, $2))";
  s.sampleSeed = "REPEATABLE";
  return s;
}();

static constexpr Spelling fabric = [] {
  Spelling s = tsql;
  s.dialect = "fabric";
  s.diffOperand = "CAST($1 AS DATETIME2(6))";
  return s;
}();

static constexpr Spelling oracle = {.dialect = "oracle",
                                    .nulls = NullOrder::Large,
                                    .aliasKeywordOfTables = false,
                                    .regexFunction = "REGEXP_LIKE",
                                    .ilikeIsLower = true,
                                    .bareTime = false,
    .sampleWord = "SAMPLE",
    .sampleIsPercent = true,
    .offsetHasRows = true,
    .hasMinus = true};

static constexpr Spelling rows[] = {neutral, athena,     bigquery,  clickhouse, databricks, duckdb,    fabric, hive,   mysql, oracle, postgres,
                                    presto,  risingwave, redshift, snowflake,  spark,      spark2,    sqlite, starrocks, trino, tsql};

// Calls that follow each other ask for one dialect.
const Spelling &spellingOf(const Dialect &dialect) {
  thread_local const Dialect *last = nullptr;
  thread_local const Spelling *spelling = nullptr;
  if (last != &dialect) {
    auto found = llvm::find_if(rows, [&](const Spelling &row) { return row.dialect == dialect.name; });
    spelling = found == std::end(rows) ? &rows[0] : found;
    last = &dialect;
  }
  return *spelling;
}

} // namespace sluice
