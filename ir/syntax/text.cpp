// Plain values of trees.
#include "ir/syntax/text.h"
#include "llvm/ADT/StringSwitch.h"

namespace sluice {

std::string stringContent(const String &string) {
  char quote = string.doubleQuoted ? '"' : '\'';
  std::string result;
  for (size_t i = 0; i < string.text.size(); ++i) {
    result += string.text[i];
    bool doubled = string.text[i] == quote && i + 1 < string.text.size() && string.text[i + 1] == quote;
    i += doubled;
  }
  return result;
}

static std::optional<std::string> dotted(const Name &name) {
  std::string result;
  for (const Node *part : name.parts) {
    auto text = plainText(part);
    if (!text)
      return std::nullopt;
    result += (result.empty() ? "" : ".") + *text;
  }
  return result;
}

std::optional<std::string> plainText(const Node *node) {
  if (!node)
    return std::nullopt;
  if (const auto *string = dyn_cast<String>(node))
    return stringContent(*string);
  if (const auto *identifier = dyn_cast<Identifier>(node))
    return identifier->name.str();
  if (const auto *word = dyn_cast<Word>(node))
    return word->text.str();
  if (const auto *name = dyn_cast<Name>(node))
    return dotted(*name);
  if (const auto *number = dyn_cast<Number>(node))
    return number->text.str();
  if (const auto *flag = dyn_cast<Bool>(node))
    return flag->value ? "true" : "false";
  if (isa<Null>(node))
    return "NULL";
  if (const auto *prefix = dyn_cast<Prefix>(node); prefix && prefix->op == "-")
    if (auto operand = plainText(prefix->operand))
      return "-" + *operand;
  return std::nullopt;
}

NodeList listItems(const Node *const &value) {
  if (const auto *tuple = dyn_cast_or_null<Tuple>(value))
    return tuple->items;
  if (const auto *array = dyn_cast_or_null<Array>(value))
    return array->items;
  if (const auto *paren = dyn_cast_or_null<Paren>(value))
    return paren->expr;
  return value ? NodeList(value) : NodeList();
}

std::optional<bool> plainBool(const Node *node) {
  auto text = plainText(node);
  if (!text)
    return std::nullopt;
  return llvm::StringSwitch<std::optional<bool>>(StringRef(*text).lower())
      .Cases("true", "t", "yes", "y", "on", "1", true)
      .Cases("false", "f", "no", "n", "off", "0", false)
      .Default(std::nullopt);
}

std::pair<std::string, const Node *> splitPair(const Node *node) {
  if (const auto *pair = dyn_cast<KeywordArg>(node))
    return {plainText(pair->name).value_or(""), pair->value};
  const auto *infix = dyn_cast<Infix>(node);
  if (infix && infix->ops.size() == 1 && infix->ops.front() == Op::Equal)
    return {plainText(infix->operands[0]).value_or(""), infix->operands[1]};
  return {};
}

std::string writtenName(const Node *node, const Dialect &dialect) {
  if (const auto *table = dyn_cast_or_null<Table>(node))
    node = table->name;
  if (const auto *string = dyn_cast_or_null<String>(node))
    return "'" + string->text.str() + "'";
  if (const auto *identifier = dyn_cast_or_null<Identifier>(node))
    return identifier->quoted ? dialect.openQuote + identifier->name.str() + dialect.closeQuote : identifier->name.str();
  std::string result;
  if (const auto *name = dyn_cast_or_null<Name>(node))
    for (const Node *part : name->parts)
      result += (result.empty() ? "" : ".") + writtenName(part, dialect);
  return result;
}

} // namespace sluice
