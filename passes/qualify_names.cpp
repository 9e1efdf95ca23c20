// The names that projections have of their own: that of a column, the text of
// a literal, what a cast or parentheses hold.
//
//   a.b -> b     'x' -> x     CAST(c AS INT) -> c     d -> '$.e' -> e
#include "ir/syntax/text.h"
#include "passes/qualify.h"

namespace sluice {

static StringRef valueOf(const String &string, Arena &arena) { return arena.copy(StringRef(stringContent(string))); }

// What a cast or parentheses take their name from: columns and literals only.
static StringRef innerName(const Node *node, Arena &arena) {
  if (auto *cast = dyn_cast_or_null<Cast>(node))
    return innerName(cast->operand, arena);
  if (auto *literal = dyn_cast_or_null<TypedLiteral>(node))
    return innerName(literal->value, arena);
  return isa_and_nonnull<Name, String, Number>(node) ? outputName(*node, 0, arena) : StringRef();
}

// The last member of a path: `$.a.b` and `b` give b, `$[0]` nothing.
static StringRef pathName(const Node *path, Arena &arena) {
  auto *string = dyn_cast_or_null<String>(path);
  if (!string)
    return {};
  StringRef value = valueOf(*string, arena);
  value.consume_front("$");
  StringRef last = value.rsplit('.').second.empty() ? value : value.rsplit('.').second;
  return last.contains('[') || last.contains('*') ? StringRef() : last;
}

static StringRef indexName(const Subscript &node, int firstIndex, Arena &arena) {
  if (node.indices.size() != 1)
    return {};
  auto *number = dyn_cast<Number>(node.indices[0]);
  int64_t index;
  if (!number || firstIndex == 0 || number->text.getAsInteger(10, index))
    return isa<Slice>(node.indices[0]) ? StringRef() : outputName(*node.indices[0], firstIndex, arena);
  return arena.copy(StringRef(std::to_string(index - firstIndex)));
}

StringRef outputName(const Node &node, int firstIndex, Arena &arena) {
  if (auto *name = dyn_cast<Name>(&node))
    return name->parts.empty() ? StringRef() : outputName(*name->parts.back(), firstIndex, arena);
  if (auto *identifier = dyn_cast<Identifier>(&node))
    return identifier->name;
  if (isa<Star>(node))
    return "*";
  if (auto *string = dyn_cast<String>(&node))
    return string->prefix.empty() || string->prefix.starts_with("$") ? valueOf(*string, arena) : StringRef();
  if (auto *number = dyn_cast<Number>(&node))
    return number->text;
  if (auto *aliased = dyn_cast<Aliased>(&node))
    return aliased->alias ? outputName(*aliased->alias, firstIndex, arena) : StringRef();
  if (isa<Cast>(node) || isa<TypedLiteral>(node))
    return innerName(&node, arena);
  if (auto *paren = dyn_cast<Paren>(&node))
    return innerName(paren->expr, arena);
  if (auto *dot = dyn_cast<Dot>(&node))
    return dot->member ? outputName(*dot->member, firstIndex, arena) : StringRef();
  if (auto *call = dyn_cast<Call>(&node))
    return call->qualifier ? call->function : StringRef();
  if (auto *subscript = dyn_cast<Subscript>(&node))
    return indexName(*subscript, firstIndex, arena);
  auto *infix = dyn_cast<Infix>(&node);
  if (infix && !infix->ops.empty() && (infix->ops.back() == Op::JsonGet || infix->ops.back() == Op::JsonGetText))
    return pathName(infix->operands.back(), arena);
  return {};
}

} // namespace sluice
