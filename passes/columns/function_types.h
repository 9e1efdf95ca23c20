// What calls of functions give, by the rows that tools/dev/column_types.py makes
// of SQLGlot's answers.
//
//   COUNT(a)         BIGINT
//   MAX(a)           what a is
//   COALESCE(a, b)   the widest of a and b
#pragma once
#include "ir/dialect/dialects.h"

namespace sluice {

struct FunctionType {
  enum Rule : uint8_t {
    None,   // not known
    Fixed,  // `type`
    First,  // that of the first argument
    Common, // the widest of all arguments
    Rest,   // the widest of all but the first
    Sum,    // the widest of all arguments, with room for a sum
    SumOfRest,
  };
  Rule rule = None;
  StringRef type = {};
};

FunctionType findFunctionType(StringRef function, size_t args, const Dialect &dialect);

} // namespace sluice
