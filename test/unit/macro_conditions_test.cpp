// Values, operators and functions of conditions: Python's rules.
#include "passes/macros/functions.h"
#include "gtest/gtest.h"
#include <limits>

using namespace sluice;
using Kind = Datum::Kind;

static const MacroStyle &styleOf(StringRef dialect) { return macroStyle(*findDialect(dialect)); }

static std::string apply(Op op, const Datum &left, const Datum &right, StringRef dialect = "") {
  Outcome result = applyOperator(op, left, right, styleOf(dialect));
  return result ? printDatum(*result) : "error: " + result.problem;
}

static std::string callOf(StringRef name, std::vector<Datum> args, StringRef dialect = "") {
  Outcome result = applyFunction(*findFunction(name), args, styleOf(dialect));
  return result ? printDatum(*result) : "error: " + result.problem;
}

static Datum number(int value) { return Datum::ofInt(value); }
static Datum text(StringRef value) { return Datum::ofString(value.str()); }
static Datum list(std::vector<Datum> items) {
  Datum result = Datum::ofText(Kind::List, "");
  result.items = std::move(items);
  return result;
}

TEST(MacroConditions, RealsPrintAsPythonDoes) {
  EXPECT_EQ(printReal(7), "7.0");
  EXPECT_EQ(printReal(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(printReal(1e20), "1e+20");
  EXPECT_EQ(printReal(1e15), "1000000000000000.0");
  EXPECT_EQ(printReal(1.5e-5), "1.5e-05");
  EXPECT_EQ(printReal(0.0001), "0.0001");
  EXPECT_EQ(printReal(-2.5), "-2.5");
}

TEST(MacroConditions, DivisionDependsOnTheDialect) {
  EXPECT_EQ(apply(Op::Divide, number(3), number(2)), "1.5");
  EXPECT_EQ(apply(Op::Divide, number(-3), number(2), "postgres"), "-1");
  EXPECT_EQ(apply(Op::Divide, number(1), number(0), "duckdb"), "None");
  EXPECT_EQ(apply(Op::Divide, number(1), number(0)), "error: division by zero");
}

TEST(MacroConditions, ModuloHasTheSignOfTheDivisor) {
  EXPECT_EQ(apply(Op::Modulo, number(-7), number(3)), "2");
  EXPECT_EQ(apply(Op::Modulo, number(7), number(-3)), "-2");
  EXPECT_EQ(apply(Op::IntDivide, number(-7), number(2)), "-4");
}

TEST(MacroConditions, NumbersDoNotOverflow) {
  Datum large = Datum::ofInt(std::numeric_limits<int64_t>::max());
  EXPECT_EQ(apply(Op::Multiply, large, large), "85070591730234615847396907784232501249");
  Datum larger = *applyOperator(Op::Multiply, large, large, styleOf("")).datum;
  EXPECT_EQ(apply(Op::Multiply, larger, large), "error: the number is too large");
  EXPECT_EQ(callOf("POW", {number(2), number(300)}), "error: the number is too large");
  EXPECT_EQ(callOf("POW", {number(2), number(-1)}), "0.5");
}

TEST(MacroConditions, KindsAreNotMixed) {
  EXPECT_EQ(apply(Op::Equal, number(1), text("1")), "False");
  EXPECT_EQ(apply(Op::Equal, Datum::ofBool(true), number(1)), "True");
  EXPECT_EQ(apply(Op::Less, number(1), text("a")), "error: `<` between a number and a text");
  EXPECT_EQ(apply(Op::Add, text("a"), number(1)), "error: `+` between a text and a number");
  EXPECT_EQ(apply(Op::Multiply, text("a"), number(3)), "aaa");
  EXPECT_EQ(apply(Op::Concat, text("a"), text("b")), "error: the operator `||` is not available");
}

TEST(MacroConditions, NullStaysNull) {
  EXPECT_EQ(apply(Op::Equal, Datum(), Datum()), "None");
  EXPECT_EQ(callOf("UPPER", {Datum()}), "None");
  EXPECT_EQ(callOf("COALESCE", {Datum(), number(2)}), "2");
}

TEST(MacroConditions, LikeLooksAtTheBeginning) {
  EXPECT_EQ(apply(Op::Like, text("production"), text("prod")), "True");
  EXPECT_EQ(apply(Op::Like, text("production"), text("%tion")), "True");
  EXPECT_EQ(apply(Op::Like, text("production"), text("p_d%")), "False");
  EXPECT_TRUE(StringRef(apply(Op::Like, text("a"), text("("))).starts_with("error: `(` is no pattern"));
}

TEST(MacroConditions, ColumnsStaySql) {
  Datum column = Datum::ofText(Kind::Expr, "a");
  EXPECT_EQ(apply(Op::Equal, column, number(1)), "False");
  EXPECT_EQ(apply(Op::NotEqual, column, number(1)), "True");
  EXPECT_EQ(apply(Op::Greater, column, number(1)), "a > 1");
  EXPECT_EQ(apply(Op::Multiply, *applyOperator(Op::Add, number(1), column, styleOf("")).datum, number(2)),
            "(1 + a) * 2");
}

TEST(MacroConditions, DatesMoveAndCompare) {
  Datum day = *findDate("2024-02-28"), span = *makeDuration(text("2"), "DAY").datum;
  EXPECT_EQ(apply(Op::Add, day, span), "2024-03-01");
  EXPECT_EQ(apply(Op::Less, day, *findDate("2024-02-29")), "True");
  EXPECT_EQ(callOf("DATEDIFF", {*findDate("2024-03-01"), day}), "2");
  EXPECT_EQ(callOf("DATE_DIFF", {text("day"), day, *findDate("2024-03-01")}), "2");
  EXPECT_EQ(callOf("MONTH", {day}), "2");
  EXPECT_EQ(callOf("EXTRACT", {text("DOW"), day}), "error: `DOW` of a date is not available");
  EXPECT_FALSE(makeDuration(text("1"), "MONTH"));
}

TEST(MacroConditions, IsoTimes) {
  EXPECT_EQ(printDatum(*findDateTime("2024-01-02T03:04:05.5+02:00")), "2024-01-02 01:04:05.500000+00:00");
  EXPECT_EQ(printDatum(*findDateTime("1969-12-31 23:59:59")), "1969-12-31 23:59:59");
  EXPECT_EQ(printDatum(*findDate("20240102")), "2024-01-02");
  EXPECT_FALSE(findDate("2023-02-29"));
  EXPECT_FALSE(findDate("2024-13-01"));
  EXPECT_FALSE(findDateTime("2024-01-02 25:00:00"));
}

TEST(MacroConditions, RoundingIsToEven) {
  EXPECT_EQ(callOf("ROUND", {Datum::ofFloat(2.5)}), "2");
  EXPECT_EQ(callOf("ROUND", {Datum::ofFloat(3.5)}), "4");
  EXPECT_EQ(callOf("ROUND", {Datum::ofFloat(2.567), number(2)}), "2.57");
  EXPECT_EQ(callOf("ROUND", {number(25), number(-1)}), "20");
  EXPECT_EQ(callOf("ROUND", {number(-25), number(-1)}), "-20");
}

TEST(MacroConditions, TextsCountCharacters) {
  EXPECT_EQ(callOf("SUBSTRING", {text("hello"), number(2), number(3)}), "ell");
  EXPECT_EQ(callOf("SUBSTRING", {text("hello"), number(-3)}), "llo");
  EXPECT_EQ(callOf("LEFT", {text("\xC3\xA9t\xC3\xA9"), number(2)}), "\xC3\xA9t");
  EXPECT_EQ(callOf("RIGHT", {text("abc"), number(2)}), "bc");
  EXPECT_EQ(callOf("STRPOS", {text("\xC3\xA9t\xC3\xA9"), text("t")}), "2");
  EXPECT_EQ(callOf("STRPOS", {text("abc"), text("z")}), "0");
  EXPECT_EQ(callOf("LOCATE", {text("c"), text("abc")}), "3");
  EXPECT_EQ(callOf("ORD", {text("\xC3\xA9")}), "233");
  EXPECT_EQ(callOf("CONCAT", {text("a"), number(1)}), "a1");
  EXPECT_EQ(callOf("CONCAT", {text("a"), number(1)}, "trino"), "error: `CONCAT` of a number");
  EXPECT_EQ(callOf("TRIM", {text(" a ")}), "a");
}

TEST(MacroConditions, ListsAreAdded) {
  EXPECT_EQ(callOf("MAX", {list({number(1), Datum(), number(3)})}), "3");
  EXPECT_EQ(callOf("SUM", {list({})}), "None");
  EXPECT_EQ(callOf("AVG", {list({number(1), number(2)})}), "1.5");
  EXPECT_EQ(callOf("COUNT", {list({number(1), Datum()})}), "1");
  EXPECT_EQ(callOf("MAX", {number(1)}), "error: `MAX` of a number");
}

TEST(MacroConditions, CastsFollowPython) {
  auto cast = [](const Datum &value, StringRef type, StringRef dialect) {
    Outcome result = castDatum(value, type, styleOf(dialect));
    return result ? printDatum(*result) : "error: " + result.problem;
  };
  EXPECT_EQ(cast(text("12"), "INT", ""), "12");
  EXPECT_EQ(cast(Datum::ofFloat(-1.9), "BIGINT", ""), "-1");
  EXPECT_EQ(cast(text("1.5"), "INT", ""), "error: `1.5` is no whole number");
  EXPECT_EQ(cast(text("false"), "BOOLEAN", ""), "True");
  EXPECT_EQ(cast(text("2024-01-02"), "TIMESTAMP", "postgres"), "2024-01-02 00:00:00");
  EXPECT_EQ(cast(text("2024-01-02"), "TIMESTAMP", "duckdb"), "error: a cast to `TIMESTAMP` is not available");
  EXPECT_EQ(cast(Datum(), "INT", ""), "None");
}
