// Operands with what is written behind them, and the precedence of operators.
//
// Operators wait on a stack of their own until one that binds less tightly
// comes. Operators of one level that follow each other become one node, so that
// a sum of ten thousand terms is not ten thousand nodes deep.
#include "frontend/parse/builder.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// ---- operands

static bool isNamePart(const Node *node) {
  return isa_and_nonnull<Identifier, MacroVar, MacroCall, MacroString, Star>(node);
}

// Members of a value: f(a).b.c
const Node *Builder::foldDots(Mark m, size_t from, const Node *value) {
  for (size_t i = m + from; i < sp; ++i) {
    Dot *dot = arena->make<Dot>();
    dot->operand = value;
    dot->member = stack[i];
    dot->range = cover(value ? value->range : SourceRange{}, stack[i] ? stack[i]->range : SourceRange{});
    value = dot;
    ++steps;
  }
  return value;
}

const Name *Builder::nameOf(Mark m, size_t parts) {
  Name *name = arena->make<Name>();
  name->range = {stack[m]->range.begin, stack[m + parts - 1]->range.end};
  name->parts = arena->copy(NodeList(stack.data() + m, parts));
  return name;
}

void Builder::collapseParts(Mark m) {
  if (sp <= m + 1)
    return;
  const Node *first = stack[m];
  size_t count = sp - m, parts = 0;
  if (isNamePart(first) && !isa<Star>(first))
    while (parts < count && isNamePart(stack[m + parts]))
      ++parts;
  if (parts > 1 || isa_and_nonnull<Identifier>(first))
    first = nameOf(m, parts);
  else
    parts = 1;
  if (parts < count)
    first = foldDots(m, parts, first);
  sp = m;
  push(first);
}

// s.f(a), and (v).f(a)
void Builder::qualify(Mark m) {
  auto *call = const_cast<Call *>(dyn_cast_or_null<Call>(pop()));
  collapse(m);
  const Node *before = pop();
  bool isName = isa_and_nonnull<Name, MacroVar, MacroCall, MacroString>(before);
  if (call && isName) {
    if (!isa<Name>(before)) {
      Name *name = arena->make<Name>();
      name->range = before->range;
      name->parts = arena->copy(NodeList(before));
      before = name;
    }
    call->qualifier = before;
    call->range.begin = before->range.begin;
    push(call);
    return;
  }
  push(before);
  push(call);
  collapse(m);
}

void Builder::modifyStar(StarModifier *modifier) {
  modifier->range.end = endBefore();
  auto *star = topAs<Star>();
  if (!star)
    return;
  llvm::SmallVector<const Node *, 4> all(star->modifiers.begin(), star->modifiers.end());
  all.push_back(modifier);
  star->modifiers = arena->copy(NodeList(all));
  star->range.end = modifier->range.end;
}

// f(a := 1) names an argument; [a := 1] names nothing.
NodeList Builder::valueList(Mark m) {
  for (uint32_t i = m; i < sp; ++i) {
    auto *pair = dyn_cast_or_null<KeyValue>(stack[i]);
    auto *named = dyn_cast_or_null<KeywordArg>(pair ? pair->key : stack[i]);
    if (named && named->sign == ":=")
      fail(Flaw::AssignInList);
  }
  return list(m);
}

void Builder::subscript(Mark m) {
  Subscript *node = arena->make<Subscript>();
  node->indices = valueList(m + 1);
  node->operand = pop();
  node->range.begin = node->operand ? node->operand->range.begin : 0;
  ++steps;
  finish(node);
}

// DATE '2024-01-01'::TEXT casts the text, and makes a date of what it gives.
void Builder::castEnd(Mark) {
  Cast *node = arena->make<Cast>();
  node->type = pop();
  node->operand = pop();
  auto *literal = const_cast<TypedLiteral *>(dyn_cast_or_null<TypedLiteral>(node->operand));
  if (literal)
    node->operand = literal->value;
  node->function = "CAST";
  node->colons = true;
  node->range.begin = node->operand ? node->operand->range.begin : 0;
  ++steps;
  finish(node);
  if (literal) {
    literal->value = pop();
    literal->range.end = endBefore();
    push(literal);
  }
}

void Builder::path(Mark) {
  Path *node = arena->make<Path>();
  node->path = pop();
  node->operand = pop();
  node->range.begin = node->operand ? node->operand->range.begin : 0;
  ++steps;
  finish(node);
}

void Builder::over(Mark) {
  const Node *window = pop();
  Over *node = topAs<Over>();
  if (node && !node->window) {
    pop();
  } else {
    node = arena->make<Over>();
    node->call = pop();
    node->range.begin = node->call ? node->call->range.begin : 0;
  }
  node->window = window;
  ++steps;
  finish(node);
}

void Builder::ignoreNulls(Mark) {
  Over *node = arena->make<Over>();
  node->call = pop();
  node->nulls = pos() > 1 ? textAt(pos() - 2) : StringRef();
  node->range.begin = node->call ? node->call->range.begin : 0;
  ++steps;
  finish(node);
}

