// The entry points of the printer, its walk, and what all nodes share: names,
// strings, lists, parentheses, line breaks.
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ErrorHandling.h"

namespace sluice {

void printSql(const Node *node, const PrintOptions &options, std::string &out) {
  const Dialect &dialect = options.dialect ? *options.dialect : *findDialect("");
  Writer writer{options, dialect, spellingOf(dialect), out};
  writer.declaring = options.declared;
  writer.node(node);
}

std::string sqlText(const Node *node, const PrintOptions &options) {
  std::string out;
  printSql(node, options, out);
  return out;
}

// ---- names and strings

static void appendDoubled(StringRef text, char quote, std::string &out) {
  if (!text.contains(quote)) {
    out.append(text.data(), text.size());
    return;
  }
  for (char c : text)
    out.append(c == quote ? 2 : 1, c);
}

void printQuotedName(StringRef name, const Dialect &dialect, std::string &out) {
  out.push_back(dialect.openQuote);
  appendDoubled(name, dialect.closeQuote, out);
  out.push_back(dialect.closeQuote);
}

void printString(StringRef value, const Dialect &dialect, std::string &out) {
  out.push_back('\'');
  if (!dialect.backslashEscapes || !value.contains('\\')) {
    appendDoubled(value, '\'', out);
  } else {
    for (char c : value)
      out.append(c == '\'' || c == '\\' ? 2 : 1, c);
  }
  out.push_back('\'');
}

// Letters beyond ASCII and `$` pass: where an author wrote them without quotes,
// quotes could change the case. So do the marks of a template that no macro has
// filled: a_@{x}.
bool isPlainName(StringRef name, const Dialect &dialect) {
  bool digitsFirst = dialect.namesStartWithDigit || dialect.dashedNames;
  StringRef marks = dialect.dashedNames ? "_$@{}-" : dialect.hashNames ? "_$@{}#" : "_$@{}";
  auto isPart = [&](char c) { return llvm::isAlnum(c) || marks.contains(c) || uint8_t(c) >= 0x80; };
  return !name.empty() && (digitsFirst || !llvm::isDigit(name[0])) && name[0] != '$' && llvm::all_of(name, isPart);
}

void printName(Writer &w, StringRef name, bool quoted) {
  if (quoted || w.options.quoteAll || !isPlainName(name, w.dialect))
    printQuotedName(name, w.dialect, w.out);
  else
    w << name;
}

// ---- the writer

Writer &Writer::word(StringRef text) {
  size_t from = out.size();
  out.append(text.data(), text.size());
  for (char &c : llvm::MutableArrayRef<char>(out.data() + from, text.size()))
    c = llvm::toUpper(c);
  return *this;
}

unsigned levelOf(const Node &node) {
  if (auto *infix = dyn_cast<Infix>(&node))
    return infix->ops.empty() ? level::primary : opLevel(infix->ops.front());
  if (auto *prefix = dyn_cast<Prefix>(&node))
    return prefix->op.equals_insensitive("NOT") ? level::logicalNot : level::sign;
  if (isa<Between>(node) || isa<In>(node) || isa<Is>(node))
    return level::predicate;
  if (isa<Lambda>(node) || isa<KeywordArg>(node) || isa<Aliased>(node) || isa<Query>(node))
    return level::any;
  return level::primary;
}

static void dispatch(Writer &w, const Node &node) {
  switch (node.kind) {
#define NODE(NAME)                                                                                                     \
  case NodeKind::NAME:                                                                                                 \
    return printNode(w, static_cast<const NAME &>(node));
#include "ir/syntax/ast.def"
  }
  llvm_unreachable("all node kinds are handled");
}

Writer &Writer::node(const Node *node, unsigned level) {
  if (!node)
    return *this;
  // As it is written, each pair of parentheses is a node of its own.
  bool parens = level > levelOf(*node) && !options.asWritten;
  unsigned outer = std::exchange(needed, parens ? level::any : level);
  if (parens)
    out.push_back('(');
  const Node *before = around;
  // What stands in brackets in a row of VALUES is its value.
  bool inRow = isa<Paren>(node) && isa_and_nonnull<Tuple, Values>(around);
  if (!isa<Bool>(node) && !inRow)
    around = node;
  dispatch(*this, *node);
  around = before;
  if (parens)
    out.push_back(')');
  needed = outer;
  return *this;
}

Writer &Writer::list(NodeList nodes, StringRef separator) {
  llvm::interleave(
      nodes, [&](const Node *item) { node(item); }, [&] { *this << separator; });
  return *this;
}

Writer &Writer::newLine() {
  out.push_back('\n');
  out.append(indent, ' ');
  return *this;
}

void Writer::block(NodeList items) {
  indent += 2;
  clause();
  llvm::interleave(
      items, [&](const Node *item) { node(item); }, [&] { (*this << ',').nextItem(); });
  indent -= 2;
}

void Writer::condition(const Node *condition) {
  auto *chain = options.pretty ? dyn_cast<Infix>(condition) : nullptr;
  if (!chain || llvm::any_of(chain->ops, [](Op op) { return op != Op::And; })) {
    node(condition);
    return;
  }
  indent += 2;
  llvm::interleave(
      chain->operands, [&](const Node *operand) { node(operand, opLevel(Op::And)); }, [&] { newLine() << "AND "; });
  indent -= 2;
}

} // namespace sluice
