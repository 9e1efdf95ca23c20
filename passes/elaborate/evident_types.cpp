// Types of literals, casts and counts.
#include "passes/elaborate/evident_types.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// The neutral name of what a literal or a call is; empty where that is not known.
static StringRef typeNameOf(const Node &node) {
  if (auto *number = dyn_cast<Number>(&node))
    return llvm::all_of(number->text, llvm::isDigit) ? "INT" : "DOUBLE";
  if (auto *call = dyn_cast<Call>(&node))
    return call->function.equals_insensitive("COUNT") ? "BIGINT" : "";
  return isa<String>(node) ? "VARCHAR" : isa<Bool>(node) ? "BOOLEAN" : "";
}

// The expression whose type a projection has: without its name, brackets, sign.
static const Node *bareValue(const Node *node) {
  for (const Node *inner = node; inner;) {
    node = inner;
    auto *aliased = dyn_cast<Aliased>(node);
    auto *paren = dyn_cast<Paren>(node);
    auto *sign = dyn_cast<Prefix>(node);
    inner = aliased ? aliased->expr : paren ? paren->expr : sign && isa_and_nonnull<Number>(sign->operand) ? sign->operand : nullptr;
  }
  return node;
}

const Node *findEvidentType(const Node *projection, Arena &arena) {
  const Node *value = bareValue(projection);
  if (auto *cast = dyn_cast_or_null<Cast>(value))
    return cast->type;
  if (auto *literal = dyn_cast_or_null<TypedLiteral>(value))
    return literal->type;
  StringRef name = value ? typeNameOf(*value) : StringRef();
  if (name.empty())
    return nullptr;
  auto *type = arena.make<Type>();
  type->name = name;
  return type;
}

} // namespace sluice
