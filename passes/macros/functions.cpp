// Functions on numbers, lists and dates, casts, and the table of all functions.
#include "passes/macros/functions.h"
#include "passes/macros/text_functions.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include <cmath>

namespace sluice {

using Kind = Datum::Kind;
using llvm::Twine;
using Args = ArrayRef<Datum>;

static Outcome wrongKind(StringRef function, const Datum &given) {
  return Outcome::failed(("`" + function + "` of " + describe(given)).str());
}

// ---- numbers

static Outcome evalAbs(Args args, const MacroStyle &) {
  if (args[0].kind == Kind::Float)
    return Datum::ofFloat(std::fabs(args[0].real));
  if (args[0].isInt())
    return Datum::ofInt(args[0].number < 0 ? -args[0].number : args[0].number);
  return wrongKind("ABS", args[0]);
}

static Outcome evalMod(Args args, const MacroStyle &) { return moduloData(args[0], args[1]); }
static Outcome evalPow(Args args, const MacroStyle &) { return powerData(args[0], args[1]); }

// A number with digits cut off before its point, half to even: 25 to tens is 20.
static __int128 roundInt(__int128 number, int tens) {
  __int128 unit = 1;
  for (int i = 0; i < tens && unit < (__int128(1) << 120) / 10; ++i)
    unit *= 10;
  __int128 down = number / unit - (number % unit < 0), rest = number - down * unit;
  bool up = rest * 2 > unit || (rest * 2 == unit && down % 2 != 0);
  return (down + up) * unit;
}

// printf rounds what the double really is, half to even, as Python does.
static double roundReal(double real, int digits) {
  if (digits > 300 || !std::isfinite(real))
    return real;
  if (digits < 0)
    return std::nearbyint(real / std::pow(10, -digits)) * std::pow(10, -digits);
  char buffer[700];
  std::snprintf(buffer, sizeof buffer, "%.*f", digits, real);
  return std::strtod(buffer, nullptr);
}

static Outcome evalRound(Args args, const MacroStyle &) {
  const Datum &value = args[0];
  bool whole = args.size() < 2 || args[1].isNull();
  if (!value.isNumber() || (!whole && !args[1].isInt()))
    return wrongKind("ROUND", value.isNumber() ? args[1] : value);
  int digits = whole ? 0 : int(std::clamp<__int128>(args[1].number, -400, 400));
  if (value.isInt())
    return Datum::ofInt(digits < 0 ? roundInt(value.number, -digits) : value.number);
  if (!whole)
    return Datum::ofFloat(roundReal(value.real, digits));
  if (!(std::fabs(value.real) < 1e38))
    return Outcome::failed("the number is too large");
  return Datum::ofInt(__int128(std::nearbyint(value.real)));
}

// ---- lists

// The items of a list that are not NULL, or nothing where it is no list.
static std::optional<std::vector<Datum>> findItems(const Datum &list) {
  if (list.kind != Kind::List)
    return std::nullopt;
  std::vector<Datum> items;
  for (const Datum &item : list.items)
    if (!item.isNull())
      items.push_back(item);
  return items;
}

static Outcome evalCount(Args args, const MacroStyle &) {
  auto items = findItems(args[0]);
  return items ? Outcome(Datum::ofInt(__int128(items->size()))) : wrongKind("COUNT", args[0]);
}

// MAX, or MIN where `sign` is -1.
static Outcome findExtreme(StringRef name, const Datum &list, int sign) {
  auto items = findItems(list);
  if (!items)
    return wrongKind(name, list);
  if (items->empty())
    return Datum();
  Datum best = items->front();
  for (const Datum &item : *items) {
    std::optional<int> order = findOrder(item, best);
    if (!order)
      return wrongKind(name, item);
    if (*order * sign > 0)
      best = item;
  }
  return best;
}

static Outcome evalMax(Args args, const MacroStyle &) { return findExtreme("MAX", args[0], 1); }
static Outcome evalMin(Args args, const MacroStyle &) { return findExtreme("MIN", args[0], -1); }

static Outcome sumOf(StringRef name, const Datum &list) {
  auto items = findItems(list);
  if (!items)
    return wrongKind(name, list);
  Outcome sum = items->empty() ? Datum() : Datum::ofInt(0);
  for (const Datum &item : *items) {
    if (!item.isNumber())
      return wrongKind(name, item);
    if (sum = addData(*sum, item); !sum)
      return sum;
  }
  return sum;
}

static Outcome evalSum(Args args, const MacroStyle &) { return sumOf("SUM", args[0]); }

static Outcome evalAvg(Args args, const MacroStyle &) {
  Outcome sum = sumOf("AVG", args[0]);
  if (!sum || sum->isNull())
    return sum;
  return Datum::ofFloat(sum->asReal() / double(findItems(args[0])->size()));
}

static Outcome evalArray(Args args, const MacroStyle &) {
  Datum list = Datum::ofText(Kind::List, "");
  list.items.assign(args.begin(), args.end());
  return list;
}

// ---- dates

static Outcome partOfTime(StringRef name, const Datum &value) {
  if (value.kind == Kind::Today)
    return Outcome::failed("the present is not known while a project is compiled");
  bool hasClock = value.kind == Kind::DateTime;
  if (!hasClock && value.kind != Kind::Date)
    return wrongKind(name, value);
  CivilTime civil = civilTime(value);
  struct Part {
    StringRef name;
    int64_t number;
    bool clock;
  };
  const Part parts[] = {{"YEAR", civil.year, false},
                        {"MONTH", civil.month, false},
                        {"DAY", civil.day, false},
                        {"HOUR", civil.hour, true},
                        {"MINUTE", civil.minute, true},
                        {"SECOND", civil.second, true},
                        {"MICROSECOND", civil.microsecond, true}};
  for (const Part &part : parts)
    if (name.equals_insensitive(part.name) && (hasClock || !part.clock))
      return Datum::ofInt(part.number);
  return Outcome::failed(("`" + name + "` of " + describe(value) + " is not available").str());
}

static Outcome evalYear(Args args, const MacroStyle &) { return partOfTime("YEAR", args[0]); }
static Outcome evalMonth(Args args, const MacroStyle &) { return partOfTime("MONTH", args[0]); }
static Outcome evalDay(Args args, const MacroStyle &) { return partOfTime("DAY", args[0]); }
static Outcome evalExtract(Args args, const MacroStyle &) { return partOfTime(args[0].text, args[1]); }

// DATEDIFF(end, start) and DATEDIFF(unit, start, end): whole days, whatever
// the unit.
static Outcome evalDateDiff(Args args, const MacroStyle &style) {
  bool unitFirst = args.size() == 3 && (args[0].kind == Kind::String || args[0].kind == Kind::Expr);
  const Datum &end = unitFirst ? args[2] : args[0], &start = args[1];
  Outcome gap = applyOperator(Op::Subtract, end, start, style);
  if (!gap || gap->kind != Kind::Duration)
    return gap ? wrongKind("DATEDIFF", end) : std::move(gap);
  constexpr __int128 day = 86'400'000'000;
  return Datum::ofInt(gap->number / day - (gap->number % day < 0));
}

static Outcome evalToday(Args, const MacroStyle &) { return Datum::ofText(Kind::Today, "day"); }
static Outcome evalNow(Args, const MacroStyle &) { return Datum::ofText(Kind::Today, "now"); }

Outcome makeDuration(const Datum &value, StringRef unit) {
  struct Unit {
    StringRef name;
    double micros;
  };
  static constexpr Unit units[] = {{"MICROSECOND", 1}, {"MILLISECOND", 1e3}, {"SECOND", 1e6},   {"MINUTE", 6e7},
                                   {"HOUR", 3.6e9},    {"DAY", 8.64e10},     {"WEEK", 6.048e11}};
  if (value.isNull())
    return Datum();
  auto [text, rest] = StringRef(value.text).trim().split(' ');
  std::optional<double> count = value.kind == Kind::String ? findReal(text) : value.asReal();
  if (unit.empty())
    unit = rest.trim();
  if (!count || (value.kind != Kind::String && !value.isNumber()))
    return Outcome::failed(("an interval of " + describe(value)).str());
  for (const Unit &known : units)
    if ((known.name.equals_insensitive(unit) || known.name.equals_insensitive(unit.drop_back(unit.size() > 1))) &&
        std::fabs(*count * known.micros) < 1e20)
      return Datum::ofNumber(Kind::Duration, __int128(std::nearbyint(*count * known.micros)));
  return Outcome::failed(("an interval of `" + unit + "` is not available").str());
}

// ---- choices

static Outcome evalCoalesce(Args args, const MacroStyle &) {
  for (const Datum &arg : args)
    if (!arg.isNull())
      return arg;
  return Datum();
}

static Outcome evalIf(Args args, const MacroStyle &) { return isTrue(args[0]) ? args[1] : args[2]; }

// ---- casts

static Outcome castInt(const Datum &value) {
  if (value.isInt())
    return Datum::ofInt(value.number);
  if (value.kind == Kind::Float && std::fabs(value.real) < 1e38)
    return Datum::ofInt(__int128(value.real));
  if (value.kind == Kind::String)
    if (std::optional<__int128> number = findInt(value.text))
      return Datum::ofInt(*number);
  return Outcome::failed("`" + printDatum(value) + "` is no whole number");
}

static Outcome castFloat(const Datum &value) {
  if (value.isNumber())
    return Datum::ofFloat(value.asReal());
  if (value.kind == Kind::String)
    if (std::optional<double> real = findReal(value.text))
      return Datum::ofFloat(*real);
  return Outcome::failed("`" + printDatum(value) + "` is no number");
}

static Outcome castDate(const Datum &value) {
  if (value.kind == Kind::Date)
    return value;
  if (value.kind == Kind::DateTime) {
    Datum day = value;
    constexpr __int128 micros = 86'400'000'000;
    day.kind = Kind::Date;
    day.zoned = false;
    day.number = value.number / micros - (value.number % micros < 0);
    return day;
  }
  if (value.kind == Kind::String)
    if (std::optional<Datum> date = findDate(value.text))
      return *date;
  return Outcome::failed("`" + printDatum(value) + "` is no date");
}

static Outcome castDateTime(const Datum &value) {
  if (value.kind == Kind::DateTime)
    return value;
  if (value.kind == Kind::Date)
    return Datum::ofNumber(Kind::DateTime, value.number * 86'400'000'000);
  if (value.kind == Kind::String)
    if (std::optional<Datum> time = findDateTime(value.text))
      return *time;
  return Outcome::failed("`" + printDatum(value) + "` is no time");
}

static Outcome castText(const Datum &value) { return Datum::ofString(printDatum(value)); }
static Outcome castBool(const Datum &value) { return Datum::ofBool(isTrue(value)); }

namespace {
struct CastTarget {
  StringRef types; // with blanks around each
  Outcome (*cast)(const Datum &value);
};
} // namespace

static constexpr CastTarget castTargets[] = {
    {" INT INTEGER BIGINT SMALLINT TINYINT MEDIUMINT HUGEINT INT2 INT4 INT8 INT32 INT64 LONG SHORT UINT UBIGINT "
     "DECIMAL NUMERIC NUMBER DEC BIGNUMERIC ",
     castInt},
    {" FLOAT DOUBLE REAL FLOAT4 FLOAT8 FLOAT32 FLOAT64 DOUBLE PRECISION ", castFloat},
    {" TEXT VARCHAR CHAR STRING NCHAR NVARCHAR BPCHAR CHARACTER VARYING ", castText},
    {" BOOLEAN BOOL ", castBool},
    {" DATE ", castDate},
    {" DATETIME TIMESTAMP ", castDateTime},
};

Outcome castDatum(const Datum &value, StringRef type, const MacroStyle &style) {
  if (value.isNull())
    return Datum();
  if (value.kind == Kind::Today)
    return Outcome::failed("the present is not known while a project is compiled");
  if (type.equals_insensitive("timestamp") && !style.plainTimestamp)
    return Outcome::failed("a cast to `TIMESTAMP` is not available");
  std::string wanted = " " + type.upper() + " ";
  for (const CastTarget &target : castTargets)
    if (target.types.contains(wanted))
      return target.cast(value);
  return Outcome::failed(("a cast to `" + type + "` is not available").str());
}

// ---- the table

static constexpr uint8_t any = 255;

static constexpr Function functions[] = {
    {.spelling = "ABS", .minArgs = 1, .maxArgs = 1, .apply = evalAbs},
    {.spelling = "ARRAY", .minArgs = 0, .maxArgs = any, .strict = false, .apply = evalArray},
    {.spelling = "AVG", .minArgs = 1, .maxArgs = 1, .apply = evalAvg},
    {.spelling = "CHARINDEX", .minArgs = 2, .maxArgs = 3, .apply = evalLocate},
    {.spelling = "COALESCE", .minArgs = 1, .maxArgs = any, .strict = false, .apply = evalCoalesce},
    {.spelling = "CONCAT", .minArgs = 1, .maxArgs = any, .apply = evalConcat},
    {.spelling = "CONCAT_WS", .minArgs = 1, .maxArgs = any, .apply = evalConcatWs},
    {.spelling = "COUNT", .minArgs = 1, .maxArgs = 1, .apply = evalCount},
    {.spelling = "CURRENT_DATE", .minArgs = 0, .maxArgs = 0, .apply = evalToday},
    {.spelling = "CURRENT_DATETIME", .minArgs = 0, .maxArgs = 0, .apply = evalNow},
    {.spelling = "CURRENT_TIME", .minArgs = 0, .maxArgs = 0, .apply = evalNow},
    {.spelling = "CURRENT_TIMESTAMP", .minArgs = 0, .maxArgs = 0, .apply = evalNow},
    {.spelling = "DATEDIFF", .minArgs = 2, .maxArgs = 3, .apply = evalDateDiff},
    {.spelling = "DATE_DIFF", .minArgs = 2, .maxArgs = 3, .apply = evalDateDiff},
    {.spelling = "DATE_STR_TO_DATE",
     .minArgs = 1,
     .maxArgs = 1,
     .apply = [](Args args, const MacroStyle &) { return castDate(args[0]); }},
    {.spelling = "DAY", .minArgs = 1, .maxArgs = 1, .apply = evalDay},
    {.spelling = "EXTRACT", .minArgs = 2, .maxArgs = 2, .apply = evalExtract},
    {.spelling = "IF", .minArgs = 3, .maxArgs = 3, .strict = false, .apply = evalIf},
    {.spelling = "IFNULL", .minArgs = 2, .maxArgs = 2, .strict = false, .apply = evalCoalesce},
    {.spelling = "INSTR", .minArgs = 2, .maxArgs = 3, .apply = evalStrpos},
    {.spelling = "LEFT", .minArgs = 2, .maxArgs = 2, .apply = evalLeft},
    {.spelling = "LOCATE", .minArgs = 2, .maxArgs = 3, .apply = evalLocate},
    {.spelling = "LOWER", .minArgs = 1, .maxArgs = 1, .apply = evalLower},
    {.spelling = "MAX", .minArgs = 1, .maxArgs = 1, .apply = evalMax},
    {.spelling = "MIN", .minArgs = 1, .maxArgs = 1, .apply = evalMin},
    {.spelling = "MOD", .minArgs = 2, .maxArgs = 2, .apply = evalMod},
    {.spelling = "MONTH", .minArgs = 1, .maxArgs = 1, .apply = evalMonth},
    {.spelling = "NVL", .minArgs = 2, .maxArgs = 2, .strict = false, .apply = evalCoalesce},
    {.spelling = "ORD", .minArgs = 1, .maxArgs = 1, .apply = evalOrd},
    {.spelling = "POSITION", .minArgs = 2, .maxArgs = 3, .apply = evalLocate},
    {.spelling = "POW", .minArgs = 2, .maxArgs = 2, .apply = evalPow},
    {.spelling = "POWER", .minArgs = 2, .maxArgs = 2, .apply = evalPow},
    {.spelling = "RIGHT", .minArgs = 2, .maxArgs = 2, .apply = evalRight},
    {.spelling = "ROUND", .minArgs = 1, .maxArgs = 2, .apply = evalRound},
    {.spelling = "STRPOS", .minArgs = 2, .maxArgs = 3, .apply = evalStrpos},
    {.spelling = "STR_POSITION", .minArgs = 2, .maxArgs = 3, .apply = evalStrpos},
    {.spelling = "SUBSTR", .minArgs = 2, .maxArgs = 3, .apply = evalSubstring},
    {.spelling = "SUBSTRING", .minArgs = 2, .maxArgs = 3, .apply = evalSubstring},
    {.spelling = "SUM", .minArgs = 1, .maxArgs = 1, .apply = evalSum},
    {.spelling = "TRIM", .minArgs = 1, .maxArgs = 2, .apply = evalTrim},
    {.spelling = "UPPER", .minArgs = 1, .maxArgs = 1, .apply = evalUpper},
    {.spelling = "YEAR", .minArgs = 1, .maxArgs = 1, .apply = evalYear},
};

const Function *findFunction(StringRef name) {
  for (const Function &function : functions)
    if (function.spelling.equals_insensitive(name))
      return &function;
  return nullptr;
}

Outcome applyFunction(const Function &function, Args args, const MacroStyle &style) {
  if (args.size() < function.minArgs || args.size() > function.maxArgs)
    return Outcome::failed(("`" + function.spelling + "` with " + Twine(args.size()) + " arguments").str(),
                           Outcome::Args);
  if (function.strict)
    for (const Datum &arg : args)
      if (arg.isNull())
        return Datum();
  return function.apply(args, style);
}

} // namespace sluice
