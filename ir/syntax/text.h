// Reading plain values out of trees: property values are expressions, and many
// properties want just a text, a truth or a list.
//
//   owner 'me'     plainText -> me           tags (a, b)   listItems -> a, b
//   start 20240101 plainText -> 20240101     name s."T x"  writtenName -> s."T x"
#pragma once
#include "ir/dialect/dialects.h"
#include "ir/syntax/ast.h"
#include <optional>

namespace sluice {

// The text that a node stands for: a string's content, a dotted name, a number,
// true, false or NULL. Nothing for other expressions.
std::optional<std::string> plainText(const Node *node);

// The content of a string: doubled quotes are one.
std::string stringContent(const String &string);

// The items of a tuple, array or parenthesis; of anything else, itself.
NodeList listItems(const Node *const &value);

// The truth that a node stands for: true/false, 1/0, or a text such as 'yes'.
std::optional<bool> plainBool(const Node *node);

// The two sides of `a = 1`, `a := 1` or `a => 1`; no value for anything else.
std::pair<std::string, const Node *> splitPair(const Node *node);

// A dotted name as the author wrote it: quoted parts keep the dialect's quotes.
std::string writtenName(const Node *node, const Dialect &dialect);

} // namespace sluice
