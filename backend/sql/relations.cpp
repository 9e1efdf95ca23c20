// What stands in FROM: tables, their aliases, joins, samples, pivots.
#include "backend/sql/writer.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// A catalog belongs before a name of two parts. One part may be a CTE.
void printNode(Writer &w, const Table &node) {
  if (w.options.replaceTable)
    if (StringRef text = w.options.replaceTable(node); !text.empty()) {
      w << text;
      return;
    }
  if (node.only)
    w << "ONLY ";
  auto *name = dyn_cast_or_null<Name>(node.name);
  if (name && name->parts.size() == 2 && !w.options.defaultCatalog.empty())
    w << w.options.defaultCatalog << '.';
  w.node(node.name);
}

// The rows of (VALUES (1), (2)), which need no parentheses in some dialects; or null.
static const Values *findBareValues(const Writer &w, const Node *relation) {
  auto *subquery = dyn_cast_or_null<Subquery>(relation);
  auto *query = subquery ? dyn_cast_or_null<Query>(subquery->query) : nullptr;
  bool alone = query && !query->with && query->orderBy.empty() && query->tails.empty();
  bool bare = alone && w.spelling.valuesAreRelation && !w.options.asWritten;
  return bare ? dyn_cast_or_null<Values>(query->body) : nullptr;
}

// A file that is read as a table: 'x.csv' is the name "x.csv".
void printRelation(Writer &w, const Node *relation) {
  if (isa_and_nonnull<Values>(relation) && w.spelling.valuesInParens && !w.options.asWritten) {
    w << '(';
    printInside(w, relation);
    w << ')';
    return;
  }
  if (const Values *values = findBareValues(w, relation)) {
    w.node(values);
    return;
  }
  auto *call = dyn_cast_or_null<Call>(relation);
  if (call && w.spelling.unnestIsPath && call->function.equals_insensitive("UNNEST") && call->args.size() == 1 && !w.options.asWritten) {
    w.node(call->args[0]);
    return;
  }
  auto *string = dyn_cast_or_null<String>(relation);
  if (string && !w.options.asWritten && !string->text.starts_with("@"))
    printQuotedName(stringContent(*string), w.dialect, w.out);
  else
    w.node(relation);
}

// Where the result of PIVOT cannot have a name, it is a query that has one.
static void printPivotQuery(Writer &w, const Node *pivot) { (w << "(SELECT * FROM ").node(pivot) << ')'; }

void printNode(Writer &w, const TableAlias &node) {
  bool wraps = isa_and_nonnull<Pivot>(node.relation) && w.spelling.pivotIsQuery && !w.options.asWritten;
  if (wraps)
    printPivotQuery(w, node.relation);
  else
    printRelation(w, node.relation);
  w << (w.spelling.aliasKeywordOfTables ? " AS " : " ");
  w.node(node.alias);
  if (!node.columns.empty() && (w.spelling.aliasColumns || w.options.asWritten))
    w.tuple(node.columns);
}

void printNode(Writer &w, const RelationModifier &node) {
  if (printSample(w, node))
    return;
  (w.node(node.relation) << ' ').word(node.keyword);
  for (const Node *arg : node.args)
    (w << ' ').node(arg);
}

// a IN (b AS 'x'): behind UNPIVOT a label is a value, not a name.
static void printField(Writer &w, const Pivot &pivot, const Node *field) {
  auto *in = dyn_cast<In>(field);
  auto *set = in ? dyn_cast_or_null<Tuple>(in->set) : nullptr;
  if (!set || !pivot.keyword.equals_insensitive("UNPIVOT")) {
    w.node(field);
    return;
  }
  auto print = [&](const Node *item) {
    auto *labeled = dyn_cast<Aliased>(item);
    bool value = labeled && isa_and_nonnull<String>(labeled->alias);
    value ? (w.node(labeled->expr) << " AS ").node(labeled->alias) : w.node(item);
  };
  w.node(in->operand) << " IN (";
  llvm::interleave(set->items, print, [&] { w << ", "; });
  w << ')';
}

void printNode(Writer &w, const Pivot &node) {
  if (node.relation)
    w.node(node.relation) << ' ';
  w.word(node.keyword);
  if (!node.nulls.empty())
    (w << ' ').word(node.nulls) << " NULLS";
  (w << '(').list(node.aggregates) << " FOR ";
  llvm::interleave(node.fields, [&](const Node *field) { printField(w, node, field); }, [&] { w << ' '; });
  if (!node.groupBy.empty())
    (w << " GROUP BY ").list(node.groupBy);
  if (node.fallback)
    (w << ' ').node(node.fallback);
  w << ')';
}

