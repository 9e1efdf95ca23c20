// Data as the trees that a MODEL block would have had.
//
//   columns: {id: int}       columns (id int)
//   grain: [a, b]            grain (a, b)
#pragma once
#include "frontend/parse/parse.h"
#include "ir/project/properties.h"
#include "ir/project/value.h"

namespace sluice {

// Whether a text has a macro in it. The `@` of a mail address begins none.
bool mentionsMacro(StringRef text);

// Makes trees from values. Texts of properties that hold SQL are parsed.
struct DataTrees {
  const Dialect &dialect;
  Parser &parser; // of that dialect
  Arena &arena;

  // A value as literals, lists and pairs.
  const Node *literal(const Value &value, SourceRange range);
  // The value of a property; null where a text is no SQL.
  const Node *property(const PropertyRow &row, const Value &value, SourceRange range);
  // The expression that a text is, or null.
  const Node *expression(StringRef text, SourceRange range);

private:
  const Node *columns(const Value &value, SourceRange range);
  const Node *kind(const Value &value, SourceRange range);
  const Node *type(StringRef written, SourceRange range);
  const Node *pairs(const Value &map, SourceRange range);
  const Node *expressions(const Value &value, SourceRange range);
  const Node *oneExpression(const Value &value, SourceRange range);
  const Node *tuple(ArrayRef<const Node *> items, SourceRange range);
  const Node *text(StringRef text, SourceRange range);
};

} // namespace sluice
