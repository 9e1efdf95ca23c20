// The tree of the yardstick: one kind of node, children behind it.
#pragma once
#include "test/bench/yardstick/lexer.h"
#include "llvm/Support/Allocator.h"
#include <array>
#include <cstdio>
#include <string>

namespace sluice::yardstick {
enum class N : uint8_t {
  File,
  Model,
  Create,
  Drop,
  MacroStmt,
  Query,
  With,
  Cte,
  Columns,
  Select,
  SelectStar,
  SelectItem,
  StarMod,
  DistinctOn,
  From,
  Where,
  GroupBy,
  GroupingSets,
  Having,
  Qualify,
  Windows,
  NamedWindow,
  OrderBy,
  SortItem,
  Limit,
  Offset,
  SetOp,
  Values,
  Table,
  TableFn,
  Subquery,
  ParenRel,
  Join,
  JoinOn,
  JoinUsing,
  Alias,
  LateralView,
  Name,
  Star,
  Null,
  Bool,
  Number,
  String,
  Typed,
  Interval,
  Param,
  Macro,
  MacroCall,
  Call,
  CallSuffix,
  Case,
  When,
  Else,
  Cast,
  Extract,
  Exists,
  Paren,
  Array,
  StructLit,
  Field,
  Unary,
  Binary,
  Between,
  InList,
  IsPred,
  Subscript,
  Dot,
  PgCast,
  Type,
  WindowSpec,
  PartitionBy,
  Frame,
  Bound,
  Prop,
  COUNT
};

struct Node {
  N kind;
  uint8_t op;
  uint16_t flags;
  uint32_t tok; // tok: index of the token the node is anchored at
  uint32_t n;
  uint32_t tokEnd; // one past the last token (source ranges)
  Node *kid[];
};
static_assert(sizeof(Node) == 16);

enum Prec : uint8_t { P_NONE = 0, P_LAMBDA = 1, P_OR, P_AND, P_NOT, P_CMP, P_ESC, P_BIT, P_CONCAT, P_ADD, P_MUL, P_AT, P_UNARY };
inline constexpr auto BinPrec = [] { // by token kind; 0: not a binary operator
  std::array<uint8_t, 256> t{};
  for (int k : {T_ASSIGN, T_FATARROW, T_ARROW}) t[k] = P_LAMBDA;
  t[T_OR] = P_OR;
  t[T_AND] = P_AND;
  for (int k : {T_EQ, T_NEQ, T_LT, T_LTE, T_GT, T_GTE, T_NSEQ, T_BETWEEN, T_LIKE, T_ILIKE, T_RLIKE, T_IN, T_IS}) t[k] = P_CMP;
  t[T_ESCAPE] = P_ESC;
  for (int k : {T_AMP, T_PIPE, T_CARET, T_SHL, T_SHR}) t[k] = P_BIT;
  t[T_CONCAT] = P_CONCAT;
  t[T_PLUS] = t[T_MINUS] = P_ADD;
  for (int k : {T_STAR, T_SLASH, T_PERCENT, T_DIV}) t[k] = P_MUL;
  t[T_AT] = P_AT;
  return t;
}();

class Builder {
public:
  Builder() {
    st.reserve(4096);
    ops.reserve(1024);
    st0 = sp = st.p;
    stEnd = st.p + st.cap;
    opsN = 0;
  }
  void reset() {
    sp = st0;
    opsN = 0;
    arena.Reset();
  }
  using Mark = uint32_t;
  void truncate(Mark m, uint32_t o) {
    sp = st0 + m;
    opsN = o;
  } // drop what a failed statement left behind
  Mark mark() const { return uint32_t(sp - st0); }
  void push(Node *x) {
    if (sp == stEnd) [[unlikely]]
      grow();
    *sp++ = x;
  }
  Node *pop() { return *--sp; }
  Node *top() const { return sp[-1]; }
  Node *alloc(N k, uint32_t tok, uint32_t n) {
    Node *x = (Node *)arena.Allocate(sizeof(Node) + n * sizeof(Node *), llvm::Align(8));
    x->kind = k;
    x->op = 0;
    x->flags = 0;
    x->tok = tok;
    x->n = n;
    x->tokEnd = 0;
    ++nodes;
    return x;
  }
  // The whole interface the grammar's actions use: leaf / node / flags on top / expression operators.
  Node *leaf(N k, uint32_t tok, uint8_t op = 0) {
    Node *x = alloc(k, tok, 0);
    x->op = op;
    push(x);
    return x;
  }
  Node *node(N k, uint32_t tok, Mark m, uint8_t op = 0) {
    uint32_t n = uint32_t(sp - st0) - m;
    Node *x = alloc(k, tok, n);
    x->op = op;
    Node **b = st0 + m;
    for (uint32_t i = 0; i < n; ++i) x->kid[i] = b[i];
    sp = b;
    push(x);
    return x;
  }
  // ---- shunting-yard for the flat `operand (op operand)*` rule
  struct Op {
    uint32_t tok;
    uint8_t kind, prec;
    uint8_t flags;
    uint8_t unary;
  };
  uint32_t exprBegin() const { return opsN; }
  void prefix(uint8_t kind, uint32_t tok) { pushOp({tok, kind, uint8_t(kind == T_NOT ? P_NOT : P_UNARY), 0, 1}); }
  void binop(uint32_t base, uint8_t kind, uint32_t tok, uint8_t flags = 0) {
    uint8_t p = BinPrec[kind];
    reduceTo(base, p);
    if (kind == T_AND && opsN > base && ops.p[opsN - 1].kind == T_BETWEEN && !(ops.p[opsN - 1].unary & 2)) {
      ops.p[opsN - 1].unary |= 2; // BETWEEN lo . AND hi: now waits for hi
      return;
    }
    pushOp({tok, kind, p, flags, 0});
  }
  // postfix predicate (IS NULL, IN (...)): operands below must be reduced to comparison level first
  void predBegin(uint32_t base) { reduceTo(base, P_CMP); }
  void exprEnd(uint32_t base) {
    while (opsN > base) reduceOne();
  }

