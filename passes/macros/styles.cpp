// The rows of what macros need to know of a dialect. They say what SQLGlot's
// generators and parsers do; a relative is copied and amended.
#include "passes/macros/styles.h"

namespace sluice {

// Spines of dialects that have no function for series of dates: a query that
// reads itself.
static constexpr StringRef spineByDateAdd =
    "WITH RECURSIVE _generated_dates({2}) AS (SELECT {5} AS {2} UNION ALL SELECT CAST(DATE_ADD({2}, INTERVAL '1' {4}) "
    "AS DATE) FROM _generated_dates WHERE CAST(DATE_ADD({2}, INTERVAL '1' {4}) AS DATE) <= {6}) SELECT {2} FROM "
    "(SELECT {2} FROM _generated_dates) AS _generated_dates";
static constexpr StringRef spineByDateadd =
    "WITH RECURSIVE _generated_dates({2}) AS (SELECT {5} AS {2} UNION ALL SELECT CAST(DATEADD({4}, 1, {2}) AS DATE) "
    "FROM _generated_dates WHERE CAST(DATEADD({4}, 1, {2}) AS DATE) <= {6}) SELECT {2} FROM (SELECT {2} FROM "
    "_generated_dates) AS _generated_dates";
static constexpr StringRef spineOfTsql =
    "WITH _generated_dates({2}) AS (SELECT {5} AS {2} UNION ALL SELECT CAST(DATEADD({4}, 1, {2}) AS DATE) FROM "
    "_generated_dates WHERE CAST(DATEADD({4}, 1, {2}) AS DATE) <= {6}) SELECT {2} FROM (SELECT {2} AS {2} FROM "
    "_generated_dates) AS _generated_dates";
static constexpr StringRef spineOfPostgres =
    "SELECT {2} FROM (SELECT CAST(value AS DATE) FROM GENERATE_SERIES({0}, {1}, {3}) AS _t(value)) AS _exploded({2})";
static constexpr StringRef spineOfSnowflake =
    "SELECT {2} FROM (SELECT DATEADD({4}, CAST({2} AS INT), {5}) AS {2} FROM TABLE(FLATTEN(INPUT => "
    "ARRAY_GENERATE_RANGE(0, DATEDIFF({4}, {0}, {1}) + 1))) AS _exploded(seq, key, path, index, {2}, this)) AS "
    "_exploded({2})";

static constexpr MacroStyle neutral = {.dialect = "",
                                       .date = "DATE_STR_TO_DATE('{0}')",
                                       .zoned = "TIME_STR_TO_TIME('{0}', 'UTC')",
                                       .local = "TIME_STR_TO_TIME('{0}')",
                                       .hasQualify = true};

// A row like another one, under a new name.
static constexpr MacroStyle like(MacroStyle style, StringRef dialect) {
  style.dialect = dialect;
  return style;
}

static constexpr MacroStyle duckdb = {.dialect = "duckdb",
                                      .arrayOpen = "[",
                                      .arrayClose = "]",
                                      .concat = "||",
                                      .hasQualify = true,
                                      .spine = "SELECT {2} FROM UNNEST(CAST(GENERATE_SERIES({0}, {1}, {3}) AS DATE[])) "
                                               "AS _exploded({2})",
                                      .nullDivision = true,
                                      .caretIsPower = true,
                                      .plainTimestamp = false,
                                      .hasPower = true,
                                      .hasFloorDivide = true};

static constexpr MacroStyle postgres = {.dialect = "postgres",
                                        .arrayOpen = "ARRAY[",
                                        .arrayClose = "]",
                                        .realType = "DOUBLE PRECISION",
                                        .concat = "||",
                                        .spine = spineOfPostgres,
                                        .step = "INTERVAL '1 {0}'",
                                        .quarterStep = "INTERVAL '3 MONTH'",
                                        .integerDivision = true,
                                        .caretIsPower = true};

static constexpr MacroStyle redshift = {.dialect = "redshift",
                                        .zoned = "CAST('{0}' AS TIMESTAMP WITH TIME ZONE)",
                                        .textType = "VARCHAR(MAX)",
                                        .realType = "DOUBLE PRECISION",
                                        .concat = "||",
                                        .hasQualify = true,
                                        .spine = spineByDateadd,
                                        .integerDivision = true,
                                        .caretIsPower = true};

static constexpr MacroStyle sqlite = {.dialect = "sqlite",
                                      .date = "'{0}'",
                                      .zoned = "'{0}'",
                                      .local = "'{0}'",
                                      .realType = "REAL",
                                      .concat = "||",
                                      .spine = "SELECT {2} FROM UNNEST(GENERATE_DATE_ARRAY({0}, {1}, {3})) AS _exploded",
                                      .castToDate = "DATE({0})",
                                      .integerDivision = true,
                                      .nullDivision = true};

static constexpr MacroStyle snowflake = {.dialect = "snowflake",
                                         .arrayOpen = "[",
                                         .arrayClose = "]",
                                         .mapName = "OBJECT_CONSTRUCT",
                                         .mapInPairs = true,
                                         .hasStages = true,
                                         .textType = "VARCHAR",
                                         .hasQualify = true,
                                         .spine = spineOfSnowflake,
                                         .notLike = true};

static constexpr MacroStyle bigquery = {.dialect = "bigquery",
                                        .arrayOpen = "[",
                                        .arrayClose = "]",
                                        .zoned = "CAST('{0}' AS TIMESTAMP)",
                                        .local = "CAST('{0}' AS DATETIME)",
                                        .textType = "STRING",
                                        .unionDistinct = "UNION DISTINCT",
                                        .hasQualify = true,
                                        .spine = "SELECT {2} FROM UNNEST(GENERATE_DATE_ARRAY({0}, {1}, {3})) AS {2}",
                                        .zonedTimestamp = true,
                                        .plainTimestamp = false};

static constexpr MacroStyle spark = {.dialect = "spark",
                                     .mapName = "MAP_FROM_ARRAYS",
                                     .zoned = "CAST('{0}' AS TIMESTAMP)",
                                     .textType = "STRING",
                                     .spine = "SELECT {2} FROM EXPLODE(SEQUENCE({0}, {1}, {3})) AS _exploded({2})",
                                     .quarterStep = "INTERVAL '3' MONTH",
                                     .nullDivision = true,
                                     .zonedTimestamp = true,
                                     .plainTimestamp = false};

static constexpr MacroStyle databricks = [] {
  MacroStyle style = like(spark, "databricks");
  style.nullDivision = false;
  style.hasQualify = true;
  return style;
}();

static constexpr MacroStyle hive = [] {
  MacroStyle style = like(spark, "hive");
  style.mapName = "MAP";
  style.mapInPairs = true;
  style.quarterStep = {};
  style.plainTimestamp = true;
  return style;
}();

static constexpr MacroStyle presto = {.dialect = "presto",
                                      .arrayOpen = "ARRAY[",
                                      .arrayClose = "]",
                                      .zoned = "CAST('{0}' AS TIMESTAMP WITH TIME ZONE)",
                                      .textType = "VARCHAR",
                                      .realType = "DOUBLE",
                                      .concatPart = "CAST({0} AS VARCHAR)",
                                      .concatNeedsTwo = true,
                                      .spine = "SELECT {2} FROM UNNEST(SEQUENCE({0}, {1}, {3})) AS _exploded({2})",
                                      .weekStep = "(1 * INTERVAL '7' DAY)",
                                      .integerDivision = true,
                                      .strictConcat = true};

static constexpr MacroStyle trino = [] {
  MacroStyle style = like(presto, "trino");
  style.zonedFine = "CAST('{0}' AS TIMESTAMP({2}) WITH TIME ZONE)";
  style.localFine = "CAST('{0}' AS TIMESTAMP({2}))";
  return style;
}();

static constexpr MacroStyle athena = [] {
  MacroStyle style = like(trino, "athena");
  style.integerDivision = style.strictConcat = false;
  return style;
}();

static constexpr MacroStyle mysql = {.dialect = "mysql",
                                     .zoned = "TIMESTAMP('{0}')",
                                     .local = "CAST('{0}' AS DATETIME)",
                                     .localFine = "CAST('{0}' AS DATETIME({2}))",
                                     .keepsDoubleAt = true,
                                     .textType = "CHAR",
                                     .lengthCall = "CHAR_LENGTH(",
                                     .spine = spineByDateAdd,
                                     .nullDivision = true,
                                     .zonedTimestamp = true,
                                     .plainTimestamp = false,
                                     .hasXor = true};

static constexpr MacroStyle starrocks = [] {
  MacroStyle style = like(mysql, "starrocks");
  style.textType = "STRING";
  style.hasQualify = true;
  style.arrayOpen = "[";
  style.arrayClose = "]";
  return style;
}();

static constexpr MacroStyle doris = [] {
  MacroStyle style = like(mysql, "doris");
  style.textType = "STRING";
  style.mapName = "ARRAY_MAP";
  style.zoned = "CAST('{0}' AS DATETIME)";
  return style;
}();

static constexpr MacroStyle tsql = {.dialect = "tsql",
                                    .zoned = "CAST('{0}' AS DATETIMEOFFSET) AT TIME ZONE 'UTC'",
                                    .local = "CAST('{0}' AS DATETIME2)",
                                    .countsNanoseconds = true,
                                    .textType = "VARCHAR(MAX)",
                                    .realType = "FLOAT",
                                    .concat = "+",
                                    .countCall = "COUNT_BIG(",
                                    .spine = spineOfTsql,
                                    .integerDivision = true,
                                    .plainTimestamp = false};

static constexpr MacroStyle fabric = [] {
  MacroStyle style = like(tsql, "fabric");
  style.countsNanoseconds = false;
  style.zoned = "CAST('{0}' AS DATETIME2(6)) AT TIME ZONE 'UTC'";
  style.local = "CAST('{0}' AS DATETIME2(6))";
  style.plainTimestamp = true;
  return style;
}();

static constexpr MacroStyle clickhouse = {.dialect = "clickhouse",
                                          .arrayOpen = "[",
                                          .arrayClose = "]",
                                          .mapName = "map",
                                          .mapInPairs = true,
                                          .date = "toDate('{0}')",
                                          .zoned = "CAST('{1}' AS DateTime64(6, 'UTC'))",
                                          .local = "CAST('{0}' AS DateTime64(6))",
                                          .textType = "Nullable(String)",
                                          .lengthCall = "CHAR_LENGTH(",
                                          .unionDistinct = "UNION DISTINCT",
                                          .hasQualify = true,
                                          .castToDate = "CAST({0} AS Nullable(DATE))",
                                          .nullDivision = true,
                                          .wholeSeconds = true};

static constexpr MacroStyle oracle = [] {
  MacroStyle style = like(neutral, "oracle");
  style.date = "TO_DATE('{0}', 'YYYY-MM-DD')";
  style.textType = "CLOB";
  style.hasQualify = false;
  return style;
}();

static constexpr MacroStyle teradata = [] {
  MacroStyle style = like(neutral, "teradata");
  style.realType = "DOUBLE PRECISION";
  style.weekStep = "(7 * INTERVAL '1' DAY)";
  style.quarterStep = "(90 * INTERVAL '1' DAY)";
  style.integerDivision = true;
  style.hasPower = true;
  return style;
}();

static constexpr MacroStyle rows[] = {
    neutral,
    duckdb,
    postgres,
    redshift,
    sqlite,
    snowflake,
    bigquery,
    spark,
    databricks,
    hive,
    presto,
    trino,
    athena,
    mysql,
    doris,
    starrocks,
    tsql,
    clickhouse,
    fabric,
    oracle,
    teradata,
    like(postgres, "risingwave"),
    like(postgres, "materialize"),
    like(spark, "spark2"),
    like(trino, "dune"),
};

const MacroStyle &macroStyle(const Dialect &dialect) {
  for (const MacroStyle &row : rows)
    if (row.dialect == dialect.name)
      return row;
  return rows[0];
}

} // namespace sluice
