// Names in the warehouse: the forms that a plan makes, and what engines ask for.
#include "ir/plan/naming.h"
#include <gtest/gtest.h>

using namespace sluice;

namespace {
std::string dotted(const ObjectName &name) {
  std::string text;
  for (const std::string &part : {name.catalog, name.schema, name.name})
    if (!part.empty())
      text += (text.empty() ? "" : ".") + part;
  return text;
}
const ObjectName model{"cat", "s", "m"};
} // namespace

TEST(Naming, EnvironmentsAreWords) {
  EXPECT_EQ(environmentName("Feature/ABC-1"), "feature_abc_1");
  EXPECT_EQ(environmentName("Ünï größe"), "ünï_größe");
  EXPECT_EQ(environmentName("a\tb'c\"d"), "a_b_c_d");
  EXPECT_EQ(environmentName("\xff\xfe"), "__");
  EXPECT_TRUE(isProduction("PROD"));
  EXPECT_FALSE(isProduction("prod_2"));
}

TEST(Naming, PhysicalNamesFollowTheConvention) {
  Config config;
  EXPECT_EQ(dotted(physicalName(model, "s", "ab12", config)), "cat.sqlmesh__s.s__m__ab12");
  EXPECT_EQ(dotted(physicalName(model, "s", "ab12", config, "dev")), "cat.sqlmesh__s.s__m__ab12__dev");
  EXPECT_EQ(dotted(physicalName({"", "", "m"}, "", "1", config)), "sqlmesh__default.m__1");
  EXPECT_EQ(dotted(physicalName({"", "my-s", "m x"}, "my-s", "1", config)), "sqlmesh__my-s.my_s__m_x__1");
  config.tableNaming = TableNaming::TableOnly;
  EXPECT_EQ(dotted(physicalName(model, "s", "ab12", config)), "cat.sqlmesh__s.m__ab12");
  config.tableNaming = TableNaming::HashMd5;
  EXPECT_EQ(dotted(physicalName(model, "s", "1234567890", config)),
            "cat.sqlmesh__s.sqlmesh_md5__4c4c1ce39f6d9633cbaedcd5c05354ca");
}

TEST(Naming, PatternsAreTriedInOrderAtTheStart) {
  Config config;
  config.physicalSchemas = {{"tg", "wrong"}, {"stg_\\d+$", "numbered"}, {"(?:stg|raw)", "staging"}, {".*", "rest"}};
  EXPECT_EQ(physicalSchema("stg_12", "stg_12", config), "numbered");
  EXPECT_EQ(physicalSchema("stg_a", "stg_a", config), "staging");
  EXPECT_EQ(physicalSchema("other", "other", config), "rest");
  EXPECT_EQ(physicalSchema("STG_A", "stg_a", config), "staging");
  EXPECT_EQ(physicalSchema("", "", config), "rest");
  config.physicalSchemas = {{"(", "broken"}};
  EXPECT_EQ(physicalSchema("s", "s", config), "sqlmesh__s");
  EXPECT_NE(checkPattern("("), "");
  EXPECT_EQ(checkPattern("^a[\\w.]+$"), "");
}

TEST(Naming, ViewsCarryTheEnvironment) {
  Config config;
  const Dialect &duckdb = *findDialect("duckdb"), &snowflake = *findDialect("snowflake");
  EXPECT_EQ(dotted(viewName(model, "prod", config, duckdb)), "cat.s.m");
  EXPECT_EQ(dotted(viewName(model, "dev", config, duckdb)), "cat.s__dev.m");
  EXPECT_EQ(dotted(viewName({"", "", "m"}, "dev", config, snowflake)), "DEFAULT__DEV.m");
  config.suffixTarget = SuffixTarget::Table;
  EXPECT_EQ(dotted(viewName(model, "dev", config, duckdb)), "cat.s.m__dev");
  config.suffixTarget = SuffixTarget::Catalog;
  EXPECT_EQ(dotted(viewName(model, "dev", config, duckdb)), "cat__dev.s.m");
  EXPECT_EQ(dotted(viewName({"", "", "m"}, "dev", config, duckdb)), "none__dev.default.m");
  config.suffixTarget = SuffixTarget::Schema;
  config.environmentCatalogs = {{"^prod$", "p"}, {".*", "d"}};
  EXPECT_EQ(dotted(viewName(model, "prod", config, duckdb)), "p.s.m");
  EXPECT_EQ(dotted(viewName(model, "dev", config, duckdb)), "d.s__dev.m");
}

TEST(Naming, LongNamesAreShortenedApart) {
  std::string one(80, 'x'), two = one + "y";
  EXPECT_EQ(shortenName(one, 0), one);
  EXPECT_EQ(shortenName("short", 63), "short");
  EXPECT_EQ(shortenName(one, 63).size(), 63u);
  EXPECT_EQ(shortenName(one, 63), shortenName(one, 63));
  EXPECT_NE(shortenName(one, 63), shortenName(two, 63));
  EXPECT_TRUE(StringRef(shortenName(one, 63)).starts_with(std::string(41, 'x')));
  // Whole characters only: 41 bytes hold twenty of two bytes.
  std::string wide;
  for (int i = 0; i < 60; ++i)
    wide += "ü";
  EXPECT_EQ(shortenName(wide, 63).substr(0, 42), wide.substr(0, 40) + "__");
}

TEST(Naming, EnginesWithoutSchemasJoinTheParts) {
  const Engine &sqlite = *findEngine("sqlite"), &postgres = *findEngine("postgres");
  Config config;
  EXPECT_EQ(dotted(fitPhysicalName(physicalName(model, "s", "ab12", config), sqlite)), "sqlmesh__s__s__m__ab12");
  EXPECT_EQ(dotted(fitViewName({"cat", "s__dev", "m"}, sqlite)), "s__dev__m");
  EXPECT_EQ(dotted(fitViewName({"", "default", "m"}, sqlite)), "m");
  ObjectName wide{"", std::string(70, 's'), std::string(70, 't')};
  ObjectName fitted = fitPhysicalName(wide, postgres);
  EXPECT_EQ(fitted.schema.size(), 63u);
  EXPECT_EQ(fitted.name.size(), 63u);
  EXPECT_EQ(findLongPart(fitViewName(wide, postgres), postgres), wide.schema);
  EXPECT_EQ(findLongPart(fitted, postgres), "");
}

TEST(Naming, ClashesAreFoundAsTheEngineSeesThem) {
  const Engine &sqlite = *findEngine("sqlite"), &postgres = *findEngine("postgres");
  std::vector<ObjectName> names = {{"", "a__b", "c"}, {"", "x", "y"}, {"", "a", "b__c"}, {"", "A__B", "c"}};
  EXPECT_TRUE(findNameClashes(names, postgres).empty());
  for (ObjectName &name : names)
    name = fitViewName(name, sqlite);
  std::vector<NameClash> clashes = findNameClashes(names, sqlite);
  ASSERT_EQ(clashes.size(), 2u);
  EXPECT_EQ(clashes[0].first, 0u);
  EXPECT_EQ(clashes[0].second, 2u);
  EXPECT_EQ(clashes[1].second, 3u);
}
