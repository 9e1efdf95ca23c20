// What a condition of a macro is made of while it is evaluated.
//
// SQLMesh evaluates conditions as Python, so these are Python's values, with
// its rules: TRUE + 1 is 2, 'a' * 2 is 'aa', 1 = '1' is false, 1 < 'a' is an
// error. A column is a thing of its own: it is true, and equal only to itself.
//
//   @IF(@n + 1 = 2, a, b)      Int 1, Int 2, Bool true
#pragma once
#include "ir/base/numbers.h"
#include "ir/project/value.h"
#include "ir/time/calendar.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace sluice {

using llvm::ArrayRef;
using llvm::StringRef;

struct Datum {
  enum class Kind : uint8_t {
    Null,
    Bool,
    Int,
    Float,
    String,
    Date,
    DateTime,
    Duration,
    List,
    Expr,  // SQL that has no value here: a column, or a calculation with one
    Today, // "day" or "now": the present, which no compilation may depend on
  };
  Kind kind = Kind::Null;
  bool zoned = false;    // of DateTime: with a zone, then in UTC
  bool compound = false; // of Expr: an operator is its outermost part; of List: a tuple
  __int128 number = 0;   // of Bool, Int; days of Date, microseconds of DateTime and Duration, since 1970
  double real = 0;       // of Float
  std::string text;      // of String, Expr
  std::vector<Datum> items;

  static Datum ofBool(bool flag) { return ofNumber(Kind::Bool, flag); }
  static Datum ofInt(__int128 number) { return ofNumber(Kind::Int, number); }
  static Datum ofNumber(Kind kind, __int128 number) {
    Datum result;
    result.kind = kind;
    result.number = number;
    return result;
  }
  static Datum ofFloat(double real) {
    Datum result;
    result.kind = Kind::Float;
    result.real = real;
    return result;
  }
  static Datum ofText(Kind kind, std::string text) {
    Datum result;
    result.kind = kind;
    result.text = std::move(text);
    return result;
  }
  static Datum ofString(std::string text) { return ofText(Kind::String, std::move(text)); }

  bool isNull() const { return kind == Kind::Null; }
  bool isInt() const { return kind == Kind::Int || kind == Kind::Bool; }
  bool isNumber() const { return isInt() || kind == Kind::Float; }
  double asReal() const { return kind == Kind::Float ? real : double(number); }
};

// Whether Python takes a value for true: not null, not zero, not empty.
bool isTrue(const Datum &datum);

// Equality of any two values; values of different kinds differ.
bool isEqual(const Datum &a, const Datum &b);

// -1, 0 or 1; nothing where the two cannot be ordered.
std::optional<int> findOrder(const Datum &a, const Datum &b);

// A value as Python's str() writes it: 1.5, True, 2024-01-01, 1e+20.
std::string printDatum(const Datum &datum);

// What to call a value in a message: "a text", "a date".
StringRef describe(const Datum &datum);

// The value of a variable; nothing for kinds that are SQL: Expr, List and Map.
std::optional<Datum> findDatum(const Value &value);

// Dates and times as ISO 8601 writes them: 2024-01-01, 2024-01-01 10:00:00.5+00:00.
std::optional<Datum> findDate(StringRef text);
std::optional<Datum> findDateTime(StringRef text);

// The parts of a Date or DateTime.
CivilTime civilTime(const Datum &datum);

} // namespace sluice
