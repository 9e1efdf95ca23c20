// FULL JOIN for engines that have none: the rows of a LEFT JOIN, and those of the
// other side that nothing matched.
//
//   SELECT a.x, b.y FROM a FULL JOIN b ON a.i = b.i
//
//   SELECT a.x, b.y FROM a LEFT JOIN b ON a.i = b.i UNION ALL
//   SELECT a.x, b.y FROM a RIGHT JOIN b ON a.i = b.i WHERE NOT EXISTS(SELECT 1 FROM a WHERE a.i = b.i)
//
// Only a query that gives one row for each joined one can be halved so. Others stay
// as they are: halves of a sum are not the sum, and the engine says what it lacks.
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// Whether an expression looks at more than one row.
static bool spansRows(const Node *node) {
  static constexpr StringRef functions[] = {"ANY_VALUE", "AVG", "BIT_AND", "BIT_OR", "BIT_XOR", "COUNT", "GROUP_CONCAT",
                                            "JSON_ARRAYAGG", "JSON_OBJECTAGG", "MAX", "MIN", "STD", "STDDEV", "STDDEV_POP",
                                            "STDDEV_SAMP", "SUM", "VAR_POP", "VAR_SAMP", "VARIANCE"};
  auto *call = dyn_cast_or_null<Call>(node);
  bool found = isa_and_nonnull<Over>(node) ||
               (call && llvm::any_of(functions, [&](StringRef name) { return name.equals_insensitive(call->function); }));
  if (node && !found && !isa<Subquery>(node))
    forEachChild(*node, [&](const Node &child) { found |= spansRows(&child); });
  return found;
}

static const Join *asFull(const Node *node) {
  auto *join = dyn_cast<Join>(node);
  bool full = join && join->kind.split(' ').first.equals_insensitive("FULL") && (join->on || !join->usingColumns.empty());
  return full ? join : nullptr;
}

// The full join of a query that can be halved, or null: the first of its joins,
// and the only full one.
static const Join *findFullJoin(const Writer &w, const Select &node) {
  if (!w.spelling.fullJoinIsUnion || w.options.asWritten || node.from.size() != 1)
    return nullptr;
  auto *joined = dyn_cast_or_null<Joined>(node.from[0]);
  auto *full = joined && llvm::count_if(joined->joins, asFull) == 1 ? asFull(joined->joins[0]) : nullptr;
  bool whole = node.groupBy || node.having || node.qualify || node.into || node.top || !node.quantifier.empty() || !node.windows.empty();
  return full && !whole && llvm::none_of(node.items, spansRows) ? full : nullptr;
}

// The name by which columns of a relation are reached, in quotes only where it
// needs them; null where it has none.
static const Node *nameOf(const Node *relation, Arena &arena) {
  auto *alias = dyn_cast_or_null<TableAlias>(relation);
  auto *table = dyn_cast_or_null<Table>(alias ? alias->relation : relation);
  auto *name = table ? dyn_cast_or_null<Name>(table->name) : nullptr;
  const Node *node = alias && alias->alias ? alias->alias : name ? name->parts.back() : nullptr;
  auto *identifier = dyn_cast_or_null<Identifier>(node);
  if (!identifier)
    return node;
  auto *plain = arena.make<Identifier>(*identifier);
  plain->quoted = false;
  return plain;
}

// ON l.a = r.a for USING (a); null where a side has no name.
static const Node *conditionOf(const Joined &joined, const Join &join, Arena &arena) {
  if (join.on)
    return join.on;
  const Node *left = nameOf(joined.first, arena), *right = nameOf(join.right, arena);
  llvm::SmallVector<const Node *, 2> equalities;
  for (const Node *column : join.usingColumns) {
    auto *equality = arena.make<Infix>();
    llvm::SmallVector<const Node *, 2> sides;
    for (const Node *side : {left, right}) {
      auto *name = arena.make<Name>();
      name->parts = arena.copy(NodeList{side, column});
      sides.push_back(name);
    }
    equality->operands = arena.copy(NodeList(sides));
    equality->ops = arena.copy(llvm::ArrayRef(Op::Equal));
    equalities.push_back(equality);
  }
  if (equalities.size() == 1 || !left || !right)
    return left && right ? equalities.front() : nullptr;
  auto *all = arena.make<Infix>();
  all->operands = arena.copy(NodeList(equalities));
  llvm::SmallVector<Op, 2> ops(equalities.size() - 1, Op::And);
  all->ops = arena.copy(llvm::ArrayRef<Op>(ops));
  return all;
}

// One half: the query with a join of that side, and a condition if one is given.
static void printHalf(Writer &w, const Select &node, const Join &join, StringRef side, const Node *condition, Arena &arena) {
  auto *half = arena.make<Select>(node);
  auto *joined = arena.make<Joined>(*cast<Joined>(node.from[0]));
  auto *outer = arena.make<Join>(join);
  outer->kind = arena.copy(StringRef((side + join.kind.drop_front(StringRef("FULL").size())).str()));
  llvm::SmallVector<const Node *, 4> joins(joined->joins.begin(), joined->joins.end());
  joins.front() = outer;
  joined->joins = arena.copy(NodeList(joins));
  half->from = arena.copy(NodeList(joined));
  if (node.where && condition) {
    auto *both = arena.make<Infix>();
    both->operands = arena.copy(NodeList{node.where, condition});
    both->ops = arena.copy(llvm::ArrayRef(Op::And));
    condition = both;
  }
  half->where = condition ? condition : node.where;
  printNode(w, *half);
}

// NOT EXISTS(SELECT 1 FROM first WHERE condition)
static const Node *unmatched(const Node *first, const Node *condition, Arena &arena) {
  auto *one = arena.make<Number>();
  one->text = "1";
  auto *select = arena.make<Select>();
  select->items = arena.copy(NodeList(one));
  select->from = arena.copy(NodeList(first));
  select->where = condition;
  auto *exists = arena.make<Exists>();
  exists->query = select;
  auto *negation = arena.make<Prefix>();
  negation->op = "NOT";
  negation->operand = exists;
  return negation;
}

bool printFullJoin(Writer &w, const Select &node) {
  const Join *join = findFullJoin(w, node);
  if (!join)
    return false;
  Arena arena;
  auto *joined = cast<Joined>(node.from[0]);
  const Node *condition = conditionOf(*joined, *join, arena);
  if (!condition)
    return false;
  printHalf(w, node, *join, "LEFT", nullptr, arena);
  (w.clause() << "UNION ALL").clause();
  printHalf(w, node, *join, "RIGHT", unmatched(joined->first, condition, arena), arena);
  return true;
}

} // namespace sluice
