// Texts in scripts: quoting, and where steps stand. What the statements do is
// tested on the engines, below test/engine.
#include "backend/ddl/emit.h"
#include "backend/ddl/hooks.h"
#include <gtest/gtest.h>

using namespace sluice;

TEST(Ddl, NamesAndTextsAreQuoted) {
  const Dialect &postgres = *findDialect("postgres"), &tsql = *findDialect("tsql");
  EXPECT_EQ(quoteName("it \"is\"", postgres), "\"it \"\"is\"\"\"");
  EXPECT_EQ(quoteName("a]b", tsql), "[a]]b]");
  EXPECT_EQ(objectText({"", "s", "t"}, postgres), "\"s\".\"t\"");
  EXPECT_EQ(quoteText("it's", "chr"), "'it''s'");
  EXPECT_EQ(quoteText("a\r\nb", "chr"), "('a' || chr(13) || '\nb')");
  EXPECT_EQ(quoteText(StringRef("\0", 1), "char"), "('' || char(0) || '')");
  EXPECT_EQ(commentText("a\r\nb"), "'a\nb'");
}

TEST(Ddl, DollarTagsDoNotOccurInside) {
  EXPECT_EQ(dollarQuote("x"), "$sluice$x$sluice$");
  EXPECT_EQ(dollarQuote("$sluice$"), "$sluice1_$$sluice$$sluice1_$");
  EXPECT_EQ(dollarQuote("ends in $sluice"), "$sluice1_$ends in $sluice$sluice1_$");
}

TEST(Ddl, IndexesAreMadeIfAbsent) {
  EXPECT_EQ(repeatable("CREATE INDEX i ON t (a);"), "CREATE INDEX IF NOT EXISTS i ON t (a)\n;");
  EXPECT_EQ(repeatable("create unique index i on t (a)"), "create unique index IF NOT EXISTS i on t (a)\n;");
  EXPECT_EQ(repeatable("CREATE INDEX IF NOT EXISTS i ON t (a)"), "CREATE INDEX IF NOT EXISTS i ON t (a)\n;");
  EXPECT_EQ(repeatable("CREATE INDEXES"), "CREATE INDEXES\n;");
  EXPECT_EQ(repeatable("ANALYZE t; ;"), "ANALYZE t\n;");
}

static std::vector<Step> stepsOf(ScriptKind kind, const Plan &plan) {
  std::vector<Step> steps;
  emitSteps(kind, plan, [&](Step step) { steps.push_back(std::move(step)); });
  return steps;
}

TEST(Ddl, StepsAreFoundByTheirRanges) {
  Plan plan;
  plan.gateway = "g";
  plan.environment = "prod\n; DROP";
  plan.engine = findEngine("duckdb");
  plan.views.push_back({"s.a\nb", {"", "s", "a"}, std::nullopt, ViewTarget{{"", "p", "a1"}, {"x"}}, ""});
  std::vector<Step> steps = stepsOf(ScriptKind::Swap, plan);
  std::string whole, again;
  PrintedScript printed = printScript(ScriptKind::Swap, plan, [&](StringRef text) { whole += text; });
  ASSERT_EQ(printed.ranges.size(), steps.size());
  for (size_t i = 0; i < steps.size(); ++i) {
    StringRef text = StringRef(whole).slice(printed.ranges[i].begin, printed.ranges[i].end);
    std::string head = "-- step " + std::to_string(i + 1) + " | " + stepName(steps[i].kind).str();
    EXPECT_TRUE(text.starts_with(head)) << text.str();
    EXPECT_TRUE(text.ends_with(steps[i].lines.back() + "\n"));
  }
  EXPECT_EQ(whole.find("\n; DROP"), std::string::npos);
  EXPECT_NE(whole.find("| swap-view | s.a b\n"), std::string::npos);
  printScript(ScriptKind::Swap, plan, [&](StringRef text) { again += text; });
  EXPECT_EQ(again, whole);
}

TEST(Ddl, OnlyDroppingStepsAreDestructive) {
  Plan plan;
  plan.gateway = plan.environment = "prod";
  for (StringRef engine : {"sqlite", "duckdb", "postgres"}) {
    plan.engine = findEngine(engine);
    plan.views = {{"s.a", {"", "s", "a"}, ViewTarget{{"", "p", "a1"}, {"x"}}, std::nullopt, ""}};
    unsigned destructive = 0;
    for (const Step &step : stepsOf(ScriptKind::Swap, plan))
      destructive += step.destructive;
    EXPECT_EQ(destructive, 1u) << engine.str();
    for (const Step &step : stepsOf(ScriptKind::Revert, plan))
      EXPECT_FALSE(step.destructive);
  }
}