void Builder::filtered(Mark) {
  Filtered *node = arena->make<Filtered>();
  node->condition = pop();
  node->call = pop();
  node->range.begin = node->call ? node->call->range.begin : 0;
  ++steps;
  finish(node);
}

void Builder::withinGroup(Mark m) {
  WithinGroup *node = arena->make<WithinGroup>();
  node->orderBy = list(m + 1);
  node->call = pop();
  node->range.begin = node->call ? node->call->range.begin : 0;
  ++steps;
  finish(node);
}

void Builder::exists(uint32_t t) {
  Exists *node = makeAt<Exists>(t);
  node->query = pop();
  finish(node);
}

// *COLUMNS(a)
void Builder::unpack(uint32_t t) {
  Prefix *node = makeAt<Prefix>(t);
  node->op = "*";
  node->operand = pop();
  finish(node);
}

// (a), (a, b), ()
void Builder::bracketed(Mark m, uint32_t t, bool trailingComma) {
  if (sp == m + 1 && !trailingComma) {
    Paren *node = makeAt<Paren>(t);
    node->expr = pop();
    finish(node);
    return;
  }
  Tuple *node = makeAt<Tuple>(t);
  node->items = list(m);
  finish(node);
}

const Node *Builder::fieldKey() {
  const Node *key = pop();
  const Identifier *name = asIdentifier(key);
  return name ? name : key;
}

// ---- slices: a[1:2:3]

void Builder::sliceTo(Mark m) { sliceParts = {sp > m ? pop() : nullptr, nullptr, false}; }
void Builder::sliceStep(Mark m) {
  if (sp > m)
    sliceParts.step = pop();
}
void Builder::sliceRest(Slice *slice) {
  slice->to = sliceParts.to;
  slice->step = sliceParts.step;
  slice->second = sliceParts.second;
}

// ---- aliases

void Builder::aliasTop() {
  Aliased *node = arena->make<Aliased>();
  node->alias = pop();
  node->expr = pop();
  if (isa_and_nonnull<Aliased>(node->expr)) // a: b AS c
    fail(Flaw::SecondAlias);
  node->keyword = aliasKeyword;
  node->range.begin = node->expr ? node->expr->range.begin : 0;
  finish(node);
}

// SELECT a: 1
void Builder::labelTop() {
  const Node *expr = pop(), *name = pop();
  push(expr);
  push(name);
  aliasKeyword = true;
  aliasTop();
}

// AS t(a, b): the names behind the first one.
void Builder::aliasCall(Mark m) {
  pushTuple(m + 1);
  const Node *columns = pop();
  Call *call = arena->make<Call>();
  if (auto *name = dyn_cast_or_null<Identifier>(pop()))
    call->function = name->name, call->quoted = name->quoted, call->range.begin = name->range.begin;
  if (auto *tuple = dyn_cast_or_null<Tuple>(columns))
    call->args = tuple->items;
  finish(call);
}

// ---- precedence

static constexpr uint8_t notLevel = 4, predicateLevel = 7, signLevel = 13, arrowLevel = 14;

static constexpr auto levels = [] {
  struct Table {
    uint8_t of[256] = {};
  } table;
#define OP(NAME, TEXT, LEVEL) table.of[size_t(Op::NAME)] = LEVEL;
#include "ir/syntax/operators.def"
  return table;
}();

void Builder::pushOp(Pending op) {
  if (opCount == ops.size())
    ops.resize(ops.size() * 2 + 64);
  ops[opCount++] = op;
}

void Builder::pushInfix(Op op) {
  uint8_t level = levels.of[size_t(op)];
  reduceFor(level);
  if (opCount > exprBase && ops[opCount - 1].form == Form::BetweenLow && level <= predicateLevel) {
    if (op == Op::And)
      ops[opCount - 1].form = Form::BetweenHigh;
    else
      fail(Flaw::BetweenWithoutAnd);
    return;
  }
  pushOp({.op = op, .level = level, .token = pos() - 1});
}

void Builder::infix() { pushInfix(infixTable.ops[_input.cur[-1]]); }

void Builder::like(bool negated) {
  Op op = infixTable.ops[_input.cur[-1]];
  pushInfix(negated ? Op(uint8_t(op) + 1) : op); // the negated operator is the next row
}

void Builder::prefix() {
  bool isNot = _input.cur[-1] == token::NOT;
  ++steps;
  pushOp({.level = isNot ? notLevel : signLevel, .form = Form::Prefix, .token = pos() - 1});
}

void Builder::between(bool negated) {
  predicate();
  pushOp({.level = predicateLevel, .form = Form::BetweenLow, .negated = negated, .token = pos() - 1});
}

void Builder::symmetric() {
  if (opCount > exprBase)
    ops[opCount - 1].symmetric = textBefore().size() == 9;
}

