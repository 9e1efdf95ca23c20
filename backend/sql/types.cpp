// Types, in the words of the dialect: `integer` is INT in DuckDB and INTEGER in
// SQLite.
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// The dialect's words for a type. Those behind the arguments belong to the name:
// TIMESTAMP (3) WITH TIME ZONE is TIMESTAMPTZ(3).
static TypeName findSpelling(const Writer &w, const Type &node) {
  bool hasArgs = !node.args.empty();
  if (w.options.asWritten)
    return {};
  if (!node.suffix.empty()) {
    std::string whole = (node.name + " " + node.suffix).str();
    if (TypeName found = findTypeName(whole, hasArgs, w.declaring, w.dialect); !found.before.empty())
      return found;
  }
  return findTypeName(node.name, hasArgs, w.declaring, w.dialect);
}

// Whether words behind the arguments are part of what findSpelling has found.
static bool swallowsSuffix(const Writer &w, const Type &node) {
  std::string whole = (node.name + " " + node.suffix).str();
  return !w.options.asWritten && !findTypeName(whole, !node.args.empty(), w.declaring, w.dialect).before.empty();
}

// Words of a type in capitals, unless quotes or dots say that they are names.
static void printTypeWords(Writer &w, StringRef words) {
  bool named = words.find_first_of(".\"`[") != StringRef::npos;
  named || w.spelling.functionsAsWritten ? w << words : w.word(words);
}

// ENUM('a' = 1)
static void printTypeArgs(Writer &w, NodeList args) {
  auto print = [&](const Node *arg) {
    if (auto *pair = dyn_cast<KeyValue>(arg))
      (w.node(pair->key) << " = ").node(pair->value);
    else
      w.node(arg);
  };
  w << '(';
  llvm::interleave(args, print, [&] { w << ", "; });
  w << ')';
}

// What stands between angle brackets in one dialect and parentheses in another.
static void printInner(Writer &w, NodeList inner, bool parens) {
  if (!inner.empty())
    (w << (parens ? '(' : '<')).list(inner) << (parens ? ')' : '>');
}

void printNode(Writer &w, const Type &node) {
  bool canonical = !w.options.asWritten;
  if (canonical && w.spelling.arraySuffix && node.angle.size() == 1 && node.name.equals_insensitive("ARRAY")) {
    w.node(node.angle.front()) << "[]";
    return;
  }
  TypeName found = findSpelling(w, node);
  if (!found.before.empty())
    w << found.before;
  else
    printTypeWords(w, node.name);
  if (!node.args.empty() && (found.before.empty() || found.keepsArgs))
    printTypeArgs(w, node.args);
  w << found.behind;
  printInner(w, node.angle, canonical && w.spelling.typeParens);
  printInner(w, node.fields, !canonical || w.spelling.typeParens);
  if (!node.suffix.empty() && !swallowsSuffix(w, node))
    printTypeWords(w << ' ', node.suffix);
}

// STRUCT<a INT>(1)
void printNode(Writer &w, const TypedValue &node) {
  auto *type = dyn_cast_or_null<Type>(node.type);
  bool casts = w.spelling.typedStructIsCast && !w.options.asWritten && type && type->name.equals_insensitive("STRUCT");
  if (!casts) {
    w.node(node.type).tuple(node.items);
    return;
  }
  ((w << "CAST(STRUCT").tuple(node.items) << " AS ").node(node.type) << ')';
}

void printNode(Writer &w, const TypeField &node) {
  if (node.name)
    w.node(node.name) << (w.spelling.fieldColons && !w.options.asWritten ? ": " : " ");
  w.node(node.type);
  for (const Node *constraint : node.constraints)
    (w << ' ').node(constraint);
}

void printNode(Writer &w, const ArrayType &node) {
  if (!w.options.asWritten && !w.spelling.arraySuffix && !node.size) {
    (w << "ARRAY<").node(node.element) << '>';
    return;
  }
  (w.node(node.element) << '[').node(node.size) << ']';
}

} // namespace sluice
