// Statements other than queries, and the blocks of SQLMesh's format.
//
//   CREATE TABLE t (a INT)      MODEL (name s.t, kind FULL)
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// What looks like a call is often a name with columns: ON t(a, b).
static void printPart(Writer &w, const Node *part) {
  auto *call = dyn_cast<Call>(part);
  if (!call || call->distinct || !call->orderBy.empty()) {
    w.node(part);
    return;
  }
  if (call->qualifier)
    w.node(call->qualifier) << '.';
  printName(w, call->function, call->quoted);
  w.tuple(call->args);
}

static bool isComma(const Node *part) {
  auto *word = dyn_cast<Word>(part);
  return word && word->text == ",";
}

void printNode(Writer &w, const Statement &node) {
  w.word(node.verb);
  bool first = node.verb.empty();
  for (const Node *part : node.parts) {
    if (!std::exchange(first, false) && !isComma(part))
      w << ' ';
    printPart(w, part);
  }
}

void printNode(Writer &w, const Command &node) { w << node.text; }
void printNode(Writer &w, const Opaque &node) { w << node.text; }

// ---- blocks

// Properties, each on a line of its own in the pretty layout.
static void printProperties(Writer &w, NodeList properties) {
  w << '(';
  w.indent += 2;
  w.softLine();
  llvm::interleave(
      properties, [&](const Node *item) { w.node(item); }, [&] { (w << ',').nextItem(); });
  w.indent -= 2;
  w.softLine() << ')';
}

void printNode(Writer &w, const Block &node) {
  w.word(node.kind) << ' ';
  printProperties(w, node.properties);
}

void printNode(Writer &w, const Property &node) {
  w << node.name;
  auto *tuple = dyn_cast_or_null<Tuple>(node.value);
  if (tuple && !tuple->items.empty() && isa<Statement>(tuple->items[0])) // WHEN MATCHED ... WHEN MATCHED ...
    (w << " (").list(tuple->items, " ") << ')';
  else if (node.value)
    (w << ' ').node(node.value);
}

void printNode(Writer &w, const KindSpec &node) {
  if (auto *name = dyn_cast_or_null<Identifier>(node.name); name && !name->quoted)
    w.word(name->name);
  else
    w.node(node.name);
  if (node.properties.empty())
    return;
  w << ' ';
  printProperties(w, node.properties);
}

void printNode(Writer &w, const ColumnDecl &node) {
  w.node(node.name);
  if (node.type)
    (w << ' ').node(node.type);
  for (const Node *constraint : node.constraints)
    (w << ' ').node(constraint);
}

void printNode(Writer &w, const VirtualUpdate &node) {
  w << "ON_VIRTUAL_UPDATE_BEGIN;";
  for (const Node *statement : node.statements)
    w.clause().node(statement) << ';';
  w.clause() << "ON_VIRTUAL_UPDATE_END";
}

void printNode(Writer &w, const JinjaBlock &node) {
  w << "JINJA_";
  w.word(node.kind) << "_BEGIN;" << node.text << "JINJA_END";
}

} // namespace sluice
