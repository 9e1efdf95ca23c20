// Completing names, on trees of its own.
#include "backend/sql/printer.h"
#include "passes/qualify.h"
#include "test/unit/tree_builder.h"
#include <gtest/gtest.h>

using namespace sluice;

namespace {
struct Qualified {
  std::string text;
  std::vector<std::string> tables, columns;
};

Qualified qualified(TreeBuilder &t, const Node *query, StringRef dialect = "duckdb") {
  const Dialect &row = *findDialect(dialect);
  QualifiedQuery result = qualifyQuery(query, row, t.arena);
  Qualified answer{sqlText(result.tree, {.dialect = &row}), {}, result.columns};
  for (const Table *table : result.tables)
    answer.tables.push_back(sqlText(table, {.dialect = &row}));
  return answer;
}

using Texts = std::vector<std::string>;
} // namespace

TEST(Qualify, NamesTablesAndProjections) {
  TreeBuilder t;
  Qualified q = qualified(t, t.select({t.name("S.T.A"), t.number("1"), t.name("b")}, {t.table("S.T")}));
  EXPECT_EQ(q.text, R"(SELECT "t"."a" AS "a", 1 AS "1", "b" AS "b" FROM "s"."t" AS "t")");
  EXPECT_EQ(q.tables, Texts{R"("s"."t")"});
  EXPECT_EQ(q.columns, (Texts{"a", "1", "b"}));
}

TEST(Qualify, CaseFollowsTheDialect) {
  TreeBuilder t;
  auto *query = t.select({t.name("Foo.Bar")}, {t.table("S.Foo")});
  EXPECT_EQ(qualified(t, query, "snowflake").text, R"(SELECT "FOO"."BAR" AS "BAR" FROM "S"."FOO" AS "FOO")");
  EXPECT_EQ(qualified(t, query, "bigquery").text, "SELECT `foo`.`bar` AS `bar` FROM `S`.`Foo` AS `foo`");
  EXPECT_EQ(qualified(t, query, "mysql").text, "SELECT `Foo`.`Bar` AS `Bar` FROM `S`.`Foo` AS `Foo`");
}

TEST(Qualify, SourcesWithoutNamesAreCountedFromTheInside) {
  TreeBuilder t;
  auto *inner = t.select({t.name("*")}, {t.subquery(t.select({t.number("1")}, {}))});
  Qualified q = qualified(t, t.select({t.name("*")}, {t.subquery(inner), t.call("f", {})}));
  EXPECT_EQ(q.text, R"(SELECT * FROM (SELECT * FROM (SELECT 1) AS "_0") AS "_1", F() AS "_2")");
  EXPECT_TRUE(q.columns.empty());
}

TEST(Qualify, TwoTablesOfOneNameGetTwoAliases) {
  TreeBuilder t;
  EXPECT_EQ(qualified(t, t.select({t.name("*")}, {t.table("s.t"), t.table("u.t")})).text,
            R"(SELECT * FROM "s"."t" AS "t", "u"."t" AS "t_2")");
}

TEST(Qualify, CtesAreNoTables) {
  TreeBuilder t;
  // WITH x AS (SELECT * FROM x) SELECT * FROM X: the inner x is a table.
  auto *cte = t.make<Cte>([&](Cte &node) {
    node.name = t.identifier("x");
    node.query = t.select({t.name("*")}, {t.table("x")});
  });
  auto *body =
      t.make<Select>([&](Select &node) { node.items = t.list({t.name("*")}), node.from = t.list({t.table("X")}); });
  auto *query = t.make<Query>([&](Query &node) {
    node.with = t.make<With>([&](With &with) { with.ctes = t.list({cte}); });
    node.body = body;
  });
  Qualified q = qualified(t, query);
  EXPECT_EQ(q.text, R"(WITH "x" AS (SELECT * FROM "x" AS "x") SELECT * FROM "x" AS "x")");
  EXPECT_EQ(q.tables, Texts{R"("x")"});
}
