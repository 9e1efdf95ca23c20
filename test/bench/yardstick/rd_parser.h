// The yardstick: a parser written by hand, with its own scanner and tree, for a
// part of the language. sluice-bench runs it on the files that it accepts, to say
// what the generated parser costs beside it. Nothing else uses it.
#pragma once
#include "test/bench/yardstick/ast.h"
namespace sluice::yardstick {
class RdParser {
public:
  Builder B;
  struct Error {
    uint32_t tok;
    uint8_t want;
  };
  void begin(const TokenBuf &tb) {
    buf = &tb;
    base = cur = tb.kinds();
    B.reset();
  }
  Node *file();
  Node *statementOnly() {
    statement();
    return B.pop();
  }

private:
  using Mark = Builder::Mark;
  const TokenBuf *buf;
  const int8_t *base, *cur;
  uint8_t k() const { return (uint8_t)*cur; }
  uint8_t k1() const { return (uint8_t)cur[-1]; }
  uint32_t pos() const { return uint32_t(cur - base); }
  [[noreturn, gnu::noinline, gnu::cold]] void fail(uint8_t want) { throw Error{pos(), want}; }
  bool is(uint8_t t) const { return k() == t; }
  bool accept(uint8_t t) {
    if (k() != t) return false;
    ++cur;
    return true;
  }
  void expect(uint8_t t) {
    if (k() != t) [[unlikely]]
      fail(t);
    cur += t != T_EOF;
  }
  bool isName() const { return k() == T_IDENT || k() == T_QIDENT; }
  void expectName() {
    if (!isName()) [[unlikely]]
      fail(T_IDENT);
    ++cur;
  }
  Node *leaf(N kd) { return leaf(kd, pos() - 1); }
  Node *leaf(N kd, uint32_t t) {
    Node *x = B.leaf(kd, t);
    x->tokEnd = pos();
    return x;
  }
  Node *node(N kd, uint32_t t, Mark m, uint8_t op = 0) {
    Node *x = B.node(kd, t, m, op);
    x->tokEnd = pos();
    return x;
  }

  void statement();
  void query();
  void withClause();
  void cte();
  void columns();
  void queryTerm();
  void select();
  void selectItem();
  void from();
  void where();
  void groupBy();
  void windows();
  void orderBy();
  void limitClause();
  void offset();
  void tableExpr();
  void tablePrimary();
  void tableName();
  void tableAlias(bool need);
  void join();
  void lateralView();
  void exprList();
  void operand();
  void suffixes();
  void primary();
  void macro();
  void call();
  void arguments();
  void argument();
  void propValue();
  void caseExpr();
  void windowSpec();
  void frame();
  void bound();
  void type();
  void castType();
  void columnName() {
    expectName();
    leaf(N::Name);
  }
  void expr() { exprP(P_NONE + 1); }
  void exprP(unsigned minPrec);
};

// Whether the parser takes a text, which ends with NUL. The tree is in the parser.
bool accepts(std::string_view text, TokenBuf &tokens, RdParser &parser);
} // namespace sluice::yardstick
