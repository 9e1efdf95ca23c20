// Values of variables as SQL, and templates that are filled with them.
#include "passes/macros/templates.h"
#include "passes/macros/values.h"
#include "gtest/gtest.h"

using namespace sluice;

static std::string sqlOf(const Value &value, StringRef dialect, ListForm form = ListForm::Tuple) {
  std::string text;
  appendValue(value, form, *findDialect(dialect), text);
  return text;
}

static Value listOf(std::vector<Value> items) { return {Value::Kind::List, false, {}, std::move(items), {}}; }

TEST(MacroValues, ScalarsAreLiterals) {
  EXPECT_EQ(sqlOf(Value(), "duckdb"), "NULL");
  EXPECT_EQ(sqlOf(Value::ofBool(true), "duckdb"), "TRUE");
  EXPECT_EQ(sqlOf(Value::ofInt(-3), "duckdb"), "-3");
  EXPECT_EQ(sqlOf({Value::Kind::Float, false, "1577836800", {}, {}}, "duckdb"), "1577836800.0");
  EXPECT_EQ(sqlOf(Value::ofExpr("a + b"), "duckdb"), "a + b");
}

TEST(MacroValues, StringsAreQuotedForTheScanner) {
  EXPECT_EQ(sqlOf(Value::ofString("it's"), "duckdb"), "'it''s'");
  EXPECT_EQ(sqlOf(Value::ofString("a\\b"), "duckdb"), "'a\\b'");
  EXPECT_EQ(sqlOf(Value::ofString("a\\b"), "mysql"), "'a\\\\b'");
}

TEST(MacroValues, ListsAreTuplesAndInnerListsArrays) {
  Value list = listOf({Value::ofInt(1), listOf({Value::ofString("a")})});
  EXPECT_EQ(sqlOf(list, "duckdb"), "(1, ['a'])");
  EXPECT_EQ(sqlOf(list, "postgres"), "(1, ARRAY['a'])");
  EXPECT_EQ(sqlOf(list, "sqlite", ListForm::Array), "ARRAY(1, ARRAY('a'))");
}

TEST(MacroValues, MapsFollowTheDialect) {
  Value map{Value::Kind::Map, false, {}, {Value::ofInt(1)}, {"k"}};
  EXPECT_EQ(sqlOf(map, "duckdb"), "MAP(['k'], [1])");
  EXPECT_EQ(sqlOf(map, "snowflake"), "OBJECT_CONSTRUCT('k', 1)");
}

TEST(MacroValues, TimesFollowTheDialect) {
  Value date{Value::Kind::Date, false, "2024-01-02", {}, {}};
  Value local{Value::Kind::DateTime, false, "2024-01-02 23:59:59.999999", {}, {}};
  Value zoned{Value::Kind::DateTime, false, "2024-01-02 00:00:00+00:00", {}, {}};
  EXPECT_EQ(sqlOf(date, "duckdb"), "CAST('2024-01-02' AS DATE)");
  EXPECT_EQ(sqlOf(date, "sqlite"), "'2024-01-02'");
  EXPECT_EQ(sqlOf(local, "postgres"), "CAST('2024-01-02 23:59:59.999999' AS TIMESTAMP)");
  EXPECT_EQ(sqlOf(local, "trino"), "CAST('2024-01-02 23:59:59.999999' AS TIMESTAMP(6))");
  EXPECT_EQ(sqlOf(zoned, "trino"), "CAST('2024-01-02 00:00:00+00:00' AS TIMESTAMP WITH TIME ZONE)");
  EXPECT_EQ(sqlOf(zoned, "clickhouse"), "CAST('2024-01-02 00:00:00' AS DateTime64(6, 'UTC'))");
}

TEST(MacroValues, NamesAreQuotedWhereTheyMustBe) {
  auto nameOf = [](StringRef name, bool quoted, StringRef dialect) {
    std::string text;
    appendName(name, quoted, *findDialect(dialect), text);
    return text;
  };
  EXPECT_EQ(nameOf("a_1", false, "duckdb"), "a_1");
  EXPECT_EQ(nameOf("1", false, "duckdb"), "\"1\"");
  EXPECT_EQ(nameOf("a\"b", true, "duckdb"), "\"a\"\"b\"");
  EXPECT_EQ(nameOf("s.t", false, "mysql"), "`s.t`");
}

TEST(MacroValues, BareTextsLoseTheirQuotes) {
  auto bareOf = [](const Value &value) {
    std::string text;
    appendBare(value, *findDialect("duckdb"), text);
    return text;
  };
  EXPECT_EQ(bareOf(Value::ofString("it's")), "it's");
  EXPECT_EQ(bareOf(Value::ofExpr("'it''s'")), "it's");
  EXPECT_EQ(bareOf(Value::ofExpr("\"A b\"")), "A b");
  EXPECT_EQ(bareOf(Value::ofExpr("a+b*f( c ,-1)")), "a + b * F(c, -1)");
  EXPECT_EQ(bareOf(Value::ofExpr("s . t")), "s.t");
  EXPECT_EQ(bareOf(listOf({Value::ofInt(1), Value::ofInt(2)})), "[1, 2]");
}

static std::string filled(StringRef text) {
  std::string out;
  fillTemplate(
      text,
      [](StringRef name, std::string &value) {
        if (name.equals_insensitive("x"))
          value += "X1";
        return name.equals_insensitive("x");
      },
      out);
  return out;
}

TEST(MacroTemplates, PlaceholdersAreFilled) {
  EXPECT_EQ(filled("pre_@{x}_post"), "pre_X1_post");
  EXPECT_EQ(filled("@x and @X, @{X}"), "X1 and X1, X1");
  EXPECT_EQ(filled("@x@x"), "X1X1");
}

TEST(MacroTemplates, WhatIsNoPlaceholderStays) {
  EXPECT_EQ(filled("a@@b"), "a@b");
  EXPECT_EQ(filled("@missing @{missing}"), "@missing @{missing}");
  EXPECT_EQ(filled("@xy @{x @{ x } @1 @"), "@xy @{x @{ x } @1 @");
  EXPECT_EQ(filled("@{}@"), "@{}@");
}
