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

// A file that is read as a table: 'x.csv' is the name "x.csv".
void printRelation(Writer &w, const Node *relation) {
  if (isa_and_nonnull<Values>(relation) && w.spelling.valuesInParens && !w.options.asWritten) {
    w << '(';
    printInside(w, relation);
    w << ')';
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
  (w.node(node.relation) << ' ').word(node.keyword);
  for (const Node *arg : node.args)
    (w << ' ').node(arg);
}

void printNode(Writer &w, const Pivot &node) {
  if (node.relation)
    w.node(node.relation) << ' ';
  w.word(node.keyword);
  if (!node.nulls.empty())
    (w << ' ').word(node.nulls) << " NULLS";
  ((w << '(').list(node.aggregates) << " FOR ").list(node.fields, " ");
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

void printNode(Writer &w, const Joined &node) {
  printRelation(w, node.first);
  for (const Node *join : node.joins)
    w.clause().node(join);
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

// `macro` takes the place of the word JOIN; null without one.
static void printJoin(Writer &w, const Join &node, const Node *macro) {
  auto [first, second] = node.kind.split(' ');
  bool swapped = w.spelling.sideFirst && !w.options.asWritten && isStrictness(first) && !second.empty();
  if (swapped)
    w.word(second) << ' ';
  w.word(swapped ? first : node.kind);
  if (macro || saysJoin(node.kind)) {
    w << (node.kind.empty() ? "" : " ");
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
