// Completing names in calls: words that are units and no columns, the fields of
// structs, the parameters of lambdas.
//
//   DATEADD(dd, 1, A)             DATEADD(dd, 1, "a")
//   STRUCT(A, 1)                  STRUCT("a", 1 AS "col2")
//   TRANSFORM(L, X -> F(X) + X)   TRANSFORM("l", "x" -> F(x) + "x")
#include "passes/qualifier.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// ---- words

static bool isAnyOf(StringRef word, ArrayRef<StringRef> words) {
  return llvm::any_of(words, [&](StringRef other) { return other.equals_insensitive(word); });
}

// Words for units of time stand where others take a column: DATE_DIFF(a, b, DAY).
static bool isUnit(const Node *node) {
  static constexpr StringRef units[] = {
      "YEAR",        "QUARTER",     "MONTH",      "WEEK",      "DAY",       "HOUR",    "MINUTE",  "SECOND", "EPOCH",
      "MILLISECOND", "MICROSECOND", "NANOSECOND", "DAYOFWEEK", "DAYOFYEAR", "ISOWEEK", "ISOYEAR", "DECADE", "CENTURY",
  };
  const Identifier *word = findWord(node);
  return word && isAnyOf(word->name, units);
}

static bool takesUnit(StringRef function) {
  static constexpr StringRef functions[] = {
      "DATE_TRUNC", "DATETRUNC", "TIMESTAMP_TRUNC", "DATETIME_TRUNC", "TIME_TRUNC",    "DATE_DIFF", "DATEDIFF",
      "DATEADD",    "DATE_ADD",  "TIMESTAMP_DIFF",  "DATETIME_DIFF",  "TIMESTAMPDIFF", "TIMEDIFF",  "TIME_DIFF",
      "EXTRACT",    "DATE_PART", "DATEPART",        "DATENAME",        "TIMESTAMPADD",   "TIMEADD",       "LAST_DAY",
  };
  return isAnyOf(function, functions);
}

// A word that names nothing.
static const Node *asWord(Qualifier &q, const Node *arg) {
  auto *word = q.arena.make<Word>();
  word->text = findWord(arg)->name;
  word->range = arg->range;
  return word;
}

// The same word as a keyword; WEEK(MONDAY) stays as it is.
static const Node *findUnit(Qualifier &q, const Node *arg) {
  if (auto *call = dyn_cast<Call>(arg); call && call->function.equals_insensitive("WEEK"))
    return call;
  return isUnit(arg) ? asWord(q, arg) : nullptr;
}

// Whether the first argument is a unit whatever word it is: DATEADD(dd, 1, a).
static bool beginsWithUnit(const Call &call) {
  char first = llvm::toUpper(call.function.empty() ? ' ' : call.function[0]); // of all these
  if ((first != 'D' && first != 'T') || call.args.size() < 2)
    return false;
  static constexpr StringRef three = "DATEADD DATEDIFF DATEDIFF_BIG TIMESTAMPADD TIMESTAMPDIFF TIMEADD TIMEDIFF";
  static constexpr StringRef two = "DATEPART DATENAME DATETRUNC DATE_PART";
  return (call.args.size() == 3 && hasWord(three, call.function)) || (call.args.size() == 2 && hasWord(two, call.function));
}

// Forms of Unicode, as NORMALIZE takes them.
static bool isNormalForm(const Call &call, const Node *arg) {
  const Identifier *word = call.function.equals_insensitive("NORMALIZE") ? findWord(arg) : nullptr;
  return word && hasWord("NFC NFD NFKC NFKD", word->name);
}

// The arguments of a call: words that are no columns, and others.
static NodeList mapUnits(Qualifier &q, const Call &call) {
  bool units = takesUnit(call.function), first = beginsWithUnit(call);
  llvm::SmallVector<const Node *, 4> args;
  for (const Node *arg : call.args)
    if (const Node *unit = units ? findUnit(q, arg) : nullptr)
      args.push_back(unit);
    else if ((first && arg == call.args[0] && findWord(arg)) || isNormalForm(call, arg))
      args.push_back(asWord(q, arg));
    else
      args.push_back(q.mapArgument(arg));
  return NodeList(args) == call.args ? call.args : q.arena.copy(NodeList(args));
}

// Whether a call writes names of fields as texts: NAMED_STRUCT('a', b).
static bool namesFields(const Call &call, const Dialect &dialect) {
  bool named = dialect.structsByAlias && call.function.equals_insensitive("NAMED_STRUCT") && call.args.size() % 2 == 0;
  for (size_t i = 0; named && i < call.args.size(); i += 2)
    named = isa<String>(call.args[i]);
  return named;
}

