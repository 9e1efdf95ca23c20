// Statements other than queries, and the blocks of SQLMesh's format.
//
//   CREATE TABLE t (a INT)      MODEL (name s.t, kind FULL)
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// What looks like a call is often a name with columns: ON t(a, b).
static void printPart(Writer &w, const Node *part) {
  auto *string = dyn_cast<String>(part);
  if (string && string->prefix.starts_with("$")) { // the body of a function
    w << string->prefix << string->text << string->prefix;
    return;
  }
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

// Statements that declare what is stored in files may have the syntax of another
// dialect than queries: Athena's are Hive's.
static const Dialect &dialectOf(const Writer &w, const Statement &node) {
  auto isQuery = [](const Node *part) { return isa<Query>(part); };
  bool other = !w.spelling.ddlDialect.empty() && !w.options.asWritten && llvm::none_of(node.parts, isQuery) &&
               (node.verb.starts_with_insensitive("CREATE") || node.verb.starts_with_insensitive("ALTER") ||
                node.verb.starts_with_insensitive("DROP")) &&
               !node.verb.contains_insensitive("VIEW");
  return other ? *findDialect(w.spelling.ddlDialect) : w.dialect;
}

// Parameters stand directly behind the name of a function.
static bool isParameters(const Statement &node, size_t i) {
  bool function = node.verb.ends_with_insensitive("FUNCTION") || node.verb.ends_with_insensitive("PROCEDURE");
  return function && i == 1 && isa<Paren, Tuple>(node.parts[i]);
}

static bool isWord(const Node *part, StringRef text) {
  auto *word = dyn_cast<Word>(part);
  return word && word->text.equals_insensitive(text);
}

// USING btree (a): the brackets belong to the method of the index.
static bool isMethod(const Statement &node, size_t i) {
  return i > 0 && i + 1 < node.parts.size() && isWord(node.parts[i - 1], "USING") && isa<Word>(node.parts[i]) &&
         isa<Paren, Tuple>(node.parts[i + 1]);
}

// Prints a word that the reference writes in another way: SET a TO 1, and the
// missing WITH of COPY t TO 'file' (FORMAT csv). False where the part remains.
static bool printRespelledPart(Writer &w, const Statement &node, size_t i) {
  const Node *part = node.parts[i];
  if (isMethod(node, i))
    w << cast<Word>(part)->text;
  else if (node.verb.starts_with_insensitive("SET") && isWord(part, "TO") && !w.options.asWritten)
    w << '=';
  else
    return false;
  return true;
}

static bool lacksWith(const Statement &node, size_t i) {
  return i > 0 && node.verb.starts_with_insensitive("COPY") && isa<Paren>(node.parts[i]) && isa<String>(node.parts[i - 1]);
}

void printNode(Writer &w, const Statement &node) {
  const Dialect &dialect = dialectOf(w, node);
  if (dialect.name != w.dialect.name) {
    Writer other{w.options, dialect, spellingOf(dialect), w.out, w.indent};
    other.node(&node);
    return;
  }
  w.word(node.verb);
  bool first = node.verb.empty(), outer = std::exchange(w.declaring, true);
  for (size_t i = 0; i < node.parts.size(); ++i) {
    bool glued = isComma(node.parts[i]) || isParameters(node, i) || (i > 0 && isMethod(node, i - 1));
    if (!std::exchange(first, false) && !glued)
      w << ' ';
    if (lacksWith(node, i) && !w.options.asWritten)
      w << "WITH ";
    if (!printRespelledPart(w, node, i))
      printPart(w, node.parts[i]);
  }
  w.declaring = outer;
}

// At the start of a text a byte order mark would be none of it.
static void printKept(Writer &w, StringRef text) { w << (text.starts_with("\xEF\xBB\xBF") ? " " : "") << text; }

void printNode(Writer &w, const Command &node) { printKept(w, node.text); }
void printNode(Writer &w, const Opaque &node) { printKept(w, node.text); }

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
  if (auto *name = dyn_cast_or_null<Identifier>(node.name); name && !name->quoted && !w.options.asWritten)
    w.word(name->name);
  else
    w.node(node.name);
  if (node.properties.empty())
    return;
  w << ' ';
  printProperties(w, node.properties);
}

void printNode(Writer &w, const ColumnDecl &node) {
  bool first = true;
  auto part = [&](const Node *part) {
    if (part)
      (w << (std::exchange(first, false) ? "" : " ")).node(part);
  };
  bool outer = std::exchange(w.declaring, true);
  part(node.name);
  part(node.type);
  for (const Node *constraint : node.constraints)
    part(constraint);
  w.declaring = outer;
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
