// Small trees for tests, without a parser.
//
//   TreeBuilder t;
//   t.infix(Op::Add, {t.name("a"), t.number("1")})
#pragma once
#include "ir/syntax/ast.h"

namespace sluice {

struct TreeBuilder {
  Arena arena;

  NodeList list(std::initializer_list<const Node *> nodes) { return arena.copy(NodeList(nodes)); }

  template <class T, class Fill> const T *make(Fill fill) {
    T *node = arena.make<T>();
    fill(*node);
    return node;
  }

  const Node *identifier(StringRef name, bool quoted = false) {
    return make<Identifier>([&](Identifier &node) { node.name = name, node.quoted = quoted; });
  }
  // A name of parts between dots; `*` is a star.
  const Node *name(StringRef dotted) {
    llvm::SmallVector<StringRef, 4> parts;
    dotted.split(parts, '.');
    llvm::SmallVector<const Node *, 4> nodes;
    for (StringRef part : parts)
      nodes.push_back(part == "*" ? static_cast<const Node *>(arena.make<Star>()) : identifier(part));
    return make<Name>([&](Name &node) { node.parts = arena.copy(NodeList(nodes)); });
  }
  const Node *number(StringRef text) {
    return make<Number>([&](Number &node) { node.text = text; });
  }
  const Node *string(StringRef text) {
    return make<String>([&](String &node) { node.text = text; });
  }
  const Node *infix(Op op, std::initializer_list<const Node *> operands) {
    return make<Infix>([&](Infix &node) {
      node.operands = list(operands);
      node.ops = arena.copy(ArrayRef<Op>(llvm::SmallVector<Op, 4>(operands.size() - 1, op)));
    });
  }
  const Node *prefix(StringRef op, const Node *operand) {
    return make<Prefix>([&](Prefix &node) { node.op = op, node.operand = operand; });
  }
  const Node *call(StringRef function, std::initializer_list<const Node *> args) {
    return make<Call>([&](Call &node) { node.function = function, node.args = list(args); });
  }
  const Node *table(StringRef dotted) {
    return make<Table>([&](Table &node) { node.name = name(dotted); });
  }
  const Node *subquery(const Node *query) {
    return make<Subquery>([&](Subquery &node) { node.query = query; });
  }
  const Node *select(std::initializer_list<const Node *> items, std::initializer_list<const Node *> from,
                     const Node *where = nullptr) {
    auto *body =
        make<Select>([&](Select &node) { node.items = list(items), node.from = list(from), node.where = where; });
    return make<Query>([&](Query &node) { node.body = body; });
  }
};

} // namespace sluice
