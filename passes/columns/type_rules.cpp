// Types widen inside their family: numbers, texts, times. The order is that of
// SQLGlot, which every dialect but a few shares.
#include "passes/columns/type_rules.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {
namespace {

enum class Family : uint8_t { Text, Number, Time };

// Types by family, each wider than those before it.
struct TypeRow {
  StringRef name;
  Family family;
};
constexpr TypeRow precedence[] = {
    {"CHAR", Family::Text},        {"NCHAR", Family::Text},       {"VARCHAR", Family::Text},      {"NVARCHAR", Family::Text},
    {"TEXT", Family::Text},        {"TINYINT", Family::Number},   {"SMALLINT", Family::Number},   {"INT", Family::Number},
    {"BIGINT", Family::Number},    {"DECIMAL", Family::Number},   {"BIGDECIMAL", Family::Number}, {"FLOAT", Family::Number},
    {"DOUBLE", Family::Number},    {"DECFLOAT", Family::Number},  {"DATE", Family::Time},         {"DATETIME", Family::Time},
    {"TIMESTAMP", Family::Time},   {"TIMESTAMPTZ", Family::Time}, {"TIMESTAMPLTZ", Family::Time},
};

constexpr StringRef wholeTypes[] = {"BIGINT",  "BIT",       "INT",      "INT128",   "INT256",  "MEDIUMINT", "SMALLINT",
                                    "TINYINT", "UBIGINT",   "UINT",     "UINT128",  "UINT256", "UMEDIUMINT", "USMALLINT", "UTINYINT"};
constexpr StringRef realTypes[] = {"BIGDECIMAL", "DECFLOAT", "DECIMAL", "DECIMAL128", "DECIMAL256", "DECIMAL32", "DECIMAL64",
                                   "DOUBLE",     "FLOAT",    "MONEY",   "SMALLMONEY", "UDECIMAL",   "UDOUBLE"};

StringRef wordsOf(StringRef type) { return type.take_front(type.find('(')); }

const TypeRow *findRow(StringRef type) {
  auto found = llvm::find_if(precedence, [&](const TypeRow &row) { return row.name == type; });
  return found == std::end(precedence) ? nullptr : found;
}

bool isWhole(StringRef type) { return llvm::is_contained(wholeTypes, wordsOf(type)); }
bool isReal(StringRef type) { return llvm::is_contained(realTypes, wordsOf(type)); }
bool isText(StringRef type) {
  const TypeRow *row = findRow(wordsOf(type));
  return row && row->family == Family::Text;
}

} // namespace

// A type with arguments is not widened, nor is another one beside it.
StringRef widerType(StringRef a, StringRef b) {
  if (a.contains('('))
    return a;
  if (b.contains('('))
    return b;
  if (a.empty() || b.empty())
    return {};
  if (a == "NULL")
    return b;
  const TypeRow *from = findRow(a), *to = findRow(b);
  return from && to && from->family == to->family && to > from ? b : a;
}

void CommonType::add(ExpressionType next) {
  unknown |= next.type.empty();
  StringRef &known = next.literal ? literals : others;
  known = known.empty() ? next.type : widerType(known, next.type);
}

StringRef CommonType::result() const {
  if (unknown)
    return {};
  return literals.empty() || others.empty() ? (others.empty() ? literals : others) : widerType(others, literals);
}

// A text beside a number is read as one.
StringRef infixType(ExpressionType a, ExpressionType b) {
  if (b.type.starts_with("INTERVAL") || a.type.starts_with("INTERVAL")) {
    StringRef time = b.type.starts_with("INTERVAL") ? a.type : b.type, span = time.data() == a.type.data() ? b.type : a.type;
    if (time == "DATE")
      return span == "INTERVAL" ? "DATE" : "DATETIME";
    if (isText(time))
      return {};
    return time.empty() || time.starts_with("INTERVAL") ? StringRef() : time;
  }
  bool aNumber = isWhole(a.type) || isReal(a.type), bNumber = isWhole(b.type) || isReal(b.type);
  if (isText(a.type) && bNumber)
    return b.type;
  if (isText(b.type) && aNumber)
    return a.type;
  CommonType common;
  common.add(a);
  common.add(b);
  return common.result();
}

StringRef quotientType(StringRef a, StringRef b, bool wholes) {
  if (wholes && isWhole(a) && isWhole(b))
    return "BIGINT";
  StringRef common = widerType(wordsOf(a), wordsOf(b));
  return common.empty() || isReal(common) ? common : widerType(common, "DOUBLE");
}

StringRef sumType(StringRef type) {
  if (isWhole(type))
    return "BIGINT";
  return wordsOf(type) == "FLOAT" ? "DOUBLE" : type;
}

} // namespace sluice
