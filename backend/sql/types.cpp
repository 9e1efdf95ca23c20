// Types, in the words of the dialect: `integer` is INT in DuckDB and INTEGER in
// SQLite.
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"

namespace sluice {

// The dialect's word for a type, or an empty text. Words behind the arguments
// belong to the name: TIMESTAMP (3) WITH TIME ZONE is TIMESTAMPTZ(3).
static StringRef findSpelling(const Writer &w, const Type &node, bool &swallowsSuffix) {
  swallowsSuffix = false;
  if (w.options.asWritten)
    return {};
  if (!node.suffix.empty()) {
    llvm::SmallString<48> whole(node.name);
    whole += ' ';
    whole += node.suffix;
    StringRef found = findTypeName(whole, w.spelling);
    swallowsSuffix = !found.empty();
    if (swallowsSuffix)
      return found;
  }
  return findTypeName(node.name, w.spelling);
}

// Arguments that an engine ignores are not printed.
static bool keepsArgs(const Writer &w, StringRef name) {
  if (!w.spelling.textHasNoLength || w.options.asWritten)
    return true;
  static constexpr StringRef withoutArgs[] = {"TEXT", "TIME", "TIMESTAMPTZ", "STRING"};
  return llvm::none_of(withoutArgs, [&](StringRef type) { return type.equals_insensitive(name); });
}

static bool isDecimal(StringRef name) { return name.equals_insensitive("DECIMAL"); }

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
  bool swallowsSuffix;
  StringRef found = findSpelling(w, node, swallowsSuffix);
  if (!found.empty())
    w << found;
  else if (node.name.contains('.') || w.spelling.functionsAsWritten)
    w << node.name;
  else
    w.word(node.name);
  if (!node.args.empty() && keepsArgs(w, found.empty() ? node.name : found))
    w.tuple(node.args);
  else if (node.args.empty() && canonical && isDecimal(found.empty() ? node.name : found))
    w << w.spelling.decimalArgs;
  printInner(w, node.angle, canonical && w.spelling.typeParens);
  printInner(w, node.fields, !canonical || w.spelling.typeParens);
  if (!node.suffix.empty() && !swallowsSuffix)
    (w << ' ').word(node.suffix);
}

void printNode(Writer &w, const TypeField &node) {
  if (node.name)
    w.node(node.name) << ' ';
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
