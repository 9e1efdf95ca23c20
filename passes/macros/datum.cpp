// Truth, equality, order and text of the values in conditions.
#include "passes/macros/datum.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <cmath>

namespace sluice {

using Kind = Datum::Kind;

bool isTrue(const Datum &datum) {
  switch (datum.kind) {
  case Kind::Null:
    return false;
  case Kind::Bool:
  case Kind::Int:
  case Kind::Duration:
    return datum.number != 0;
  case Kind::Float:
    return datum.real != 0;
  case Kind::String:
    return !datum.text.empty();
  case Kind::List:
    return !datum.items.empty();
  case Kind::Date:
  case Kind::DateTime:
  case Kind::Expr:
  case Kind::Today:
    return true;
  }
  return false;
}

bool isEqual(const Datum &a, const Datum &b) {
  if (a.isNumber() && b.isNumber())
    return a.isInt() && b.isInt() ? a.number == b.number : a.asReal() == b.asReal();
  if (a.kind != b.kind)
    return false;
  if (a.kind == Kind::List)
    return a.compound == b.compound && llvm::equal(a.items, b.items, isEqual);
  return a.zoned == b.zoned && a.number == b.number && a.text == b.text;
}

template <class T> static int orderOf(const T &a, const T &b) { return a < b ? -1 : b < a ? 1 : 0; }

std::optional<int> findOrder(const Datum &a, const Datum &b) {
  if (a.isNumber() && b.isNumber())
    return a.isInt() && b.isInt() ? orderOf(a.number, b.number) : orderOf(a.asReal(), b.asReal());
  if (a.kind != b.kind || a.zoned != b.zoned)
    return std::nullopt;
  if (a.kind == Kind::String)
    return orderOf(a.text, b.text);
  if (a.kind == Kind::Date || a.kind == Kind::DateTime || a.kind == Kind::Duration)
    return orderOf(a.number, b.number);
  if (a.kind != Kind::List)
    return std::nullopt;
  for (auto [x, y] : llvm::zip(a.items, b.items))
    if (!isEqual(x, y))
      return findOrder(x, y);
  return orderOf(a.items.size(), b.items.size());
}

StringRef describe(const Datum &datum) {
  static constexpr StringRef names[] = {"NULL",   "a truth value", "a number", "a number", "a text",     "a date",
                                        "a time", "a duration",    "a list",   "a column", "the present"};
  return names[size_t(datum.kind)];
}

CivilTime civilTime(const Datum &datum) {
  return datum.kind == Kind::Date ? civilDay(int64_t(datum.number)) : civilInstant(int64_t(datum.number));
}

std::optional<Datum> findDate(StringRef text) {
  std::optional<int64_t> day = findDay(text);
  return day ? std::optional(Datum::ofNumber(Kind::Date, *day)) : std::nullopt;
}

std::optional<Datum> findDateTime(StringRef text) {
  std::optional<FoundInstant> instant = findInstant(text);
  if (!instant)
    return std::nullopt;
  Datum result = Datum::ofNumber(Kind::DateTime, instant->micros);
  result.zoned = instant->zoned;
  return result;
}

std::string printDatum(const Datum &datum) {
  switch (datum.kind) {
  case Kind::Null:
    return "None";
  case Kind::Bool:
    return datum.number ? "True" : "False";
  case Kind::Int:
  case Kind::Duration:
    return printInt(datum.number);
  case Kind::Float:
    return printReal(datum.real);
  case Kind::String:
  case Kind::Expr:
    return datum.text;
  case Kind::Date:
    return printDay(int64_t(datum.number));
  case Kind::DateTime:
    return printInstant(int64_t(datum.number)) + (datum.zoned ? "+00:00" : "");
  case Kind::List: {
    std::string text = "[";
    for (const Datum &item : datum.items)
      text += (text.size() > 1 ? ", " : "") + printDatum(item);
    return text + "]";
  }
  case Kind::Today:
    return "CURRENT_DATE";
  }
  return {};
}

std::optional<Datum> findDatum(const Value &value) {
  switch (value.kind) {
  case Value::Kind::Null:
    return Datum();
  case Value::Kind::Bool:
    return Datum::ofBool(value.flag);
  case Value::Kind::Int:
    if (std::optional<__int128> number = findInt(value.text))
      return Datum::ofInt(*number);
    return std::nullopt;
  case Value::Kind::Float:
    if (std::optional<double> real = findReal(value.text))
      return Datum::ofFloat(*real);
    return std::nullopt;
  case Value::Kind::String:
    return Datum::ofString(value.text);
  case Value::Kind::Date:
    return findDate(value.text);
  case Value::Kind::DateTime:
    return findDateTime(value.text);
  case Value::Kind::Expr:
  case Value::Kind::List:
  case Value::Kind::Map:
    return std::nullopt;
  }
  return std::nullopt;
}

} // namespace sluice
