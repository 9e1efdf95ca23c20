// Makes trees from data.
#include "passes/elaborate/data_trees.h"
#include "frontend/lex/scan.h"
#include "ir/project/kinds.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

bool mentionsMacro(StringRef text) {
  for (size_t at = text.find('@'); at != StringRef::npos; at = text.find('@', at + 1)) {
    bool behindWord = at && (llvm::isAlnum(text[at - 1]) || text[at - 1] == '_');
    if (!behindWord || text.substr(at + 1).starts_with("{"))
      return true;
  }
  return false;
}

const Node *DataTrees::tuple(ArrayRef<const Node *> items, SourceRange range) {
  auto *node = arena.make<Tuple>();
  node->range = range;
  node->items = arena.copy(NodeList(items));
  return node;
}

const Node *DataTrees::text(StringRef content, SourceRange range) {
  std::string written = content.str();
  for (size_t at = 0; (at = written.find('\'', at)) != std::string::npos; at += 2)
    written.insert(at, "'");
  auto *node = arena.make<String>();
  node->range = range;
  node->text = arena.copy(StringRef(written));
  return node;
}

const Node *DataTrees::expression(StringRef content, SourceRange range) {
  Report ignored;
  TokenBuffer tokens;
  // The copy ends with NUL, as the scanner wants it.
  scan(arena.copy(content), dialect, tokens, Sink(ignored), range);
  const Node *node = parser.parseExpr(tokens, Sink(ignored));
  return ignored.hasErrors() ? nullptr : node;
}

const Node *DataTrees::pairs(const Value &map, SourceRange range) {
  llvm::SmallVector<const Node *> items;
  for (auto [key, item] : llvm::zip(map.keys, map.items)) {
    auto *pair = arena.make<KeywordArg>();
    pair->range = range;
    pair->name = text(key, range);
    pair->value = literal(item, range);
    pair->sign = "=";
    items.push_back(pair);
  }
  return tuple(items, range);
}

const Node *DataTrees::literal(const Value &value, SourceRange range) {
  if (value.kind == Value::Kind::Map)
    return pairs(value, range);
  if (value.kind == Value::Kind::List) {
    llvm::SmallVector<const Node *> items;
    for (const Value &item : value.items)
      items.push_back(literal(item, range));
    return tuple(items, range);
  }
  if (value.kind == Value::Kind::Bool) {
    auto *flag = arena.make<Bool>();
    flag->range = range;
    flag->value = value.flag;
    return flag;
  }
  if (value.kind == Value::Kind::Int || value.kind == Value::Kind::Float) {
    auto *number = arena.make<Number>();
    number->range = range;
    number->text = arena.copy(StringRef(value.text));
    return number;
  }
  if (value.kind != Value::Kind::Null)
    return text(value.text, range);
  auto *null = arena.make<Null>();
  null->range = range;
  return null;
}

// The type that a text names, or null. Constraints may stand behind it, as in a
// header: `timestamp NOT NULL`.
const Node *DataTrees::type(StringRef written, SourceRange range) {
  const auto *cast = dyn_cast_or_null<Cast>(expression(("CAST(NULL AS " + written + ")").str(), range));
  if (cast)
    return cast->type;
  Report ignored;
  TokenBuffer tokens;
  scan(arena.copy(("MODEL (columns (c " + written + "))").str()), dialect, tokens, Sink(ignored), range);
  const auto *block = dyn_cast_or_null<Block>(parser.parseStatement(tokens, Sink(ignored)));
  const auto *property = block && block->properties.size() == 1 ? dyn_cast<Property>(block->properties[0]) : nullptr;
  NodeList columns = property ? listItems(property->value) : NodeList();
  const auto *column = columns.size() == 1 ? dyn_cast<ColumnDecl>(columns[0]) : nullptr;
  return column && !ignored.hasErrors() ? column->type : nullptr;
}

// Types are SQL; a name is an identifier whatever is in it.
const Node *DataTrees::columns(const Value &value, SourceRange range) {
  llvm::SmallVector<const Node *> items;
  for (auto [key, item] : llvm::zip(value.keys, value.items)) {
    auto *name = arena.make<Identifier>();
    name->range = range;
    name->name = arena.copy(StringRef(key));
    auto *column = arena.make<ColumnDecl>();
    column->range = range;
    column->name = name;
    column->type = type(item.text, range);
    items.push_back(column);
  }
  return tuple(items, range);
}

// `FULL`, or a mapping with the kind's name and its parameters.
const Node *DataTrees::kind(const Value &value, SourceRange range) {
  if (value.kind != Value::Kind::Map)
    return literal(value, range);
  auto at = llvm::find(value.keys, "name");
  StringRef name = at == value.keys.end() ? StringRef() : StringRef(value.items[size_t(at - value.keys.begin())].text);
  // A mapping of nothing but the name is the name.
  if (value.keys.size() == 1 && !name.empty())
    return text(name, range);
  auto *spec = arena.make<KindSpec>();
  spec->range = range;
  llvm::SmallVector<const Node *> properties;
  spec->name = text(name, {range.begin, range.begin});
  const KindRow *row = findKind(name);
  for (auto [key, item] : llvm::zip(value.keys, value.items)) {
    if (key == "name")
      continue;
    const KindParameter *parameter = row ? findParameter(row->kind, key) : nullptr;
    auto *property = arena.make<Property>();
    property->range = range;
    property->name = arena.copy(StringRef(key));
    property->value = parameter ? this->property(parameter->row, item, range) : literal(item, range);
    properties.push_back(property);
  }
  spec->properties = arena.copy(NodeList(properties));
  return spec;
}

// A list of expressions; one alone is a list, too.
const Node *DataTrees::expressions(const Value &value, SourceRange range) {
  llvm::SmallVector<const Node *> items;
  for (const Value &item : value.kind == Value::Kind::List ? ArrayRef(value.items) : ArrayRef(value))
    if (const Node *node = item.kind == Value::Kind::String ? expression(item.text, range) : literal(item, range))
      items.push_back(node);
  return tuple(items, range);
}

// `ds`, or `[ds, format]`, of which the first is an expression.
const Node *DataTrees::oneExpression(const Value &value, SourceRange range) {
  if (value.kind == Value::Kind::String)
    return expression(value.text, range);
  if (value.kind != Value::Kind::List || value.items.empty())
    return literal(value, range);
  llvm::SmallVector<const Node *> items{expression(value.items[0].text, range)};
  for (const Value &item : ArrayRef(value.items).drop_front())
    items.push_back(literal(item, range));
  return tuple(items, range);
}

const Node *DataTrees::property(const PropertyRow &row, const Value &value, SourceRange range) {
  static constexpr PropertyType lists[] = {PropertyType::Names, PropertyType::Refs, PropertyType::Fields, PropertyType::FieldsOrStar};
  static constexpr PropertyType single[] = {PropertyType::Column, PropertyType::TimeColumn, PropertyType::Expr};
  if (row.type == PropertyType::Columns)
    return columns(value, range);
  if (row.type == PropertyType::Kind)
    return kind(value, range);
  if (row.type == PropertyType::Type)
    return type(value.text, range);
  if (row.type == PropertyType::Ref && value.kind == Value::Kind::String)
    return expression(value.text, range);
  if (row.type == PropertyType::Ref || llvm::is_contained(lists, row.type))
    return expressions(value, range);
  return llvm::is_contained(single, row.type) ? oneExpression(value, range) : literal(value, range);
}

} // namespace sluice
