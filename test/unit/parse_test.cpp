// Parsing buffers that were put together from pieces, and what a parsed file
// says about its statements.
#include "frontend/lex/scan.h"
#include "frontend/parse/parse.h"
#include "gtest/gtest.h"

using namespace sluice;

namespace {
struct ParseTest : testing::Test {
  const Dialect &dialect = *findDialect("duckdb");
  SourceMap sources;
  Report report;
  Arena arena;
  Parser parser{dialect, arena};

  const SourceFile &file(StringRef text) { return sources.add("f" + std::to_string(sources.all().size()), arena.copy(text)); }
};

TEST_F(ParseTest, statementsOfAFile) {
  ParsedText parsed = parser.parseFile(file("-- about\nSELECT @x /* in */; -- behind\nSELECT 'a@b'"), Sink(report));
  ASSERT_EQ(parsed.statements.size(), 2u);
  EXPECT_EQ(parsed.statements[0].text, "SELECT @x");
  EXPECT_TRUE(parsed.statements[0].hasMacros);
  ASSERT_EQ(parsed.statements[0].comments.size(), 2u);
  EXPECT_EQ(parsed.statements[0].comments[0].text, "about");
  EXPECT_FALSE(parsed.statements[1].hasMacros);
  EXPECT_FALSE(report.hasErrors());
}

TEST_F(ParseTest, splicedTokensBlameTheirCall) {
  const SourceFile &source = file("SELECT @x FROM t");
  TokenBuffer scanned, spliced;
  scanned.file = &source;
  scan(source.text, dialect, scanned, Sink(report));
  spliced.append(scanned, 0, 1);
  SourceRange call = scanned.range(1);
  scan("a +", dialect, spliced, Sink(report), call);
  spliced.append(scanned, 2, 4);
  EXPECT_EQ(parser.parseStatement(spliced, Sink(report)), nullptr);
  std::vector<Diagnostic> problems = report.finish();
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].range, scanned.range(2));
  EXPECT_EQ(problems[0].message, "found `FROM`, expected an expression in the select list");
}

TEST_F(ParseTest, splicedTreesEqualThoseOfAFile) {
  TokenBuffer tokens;
  SourceRange nowhere{1, 2};
  scan("SELECT", dialect, tokens, Sink(report), nowhere);
  scan("a + b, left(c)", dialect, tokens, Sink(report), nowhere);
  scan("FROM s.t", dialect, tokens, Sink(report), nowhere);
  const Node *spliced = parser.parseStatement(tokens, Sink(report));
  ASSERT_NE(spliced, nullptr);
  ParsedText whole = parser.parseFile(file("select a+b, LEFT(c) from s.t"), Sink(report));
  EXPECT_TRUE(equalMeaning(spliced, whole.statements[0].tree));
  EXPECT_EQ(spliced->range, nowhere);
}

TEST_F(ParseTest, macrosMayLeaveNothing) {
  TokenBuffer tokens;
  scan("SELECT", dialect, tokens, Sink(report), SourceRange{1, 2});
  EXPECT_NE(parser.parseStatement(tokens, Sink(report)), nullptr);
  EXPECT_FALSE(report.hasErrors());
}

TEST_F(ParseTest, expressions) {
  TokenBuffer tokens;
  scan("a -> 'b' = 1", dialect, tokens, Sink(report), SourceRange{1, 2});
  const Node *tree = parser.parseExpr(tokens, Sink(report));
  ASSERT_NE(tree, nullptr);
  EXPECT_TRUE(isa<Infix>(tree));
}
} // namespace
