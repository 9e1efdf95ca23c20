// The walk over a condition, one function per kind of node.
#include "passes/macros/evaluate.h"
#include "passes/macros/functions.h"
#include "passes/macros/holes.h"
#include "passes/macros/values.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sluice {

using Kind = Datum::Kind;
using llvm::Twine;

std::string readString(const String &literal, const Dialect &dialect) {
  bool dollars = literal.prefix.starts_with("$");
  if (dollars || literal.prefix.equals_insensitive("r"))
    return literal.text.str();
  bool escapes = dialect.backslashEscapes || literal.prefix.equals_insensitive("e");
  return readQuoted(literal.text, literal.doubleQuoted ? '"' : '\'', escapes);
}

namespace {
class Evaluator {
public:
  explicit Evaluator(const ConditionSource &source) : source(source) {}

  // What is not listed has no meaning before a database runs it.
  Outcome eval(const Node &node) {
    return llvm::TypeSwitch<const Node *, Outcome>(&node)
        .Case<MacroVar, MacroString, MacroCall>([&](auto *macro) { return source.evalMacro(*macro); })
        .Case([&](const Name *name) { return evalName(*name); })
        .Case([&](const String *text) { return Datum::ofString(readString(*text, source.dialect)); })
        .Case([&](const Number *number) { return evalNumber(number->text); })
        .Case([&](const Infix *infix) { return evalInfix(*infix); })
        .Case([&](const Null *) { return Datum(); })
        .Case([&](const Bool *literal) { return Datum::ofBool(literal->value); })
        .Case([&](const Word *word) { return Datum::ofString(word->text.upper()); })
        .Case([&](const Star *) { return Datum::ofInt(1); })
        .Case([&](const Paren *paren) { return eval(*paren->expr); })
        .Case([&](const Aliased *aliased) { return eval(*aliased->expr); })
        .Case([&](const Phrase *phrase) { return evalPhrase(*phrase); })
        .Case([&](const Tuple *tuple) { return evalList(tuple->items, true); })
        .Case([&](const Array *array) { return evalList(array->items); })
        .Case([&](const Prefix *prefix) { return evalPrefix(*prefix); })
        .Case([&](const Between *between) { return evalBetween(*between); })
        .Case([&](const In *in) { return evalIn(*in); })
        .Case([&](const Is *is) { return evalIs(*is); })
        .Case([&](const sluice::Case *cases) { return evalCase(*cases); })
        .Case([&](const Cast *cast) { return evalCast(*cast); })
        .Case([&](const TypedLiteral *literal) { return evalAs(*literal->value, *literal->type); })
        .Case([&](const Interval *interval) { return evalInterval(*interval); })
        .Case([&](const Call *call) { return evalCall(*call); })
        .Default([&](const Node *other) { return Outcome::failed(unavailable(*other)); });
  }

private:
  static std::string unavailable(const Node &node) {
    if (isa<Query, Subquery, Exists>(node))
      return "a query is not available";
    return ("`" + nodeName(node.kind) + "` is not available").str();
  }

  // A column is known by its last part alone.
  Outcome evalName(const Name &name) {
    if (name.parts.empty() || isHole(name))
      return Outcome::failed("a macro gives nothing where a value must stand");
    const Node &last = *name.parts.back();
    if (isa<MacroVar, MacroString, MacroCall, Star>(last))
      return eval(last);
    auto *identifier = dyn_cast<Identifier>(&last);
    if (!identifier)
      return Outcome::failed(unavailable(last));
    if (identifier->name.contains('@'))
      return source.evalMacro(last);
    std::string text;
    appendName(identifier->name, identifier->quoted, source.dialect, text);
    return Datum::ofText(Kind::Expr, std::move(text));
  }

  static Outcome evalNumber(StringRef text) {
    bool whole = llvm::all_of(text, [](char c) { return llvm::isDigit(c) || c == '_'; });
    if (whole) {
      std::optional<__int128> number = findInt(text);
      return number ? Outcome(Datum::ofInt(*number)) : Outcome::failed("the number is too large");
    }
    std::optional<double> real = findReal(text);
    return real ? Outcome(Datum::ofFloat(*real)) : Outcome::failed(("`" + text + "` is not available").str());
  }