// An operator of this level comes: all that binds tighter is complete.
void Builder::reduceFor(uint8_t level) {
  while (opCount > exprBase) {
    const Pending &last = ops[opCount - 1];
    if (last.form == Form::BetweenLow || last.level < level || (last.level == level && last.form == Form::Infix))
      return;
    reduceOne();
  }
}

// A predicate comes that is complete by itself: a IS NULL, a IN (...).
void Builder::predicate() {
  while (opCount > exprBase && ops[opCount - 1].level >= predicateLevel && ops[opCount - 1].form != Form::BetweenLow)
    reduceOne();
}

void Builder::reduceChain() {
  uint32_t first = opCount;
  uint8_t level = ops[opCount - 1].level;
  while (first > exprBase && ops[first - 1].level == level && ops[first - 1].form == Form::Infix)
    --first;
  uint32_t count = std::min(opCount - first, sp ? sp - 1 : 0);
  llvm::SmallVector<Op, 8> kinds;
  for (uint32_t i = first; i < opCount; ++i)
    kinds.push_back(ops[i].op);
  opCount = first;
  if (count == 0)
    return;
  Mark m = sp - count - 1;
  const Node *left = stack[m], *right = stack[sp - 1];
  if (!left || !right)
    return;
  SourceRange range{left->range.begin, right->range.end};
  const Identifier *keyword = kinds[0] == Op::Assign && count == 1 ? asIdentifier(left) : nullptr;
  if (keyword) {
    KeywordArg *node = arena->make<KeywordArg>();
    node->name = keyword;
    node->value = right;
    node->sign = ":=";
    node->range = range;
    sp = m;
    push(node);
    return;
  }
  Infix *node = arena->make<Infix>();
  node->operands = list(m);
  node->ops = arena->copy(ArrayRef<Op>(kinds));
  node->range = range;
  push(node);
}

void Builder::reduceOne() {
  Pending op = ops[opCount - 1];
  switch (op.form) {
  case Form::Infix:
    reduceChain();
    return;
  case Form::Prefix: {
    --opCount;
    Prefix *node = makeAt<Prefix>(op.token);
    node->op = op.level == notLevel ? StringRef("NOT") : textAt(op.token); // !a is NOT a
    node->operand = pop();
    node->range.end = node->operand ? node->operand->range.end : node->range.begin;
    push(node);
    return;
  }
  case Form::BetweenLow:
    fail(Flaw::BetweenWithoutAnd);
    --opCount;
    return;
  case Form::BetweenHigh: {
    --opCount;
    Between *node = arena->make<Between>();
    node->high = pop();
    node->low = pop();
    node->operand = pop();
    node->negated = op.negated;
    node->symmetric = op.symmetric;
    node->range = cover(node->operand ? node->operand->range : SourceRange{}, node->high ? node->high->range : SourceRange{});
    ++steps;
    push(node);
    return;
  }
  }
}

// The cast in a -> 'b' :: INT is one of the whole, as are other suffixes.
void Builder::foldArrows(Mark &m) {
  if (opCount <= exprBase || ops[opCount - 1].level != arrowLevel || ops[opCount - 1].form != Form::Infix)
    return;
  collapse(m);
  reduceChain();
  m = sp ? sp - 1 : 0;
}

void Builder::in(bool negated) {
  In *node = arena->make<In>();
  node->set = pop();
  node->operand = pop();
  node->negated = negated;
  if (auto *paren = dyn_cast_or_null<Paren>(node->set)) {
    Tuple *tuple = arena->make<Tuple>();
    tuple->range = paren->range;
    tuple->items = arena->copy(NodeList(paren->expr));
    node->set = tuple;
  }
  node->range.begin = node->operand ? node->operand->range.begin : 0;
  ++steps;
  finish(node);
}

void Builder::globalIn() {
  if (auto *node = topAs<In>())
    node->global = true;
}

// a IS UNKNOWN: a word, not a column.
static bool isTestWord(StringRef word) {
  return word.equals_insensitive("unknown") || word.equals_insensitive("json") || word.equals_insensitive("normalized") ||
         word.equals_insensitive("document");
}

void Builder::is(bool negated) {
  Is *node = arena->make<Is>();
  auto *name = dyn_cast_or_null<Identifier>(top());
  if (name && !name->quoted && isTestWord(name->name)) {
    pop();
    pushWord();
  } else if (sp) {
    collapse(sp - 1);
  }
  node->test = pop();
  node->operand = pop();
  node->negated = negated;
  node->range.begin = node->operand ? node->operand->range.begin : 0;
  ++steps;
  finish(node);
}

// a IS JSON ARRAY: more words behind the first.
void Builder::testWords(uint32_t t) {
  pop();
  pushWords(t - 1);
}

void Builder::isNull(bool negated) {
  Is *node = arena->make<Is>();
  node->operand = pop();
  push<Null>();
  node->test = pop();
  node->negated = negated;
  node->range.begin = node->operand ? node->operand->range.begin : 0;
  ++steps;
  finish(node);
}

} // namespace sluice