  llvm::BumpPtrAllocator arena;
  uint64_t nodes = 0;

private:
  void pushOp(Op o) {
    if (opsN == ops.cap) [[unlikely]]
      ops.reserve(ops.cap * 2);
    ops.p[opsN++] = o;
  }
  void reduceTo(uint32_t base, uint8_t p) {
    while (opsN > base) {
      Op &o = ops.p[opsN - 1];
      if (o.prec < p || (o.prec == p && p == P_LAMBDA)) break;        // right-assoc lambda level
      if (p == P_AND && o.kind == T_BETWEEN && !(o.unary & 2)) break; // its AND
      reduceOne();
    }
  }
  void reduceOne() {
    Op o = ops.p[--opsN];
    if (o.unary & 1) {
      Node *x = alloc(N::Unary, o.tok, 1);
      x->op = o.kind;
      x->kid[0] = sp[-1];
      sp[-1] = x;
      return;
    }
    if (o.kind == T_BETWEEN) {
      uint32_t n = o.unary & 2 ? 3 : 2; // 2: error, AND missing
      Node *x = alloc(N::Between, o.tok, n);
      x->flags = o.flags;
      for (uint32_t i = 0; i < n; ++i) x->kid[i] = sp[int(i) - int(n)];
      sp -= n;
      push(x);
      return;
    }
    Node *x = alloc(N::Binary, o.tok, 2);
    x->op = o.kind;
    x->flags = o.flags;
    x->kid[0] = sp[-2];
    x->kid[1] = sp[-1];
    --sp;
    sp[-1] = x;
  }
  void grow() {
    size_t n = sp - st0;
    st.reserve(st.cap * 2);
    st0 = st.p;
    sp = st0 + n;
    stEnd = st0 + st.cap;
  }
  PodBuf<Node *> st;
  PodBuf<Op> ops;
  Node **st0, **sp, **stEnd;
  uint32_t opsN;
};

} // namespace sluice::yardstick
