// Queries: clauses in the order that engines take them, set operations, CTEs.
//
// In the pretty layout each clause starts a line, and what stands in
// parentheses is two deeper:
//
//   WITH x AS (
//     SELECT
//       a
//     FROM t
//   )
//   SELECT
//     a,
//     b
//   FROM x
//   WHERE a > 1
//     AND b > 2
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

namespace sluice {

void printInside(Writer &w, const Node *content) {
  w.indent += 2;
  w.softLine().node(content);
  w.indent -= 2;
  w.softLine();
}

// ---- parts of SELECT

// TOP 10 PERCENT: a number needs no parentheses.
static void printTop(Writer &w, const Phrase &top) {
  auto *words = dyn_cast_or_null<Statement>(top.value);
  const Node *count = words && !words->parts.empty() ? words->parts[0] : top.value;
  auto *paren = dyn_cast_or_null<Paren>(count);
  bool number = paren && isa_and_nonnull<Number>(paren->expr) && !w.options.asWritten;
  if (!number) {
    w.node(&top);
    return;
  }
  (w << "TOP ").node(paren->expr);
  if (words)
    (w << ' ').list(words->parts.drop_front(), " ");
}

static void printHead(Writer &w, const Select &node) {
  w << "SELECT";
  if (!node.hint.empty())
    w << " /*+ " << node.hint << " */";
  if (!node.quantifier.empty())
    (w << ' ').word(node.quantifier);
  if (!node.distinctOn.empty())
    (w << " ON ").tuple(node.distinctOn);
  if (!node.asWhat.empty())
    (w << " AS ").word(node.asWhat);
  if (node.top && !std::exchange(w.limitsBehind, false))
    printTop(w << ' ', cast<Phrase>(*node.top));
  if (const Node *limit = std::exchange(w.top, nullptr)) {
    bool plain = isa<Number, Paren, MacroVar>(limit);
    (w << (plain ? " TOP " : " TOP (")).node(limit) << (plain ? "" : ")");
  }
}

// A clause with its keyword, or a clause whose keyword is a macro.
static void printCondition(Writer &w, StringRef keyword, const Node *node) {
  if (!node)
    return;
  w.clause();
  if (!isa<MacroClause>(node))
    w << keyword << ' ';
  w.condition(node);
}

// A comma joins whatever it joins; SQLGlot spells it out for SQLite.
static void printFrom(Writer &w, NodeList from) {
  if (from.empty())
    return;
  bool cross = w.spelling.commaIsCrossJoin && !w.options.asWritten;
  w.clause() << "FROM ";
  for (const Node *relation : from) {
    auto *joined = dyn_cast_or_null<Joined>(relation);
    const Node *first = joined ? joined->first : relation;
    bool conditional = relation != from.front() && needsCondition(w, first);
    if (conditional || (cross && relation != from.front()))
      w.clause() << (conditional ? "JOIN " : "CROSS JOIN ");
    else if (relation != from.front())
      w << ", ";
    printRelation(w, first);
    w << (conditional ? " ON TRUE" : "");
    if (joined)
      printJoins(w, *joined);
  }
}

// A macro may leave nothing to group by, and the keywords.
static void printGrouping(Writer &w, const Node *groupBy) {
  if (!groupBy)
    return;
  auto *plain = dyn_cast<GroupBy>(groupBy);
  w.clause();
  if (plain)
    w << "GROUP BY";
  if (!plain || plain->all || !plain->items.empty() || !plain->tail.empty())
    (w << (plain ? " " : "")).node(groupBy);
}

void printNode(Writer &w, const Select &node) {
  if (printFullJoin(w, node))
    return;
  printHead(w, node);
  if (!node.items.empty())
    w.block(node.items);
  if (node.into)
    (w.clause() << "INTO ").node(node.into);
  printFrom(w, node.from);
  for (const Node *view : node.lateralViews)
    w.clause().node(view);
  printCondition(w, "PREWHERE", node.prewhere);
  printCondition(w, "WHERE", node.where);
  printGrouping(w, node.groupBy);
  printCondition(w, "HAVING", node.having);
  if (!node.windows.empty())
    (w.clause() << "WINDOW ").list(node.windows);
  printCondition(w, "QUALIFY", node.qualify);
}

void printNode(Writer &w, const GroupBy &node) {
  if (node.all)
    w << (node.items.empty() ? "ALL" : "ALL ");
  w.list(node.items);
  if (!node.tail.empty())
    (w << ' ').word(node.tail);
}

void printNode(Writer &w, const GroupingSets &node) { (w << "GROUPING SETS ").tuple(node.sets); }
void printNode(Writer &w, const NamedWindow &node) { (w.node(node.name) << " AS ").node(node.window); }

// ---- queries

static bool isPhrase(const Node *node, StringRef keyword) {
  auto *phrase = dyn_cast<Phrase>(node);
  return phrase && phrase->keyword.equals_insensitive(keyword);
}

void printItems(Writer &w, const Node *items) {
  if (auto *tuple = dyn_cast_or_null<Tuple>(items))
    w.list(tuple->items);
  else
    w.node(items);
}

// The whole number that an expression of such numbers gives; nothing where it is
// no such expression, or too large.
static std::optional<int64_t> findWhole(const Node *node) {
  int64_t number = 0;
  if (auto *literal = dyn_cast_or_null<Number>(node))
    return literal->text.getAsInteger(10, number) ? std::nullopt : std::optional(number);
  if (auto *paren = dyn_cast_or_null<Paren>(node))
    return findWhole(paren->expr);
  auto *infix = dyn_cast_or_null<Infix>(node);
  auto result = infix ? findWhole(infix->operands.front()) : std::nullopt;
  for (size_t i = 0; result && i < infix->ops.size(); ++i) {
    auto operand = findWhole(infix->operands[i + 1]);
    bool over = !operand || (infix->ops[i] == Op::Add        ? llvm::AddOverflow(*result, *operand, *result)
                             : infix->ops[i] == Op::Subtract ? llvm::SubOverflow(*result, *operand, *result)
                             : infix->ops[i] == Op::Multiply ? llvm::MulOverflow(*result, *operand, *result)
                                                             : true);
    if (over)
      return std::nullopt;
  }
  return result;
}

// LIMIT 10 + 1 is LIMIT 11 for engines that want a number there.
static void printCount(Writer &w, const Node *value) {
  auto whole = w.spelling.limitIsNumber && !w.options.asWritten ? findWhole(value) : std::nullopt;
  if (whole)
    w << std::to_string(*whole);
  else
    w.node(value);
}

static void printTail(Writer &w, const Node *tail) {
  auto *phrase = dyn_cast<Phrase>(tail);
  if (!phrase) {
    w.clause().node(tail);
    return;
  }
  if (printSampleTail(w, *phrase))
    return;
  w.clause().word(phrase->keyword);
  bool single = isPhrase(tail, "LIMIT") || isPhrase(tail, "OFFSET"); // a tuple is one value there
  if (phrase->value && single)
    printCount(w << ' ', phrase->value);
  else if (phrase->value)
    printItems(w << ' ', phrase->value);
}

// OFFSET 5 ROWS is OFFSET 5.
static bool isIdle(const Writer &w, NodeList tails, size_t i) {
  bool rows = i > 0 && isPhrase(tails[i - 1], "OFFSET") && (isPhrase(tails[i], "ROWS") || isPhrase(tails[i], "ROW"));
  return rows && !w.options.asWritten && !w.spelling.offsetHasRows;
}

void printTails(Writer &w, NodeList tails) {
  for (size_t i = 0; i < tails.size(); ++i) {
    if (isIdle(w, tails, i))
      continue;
    StringRef first = w.spelling.offsetFirst ? "LIMIT" : "OFFSET", second = w.spelling.offsetFirst ? "OFFSET" : "LIMIT";
    bool swapped = !w.options.asWritten && i + 1 < tails.size() && isPhrase(tails[i], first) && isPhrase(tails[i + 1], second);
    if (swapped)
      printTail(w, tails[i + 1]);
    printTail(w, tails[i]);
    i += swapped;
  }
}

// LIMIT 3 is TOP 3 in the head of a SELECT, where the dialect has that: it is
// given to the head and taken out of the tails.
static NodeList printableTails(Writer &w, const Query &node) {
  bool single = node.tails.size() == 1 && isPhrase(node.tails[0], "LIMIT") && isa_and_nonnull<Select>(node.body);
  if (!single || !w.spelling.limitIsTop || w.options.asWritten)
    return node.tails;
  w.top = cast<Phrase>(node.tails[0])->value;
  return {};
}

// TOP 3 is LIMIT 3 behind the query where the dialect has that. The number, or null.
static const Node *findTop(const Writer &w, const Query &node) {
  auto *select = dyn_cast_or_null<Select>(node.body);
  auto *top = select ? dyn_cast_or_null<Phrase>(select->top) : nullptr;
  bool moves = top && !w.spelling.limitIsTop && !w.spelling.offsetHasRows && !w.options.asWritten && node.tails.empty();
  return moves && isa_and_nonnull<Number>(top->value) ? top->value : nullptr;
}

void printNode(Writer &w, const Query &node) {
  bool declaring = std::exchange(w.declaring, false);
  if (node.with) {
    w.node(node.with);
    w.clause();
  }
  if (isa_and_nonnull<Table, Call>(node.body))
    w << "TABLE ";
  NodeList tails = printableTails(w, node);
  const Node *top = findTop(w, node);
  w.limitsBehind = top;
  w.node(node.body);
  if (!node.orderBy.empty())
    (w.clause() << "ORDER BY ").list(node.orderBy);
  printTails(w, tails);
  if (top)
    (w.clause() << "LIMIT ").node(top);
  w.declaring = declaring;
}

void printNode(Writer &w, const Subquery &node) {
  w << '(';
  printInside(w, node.query);
  w << ')';
}

void printNode(Writer &w, const With &node) {
  if (node.macro)
    w.node(node.macro);
  else
    w << "WITH";
  w << (node.recursive ? " RECURSIVE " : " ");
  llvm::interleave(
      node.ctes, [&](const Node *cte) { w.node(cte); }, [&] { (w << ',').nextItem(); });
}

void printNode(Writer &w, const ScalarCte &node) { (w.node(node.expr) << " AS ").node(node.name); }

// PIVOT t ON a USING SUM(b)
void printNode(Writer &w, const PivotQuery &node) {
  auto part = [&](StringRef keyword, NodeList items) {
    if (!items.empty())
      (w.clause() << keyword).list(items);
  };
  w.word(node.keyword) << ' ';
  printRelation(w, node.relation);
  part("ON ", node.on);
  if (!node.into.empty())
    (((w.clause() << "INTO NAME ").node(node.into.front())) << " VALUE ").list(node.into.drop_front());
  part("USING ", node.aggregates);
  part("GROUP BY ", node.groupBy);
}

void printNode(Writer &w, const Cte &node) {
  w.node(node.name);
  if (!node.columns.empty())
    w.tuple(node.columns);
  if (!node.keys.empty())
    (w << " USING KEY ").tuple(node.keys);
  w << " AS ";
  if (!node.materialized.empty())
    w.word(node.materialized) << ' ';
  w << '(';
  printInside(w, node.query);
  w << ')';
}

// UNION DISTINCT is UNION.
static void printOperator(Writer &w, const Node *node) {
  auto *word = dyn_cast<Word>(node);
  StringRef text = word ? word->text : StringRef();
  size_t at = w.options.asWritten || w.spelling.setDistinct ? StringRef::npos : text.find_insensitive(" DISTINCT");
  w.clause();
  bool minus = text.equals_insensitive("MINUS") && !w.options.asWritten && !w.spelling.hasMinus;
  if (minus)
    w << "EXCEPT";
  else if (at == StringRef::npos)
    w.node(node);
  else
    w.word(text.take_front(at)).word(text.drop_front(at + StringRef(" DISTINCT").size()));
  w.clause();
}

void printNode(Writer &w, const SetOperation &node) {
  for (size_t i = 0; i < node.terms.size(); ++i) {
    if (i > 0) {
      printOperator(w, node.ops[i - 1]);
    }
    w.node(node.terms[i], level::primary);
  }
}

} // namespace sluice
