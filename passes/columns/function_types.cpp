// The rows of function_types.def, by name in capitals and number of arguments:
//
//   RETURNS("MAX", 1, 1, "FIRST", "duckdb postgres")
#include "passes/columns/function_types.h"
#include "ir/dialect/dialect_set.h"

namespace sluice {
namespace {

struct ReturnsRow {
  StringRef name;
  uint8_t fewest, most; // arguments
  FunctionType returns;
  DialectSet dialects;
};

consteval FunctionType returns(std::string_view text) {
  constexpr std::pair<std::string_view, FunctionType::Rule> rules[] = {
      {"FIRST", FunctionType::First}, {"COMMON", FunctionType::Common}, {"REST", FunctionType::Rest},
      {"SUM", FunctionType::Sum},     {"SUM_REST", FunctionType::SumOfRest},
  };
  for (auto [word, rule] : rules)
    if (text == word)
      return {rule, {}};
  return {FunctionType::Fixed, text};
}

constexpr ReturnsRow rows[] = {
#define RETURNS(NAME, FEWEST, MOST, TYPE, DIALECTS) {NAME, FEWEST, MOST, returns(TYPE), bitsOf(DIALECTS)},
#include "passes/columns/function_types.def"
#undef RETURNS
};

} // namespace

FunctionType findFunctionType(StringRef function, size_t args, const Dialect &dialect) {
  const ReturnsRow *row = findFunctionRow(ArrayRef(rows), function, args, dialect);
  return row ? row->returns : FunctionType();
}

} // namespace sluice
