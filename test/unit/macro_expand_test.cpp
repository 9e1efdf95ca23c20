// What expansion hands back beside trees: reads, places, limits.
#include "backend/sql/printer.h"
#include "passes/macros/builtins.h"
#include "passes/macros/diags.h"
#include "passes/macros/expand.h"
#include "gtest/gtest.h"

using namespace sluice;

namespace {
struct Bench {
  Arena arena;
  Report report;
  Sink sink{report};
  const Dialect &dialect;
  Parser parser;
  llvm::StringMap<Value> variables;
  SourceFile file;

  explicit Bench(StringRef dialect = "duckdb") : dialect(*findDialect(dialect)), parser(this->dialect, arena) {}

  const Value *find(StringRef name) const {
    auto found = variables.find(name);
    return found == variables.end() ? nullptr : &found->second;
  }

  // The text of each statement; those that vanish have none.
  std::vector<std::string> expand(StringRef sql, MacroContext &context) {
    file = {"test", arena.copy(sql), 1};
    std::vector<std::string> texts;
    for (const ParsedStatement &statement : parser.parseFile(file, sink).statements)
      if (Expansion result = expandStatement(statement, context); result.tree)
        texts.push_back(sqlText(result.tree, {.dialect = &dialect}));
    return texts;
  }

  std::vector<std::string> expand(StringRef sql) {
    auto lookup = [&](StringRef name) { return find(name); };
    MacroContext context(dialect, parser, arena, sink, lookup);
    return expand(sql, context);
  }

  // "Code: text" of each problem.
  std::vector<std::string> problems() const {
    std::vector<std::string> texts;
    for (const Diagnostic &problem : report.finish())
      texts.push_back((problem.kind->code + ": " + problem.message).str());
    return texts;
  }
};
using Texts = std::vector<std::string>;
} // namespace

TEST(MacroExpand, LocalsAreNoReads) {
  Bench bench;
  bench.variables["x"] = Value::ofInt(1);
  std::vector<std::string> asked;
  auto lookup = [&](StringRef name) {
    asked.push_back(name.str());
    return bench.find(name);
  };
  MacroContext context(bench.dialect, bench.parser, bench.arena, bench.sink, lookup);
  context.locals["here"] = Value::ofInt(2);
  EXPECT_EQ(bench.expand("SELECT @x, @X, @here, @'a @missing'", context), Texts{"SELECT 1, 1, 2, 'a @missing'"});
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  EXPECT_EQ(asked, (Texts{"missing", "x"}));
}

TEST(MacroExpand, EachBuiltinHasAnExampleThatExpands) {
  for (const Builtin &builtin : allBuiltins()) {
    Bench bench;
    bench.variables["gateway"] = Value::ofString("prod");
    bench.variables["name"] = Value::ofInt(1);
    bool whole = builtin.name == "DEF" || builtin.name == "UNION" || builtin.example.contains("SELECT") ||
                 builtin.name == "INSERT_SEED";
    std::string prefix = whole ? "" : "SELECT ";
    bench.expand(prefix + builtin.example.str());
    EXPECT_EQ(bench.problems(), Texts()) << builtin.name.str();
  }
}

TEST(MacroExpand, EveryMistakeIsSaidAtItsPlace) {
  Bench bench;
  EXPECT_TRUE(bench.expand("SELECT @a, @IF(FALSE, @b), @c(1)").empty());
  EXPECT_EQ(bench.problems(), (Texts{"MacroVariableUndefined: macro variable `@a` has no value",
                                     "MacroVariableUndefined: macro variable `@b` has no value",
                                     "MacroUnknown: there is no macro `@c`"}));
  EXPECT_EQ(bench.report.finish()[1].range, (SourceRange{23, 25}));
}

TEST(MacroExpand, FunctionsInPythonAreNamed) {
  Bench bench;
  const PythonMacro macros[] = {{"add_one", "macros/math.py", 12}};
  auto lookup = [&](StringRef name) { return bench.find(name); };
  MacroContext context(bench.dialect, bench.parser, bench.arena, bench.sink, lookup);
  context.pythonMacros = macros;
  EXPECT_TRUE(bench.expand("SELECT @Add_One(1), @add_on(1)", context).empty());
  EXPECT_EQ(bench.problems(), (Texts{"PythonMacro: `@Add_One` is a function in macros/math.py, line 12, and Python is not run",
                                     "MacroUnknown: there is no macro `@add_on`"}));
}

TEST(MacroExpand, BlueprintsHideTheConfiguration) {
  Bench bench;
  bench.variables["x"] = Value::ofInt(1);
  Value own = Value::ofExpr("eu");
  auto lookup = [&](StringRef name) { return bench.find(name); };
  auto blueprint = [&](StringRef name) -> const Value * { return name == "x" ? &own : nullptr; };
  MacroContext context(bench.dialect, bench.parser, bench.arena, bench.sink, lookup);
  context.blueprint = blueprint;
  EXPECT_EQ(bench.expand("SELECT @x, @VAR('x'), @BLUEPRINT_VAR('X'), @BLUEPRINT_VAR('y', 2)", context),
            Texts{"SELECT eu, 1, eu, 2"});
}

TEST(MacroExpand, ValuesThatHoldThemselvesEnd) {
  Bench bench;
  bench.variables["x"] = Value::ofExpr("@x + 1");
  EXPECT_TRUE(bench.expand("SELECT 1, @x").empty());
  EXPECT_EQ(bench.problems(),
            Texts{"MacroRunaway: the expansion of this macro does not end: it has more than 200 levels"});
  EXPECT_EQ(bench.report.finish()[0].range, (SourceRange{11, 13}));
}

TEST(MacroExpand, ValuesThatGrowEnd) {
  Bench bench;
  bench.variables["x0"] = Value::ofExpr("1");
  for (int i = 1; i < 40; ++i) {
    std::string before = "@x" + std::to_string(i - 1);
    bench.variables["x" + std::to_string(i)] = Value::ofExpr(before + " + " + before);
  }
  EXPECT_TRUE(bench.expand("SELECT @x39").empty());
  EXPECT_EQ(bench.problems(),
            Texts{"MacroRunaway: the expansion of this macro does not end: it has more than 1000000 tokens"});
}

TEST(MacroExpand, ResultsThatDoNotParseAreShown) {
  Bench bench;
  bench.variables["x"] = Value::ofExpr("a +");
  EXPECT_TRUE(bench.expand("SELECT @x FROM t").empty());
  std::vector<Diagnostic> problems = bench.report.finish();
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].kind->code, "MacroResult");
}

TEST(MacroExpand, StatementsWithoutMacrosAreUntouched) {
  Bench bench;
  bench.file = {"test", bench.arena.copy("SELECT 1"), 1};
  ParsedText parsed = bench.parser.parseFile(bench.file, bench.sink);
  auto lookup = [](StringRef) -> const Value * { return nullptr; };
  MacroContext context(bench.dialect, bench.parser, bench.arena, bench.sink, lookup);
  EXPECT_EQ(expandStatement(parsed.statements[0], context).tree, parsed.statements[0].tree);
}
