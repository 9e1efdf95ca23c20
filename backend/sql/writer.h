// What the parts of the printer share: where text goes, how a node is put into
// parentheses, and where a line may break. Each node has one function
// `printNode`, in the file of its subject; `Writer::node` finds it.
#pragma once
#include "backend/sql/printer.h"
#include "backend/sql/spelling.h"

namespace sluice {

// Levels of binding beyond those of operators.def. A node that binds less than
// its place needs is put into parentheses.
namespace level {
constexpr unsigned any = 0;
constexpr unsigned logicalNot = 4;
constexpr unsigned predicate = 7; // BETWEEN, IN, IS
constexpr unsigned term = 8;
constexpr unsigned sign = 13;
constexpr unsigned arrow = 14;
constexpr unsigned access = 16; // subscripts, members
constexpr unsigned primary = 20;
} // namespace level

struct Writer {
  const PrintOptions &options;
  const Dialect &dialect;
  const Spelling &spelling;
  std::string &out;
  unsigned indent = 0;
  unsigned needed = 0; // the level of the place that is printed
  const Node *around = nullptr; // the node whose parts are printed
  bool declaring = false; // types are those of declared columns
  bool limitsBehind = false; // the next SELECT leaves its TOP to a LIMIT behind it
  const Node *top = nullptr; // the limit that the next SELECT has in its head
  std::pair<const Node *, StringRef> format = {}; // an argument that is printed with another text

  Writer &operator<<(StringRef text) {
    out.append(text.data(), text.size());
    return *this;
  }
  Writer &operator<<(char c) {
    out.push_back(c);
    return *this;
  }

  // A word in capitals.
  Writer &word(StringRef text);
  // A node, in parentheses where it binds less than `level`. Null prints nothing.
  Writer &node(const Node *node, unsigned level = level::any);
  Writer &list(NodeList nodes, StringRef separator = ", ");
  // Parentheses around a list.
  Writer &tuple(NodeList nodes) { return (*this << '(').list(nodes) << ')'; }

  // Between two clauses: a blank, or the start of a line.
  Writer &clause() { return options.pretty ? newLine() : *this << ' '; }
  // Where a line may start but no blank is needed.
  Writer &softLine() { return options.pretty ? newLine() : *this; }
  // Behind a comma.
  Writer &nextItem() { return options.pretty ? newLine() : *this << ' '; }
  Writer &newLine();
  // Items one below the other, two deeper than the clause; on one line
  // otherwise, behind a blank.
  void block(NodeList items);
  // A condition: in the pretty layout, each operand of AND has its line.
  void condition(const Node *node);
};

// How tightly a node binds when it stands as it is.
unsigned levelOf(const Node &node);

void printName(Writer &w, StringRef name, bool quoted);

// What stands between parentheses: on lines of its own in the pretty layout.
void printInside(Writer &w, const Node *content);

// CAST(operand AS type FORMAT format); `format` may be null.
void printCast(Writer &w, StringRef function, const Node *operand, const Node *type, const Node *format);

// Whether a call has arguments and nothing else: no DISTINCT, no order, no phrases.
bool isPlain(const Call &node);

// Whether a spelling is more than another name.
bool isTemplate(StringRef spelled);

// Prints a call that has a form of its own in the dialect; false if it has none.
bool printForm(Writer &w, const Call &node);

// CAST($1 AS DATE): the text with arguments in their places. One between operators
// gets parentheses if it needs them.
void printTemplate(Writer &w, StringRef text, NodeList args);

// What is joined with the first of several relations.
void printJoins(Writer &w, const Joined &node);

// Prints a query with a FULL JOIN as the union of two without one; false if it has
// none, or the dialect has FULL JOIN.
bool printFullJoin(Writer &w, const Select &node);

// Whether a relation that others are joined with needs a condition where the author
// wrote none.
bool needsCondition(const Writer &w, const Node *relation);

// A sample of a relation as the dialect spells it; false where it is none, or has
// words that are not known.
bool printSample(Writer &w, const RelationModifier &node);

// The same for USING SAMPLE behind a query.
bool printSampleTail(Writer &w, const Phrase &node);

// An operand; a step into JSON gets parentheses where the dialect wants them.
Writer &printOperand(Writer &w, const Node *node, unsigned level);

// What stands in FROM and behind JOIN.
void printRelation(Writer &w, const Node *relation);

// A node that may be a list without parentheses, kept as a tuple.
void printItems(Writer &w, const Node *items);

// LIMIT and what else follows a query; LIMIT before OFFSET.
void printTails(Writer &w, NodeList tails);

#define NODE(NAME) void printNode(Writer &w, const NAME &node);
#include "ir/syntax/ast.def"

} // namespace sluice
