// Recursive descent, and precedence climbing for expressions.
#include "test/bench/yardstick/rd_parser.h"
namespace sluice::yardstick {
#define START Mark m = B.mark(); uint32_t t = pos();
Node *RdParser::file() {
  START
  if (!is(T_SEMI) && !is(T_EOF)) statement();
  while (accept(T_SEMI)) if (!is(T_SEMI) && !is(T_EOF)) statement();
  expect(T_EOF);
  node(N::File, t, m);
  return B.pop();
}
void RdParser::statement() {
  START
  switch (k()) {
  case T_MODEL:
    ++cur; expect(T_LPAREN); argument();
    while (accept(T_COMMA)) argument();
    accept(T_COMMA_TRAIL); expect(T_RPAREN); node(N::Model, t, m); break;
  case T_CREATE:
    ++cur; if (accept(T_OR)) expect(T_IDENT);
    expect(T_IDENT); if (accept(T_IF)) { expect(T_NOT); expect(T_EXISTS); }
    tableName(); if (accept(T_AS)) query();
    node(N::Create, t, m); break;
  case T_DROP:
    ++cur; expect(T_IDENT); if (accept(T_IF)) expect(T_EXISTS);
    tableName(); node(N::Drop, t, m); break;
  case T_MACRO: case T_MACROFN: macro(); break;
  default: query();
  }
}
void RdParser::query() {
  START
  if (is(T_WITH)) withClause();
  queryTerm();
  while (is(T_UNION) || is(T_EXCEPT) || is(T_INTERSECT)) {
    Mark sm = B.mark() - 1; uint32_t st = pos(); uint8_t o = k(), all = 0;
    ++cur;
    if (accept(T_ALL)) all = 1; else accept(T_DISTINCT);
    queryTerm();
    node(N::SetOp, st, sm, o)->flags = all;
  }
  if (is(T_ORDER)) orderBy();
  if (is(T_LIMIT) || is(T_OFFSET)) limitClause();
  node(N::Query, t, m);
}
void RdParser::withClause() {
  START
  ++cur; accept(T_RECURSIVE);
  do cte(); while (accept(T_COMMA));
  node(N::With, t, m);
}
void RdParser::cte() {
  START
  if (accept(T_FUNC)) columns(); else expectName();
  expect(T_AS); expect(T_LPAREN_Q); query(); expect(T_RPAREN);
  node(N::Cte, t, m);
}
void RdParser::columns() {
  START
  expect(T_LPAREN);
  do columnName(); while (accept(T_COMMA));
  expect(T_RPAREN);
  node(N::Columns, t, m);
}
void RdParser::queryTerm() {
  START
  switch (k()) {
  case T_SELECT: select(); break;
  case T_VALUES: ++cur; exprList(); node(N::Values, t, m); break;
  case T_LPAREN_Q: ++cur; query(); expect(T_RPAREN); break;
  default: fail(T_SELECT);
  }
}
void RdParser::select() {
  START
  ++cur;
  if (accept(T_DISTINCT)) {
    if (is(T_ON)) { Mark dm = B.mark(); uint32_t dt = pos(); ++cur; expect(T_LPAREN); exprList(); expect(T_RPAREN); node(N::DistinctOn, dt, dm); }
  } else accept(T_ALL);
  do selectItem(); while (accept(T_COMMA));
  accept(T_COMMA_TRAIL);
  if (is(T_FROM)) from();
  if (is(T_WHERE)) where();
  if (is(T_GROUP)) groupBy();
  if (is(T_HAVING)) { Mark hm = B.mark(); uint32_t ht = pos(); ++cur; expr(); node(N::Having, ht, hm); }
  for (;;) {
    if (is(T_WINDOW)) windows();
    else if (is(T_QUALIFY)) { Mark hm = B.mark(); uint32_t ht = pos(); ++cur; expr(); node(N::Qualify, ht, hm); }
    else break;
  }
  node(N::Select, t, m);
}
void RdParser::selectItem() {
  Mark m = B.mark();
  expr();
  while (is(T_STARMOD)) {
    Mark sm = B.mark(); uint32_t st = pos();
    ++cur; expect(T_LPAREN);
    do argument(); while (accept(T_COMMA));
    expect(T_RPAREN); node(N::StarMod, st, sm);
  }
  if (accept(T_AS)) { expectName(); node(N::SelectItem, pos() - 1, m); }
  else if (isName()) { ++cur; node(N::SelectItem, pos() - 1, m); }
}
void RdParser::from() {
  START
  ++cur;
  do tableExpr(); while (accept(T_COMMA));
  while (is(T_LATERAL_VIEW)) lateralView();
  node(N::From, t, m);
}
void RdParser::where() { START ++cur; expr(); node(N::Where, t, m); }
void RdParser::groupBy() {
  START
  ++cur; expect(T_BY);
  if (!accept(T_ALL))
    do {
      if (is(T_GROUPING)) {
        Mark gm = B.mark(); uint32_t gt = pos();
        ++cur; expect(T_GROUPING); expect(T_LPAREN); exprList(); expect(T_RPAREN); node(N::GroupingSets, gt, gm);
      } else expr();
    } while (accept(T_COMMA));
  node(N::GroupBy, t, m);
}
void RdParser::windows() {
  START
  ++cur;
  do {
    Mark wm = B.mark(); uint32_t wt = pos();
    expect(T_IDENT); expect(T_AS); windowSpec(); node(N::NamedWindow, wt, wm);
  } while (accept(T_COMMA));
  node(N::Windows, t, m);
}
void RdParser::orderBy() {
  START
  expect(T_ORDER); expect(T_BY);
  do {
    Mark sm = B.mark(); uint32_t st = pos(); uint16_t f = 0;
    expr();
    if (accept(T_DESC)) f |= 1; else accept(T_ASC);
    if (accept(T_NULLS)) { expect(T_FIRST); f |= 2; }
    if (f) node(N::SortItem, st, sm)->flags = f;
  } while (accept(T_COMMA));
  node(N::OrderBy, t, m);
}
void RdParser::limitClause() {
  START
  if (accept(T_LIMIT)) { expr(); node(N::Limit, t, m); if (is(T_OFFSET)) offset(); }
  else offset();
}
void RdParser::offset() { START ++cur; expr(); node(N::Offset, t, m); }
void RdParser::tableExpr() {
  tablePrimary();
  for (;;) switch (k()) {
    case T_JOIN: case T_INNER: case T_LEFT: case T_RIGHT: case T_FULL: case T_CROSS: case T_NATURAL: case T_SEMIJ: case T_ANTI: join(); break;
    default: return;
    }
}
void RdParser::join() {
  Mark m = B.mark() - 1; uint32_t t = pos(); uint8_t o = 0;
  accept(T_NATURAL);
  switch (k()) {
  case T_LEFT: case T_RIGHT: case T_FULL:
    o = k(); ++cur;
    if (is(T_OUTER) || is(T_SEMIJ) || is(T_ANTI)) ++cur;
    break;
  case T_INNER: case T_CROSS: case T_SEMIJ: case T_ANTI: o = k(); ++cur; break;
  default: break;
  }
  expect(T_JOIN); tablePrimary();
  if (is(T_ON)) { Mark jm = B.mark(); uint32_t jt = pos(); ++cur; expr(); node(N::JoinOn, jt, jm); }
  else if (is(T_USING)) { Mark jm = B.mark(); uint32_t jt = pos(); ++cur; columns(); node(N::JoinUsing, jt, jm); }
  node(N::Join, t, m, o);
}
void RdParser::tablePrimary() {
  START
  accept(T_LATERAL);
  switch (k()) {
  case T_LPAREN_Q: ++cur; query(); expect(T_RPAREN); node(N::Subquery, t, m); break;
  case T_LPAREN: ++cur; tableExpr(); expect(T_RPAREN); node(N::ParenRel, t, m); break;
  case T_FUNC: call(); if (accept(T_WITH)) expect(T_IDENT); node(N::TableFn, t, m); break;
  case T_MACRO: case T_MACROFN: macro(); break;
  default: tableName();
  }
  tableAlias(false);
}
void RdParser::tableName() {
  START
  expectName();
  while (accept(T_DOT)) { if (isName()) ++cur; else { call(); node(N::Dot, t, m); } }
  if (B.mark() == m) leaf(N::Table, t); else node(N::Table, t, m);
}
void RdParser::tableAlias(bool) {
  Mark m = B.mark() - 1; uint32_t t = pos();
  bool as = accept(T_AS);
  if (isName()) ++cur;
  else if (accept(T_FUNC)) columns();
  else if (as) fail(T_IDENT);
  else return;
  node(N::Alias, t, m);
}
void RdParser::lateralView() {
  START
  ++cur; expect(T_IDENT); accept(T_OUTER); call(); expect(T_IDENT);
  if (accept(T_AS)) do columnName(); while (accept(T_COMMA));
  node(N::LateralView, t, m);
}
void RdParser::exprList() { do expr(); while (accept(T_COMMA)); accept(T_COMMA_TRAIL); }

void RdParser::exprP(unsigned minPrec) {
  // prefix
  {
    uint8_t kd = k();
    if (kd == T_NOT || kd == T_MINUS || kd == T_PLUS || kd == T_TILDE) {
      uint32_t t = pos(); ++cur;
      exprP(kd == T_NOT ? P_NOT + 1 : P_UNARY + 1);
      if (kd == T_NOT && false) {}
      Node *x = B.alloc(N::Unary, t, 1); x->op = kd; x->kid[0] = B.pop(); B.push(x);
    } else { primary(); suffixes(); }
  }
  for (;;) {
    uint8_t kd = k(), no = 0;
    unsigned p;
    switch (kd) {
    case T_NOT: no = 1; kd = (uint8_t)cur[1]; p = P_CMP; break;
    default: p = BinPrec[kd]; break;
    }
    if (p < minPrec || p == 0) return;
    uint32_t t;
    switch (kd) {
    case T_IN: {
      cur += 1 + no; t = pos() - 1;
      primary();
      node(N::InList, t, B.mark() - 2)->flags = no; continue;
    }
    case T_IS: {
      ++cur; t = pos() - 1; no = accept(T_NOT);
      if (is(T_NULL_) || is(T_TRUE_) || is(T_FALSE_)) { ++cur; node(N::IsPred, t, B.mark() - 1, k1())->flags = no; continue; }
      expect(T_DISTINCT); expect(T_FROM); exprP(P_CMP + 1);
      break;
    }
    case T_BETWEEN: {
      cur += 1 + no; t = pos() - 1;
      exprP(P_CMP + 1); expect(T_AND); exprP(P_CMP + 1);
      Node *x = B.alloc(N::Between, t, 3); x->flags = no; x->kid[2] = B.pop(); x->kid[1] = B.pop(); x->kid[0] = B.pop(); B.push(x); continue;
    }
    case T_LIKE: case T_ILIKE: case T_RLIKE: cur += 1 + no; t = pos() - 1; exprP(P_CMP + 1); break;
    case T_AT: ++cur; t = pos() - 1; expect(T_IDENT); expect(T_IDENT); exprP(P_AT + 1); break;
    default:
      if (no) fail(T_IN);
      ++cur; t = pos() - 1; exprP(p == P_LAMBDA ? p : p + 1);
    }
    Node *x = B.alloc(N::Binary, t, 2); x->op = kd; x->flags = no; x->kid[1] = B.pop(); x->kid[0] = B.pop(); B.push(x);
  }
}
void RdParser::suffixes() {
  for (;;) {
    Mark m = B.mark() - 1; uint32_t t = pos();
    switch (k()) {
    case T_DOT:
      ++cur;
      if (isName()) {
        ++cur; Node *x = B.top();
        if (x->kind == N::Name) { x->flags++; x->tokEnd = pos(); } else node(N::Dot, t, m);
      } else if (accept(T_STAR)) node(N::Dot, t, m, T_STAR);
      else { call(); node(N::Dot, t, m); }
      break;
    case T_LBRACKET: ++cur; if (!is(T_RBRACKET)) expr(); expect(T_RBRACKET); node(N::Subscript, t, m); break;
    case T_DCOLON: ++cur; type(); node(N::PgCast, t, m); break;
    default: return;
    }
  }
}
void RdParser::primary() {
  START
  switch (k()) {
  case T_IDENT: case T_QIDENT: ++cur; leaf(N::Name); break;
  case T_NUMBER: ++cur; leaf(N::Number); break;
  case T_STRING: ++cur; leaf(N::String); break;
  case T_FUNC: call(); break;
  case T_STAR: ++cur; leaf(N::Star); break;
  case T_LPAREN: ++cur; if (!is(T_RPAREN)) exprList(); expect(T_RPAREN); node(N::Paren, t, m); break;
  case T_LPAREN_Q: ++cur; query(); expect(T_RPAREN); node(N::Subquery, t, m); break;
  case T_NULL_: ++cur; leaf(N::Null); break;
  case T_TRUE_: case T_FALSE_: ++cur; leaf(N::Bool); break;
  case T_MACRO: case T_MACROFN: macro(); break;
  case T_CASE: caseExpr(); break;
  case T_CAST: case T_TRY_CAST: ++cur; expect(T_LPAREN); expr(); expect(T_AS); castType(); expect(T_RPAREN); node(N::Cast, t, m); break;
  case T_TYPED: ++cur; expect(T_STRING); leaf(N::Typed, t); break;
  case T_INTERVAL:
    ++cur;
    switch (k()) {
    case T_STRING: ++cur; leaf(N::String); break;
    case T_NUMBER: ++cur; leaf(N::Number); break;
    case T_IDENT: ++cur; leaf(N::Name); break;
    case T_MACRO: case T_MACROFN: macro(); break;
    case T_FUNC: call(); break;
    default: expect(T_LPAREN); expr(); expect(T_RPAREN);
    }
    accept(T_UNIT); node(N::Interval, t, m); break;
  case T_EXTRACT: ++cur; expect(T_LPAREN); expect(T_IDENT); expect(T_FROM); expr(); expect(T_RPAREN); node(N::Extract, t, m); break;
  case T_EXISTS: ++cur; expect(T_LPAREN_Q); query(); expect(T_RPAREN); node(N::Exists, t, m); break;
  case T_ARRAY: ++cur; [[fallthrough]];
  case T_LBRACKET: expect(T_LBRACKET); if (!is(T_RBRACKET)) exprList(); expect(T_RBRACKET); node(N::Array, t, m); break;
  case T_LBRACE:
    ++cur;
    if (!is(T_RBRACE)) {
      do {
        Mark fm = B.mark(); uint32_t ft = pos();
        if (!isName() && !is(T_STRING)) fail(T_IDENT);
        ++cur; expect(T_COLON); expr(); node(N::Field, ft, fm);
      } while (accept(T_COMMA));
      accept(T_COMMA_TRAIL);
    }
    expect(T_RBRACE); node(N::StructLit, t, m); break;
  case T_QUESTION: ++cur; leaf(N::Param); break;
  default: fail(T_IDENT);
  }
}
void RdParser::macro() {
  START
  if (accept(T_MACRO)) { leaf(N::Macro); return; }
  expect(T_MACROFN); arguments(); node(N::MacroCall, t, m);
}
void RdParser::call() {
  START
  expect(T_FUNC); arguments();
  for (;;) {
    Mark sm = B.mark(); uint32_t st = pos();
    switch (k()) {
    case T_WITHIN: ++cur; expect(T_GROUP); expect(T_LPAREN); orderBy(); expect(T_RPAREN); break;
    case T_FILTER: ++cur; expect(T_LPAREN); if (!is(T_WHERE)) fail(T_WHERE); where(); expect(T_RPAREN); break;
    case T_IGNORE: ++cur; expect(T_NULLS); break;
    case T_OVER: ++cur; if (!accept(T_IDENT)) windowSpec(); break;
    default: node(N::Call, t, m); return;
    }
    node(N::CallSuffix, st, sm);
  }
}
void RdParser::arguments() {
  if (accept(T_LPAREN_Q)) { query(); expect(T_RPAREN); return; }
  expect(T_LPAREN);
  if (accept(T_RPAREN)) return;
  if (!accept(T_DISTINCT)) accept(T_ALL);
  if (!is(T_ORDER) && !is(T_IGNORE_ARG) && !is(T_RPAREN)) {
    do argument(); while (accept(T_COMMA));
    accept(T_COMMA_TRAIL);
  }
  if (is(T_ORDER)) orderBy();
  if (accept(T_IGNORE_ARG)) expect(T_NULLS);
  expect(T_RPAREN);
}
void RdParser::argument() {
  START
  expr();
  switch (k()) {
  case T_AS: ++cur; expect(T_IDENT); node(N::SelectItem, pos() - 1, m); break;
  case T_IDENT: case T_QIDENT: case T_FULL: case T_FUNC: case T_NUMBER: case T_STRING: case T_MACRO: case T_MACROFN: case T_TRUE_: case T_FALSE_:
    propValue(); node(N::Prop, t, m); break;
  default: break;
  }
}
void RdParser::propValue() {
  switch (k()) {
  case T_IDENT: case T_QIDENT: case T_FULL: ++cur; leaf(N::Name); break;
  case T_FUNC: call(); break;
  case T_NUMBER: ++cur; leaf(N::Number); break;
  case T_STRING: ++cur; leaf(N::String); break;
  case T_TRUE_: case T_FALSE_: ++cur; leaf(N::Bool); break;
  default: macro();
  }
  suffixes();
}
void RdParser::caseExpr() {
  START
  ++cur;
  if (!is(T_WHEN)) expr();
  do {
    Mark wm = B.mark(); uint32_t wt = pos();
    expect(T_WHEN); expr(); expect(T_THEN); expr(); node(N::When, wt, wm);
  } while (is(T_WHEN));
  if (accept(T_ELSE)) { expr(); node(N::Else, t, B.mark() - 1); }
  expect(T_END); node(N::Case, t, m);
}
void RdParser::windowSpec() {
  START
  expect(T_LPAREN);
  if (is(T_PARTITION)) { Mark pm = B.mark(); uint32_t pt = pos(); ++cur; expect(T_BY); exprList(); node(N::PartitionBy, pt, pm); }
  if (is(T_ORDER)) orderBy();
  if (is(T_FRAME)) frame();
  expect(T_RPAREN); node(N::WindowSpec, t, m);
}
void RdParser::frame() {
  START
  ++cur;
  if (accept(T_BETWEEN)) { bound(); expect(T_AND); bound(); } else bound();
  node(N::Frame, t, m);
}
void RdParser::bound() {
  START
  if (accept(T_CURRENT)) expect(T_ROW);
  else {
    if (!accept(T_UNBOUNDED)) expr();
    if (!accept(T_PRECEDING)) expect(T_FOLLOWING);
  }
  node(N::Bound, t, m);
}
void RdParser::type() {
  START
  if (accept(T_FUNC)) {
    expect(T_LPAREN);
    do expect(T_NUMBER); while (accept(T_COMMA));
    expect(T_RPAREN);
  } else expectName();
  node(N::Type, t, m);
}
void RdParser::castType() {
  START
  type();
  while (accept(T_IDENT)) {}
  if (accept(T_LT)) {
    do { Mark fm = B.mark(); uint32_t ft = pos(); castType(); if (accept(T_COLON)) castType(); node(N::Type, ft, fm); } while (accept(T_COMMA));
    expect(T_GT);
  }
  while (accept(T_LBRACKET)) expect(T_RBRACKET);
  node(N::Type, t, m);
}
bool accepts(std::string_view text, TokenBuf &tokens, RdParser &parser) {
  lex(text.data(), text.size(), tokens);
  parser.begin(tokens);
  try {
    parser.file();
  } catch (RdParser::Error &) {
    return false;
  }
  return tokens.diags.empty();
}
} // namespace sluice::yardstick
