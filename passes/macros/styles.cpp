// The rows of what macros need to know of a dialect. They say what SQLGlot's
// generators and parsers do; a relative is copied and amended.
#include "passes/macros/styles.h"

namespace sluice {

static constexpr MacroStyle neutral = {.dialect = "",
                                       .date = "DATE_STR_TO_DATE('{0}')",
                                       .zoned = "TIME_STR_TO_TIME('{0}', 'UTC')",
                                       .local = "TIME_STR_TO_TIME('{0}')"};

// A row like another one, under a new name.
static constexpr MacroStyle like(MacroStyle style, StringRef dialect) {
  style.dialect = dialect;
  return style;
}

static constexpr MacroStyle duckdb = {.dialect = "duckdb",
                                      .arrayOpen = "[",
                                      .arrayClose = "]",
                                      .nullDivision = true,
                                      .caretIsPower = true,
                                      .plainTimestamp = false,
                                      .hasPower = true,
                                      .hasFloorDivide = true};

static constexpr MacroStyle postgres = {
    .dialect = "postgres", .arrayOpen = "ARRAY[", .arrayClose = "]", .integerDivision = true, .caretIsPower = true};

static constexpr MacroStyle redshift = {.dialect = "redshift",
                                        .zoned = "CAST('{0}' AS TIMESTAMP WITH TIME ZONE)",
                                        .integerDivision = true,
                                        .caretIsPower = true};

static constexpr MacroStyle sqlite = {.dialect = "sqlite",
                                      .date = "'{0}'",
                                      .zoned = "'{0}'",
                                      .local = "'{0}'",
                                      .integerDivision = true,
                                      .nullDivision = true};

static constexpr MacroStyle snowflake = {.dialect = "snowflake",
                                         .arrayOpen = "[",
                                         .arrayClose = "]",
                                         .mapName = "OBJECT_CONSTRUCT",
                                         .mapInPairs = true,
                                         .hasStages = true,
                                         .notLike = true};

static constexpr MacroStyle bigquery = {.dialect = "bigquery",
                                        .arrayOpen = "[",
                                        .arrayClose = "]",
                                        .zoned = "CAST('{0}' AS TIMESTAMP)",
                                        .local = "CAST('{0}' AS DATETIME)",
                                        .plainTimestamp = false};

static constexpr MacroStyle spark = {.dialect = "spark",
                                     .mapName = "MAP_FROM_ARRAYS",
                                     .zoned = "CAST('{0}' AS TIMESTAMP)",
                                     .nullDivision = true,
                                     .plainTimestamp = false};

static constexpr MacroStyle databricks = [] {
  MacroStyle style = like(spark, "databricks");
  style.nullDivision = false;
  return style;
}();

static constexpr MacroStyle hive = [] {
  MacroStyle style = like(spark, "hive");
  style.mapName = "MAP";
  style.mapInPairs = true;
  style.plainTimestamp = true;
  return style;
}();

static constexpr MacroStyle presto = {.dialect = "presto",
                                      .arrayOpen = "ARRAY[",
                                      .arrayClose = "]",
                                      .zoned = "CAST('{0}' AS TIMESTAMP WITH TIME ZONE)",
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
                                     .nullDivision = true,
                                     .plainTimestamp = false,
                                     .hasXor = true};

static constexpr MacroStyle starrocks = [] {
  MacroStyle style = like(mysql, "starrocks");
  style.arrayOpen = "[";
  style.arrayClose = "]";
  return style;
}();

static constexpr MacroStyle doris = [] {
  MacroStyle style = like(mysql, "doris");
  style.mapName = "ARRAY_MAP";
  style.zoned = "CAST('{0}' AS DATETIME)";
  return style;
}();

static constexpr MacroStyle tsql = {.dialect = "tsql",
                                    .zoned = "CAST('{0}' AS DATETIMEOFFSET) AT TIME ZONE 'UTC'",
                                    .local = "CAST('{0}' AS DATETIME2)",
                                    .integerDivision = true,
                                    .plainTimestamp = false};

static constexpr MacroStyle fabric = [] {
  MacroStyle style = like(tsql, "fabric");
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
                                          .nullDivision = true};

static constexpr MacroStyle oracle = [] {
  MacroStyle style = like(neutral, "oracle");
  style.date = "TO_DATE('{0}', 'YYYY-MM-DD')";
  return style;
}();

static constexpr MacroStyle teradata = [] {
  MacroStyle style = like(neutral, "teradata");
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
