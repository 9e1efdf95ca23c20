// Trees that no source text gives: built by passes, they must get the quotes
// and the parentheses that they need.
#include "backend/sql/printer.h"
#include "test/unit/tree_builder.h"
#include <gtest/gtest.h>

using namespace sluice;

namespace {
std::string printed(const Node *node, PrintOptions options = {}) { return sqlText(node, options); }
} // namespace

TEST(Printer, ParenthesesFollowPrecedence) {
  TreeBuilder t;
  auto *sum = t.infix(Op::Add, {t.name("a"), t.name("b")});
  EXPECT_EQ(printed(t.infix(Op::Multiply, {sum, t.number("2")})), "(a + b) * 2");
  EXPECT_EQ(printed(t.infix(Op::Add, {t.infix(Op::Multiply, {t.name("a"), t.name("b")}), t.number("2")})), "a * b + 2");
  EXPECT_EQ(printed(t.infix(Op::Subtract, {t.name("a"), t.infix(Op::Subtract, {t.name("b"), t.name("c")})})),
            "a - (b - c)");
  auto *either = t.infix(Op::Or, {t.name("a"), t.name("b")});
  EXPECT_EQ(printed(t.infix(Op::And, {either, t.name("c")})), "(a OR b) AND c");
  EXPECT_EQ(printed(t.prefix("NOT", either)), "NOT (a OR b)");
  EXPECT_EQ(printed(t.prefix("-", sum)), "-(a + b)");
}

TEST(Printer, TwoSignsAreNoComment) {
  TreeBuilder t;
  EXPECT_EQ(printed(t.prefix("-", t.prefix("-", t.number("5")))), "- -5");
}

TEST(Printer, NegationStandsBeforeItsPredicate) {
  TreeBuilder t;
  auto *in = t.make<In>([&](In &node) {
    node.operand = t.name("x");
    node.set = t.make<Tuple>([&](Tuple &set) { set.items = t.list({t.number("1")}); });
    node.negated = true;
  });
  EXPECT_EQ(printed(in), "NOT x IN (1)");
  EXPECT_EQ(printed(in, {.asWritten = true}), "x NOT IN (1)");
  EXPECT_EQ(printed(t.infix(Op::And, {in, t.name("y")})), "NOT x IN (1) AND y");
  EXPECT_EQ(printed(t.infix(Op::Equal, {t.name("y"), in})), "y = x NOT IN (1)");
}

TEST(Printer, NamesAreQuotedWhereTheyMustBe) {
  TreeBuilder t;
  const Dialect &mysql = *findDialect("mysql"), &tsql = *findDialect("tsql");
  EXPECT_EQ(printed(t.identifier("a b")), "\"a b\"");
  EXPECT_EQ(printed(t.identifier("a\"b")), "\"a\"\"b\"");
  EXPECT_EQ(printed(t.identifier("1a")), "\"1a\"");
  EXPECT_EQ(printed(t.identifier("")), "\"\"");
  EXPECT_EQ(printed(t.identifier("a", true)), "\"a\"");
  EXPECT_EQ(printed(t.identifier("a"), {.quoteAll = true}), "\"a\"");
  EXPECT_EQ(printed(t.identifier("a`b"), {.dialect = &mysql}), "`a``b`");
  EXPECT_EQ(printed(t.identifier("a]b"), {.dialect = &tsql}), "[a]]b]");
}

TEST(Printer, StringsAreQuotedByTheDialect) {
  std::string plain, escaped;
  printString("it's \\", *findDialect("postgres"), plain);
  printString("it's \\", *findDialect("mysql"), escaped);
  EXPECT_EQ(plain, "'it''s \\'");
  EXPECT_EQ(escaped, "'it''s \\\\'");
}

TEST(Printer, TablesAreReplacedAndCompleted) {
  TreeBuilder t;
  auto *query = t.select({t.name("*")}, {t.table("s.t"), t.table("u"), t.table("c.s.v")});
  EXPECT_EQ(printed(query, {.defaultCatalog = "\"Cat\""}), "SELECT * FROM \"Cat\".s.t, u, c.s.v");
  auto replace = [](const Table &table) -> StringRef { return cast<Name>(table.name)->parts.size() == 2 ? "p.q" : ""; };
  EXPECT_EQ(printed(query, {.replaceTable = replace}), "SELECT * FROM p.q, u, c.s.v");
}

TEST(Printer, PrettyTextHasALineForEachPart) {
  TreeBuilder t;
  auto *inner = t.subquery(t.select({t.name("a")}, {t.table("t")}));
  auto *condition = t.infix(Op::And, {t.name("x"), t.name("y")});
  EXPECT_EQ(printed(t.select({t.name("a"), t.number("1")}, {inner}, condition), {.pretty = true}), "SELECT\n"
                                                                                                   "  a,\n"
                                                                                                   "  1\n"
                                                                                                   "FROM (\n"
                                                                                                   "  SELECT\n"
                                                                                                   "    a\n"
                                                                                                   "  FROM t\n"
                                                                                                   ")\n"
                                                                                                   "WHERE x\n"
                                                                                                   "  AND y");
}

TEST(Printer, TypesAndFunctionsHaveTheWordsOfTheDialect) {
  TreeBuilder t;
  auto *type = t.make<Type>([](Type &node) { node.name = "integer"; });
  auto *cast = t.make<Cast>([&](Cast &node) { node.operand = t.name("a"), node.type = type; });
  EXPECT_EQ(printed(cast), "CAST(a AS INT)");
  EXPECT_EQ(printed(cast, {.dialect = findDialect("sqlite")}), "CAST(a AS INTEGER)");
  EXPECT_EQ(printed(cast, {.asWritten = true}), "CAST(a AS INTEGER)");
  EXPECT_EQ(printed(t.call("len", {t.name("a")}), {.dialect = findDialect("duckdb")}), "LENGTH(a)");
  EXPECT_EQ(printed(t.call("my_fn", {t.name("a")})), "MY_FN(a)");
  EXPECT_EQ(printed(t.call("if", {t.name("a"), t.number("1"), t.number("2")})), "CASE WHEN a THEN 1 ELSE 2 END");
}
