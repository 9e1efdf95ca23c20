// Which form of a time each type wants.
#include "passes/elaborate/time_bounds.h"
#include "ir/time/notation.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "passes/macros/styles.h"
#include "passes/macros/values.h"

namespace sluice {

namespace {
// What values of a type are: days, times without and with a zone, or numbers.
enum class TimeClass : uint8_t { Day, Local, Zoned, Whole };

struct TimeType {
  StringRef name;
  TimeClass is;
};

// All other types hold texts.
constexpr TimeType timeTypes[] = {
    {"BIGINT", TimeClass::Whole},
    {"DATE", TimeClass::Day},
    {"DATE32", TimeClass::Day},
    {"DATETIME", TimeClass::Local},
    {"DATETIME2", TimeClass::Local},
    {"DATETIME64", TimeClass::Local},
    {"DATETIMEOFFSET", TimeClass::Zoned},
    {"DECIMAL", TimeClass::Whole},
    {"INT", TimeClass::Whole},
    {"INT64", TimeClass::Whole},
    {"INTEGER", TimeClass::Whole},
    {"NUMBER", TimeClass::Whole},
    {"NUMERIC", TimeClass::Whole},
    {"SMALLDATETIME", TimeClass::Local},
    {"SMALLINT", TimeClass::Whole},
    {"TIMESTAMP", TimeClass::Local},
    {"TIMESTAMP WITH LOCAL TIME ZONE", TimeClass::Zoned},
    {"TIMESTAMP WITH TIME ZONE", TimeClass::Zoned},
    {"TIMESTAMP WITHOUT TIME ZONE", TimeClass::Local},
    {"TIMESTAMPLTZ", TimeClass::Zoned},
    {"TIMESTAMPNTZ", TimeClass::Local},
    {"TIMESTAMPTZ", TimeClass::Zoned},
    {"TIMESTAMP_LTZ", TimeClass::Zoned},
    {"TIMESTAMP_NTZ", TimeClass::Local},
    {"TIMESTAMP_TZ", TimeClass::Zoned},
};
} // namespace

static std::optional<TimeClass> findClass(const Node *type, StringRef name, const MacroStyle &style) {
  if (isa_and_nonnull<Number>(type))
    return TimeClass::Whole;
  if (name == "TIMESTAMP" && style.zonedTimestamp)
    return TimeClass::Zoned;
  auto row = llvm::find_if(timeTypes, [&](const TimeType &row) { return row.name == name; });
  return row == std::end(timeTypes) ? std::nullopt : std::optional(row->is);
}

// A type as it is written: TIMESTAMP(3) WITH TIME ZONE.
static std::string typeText(const Type &type) {
  std::string text = type.name.str();
  for (auto [i, arg] : llvm::enumerate(type.args))
    if (const auto *number = dyn_cast<Number>(arg))
      text += (i ? ", " : "(") + number->text.str();
  if (!type.args.empty())
    text += ")";
  return type.suffix.empty() ? text : text + " " + type.suffix.str();
}

TimeBounds::TimeBounds(const Node *type, StringRef format, MacroContext &macros) : type(type), format(format), macros(macros) {
  if (const auto *plain = dyn_cast_or_null<Type>(type))
    typeName = (plain->name + (plain->suffix.empty() ? "" : " ") + plain->suffix).str();
  typeName = StringRef(typeName).upper();
}

std::string TimeBounds::literal(StringRef side, StringRef form) const {
  std::string text;
  if (const Value *time = macros.find((side + "_" + form).str()))
    appendValue(*time, ListForm::Tuple, macros.dialect, text);
  return text;
}

// The bound in the column's own format, which is read to the microsecond.
std::string TimeBounds::formatted(StringRef side) const {
  const Value *time = macros.find((side + "_ts").str());
  auto instant = time ? findInstant(StringRef(time->text).take_front(26)) : std::nullopt;
  return instant ? printTime(instant->micros, format) : "";
}

std::string TimeBounds::write(StringRef side) const {
  const MacroStyle &style = macroStyle(macros.dialect);
  auto is = findClass(type, typeName, style);
  if (!is)
    return "'" + formatted(side) + "'";
  if (is == TimeClass::Whole)
    return formatted(side);
  if (is == TimeClass::Day)
    return llvm::formatv(style.castToDate.data(), literal(side, "ds")).str();
  if (style.wholeSeconds)
    return llvm::formatv(style.local.data(), StringRef(literal(side, "ts")).trim('\'')).str();
  return "CAST(" + literal(side, is == TimeClass::Zoned ? "tstz" : "ts") + " AS " + typeText(*cast<Type>(type)) + ")";
}

} // namespace sluice
