// The parser of templates: one for statements and expressions, in two files.
//
// Precedence from weak to strong: if-else, or, and, not, comparison, + and -,
// ~, * / // %, **, unary, then calls, members, filters and tests.
#pragma once
#include "frontend/jinja/diags.h"
#include "frontend/jinja/lex.h"

namespace sluice::jinja {

class Parser {
public:
  Parser(Template &result, std::vector<Token> tokens, Sink sink)
      : result(result), tokens(std::move(tokens)), sink(sink) {}

  // The whole template; false after an error.
  bool parse();

private:
  // ---- tokens
  const Token &peek(size_t ahead = 0) const { return tokens[std::min(at + ahead, tokens.size() - 1)]; }
  Token take() { return tokens[std::min(at++, tokens.size() - 1)]; }
  bool takeOp(StringRef op) { return peek().is(op) && (take(), true); }
  bool takeName(StringRef name) { return peek().isName(name) && (take(), true); }
  bool expectOp(StringRef op);
  bool expectBlockEnd();
  std::optional<std::string> expectName(StringRef what);
  std::nullptr_t fail(const Token &token, const llvm::Twine &problem, const llvm::Twine &hint = "");
  std::nullptr_t failUnexpected(StringRef wanted);
  Place since(uint32_t begin) const { return {begin, at > 0 ? tokens[at - 1].place.end : begin}; }

  // ---- statements
  bool parseBody(Body &body, ArrayRef<StringRef> ends);
  std::unique_ptr<Stmt> parseTag();
  std::unique_ptr<Stmt> parseIf(std::unique_ptr<Stmt> stmt);
  std::unique_ptr<Stmt> parseFor(std::unique_ptr<Stmt> stmt);
  std::unique_ptr<Stmt> parseSet(std::unique_ptr<Stmt> stmt);
  std::unique_ptr<Stmt> parseMacro(std::unique_ptr<Stmt> stmt);
  std::unique_ptr<Stmt> parseCall(std::unique_ptr<Stmt> stmt);
  std::unique_ptr<Stmt> parseFilterBlock(std::unique_ptr<Stmt> stmt);
  std::unique_ptr<Stmt> parseWith(std::unique_ptr<Stmt> stmt);
  std::unique_ptr<Stmt> parseDo(std::unique_ptr<Stmt> stmt);
  std::unique_ptr<Stmt> parseLoopControl(std::unique_ptr<Stmt> stmt);
  bool parseTarget(Target &target, bool member);
  bool parseParams(MacroDef &macro);
  bool parseMacroBody(MacroDef &macro, StringRef end);
  bool endBlock(ArrayRef<StringRef> ends);
  void noteUse(StringRef name);

  // ---- expressions
  ExprPtr parseTuple(bool withCondition, ArrayRef<StringRef> ends = {});
  ExprPtr parseExpr(bool withCondition = true);
  ExprPtr parseChoice();
  ExprPtr parseBinary(unsigned level);
  ExprPtr parseNot();
  ExprPtr parseCompare();
  ExprPtr parseUnary(bool withFilters);
  ExprPtr parsePostfix(ExprPtr node);
  ExprPtr parseFilters(ExprPtr node);
  ExprPtr parseFilter(ExprPtr node);
  ExprPtr parseTest(ExprPtr node);
  ExprPtr parseMember(ExprPtr node);
  ExprPtr parseSubscript(ExprPtr node);
  ExprPtr parsePrimary();
  ExprPtr parseNamed(Token token);
  ExprPtr parseList();
  ExprPtr parseDict();
  bool parseArgs(Expr &call);
  ExprPtr make(Expr::Kind kind, uint32_t begin) const;

  Template &result;
  std::vector<Token> tokens;
  Sink sink;
  size_t at = 0;
  unsigned depth = 0;             // of nested expressions and blocks
  unsigned loops = 0;             // that are open
  std::vector<MacroDef *> macros; // that are open
};

} // namespace sluice::jinja
