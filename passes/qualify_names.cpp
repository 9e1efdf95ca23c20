// The names that projections have of their own: that of a column, the text of
// a literal, what a cast or parentheses hold, the end of a path into JSON.
//
//   a.b -> b     'x' -> x     CAST(c AS INT) -> c     d -> '$.e' -> e     f:g.h -> h
#include "ir/syntax/text.h"
#include "llvm/ADT/StringExtras.h"
#include "passes/macros/values.h"
#include "passes/qualify.h"

namespace sluice {

static StringRef valueOf(const String &string, Arena &arena) { return arena.copy(StringRef(stringContent(string))); }

static StringRef literalName(const Node *node, Arena &arena) {
  if (auto *string = dyn_cast_or_null<String>(node))
    return string->prefix.empty() || string->prefix.size() == 3 ? valueOf(*string, arena) : StringRef();
  if (auto *number = dyn_cast_or_null<Number>(node))
    return number->text.starts_with(".") ? arena.copy(StringRef(("0" + number->text).str())) : number->text;
  return isa_and_nonnull<Null>(node) ? StringRef("NULL") : StringRef();
}

// ---- what a cast or parentheses hold

// The operand that the reference takes for the subject of an expression, or null.
static const Node *findSubject(const Node *node) {
  static constexpr StringRef otherSubjects =
      "CONCAT CONCAT_WS DATE_TRUNC DATETRUNC DATEDIFF DATE_DIFF DATEADD DATE_ADD DATE_PART TIMESTAMPDIFF TIMESTAMPADD "
      "CHARINDEX LOCATE ARRAY STRUCT NAMED_STRUCT MAP JSON_OBJECT JSON_ARRAY";
  if (auto *infix = dyn_cast_or_null<Infix>(node))
    return infix->ops.size() == 1 ? infix->operands[0] : nullptr;
  if (auto *prefix = dyn_cast_or_null<Prefix>(node))
    return prefix->operand;
  if (auto *in = dyn_cast_or_null<In>(node))
    return in->operand;
  if (auto *between = dyn_cast_or_null<Between>(node))
    return between->operand;
  if (auto *choice = dyn_cast_or_null<Case>(node))
    return choice->operand;
  if (auto *interval = dyn_cast_or_null<Interval>(node))
    return interval->value;
  if (auto *paren = dyn_cast_or_null<Paren>(node))
    return paren->expr;
  auto *call = dyn_cast_or_null<Call>(node);
  bool plain = call && !call->qualifier && !call->distinct && !call->args.empty() && !hasWord(otherSubjects, call->function);
  return plain ? call->args[0] : nullptr;
}

// A cast has the name of a column that it holds, or of the literal which is the
// subject of what it holds: CAST(1 + a AS INT) is called 1.
static StringRef innerName(const Node *node, const Dialect &dialect, Arena &arena) {
  if (auto *cast = dyn_cast_or_null<Cast>(node))
    return innerName(cast->operand, dialect, arena);
  if (auto *literal = dyn_cast_or_null<TypedLiteral>(node))
    return innerName(literal->value, dialect, arena);
  if (isa_and_nonnull<Name>(node))
    return outputName(*node, dialect, arena);
  if (isa_and_nonnull<String, Number, Null>(node))
    return literalName(node, arena);
  const Node *subject = findSubject(node);
  if (auto *unit = dyn_cast_or_null<Word>(subject)) // EXTRACT(year FROM a)
    return arena.copy(StringRef(unit->text.upper()));
  return literalName(subject, arena);
}

// ---- paths into JSON

// The last member of a path: `$.a.b` and `b` give b, `$[0]` nothing. A path with
// words before its root is not read.
static StringRef pathName(const Node *path, const Dialect &dialect, Arena &arena) {
  if (isa_and_nonnull<Name>(path))
    return outputName(*path, dialect, arena);
  auto *string = dyn_cast_or_null<String>(path);
  if (!string)
    return {};
  StringRef value = valueOf(*string, arena);
  if (!value.consume_front("$") && value.contains('$'))
    return value;
  StringRef last = value.rsplit('.').second.empty() ? value : value.rsplit('.').second;
  return last.contains('[') || last.contains('*') ? StringRef() : last;
}

static bool isPathCall(const Call &call, const Dialect &dialect) {
  static constexpr StringRef everywhere = "JSON_EXTRACT JSON_EXTRACT_SCALAR JSON_EXTRACT_PATH_TEXT";
  bool known = hasWord(everywhere, call.function) || hasWord(dialect.pathCalls, call.function);
  bool keys = call.function.starts_with_insensitive("JSON_EXTRACT_PATH"); // one key for each step
  return known && !call.qualifier && !call.quoted && (call.args.size() == 2 || (keys && call.args.size() > 2));
}

// Whether a value is a member of semi-structured data: a:b[0].
static bool isInPath(const Node *node) {
  while (true)
    if (auto *subscript = dyn_cast_or_null<Subscript>(node))
      node = subscript->operand;
    else if (auto *dot = dyn_cast_or_null<Dot>(node))
      node = dot->operand;
    else
      return isa_and_nonnull<Path>(node);
}

// a[0], a[OFFSET(0)]
static StringRef indexName(const Subscript &node, const Dialect &dialect, Arena &arena) {
  const Node *only = node.indices.size() == 1 ? node.indices[0] : nullptr;
  if (auto *call = dyn_cast_or_null<Call>(only); call && hasWord("OFFSET SAFE_OFFSET", call->function) && call->args.size() == 1)
    only = call->args[0];
  auto *number = dyn_cast_or_null<Number>(only);
  bool path = isInPath(node.operand);
  if (!only || isa<Slice>(only) || (path && number))
    return {};
  int64_t index;
  if (!number || dialect.firstIndex == 0 || number->text.getAsInteger(10, index))
    return outputName(*only, dialect, arena);
  return arena.copy(StringRef(std::to_string(index - dialect.firstIndex)));
}

StringRef outputName(const Node &node, const Dialect &dialect, Arena &arena) {
  if (auto *name = dyn_cast<Name>(&node))
    return name->parts.empty() ? StringRef() : outputName(*name->parts.back(), dialect, arena);
  if (auto *identifier = dyn_cast<Identifier>(&node))
    return identifier->name;
  if (isa<Star>(node))
    return "*";
  if (isa<String, Number>(node))
    return literalName(&node, arena);
  if (auto *aliased = dyn_cast<Aliased>(&node))
    return aliased->alias ? outputName(*aliased->alias, dialect, arena) : StringRef();
  if (isa<Cast>(node) || isa<TypedLiteral>(node))
    return innerName(&node, dialect, arena);
  if (auto *paren = dyn_cast<Paren>(&node))
    return innerName(paren->expr, dialect, arena);
  if (auto *dot = dyn_cast<Dot>(&node))
    return dot->member ? outputName(*dot->member, dialect, arena) : StringRef();
  if (auto *path = dyn_cast<Path>(&node))
    return isa_and_nonnull<Identifier, String>(path->path) ? outputName(*path->path, dialect, arena) : StringRef();
  if (auto *call = dyn_cast<Call>(&node)) {
    StringRef whole = call->qualifier ? call->function : StringRef();
    return isPathCall(*call, dialect) ? pathName(call->args.back(), dialect, arena) : whole;
  }
  if (auto *subscript = dyn_cast<Subscript>(&node))
    return indexName(*subscript, dialect, arena);
  auto *infix = dyn_cast<Infix>(&node);
  if (infix && !infix->ops.empty() && (infix->ops.back() == Op::JsonGet || infix->ops.back() == Op::JsonGetText))
    return pathName(infix->operands.back(), dialect, arena);
  return {};
}

// ---- saying them

static const Node *nameItems(const Select &select, const Dialect &dialect, Arena &arena) {
  llvm::SmallVector<const Node *, 16> named;
  for (const Node *item : select.items) {
    StringRef name = isa<Aliased>(item) ? StringRef() : outputName(*item, dialect, arena);
    if (name.empty() || name == "*") {
      named.push_back(item);
      continue;
    }
    auto *alias = arena.make<Identifier>();
    alias->name = name;
    alias->quoted = !isSafeName(name);
    auto *aliased = arena.make<Aliased>();
    aliased->range = item->range;
    aliased->expr = item;
    aliased->alias = alias;
    aliased->keyword = true;
    named.push_back(aliased);
  }
  auto *result = arena.make<Select>(select);
  result->items = arena.copy(NodeList(named));
  return result;
}

// Whether the columns of a child are those of the node.
static bool givesOutputs(const Node &node, const Node *child) {
  if (auto *query = dyn_cast<Query>(&node))
    return child == query->body;
  if (auto *operation = dyn_cast<SetOperation>(&node))
    return child == operation->terms.front();
  return child && (isa<Subquery>(node) || (isa<Statement>(node) && isa<Query>(child)));
}

const Node *nameOutputs(const Node *node, const Dialect &dialect, Arena &arena) {
  if (auto *select = dyn_cast<Select>(node))
    return nameItems(*select, dialect, arena);
  return mapChildren(*node, arena, [&](const Node *child) { return givesOutputs(*node, child) ? nameOutputs(child, dialect, arena) : child; });
}

} // namespace sluice
