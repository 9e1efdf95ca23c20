// Goes through the kinds of expressions. What is not known here is not known to
// SQLGlot either, or is too rare to be followed; its term is Unknown.
#include "passes/columns/term_builder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"
#include "passes/columns/function_types.h"

namespace sluice {

uint32_t TermBuilder::make(TypeTerm::Kind kind, uint32_t a, uint32_t b) {
  made.terms.push_back({kind, false, 0, a, b});
  return uint32_t(made.terms.size() - 1);
}

uint32_t TermBuilder::makeText(TypeTerm::Kind kind, StringRef text, int table) {
  auto at = uint32_t(made.words.size());
  made.words.append(text.data(), text.size());
  made.terms.push_back({kind, false, uint16_t(table), at, uint32_t(text.size())});
  return uint32_t(made.terms.size() - 1);
}

uint32_t TermBuilder::literal(StringRef type) {
  uint32_t term = makeText(TypeTerm::Meant, type);
  made.terms.back().literal = true;
  return term;
}

uint32_t TermBuilder::withoutLiteral(uint32_t term) {
  if (!made.terms[term].literal)
    return term;
  TypeTerm copy = made.terms[term];
  copy.literal = false;
  made.terms.push_back(copy);
  return uint32_t(made.terms.size() - 1);
}

// A type as it is written: TIMESTAMP(3) WITH TIME ZONE. Types that hold others are
// not followed.
uint32_t TermBuilder::typeTerm(const Node *node) {
  const auto *type = dyn_cast_or_null<Type>(node);
  if (!type || !type->angle.empty() || !type->fields.empty())
    return 0;
  uint32_t term = makeText(TypeTerm::Written, type->name);
  std::string &words = made.words;
  for (auto [i, arg] : llvm::enumerate(type->args)) {
    words += i ? ", " : "(";
    if (const auto *number = dyn_cast<Number>(arg))
      words += number->text;
    else if (const auto *word = dyn_cast<Type>(arg)) // VARCHAR(MAX)
      words += word->name;
    else
      return 0;
  }
  words += type->args.empty() ? "" : ")";
  if (!type->suffix.empty())
    words.append(1, ' ').append(type->suffix.data(), type->suffix.size());
  made.terms.back().b = uint32_t(words.size()) - made.terms.back().a;
  return term;
}

// A span of days and more leaves a DATE one; a text that says more than a unit is
// not followed.
uint32_t TermBuilder::intervalTerm(const Interval &interval) {
  StringRef unit = interval.unit;
  if (const auto *text = dyn_cast_or_null<String>(interval.value); text && unit.empty())
    unit = text->text.trim().rsplit(' ').second;
  bool days = hasWord("DAY WEEK MONTH QUARTER YEAR", unit);
  return unit.empty() ? 0 : makeText(TypeTerm::Interval, days ? "" : "time");
}

uint32_t TermBuilder::commonOf(ArrayRef<const Node *> nodes, SignatureScope &scope) {
  uint32_t list = 0;
  for (const Node *node : llvm::reverse(nodes))
    list = make(TypeTerm::Common, expression(node, scope), list);
  return list;
}

uint32_t TermBuilder::callTerm(const Call &call, SignatureScope &scope) {
  if (call.qualifier || call.quoted)
    return 0;
  // EXTRACT(YEAR FROM a) has one argument and a word.
  size_t count = call.args.size() - llvm::count_if(call.args, [](const Node *arg) { return isa<Phrase>(arg); });
  FunctionType found = findFunctionType(call.function, count, dialect);
  switch (found.rule) {
  case FunctionType::None:
    return 0;
  case FunctionType::Fixed:
    return makeText(TypeTerm::Meant, found.type);
  case FunctionType::First:
    return withoutLiteral(expression(call.args.front(), scope));
  case FunctionType::Common:
  case FunctionType::Rest:
    return commonOf(call.args.drop_front(found.rule == FunctionType::Rest), scope);
  case FunctionType::Sum:
  case FunctionType::SumOfRest:
    return make(TypeTerm::Sum, commonOf(call.args.drop_front(found.rule == FunctionType::SumOfRest), scope));
  }
  return 0;
}

uint32_t TermBuilder::caseTerm(const Case &cases, SignatureScope &scope) {
  llvm::SmallVector<const Node *, 8> results;
  for (const Node *node : cases.whens)
    if (const auto *when = dyn_cast<When>(node))
      results.push_back(when->result);
  if (cases.otherwise)
    results.push_back(cases.otherwise);
  return commonOf(results, scope);
}

// ---- operators

static bool isCondition(Op op) { return opLevel(op) >= opLevel(Op::Or) && opLevel(op) <= opLevel(Op::Like); }

static bool isArithmetic(Op op) {
  return llvm::is_contained({Op::Add, Op::Subtract, Op::Multiply, Op::Modulo, Op::BitAnd, Op::BitOr, Op::BitXor}, op);
}

uint32_t TermBuilder::pairTerm(Op op, uint32_t left, uint32_t right) {
  if (isArithmetic(op))
    return make(TypeTerm::Infix, left, right);
  FunctionType found = findFunctionType(opText(op), 2, dialect);
  if (found.rule != FunctionType::Fixed)
    return 0;
  if (op != Op::Divide)
    return makeText(TypeTerm::Meant, found.type);
  uint32_t term = make(TypeTerm::Divide, left, right);
  made.terms.back().wholes = found.type == "BIGINT";
  return term;
}

uint32_t TermBuilder::infixTerm(const Infix &infix, SignatureScope &scope) {
  if (llvm::all_of(infix.ops, isCondition))
    return makeText(TypeTerm::Meant, "BOOLEAN");
  if (infix.ops.size() > maxDepth)
    return 0;
  uint32_t term = expression(infix.operands.front(), scope);
  for (auto [op, operand] : llvm::zip(infix.ops, infix.operands.drop_front()))
    term = pairTerm(op, term, expression(operand, scope));
  return term;
}

// ---- expressions

uint32_t TermBuilder::plain(const Node *node, SignatureScope &scope) {
  if (isa<Is, In, Between, Exists, Bool>(node))
    return makeText(TypeTerm::Meant, "BOOLEAN");
  if (const auto *number = dyn_cast<Number>(node)) {
    bool suffixed = findNumberSuffix(number->text);
    return suffixed ? 0 : literal(llvm::all_of(number->text, llvm::isDigit) ? "INT" : "DOUBLE");
  }
  if (const auto *string = dyn_cast<String>(node))
    return string->prefix.empty() ? literal("VARCHAR") : 0;
  if (isa<Null>(node))
    return makeText(TypeTerm::Meant, "NULL");
  if (const auto *converted = dyn_cast<Cast>(node))
    return typeTerm(converted->type);
  if (const auto *typed = dyn_cast<TypedLiteral>(node))
    return typeTerm(typed->type);
  if (const auto *interval = dyn_cast<Interval>(node))
    return intervalTerm(*interval);
  if (const auto *subquery = dyn_cast<Subquery>(node))
    return subqueryTerm(subquery->query, scope);
  return 0;
}

uint32_t TermBuilder::expression(const Node *node, SignatureScope &scope) {
  if (!node || depth >= maxDepth)
    return 0;
  llvm::SaveAndRestore<unsigned> deeper(depth, depth + 1);
  if (const auto *name = dyn_cast<Name>(node))
    return nameTerm(*name, scope);
  if (const auto *aliased = dyn_cast<Aliased>(node))
    return expression(aliased->expr, scope);
  if (const auto *paren = dyn_cast<Paren>(node))
    return withoutLiteral(expression(paren->expr, scope));
  if (const auto *prefix = dyn_cast<Prefix>(node))
    return prefix->op.equals_insensitive("NOT") ? makeText(TypeTerm::Meant, "BOOLEAN") : withoutLiteral(expression(prefix->operand, scope));
  if (const auto *call = dyn_cast<Call>(node))
    return callTerm(*call, scope);
  if (const auto *over = dyn_cast<Over>(node))
    return expression(over->call, scope);
  if (const auto *filtered = dyn_cast<Filtered>(node))
    return expression(filtered->call, scope);
  if (const auto *cases = dyn_cast<Case>(node))
    return caseTerm(*cases, scope);
  const auto *infix = dyn_cast<Infix>(node);
  return infix ? infixTerm(*infix, scope) : plain(node, scope);
}

} // namespace sluice