void printNode(Writer &w, const Lateral &node) { (w << "LATERAL ").node(node.relation); }

void printNode(Writer &w, const LateralView &node) {
  (w << (node.outer ? "LATERAL VIEW OUTER " : "LATERAL VIEW ")).node(node.call);
  if (node.table)
    (w << ' ').node(node.table);
  if (!node.columns.empty())
    (w << " AS ").list(node.columns);
}

// (a, b) keeps its comma, unless the dialect joins in words.
static bool isComma(const Writer &w, const Node *node) {
  auto *join = dyn_cast<Join>(node);
  return join && join->kind == "," && (w.options.asWritten || !w.spelling.commaIsCrossJoin);
}

void printJoins(Writer &w, const Joined &node) {
  for (const Node *join : node.joins)
    if (isComma(w, join))
      printRelation(w << ", ", cast<Join>(join)->right);
    else
      w.clause().node(join);
}

void printNode(Writer &w, const Joined &node) {
  printRelation(w, node.first);
  printJoins(w, node);
}

// Some kinds of join are whole without the word JOIN.
static bool saysJoin(StringRef kind) {
  return !kind.ends_with_insensitive("APPLY") && !kind.equals_insensitive("STRAIGHT_JOIN");
}

// How many rows may match: the word stands before or behind the side.
static bool isStrictness(StringRef word) {
  static constexpr StringRef words[] = {"ANY", "ASOF", "SEMI", "ANTI"};
  return llvm::any_of(words, [&](StringRef other) { return other.equals_insensitive(word); });
}

// Whether a join with UNNEST needs a condition, even where the author wrote none.
bool needsCondition(const Writer &w, const Node *relation) {
  if (auto *alias = dyn_cast_or_null<TableAlias>(relation))
    relation = alias->relation;
  auto *call = dyn_cast_or_null<Call>(relation);
  return w.spelling.unnestNeedsOn && !w.options.asWritten && call && !call->qualifier && call->function.equals_insensitive("UNNEST");
}

// `macro` takes the place of the word JOIN; null without one.
static void printJoin(Writer &w, const Join &node, const Node *macro) {
  StringRef kind = node.kind == "," ? StringRef("CROSS") : node.kind;
  auto [first, second] = kind.split(' ');
  bool swapped = w.spelling.sideFirst && !w.options.asWritten && isStrictness(first) && !second.empty();
  if (swapped)
    w.word(second) << ' ';
  w.word(swapped ? first : kind);
  if (macro || saysJoin(kind)) {
    w << (kind.empty() ? "" : " ");
    macro ? w.node(macro) : w << "JOIN";
  }
  w << ' ';
  printRelation(w, node.right);
  if (node.match)
    (w << " MATCH_CONDITION ").node(node.match);
  if (node.on) {
    w << " ON ";
    w.condition(node.on);
  }
  if (!node.usingColumns.empty())
    (w << " USING ").tuple(node.usingColumns);
  static constexpr StringRef sides = "LEFT RIGHT FULL INNER OUTER";
  if (needsCondition(w, node.right) && !node.on && node.usingColumns.empty() && (kind.empty() || hasWord(sides, kind)))
    w << " ON TRUE";
}

void printNode(Writer &w, const ArrayJoin &node) { (w.word(node.kind) << ' ').list(node.items); }
void printNode(Writer &w, const Join &node) { printJoin(w, node, nullptr); }

// A clause whose keyword is a macro: @WHERE(c) a > 1, LEFT @JOIN(c) u ON d.
void printNode(Writer &w, const MacroClause &node) {
  if (auto *join = dyn_cast_or_null<Join>(node.clause)) {
    printJoin(w, *join, node.call);
    return;
  }
  w.node(node.call) << ' ';
  printItems(w, node.clause);
}

void printNode(Writer &w, const ParenRelation &node) {
  w << '(';
  printInside(w, node.relation);
  w << ')';
}

void printNode(Writer &w, const Values &node) {
  auto row = [&](const Node *row) {
    auto *tuple = dyn_cast<Tuple>(row);
    tuple ? w.tuple(tuple->items) : w.node(row);
  };
  w << "VALUES ";
  llvm::interleave(node.rows, row, [&] { w << ", "; });
}

} // namespace sluice