// STRUCT(b AS a), whose names are completed as any.
static const Node *mapFields(Qualifier &q, const Call &call) {
  auto *mapped = q.arena.make<Call>(call);
  mapped->function = "STRUCT";
  llvm::SmallVector<const Node *, 4> fields;
  for (size_t i = 0; i < call.args.size(); i += 2) {
    auto *field = q.arena.make<Aliased>();
    field->range = cover(call.args[i]->range, call.args[i + 1]->range);
    field->expr = q.map(call.args[i + 1]);
    field->alias = q.mapAlias(call.args[i]);
    field->keyword = true;
    fields.push_back(field);
  }
  mapped->args = q.arena.copy(NodeList(fields));
  return mapped;
}

// STRUCT(1, a + 1) has the fields col1 and col2.
static NodeList nameFields(Qualifier &q, NodeList args) {
  llvm::SmallVector<const Node *, 4> fields;
  for (const Node *arg : args) {
    if (isa<Name, Identifier, Aliased, Star, Query>(arg)) {
      fields.push_back(arg);
      continue;
    }
    auto *field = q.arena.make<Aliased>();
    field->range = arg->range;
    field->expr = arg;
    field->alias = q.makeIdentifier(q.arena.copy(StringRef("col" + llvm::utostr(fields.size() + 1))));
    field->keyword = true;
    fields.push_back(field);
  }
  return q.arena.copy(NodeList(fields));
}

// SAFE and NET stand before a function and name no schema.
static const Node *mapQualifier(Qualifier &q, const Node *qualifier) {
  const Identifier *word = q.dialect.functionPrefixes.empty() ? nullptr : findWord(qualifier);
  if (!word || !hasWord(q.dialect.functionPrefixes, word->name))
    return q.map(qualifier);
  auto *prefix = q.arena.make<Word>();
  prefix->text = word->name;
  prefix->range = word->range;
  return prefix;
}

const Node *Qualifier::mapCall(const Call &call) {
  if (namesFields(call, dialect))
    return mapFields(*this, call);
  auto *mapped = arena.make<Call>(call);
  mapped->qualifier = mapQualifier(*this, call.qualifier);
  if (!call.params.empty())
    mapped->params = mapList(call.params);
  mapped->args = mapUnits(*this, call);
  if (!call.orderBy.empty())
    mapped->orderBy = mapList(call.orderBy);
  mapped->limit = map(call.limit);
  if (dialect.structsByAlias && !call.qualifier && call.function.equals_insensitive("STRUCT"))
    mapped->args = nameFields(*this, mapped->args);
  return mapped;
}

// ---- lambdas

static bool isParameter(const LambdaScope *lambda, const Node *node) {
  const Identifier *word = lambda ? findWord(node) : nullptr;
  auto same = [&](const Node *param) {
    auto *name = dyn_cast_or_null<Identifier>(param);
    return name && name->name.equals_insensitive(word->name);
  };
  for (; word && lambda; lambda = lambda->outer)
    if (llvm::any_of(lambda->params, same))
      return true;
  return false;
}

const Node *Qualifier::mapArgument(const Node *node) {
  if (!isParameter(lambda, node))
    return map(node);
  auto *plain = arena.make<Identifier>(*identifier(findWord(node)->name, false));
  plain->quoted = false;
  return plain;
}

NodeList Qualifier::mapArguments(NodeList list) {
  llvm::SmallVector<const Node *, 4> mapped;
  for (const Node *node : list)
    mapped.push_back(mapArgument(node));
  return arena.copy(NodeList(mapped));
}

const Node *Qualifier::mapLambda(const Lambda &node) {
  LambdaScope scope{lambda, node.params};
  auto *mapped = arena.make<Lambda>(node);
  mapped->params = mapList(node.params);
  lambda = &scope;
  mapped->body = map(node.body);
  lambda = scope.outer;
  return mapped;
}

// What the reference takes for functions, too: casts, lists, CASE, AND and OR.
const Node *Qualifier::findFunctional(const Node *node) {
  if (auto *value = dyn_cast<Cast>(node)) {
    auto *mapped = arena.make<Cast>(*value);
    mapped->operand = mapArgument(value->operand);
    mapped->type = map(value->type);
    mapped->format = map(value->format);
    return mapped;
  }
  if (auto *choice = dyn_cast<Case>(node)) {
    auto *mapped = arena.make<Case>(*choice);
    mapped->operand = mapArgument(choice->operand);
    mapped->whens = mapList(choice->whens);
    mapped->otherwise = mapArgument(choice->otherwise);
    return mapped;
  }
  if (auto *when = dyn_cast<When>(node)) {
    auto *mapped = arena.make<When>(*when);
    mapped->condition = mapArgument(when->condition);
    mapped->result = mapArgument(when->result);
    return mapped;
  }
  if (auto *array = dyn_cast<Array>(node)) {
    auto *mapped = arena.make<Array>(*array);
    mapped->items = mapArguments(array->items);
    return mapped;
  }
  auto *infix = dyn_cast<Infix>(node);
  if (!infix || infix->ops.empty() || (infix->ops.front() != Op::And && infix->ops.front() != Op::Or))
    return nullptr;
  auto *mapped = arena.make<Infix>(*infix);
  mapped->operands = mapArguments(infix->operands);
  return mapped;
}

} // namespace sluice