  Outcome evalPhrase(const Phrase &phrase) {
    return phrase.value ? eval(*phrase.value) : Outcome::failed(("`" + phrase.keyword + "` is not available").str());
  }

  Outcome evalList(NodeList items, bool tuple = false) {
    Datum list = Datum::ofText(Kind::List, "");
    list.compound = tuple;
    for (const Node *item : items) {
      Outcome value = eval(*item);
      if (!value)
        return value;
      list.items.push_back(*value);
    }
    return list;
  }

  static bool isSameNumber(const Datum &text, const Datum &number) {
    std::optional<double> real = text.kind == Kind::String ? findReal(text.text) : std::nullopt;
    return real && number.isNumber() && number.kind != Kind::Bool && *real == number.asReal();
  }

  // Comparisons that never hold, whatever the author had in mind.
  void checkComparison(const Node &node, const Node &leftNode, const Datum &left, const Node &rightNode,
                       const Datum &right) {
    bool column = (left.kind == Kind::Expr) != (right.kind == Kind::Expr);
    if (isa<Null>(leftNode) || isa<Null>(rightNode))
      source.warn(ConditionTrap::NullCompared, node, "");
    else if (column)
      source.warn(ConditionTrap::ColumnCompared, node, left.kind == Kind::Expr ? left.text : right.text);
    else if (isSameNumber(left, right) || isSameNumber(right, left))
      source.warn(ConditionTrap::TypesDiffer, node, left.kind == Kind::String ? left.text : right.text);
    checkGateway(leftNode, right, node);
    checkGateway(rightNode, left, node);
  }

  void checkGateway(const Node &variable, const Datum &value, const Node &node) {
    auto *var = dyn_cast<MacroVar>(&variable);
    if (var && var->name.equals_insensitive("gateway") && value.kind == Kind::String &&
        StringRef(value.text).lower() != value.text)
      source.warn(ConditionTrap::GatewayCase, node, value.text);
  }

  // AND and OR stop at the operand that decides, and give it.
  Outcome evalInfix(const Infix &infix) {
    Outcome left = eval(*infix.operands[0]);
    for (size_t i = 0; left && i < infix.ops.size(); ++i) {
      Op op = infix.ops[i];
      const Node &operand = *infix.operands[i + 1];
      if (op == Op::And || op == Op::Or) {
        if (isTrue(*left) == (op == Op::And))
          left = eval(operand);
        continue;
      }
      if (op == Op::NotLike)
        if (!source.style.notLike)
          source.warn(ConditionTrap::NotLike, infix, "LIKE");
      Outcome right = eval(operand);
      if (!right)
        return right;
      if (op == Op::Equal || op == Op::NotEqual)
        checkComparison(infix, *infix.operands[i], *left, operand, *right);
      left = applyOperator(op, *left, *right, source.style);
      if (op == Op::NotLike && source.style.notLike && left)
        left = Datum::ofBool(!isTrue(*left));
    }
    return left;
  }

  Outcome evalPrefix(const Prefix &prefix) {
    Outcome operand = eval(*prefix.operand);
    if (!operand)
      return operand;
    if (prefix.op.equals_insensitive("not"))
      return Datum::ofBool(!isTrue(*operand));
    return applyPrefix(prefix.op, *operand);
  }

  Outcome evalBetween(const Between &between) {
    Outcome value = eval(*between.operand), low = eval(*between.low), high = eval(*between.high);
    if (!value || !low || !high)
      return !value ? value : !low ? low : high;
    Outcome result = Datum();
    if (!value->isNull() && !low->isNull() && !high->isNull()) {
      result = lessData(*low, *value, true);
      if (result && isTrue(*result))
        result = lessData(*value, *high, true);
    }
    if (result && between.negated)
      return Datum::ofBool(!isTrue(*result));
    return result;
  }

