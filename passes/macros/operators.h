// Operators between the values of a condition, with Python's meaning.
//
//   7 / 2      3.5          'a' * 2      'aa'
//   -7 % 3     2            NULL = 1     NULL
#pragma once
#include "ir/syntax/ast.h"
#include "passes/macros/datum.h"
#include "passes/macros/styles.h"

namespace sluice {

// A value, or why there is none: `problem` is empty where it is said already.
struct Outcome {
  std::optional<Datum> datum;
  std::string problem;
  enum Reason : uint8_t {
    Value,     // what is asked for cannot be done with these values
    Args,      // a function got too few or too many arguments
    NotSyntax, // the dialect cannot read it
  } reason = Value;

  Outcome(Datum datum) : datum(std::move(datum)) {}
  static Outcome failed(std::string problem, Reason reason = Value) {
    Outcome result{Datum()};
    result.datum.reset();
    result.reason = reason;
    result.problem = std::move(problem);
    return result;
  }
  explicit operator bool() const { return datum.has_value(); }
  const Datum &operator*() const { return *datum; }
  const Datum *operator->() const { return &*datum; }
};

// Applies an operator other than AND and OR, which look at their right operand
// only where they must. NULL with anything is NULL.
Outcome applyOperator(Op op, const Datum &left, const Datum &right, const MacroStyle &style);

// -a, +a, ~a.
Outcome applyPrefix(StringRef op, const Datum &operand);

Outcome addData(const Datum &left, const Datum &right);
Outcome moduloData(const Datum &left, const Datum &right);
Outcome powerData(const Datum &left, const Datum &right);
// `pattern` is SQL's, but as in SQLMesh the text only has to begin with it.
Outcome likeData(const Datum &text, const Datum &pattern);
// Whether `left` is less than, or equal to, `right`; an error where the two
// have no order.
Outcome lessData(const Datum &left, const Datum &right, bool orEqual);

} // namespace sluice
