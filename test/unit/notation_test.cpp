// Formats of dates, from a dialect's notation to Python's.
#include "ir/time/notation.h"
#include <gtest/gtest.h>

using namespace sluice;

namespace {

std::string formatIn(StringRef dialect, StringRef written) {
  return strftimeFormat(written, findDialect(dialect)->timeNotation);
}

TEST(Notation, LongestWordCounts) {
  EXPECT_EQ(formatIn("snowflake", "YYYY-MM-DD"), "%Y-%m-%d");
  EXPECT_EQ(formatIn("snowflake", "yyyymmdd HH24:MI:SS"), "%Y%m%-d %H:%M:%S");
  EXPECT_EQ(formatIn("spark", "dd/MM/yyyy HH:mm"), "%d/%m/%Y %H:%M");
  EXPECT_EQ(formatIn("databricks", "yyyy-MM-dd"), "%Y-%m-%d");
  EXPECT_EQ(formatIn("postgres", "YYYY-MM-DD"), "%Y-%m-%d");
  EXPECT_EQ(formatIn("mysql", "%Y-%m-%d %H:%i"), "%Y-%m-%d %H:%M");
  EXPECT_EQ(formatIn("bigquery", "%F"), "%Y-%m-%d");
  EXPECT_EQ(formatIn("duckdb", "%Y%m%d"), "%Y%m%d");
}

TEST(Notation, TimesArePrintedInAFormat) {
  int64_t micros = 1'704'067'199'999'999; // 2023-12-31 23:59:59.999999
  EXPECT_EQ(printTime(micros, "%Y%m%d"), "20231231");
  EXPECT_EQ(printTime(micros, "%y-%b %H:%M:%S.%f %I%p"), "23-Dec 23:59:59.999999 11PM");
  EXPECT_EQ(printTime(0, "%-d/%-m %-H %u %% %"), "1/1 0 %u % %");
}

TEST(Dialects, CaseRuleBySetting) {
  const Dialect *dialect = findDialect("snowflake,normalization_strategy=lowercase");
  ASSERT_NE(dialect, nullptr);
  EXPECT_EQ(dialect->name, "snowflake");
  EXPECT_EQ(normalizeName("Ab", false, *dialect), "ab");
  EXPECT_EQ(dialectText(*dialect), "snowflake,normalization_strategy=lowercase");
  EXPECT_EQ(findDialect("snowflake,normalization_strategy=nope"), nullptr);
  EXPECT_EQ(findDialect("snowflake,other=x"), nullptr);
}

} // namespace