  // Only what is written out is searched: a list variable or a query behind IN
  // is read as an empty list.
  Outcome evalIn(const In &in) {
    Outcome value = eval(*in.operand);
    if (!value)
      return value;
    bool found = false;
    if (isa<Tuple, Array, Paren>(in.set)) {
      auto *paren = dyn_cast<Paren>(in.set);
      Outcome list = paren ? evalList(paren->expr) : eval(*in.set);
      if (!list)
        return list;
      found = llvm::any_of(list->items, [&](const Datum &item) { return isEqual(item, *value); });
      for (const Datum &item : list->items)
        checkGateway(*in.operand, item, in);
    } else if (isa<MacroVar, MacroString, MacroCall>(in.set)) {
      if (Outcome set = source.evalMacro(*in.set); !set)
        return set;
      source.warn(ConditionTrap::ListVariable, in, "");
    }
    return Datum::ofBool(found != in.negated);
  }

  Outcome evalIs(const Is &is) {
    Outcome value = eval(*is.operand);
    if (!value)
      return value;
    Outcome test = eval(*is.test);
    if (!test)
      return test;
    bool literal = isa<Number, String>(is.operand);
    bool same = literal ? isEqual(*value, *test) : value->kind == test->kind && isEqual(*value, *test);
    return Datum::ofBool(same != is.negated);
  }

  Outcome evalCase(const Case &node) {
    if (node.operand)
      return Outcome::failed("CASE with a value is not available; write CASE WHEN a = b THEN");
    for (const Node *item : node.whens) {
      auto &when = *cast<When>(item);
      Outcome condition = eval(*when.condition);
      if (!condition || isTrue(*condition))
        return condition ? eval(*when.result) : condition;
    }
    return node.otherwise ? eval(*node.otherwise) : Outcome(Datum());
  }

  Outcome evalAs(const Node &operand, const Node &type) {
    auto *plain = dyn_cast<Type>(&type);
    if (!plain || !plain->args.empty() || !plain->angle.empty() || !plain->fields.empty() || !plain->suffix.empty())
      return Outcome::failed("a cast to a type with arguments is not available");
    Outcome value = eval(operand);
    return value ? castDatum(*value, plain->name, source.style) : value;
  }

  Outcome evalCast(const Cast &node) {
    if (!node.function.empty() && !node.function.equals_insensitive("cast"))
      return Outcome::failed("`" + node.function.upper() + "` is not available");
    if (node.format)
      return Outcome::failed("a cast with a format is not available");
    return evalAs(*node.operand, *node.type);
  }

  Outcome evalInterval(const Interval &node) {
    if (!node.toUnit.empty())
      return Outcome::failed("an interval between two units is not available");
    Outcome value = eval(*node.value);
    return value ? makeDuration(*value, node.unit) : value;
  }

  // POSITION('b' IN 'abc') is read with an IN among its arguments; TRIM has words
  // among them that say where to cut.
  Outcome evalArgs(const Call &call, llvm::SmallVectorImpl<Datum> &args) {
    bool trims = call.function.equals_insensitive("trim");
    if (trims && llvm::any_of(call.args, [](const Node *arg) { return isa<Phrase, Word>(arg); }))
      return Outcome::failed("TRIM with FROM is not available");
    for (const Node *arg : call.args) {
      auto *in = dyn_cast<In>(arg);
      bool position = in && call.function.equals_insensitive("position");
      Outcome value = position ? eval(*in->operand) : eval(*arg);
      if (!value)
        return value;
      args.push_back(*value);
      if (!position)
        continue;
      if (value = eval(*in->set); !value)
        return value;
      args.push_back(*value);
    }
    return Datum();
  }

  Outcome evalCall(const Call &call) {
    const Function *function = call.qualifier || call.quoted ? nullptr : findFunction(call.function);
    if (call.function.equals_insensitive("div"))
      return Outcome::failed("`DIV` is an operator", Outcome::NotSyntax);
    if (!function || call.distinct || !call.orderBy.empty() || call.limit)
      return Outcome::failed("the function `" + call.function.upper() + "` is not available");
    llvm::SmallVector<Datum, 4> args;
    Outcome given = evalArgs(call, args);
    return given ? applyFunction(*function, args, source.style) : given;
  }

  const ConditionSource &source;
};
} // namespace

Outcome evaluateCondition(const Node &node, const ConditionSource &source) { return Evaluator(source).eval(node); }

} // namespace sluice
