// One function per operator, and the table that names them.
#include "passes/macros/operators.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Regex.h"
#include <cmath>

namespace sluice {

using Kind = Datum::Kind;
using llvm::Twine;

static const char *const tooLarge = "the number is too large";

static Outcome mismatch(StringRef op, const Datum &left, const Datum &right) {
  return Outcome::failed(("`" + op + "` between " + describe(left) + " and " + describe(right)).str());
}

// A calculation with a column stays SQL.
static std::string operandText(const Datum &datum) {
  if (datum.kind == Kind::String)
    return "'" + datum.text + "'";
  if (datum.kind == Kind::Bool)
    return datum.number ? "TRUE" : "FALSE";
  return datum.compound ? "(" + datum.text + ")" : printDatum(datum);
}

static Datum makeExpr(StringRef op, const Datum &left, const Datum &right) {
  Datum result = Datum::ofText(Kind::Expr, (operandText(left) + " " + op + " " + operandText(right)).str());
  result.compound = true;
  return result;
}

static bool hasExpr(const Datum &left, const Datum &right) {
  return left.kind == Kind::Expr || right.kind == Kind::Expr;
}

static bool isTimed(const Datum &datum) { return datum.kind == Kind::Date || datum.kind == Kind::DateTime; }

// A date or time moved by a duration; a date moves by whole days.
static Outcome moveTime(const Datum &time, __int128 micros) {
  constexpr __int128 day = 86'400'000'000;
  Datum result = time;
  __int128 days = micros / day - (micros % day < 0);
  result.number += time.kind == Kind::Date ? days : micros;
  constexpr __int128 lastYears = __int128(day) * 366 * 9000;
  __int128 reached = result.number * (time.kind == Kind::Date ? day : 1);
  if (reached > lastYears || reached < -lastYears)
    return Outcome::failed("the date is out of range");
  return result;
}

static std::string repeat(StringRef text, __int128 times) {
  std::string result;
  for (__int128 i = 0; i < times; ++i)
    result += text;
  return result;
}

template <class Calculate> static Outcome calculate(const Datum &left, const Datum &right, Calculate calculate) {
  __int128 number = 0;
  if (calculate(left.number, right.number, &number))
    return Outcome::failed(tooLarge);
  return Datum::ofInt(number);
}

Outcome addData(const Datum &left, const Datum &right) {
  if (hasExpr(left, right))
    return makeExpr("+", left, right);
  if (left.isInt() && right.isInt())
    return calculate(left, right, [](__int128 a, __int128 b, __int128 *c) { return __builtin_add_overflow(a, b, c); });
  if (left.isNumber() && right.isNumber())
    return Datum::ofFloat(left.asReal() + right.asReal());
  if (left.kind == Kind::String && right.kind == Kind::String)
    return Datum::ofString(left.text + right.text);
  if (isTimed(left) && right.kind == Kind::Duration)
    return moveTime(left, right.number);
  if (left.kind == Kind::Duration && isTimed(right))
    return moveTime(right, left.number);
  return mismatch("+", left, right);
}

static Outcome subtractData(const Datum &left, const Datum &right) {
  constexpr __int128 day = 86'400'000'000;
  if (hasExpr(left, right))
    return makeExpr("-", left, right);
  if (left.isInt() && right.isInt())
    return calculate(left, right, [](__int128 a, __int128 b, __int128 *c) { return __builtin_sub_overflow(a, b, c); });
  if (left.isNumber() && right.isNumber())
    return Datum::ofFloat(left.asReal() - right.asReal());
  if (isTimed(left) && right.kind == Kind::Duration)
    return moveTime(left, -right.number);
  if (isTimed(left) && left.kind == right.kind && left.zoned == right.zoned)
    return Datum::ofNumber(Kind::Duration, (left.number - right.number) * (left.kind == Kind::Date ? day : 1));
  return mismatch("-", left, right);
}

static Outcome multiplyData(const Datum &left, const Datum &right) {
  if (hasExpr(left, right))
    return makeExpr("*", left, right);
  if (left.isInt() && right.isInt())
    return calculate(left, right, [](__int128 a, __int128 b, __int128 *c) { return __builtin_mul_overflow(a, b, c); });
  if (left.isNumber() && right.isNumber())
    return Datum::ofFloat(left.asReal() * right.asReal());
  bool textFirst = left.kind == Kind::String && right.isInt();
  if (!textFirst && !(right.kind == Kind::String && left.isInt()))
    return mismatch("*", left, right);
  const Datum &text = textFirst ? left : right, &times = textFirst ? right : left;
  if (times.number > 0 && times.number * __int128(text.text.size()) > 1'000'000)
    return Outcome::failed("the text is too long");
  return Datum::ofString(repeat(text.text, times.number));
}

static Outcome divideData(const Datum &left, const Datum &right, const MacroStyle &style) {
  if (hasExpr(left, right))
    return makeExpr("/", left, right);
  if (!left.isNumber() || !right.isNumber())
    return mismatch("/", left, right);
  if (right.asReal() == 0)
    return style.nullDivision && !style.integerDivision ? Outcome(Datum()) : Outcome::failed("division by zero");
  double real = left.asReal() / right.asReal();
  if (!style.integerDivision)
    return Datum::ofFloat(real);
  if (!(std::fabs(real) < 1e38))
    return Outcome::failed(tooLarge);
  return Datum::ofInt(__int128(real));
}

// Rounds down, as Python does, and not to zero.
static Outcome floorDivide(const Datum &left, const Datum &right) {
  if (!left.isNumber() || !right.isNumber())
    return mismatch("//", left, right);
  if (right.asReal() == 0)
    return Outcome::failed("division by zero");
  if (!left.isInt() || !right.isInt())
    return Datum::ofFloat(std::floor(left.asReal() / right.asReal()));
  __int128 quotient = left.number / right.number, rest = left.number % right.number;
  return Datum::ofInt(quotient - (rest != 0 && (rest < 0) != (right.number < 0)));
}

Outcome moduloData(const Datum &left, const Datum &right) {
  if (hasExpr(left, right))
    return makeExpr("%", left, right);
  if (!left.isNumber() || !right.isNumber())
    return mismatch("%", left, right);
  if (right.asReal() == 0)
    return Outcome::failed("division by zero");
  if (left.isInt() && right.isInt()) {
    __int128 rest = left.number % right.number;
    return Datum::ofInt(rest != 0 && (rest < 0) != (right.number < 0) ? rest + right.number : rest);
  }
  double rest = std::fmod(left.asReal(), right.asReal());
  return Datum::ofFloat(rest != 0 && (rest < 0) != (right.asReal() < 0) ? rest + right.asReal() : rest);
}

Outcome powerData(const Datum &left, const Datum &right) {
  if (hasExpr(left, right))
    return Datum::ofText(Kind::Expr, "POWER(" + operandText(left) + ", " + operandText(right) + ")");
  if (!left.isNumber() || !right.isNumber())
    return mismatch("**", left, right);
  if (left.asReal() == 0 && right.asReal() < 0)
    return Outcome::failed("division by zero");
  if (!left.isInt() || !right.isInt() || right.number < 0) {
    double real = std::pow(left.asReal(), right.asReal());
    return std::isfinite(real) ? Outcome(Datum::ofFloat(real)) : Outcome::failed("the power is no number");
  }
  __int128 result = 1, base = left.number;
  if (base == 0 || base == 1 || base == -1)
    return Datum::ofInt(right.number == 0 ? 1 : base == -1 && right.number % 2 == 0 ? 1 : base);
  for (__int128 i = 0; i < right.number; ++i)
    if (__builtin_mul_overflow(result, base, &result))
      return Outcome::failed(tooLarge);
  return Datum::ofInt(result);
}

static Outcome bitData(Op op, const Datum &left, const Datum &right) {
  if (hasExpr(left, right))
    return makeExpr(opText(op), left, right);
  if (!left.isInt() || !right.isInt())
    return mismatch(opText(op), left, right);
  if (op == Op::BitAnd)
    return Datum::ofInt(left.number & right.number);
  if (op == Op::BitOr)
    return Datum::ofInt(left.number | right.number);
  if (op == Op::BitXor)
    return Datum::ofInt(left.number ^ right.number);
  if (right.number < 0)
    return Outcome::failed("a shift by a negative number");
  if (op == Op::ShiftRight)
    return Datum::ofInt(left.number >> std::min<__int128>(right.number, 127));
  if (right.number > 120)
    return Outcome::failed(tooLarge);
  return calculate(left, Datum::ofInt(__int128(1) << right.number),
                   [](__int128 a, __int128 b, __int128 *c) { return __builtin_mul_overflow(a, b, c); });
}

Outcome lessData(const Datum &left, const Datum &right, bool orEqual) {
  if (hasExpr(left, right))
    return makeExpr(orEqual ? "<=" : "<", left, right);
  if (left.kind == Kind::Today || right.kind == Kind::Today)
    return Outcome::failed("the present is not known while a project is compiled");
  std::optional<int> order = findOrder(left, right);
  if (!order)
    return mismatch("<", left, right);
  return Datum::ofBool(*order < 0 || (orEqual && *order == 0));
}

Outcome likeData(const Datum &text, const Datum &pattern) {
  if (text.kind != Kind::String || pattern.kind != Kind::String)
    return mismatch("LIKE", text, pattern);
  std::string regex = "^(";
  for (char c : pattern.text)
    if (c == '%')
      regex += ".*";
    else
      regex += c == '_' ? '.' : c;
  llvm::Regex compiled(regex + ")");
  std::string problem;
  if (!compiled.isValid(problem))
    return Outcome::failed("`" + pattern.text + "` is no pattern: " + problem);
  return Datum::ofBool(compiled.match(text.text));
}

static Outcome compareData(Op op, const Datum &left, const Datum &right) {
  bool today = left.kind == Kind::Today || right.kind == Kind::Today;
  if (today && left.kind != right.kind && !hasExpr(left, right))
    return Outcome::failed("the present is not known while a project is compiled");
  // Two looks at the clock differ, two at the calendar do not.
  bool clock = left.kind == Kind::Today && (left.text != "day" || right.text != "day");
  return Datum::ofBool((isEqual(left, right) && !clock) == (op == Op::Equal));
}

namespace {
// What an operator does with two values that are not NULL.
struct Operation {
  Op op;
  Outcome (*apply)(Op op, const Datum &left, const Datum &right, const MacroStyle &style);
};
} // namespace

#define OPERATION(NAME, CALL)                                                                                          \
  {                                                                                                                    \
    Op::NAME, [](Op op, const Datum &left, const Datum &right, const MacroStyle &style) -> Outcome {                   \
      (void)op, (void)style;                                                                                           \
      return CALL;                                                                                                     \
    }                                                                                                                  \
  }

static constexpr Operation operations[] = {
    OPERATION(Equal, compareData(op, left, right)),
    OPERATION(NotEqual, compareData(op, left, right)),
    OPERATION(Less, lessData(left, right, false)),
    OPERATION(LessEqual, lessData(left, right, true)),
    OPERATION(Greater, lessData(right, left, false)),
    OPERATION(GreaterEqual, lessData(right, left, true)),
    OPERATION(Like, likeData(left, right)),
    OPERATION(NotLike, likeData(left, right)),
    OPERATION(BitAnd, bitData(op, left, right)),
    OPERATION(BitOr, bitData(op, left, right)),
    OPERATION(BitXor, style.caretIsPower ? powerData(left, right) : bitData(op, left, right)),
    OPERATION(ShiftLeft, bitData(op, left, right)),
    OPERATION(ShiftRight, bitData(op, left, right)),
    OPERATION(Add, addData(left, right)),
    OPERATION(Subtract, subtractData(left, right)),
    OPERATION(Modulo, moduloData(left, right)),
    OPERATION(Multiply, multiplyData(left, right)),
    OPERATION(Divide, divideData(left, right, style)),
    OPERATION(IntDivide, floorDivide(left, right)),
    OPERATION(FloorDivide, floorDivide(left, right)),
    OPERATION(Power, powerData(left, right)),
};
#undef OPERATION

// a > b is b < a for values; SQL that stays SQL keeps its order.
static Outcome applyKnown(const Operation &operation, const Datum &left, const Datum &right, const MacroStyle &style) {
  bool turned = operation.op == Op::Greater || operation.op == Op::GreaterEqual;
  if (turned && hasExpr(left, right))
    return makeExpr(opText(operation.op), left, right);
  return operation.apply(operation.op, left, right, style);
}

// The grammar reads the operators of all dialects.
static bool isOperatorOf(Op op, const MacroStyle &style) {
  return (op != Op::Power || style.hasPower) && (op != Op::FloorDivide || style.hasFloorDivide) &&
         (op != Op::Xor || style.hasXor);
}

Outcome applyOperator(Op op, const Datum &left, const Datum &right, const MacroStyle &style) {
  if (!isOperatorOf(op, style))
    return Outcome::failed(("`" + opText(op) + "` is no operator of this dialect").str(), Outcome::NotSyntax);
  for (const Operation &operation : operations)
    if (operation.op == op)
      return left.isNull() || right.isNull() ? Outcome(Datum()) : applyKnown(operation, left, right, style);
  return Outcome::failed(("the operator `" + opText(op) + "` is not available").str());
}

Outcome applyPrefix(StringRef op, const Datum &operand) {
  if (operand.kind == Kind::Expr && op == "-")
    return Datum::ofText(Kind::Expr, "-" + operandText(operand));
  if (op == "-" && operand.kind == Kind::Float)
    return Datum::ofFloat(-operand.real);
  if (op == "-" && operand.kind == Kind::Duration)
    return Datum::ofNumber(Kind::Duration, -operand.number);
  if (operand.isInt() && (op == "-" || op == "~" || op == "+"))
    return Datum::ofInt(op == "-" ? -operand.number : op == "~" ? ~operand.number : operand.number);
  if (op == "+" && operand.isNumber())
    return operand;
  return Outcome::failed(("`" + op + "` before " + describe(operand)).str());
}

} // namespace sluice
