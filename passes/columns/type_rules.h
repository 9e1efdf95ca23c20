// Which type comes of two. Types are meanings: see ir/dialect/type_words.h.
//
//   INT, BIGINT          BIGINT
//   INT, DECIMAL(10, 2)  DECIMAL(10, 2)
//   DATE, INTERVAL       DATE
//   anything, unknown    unknown
#pragma once
#include "llvm/ADT/StringRef.h"

namespace sluice {

using llvm::StringRef;

// The type of an expression; empty where it is not known.
struct ExpressionType {
  StringRef type;
  bool literal = false;
};

// The widest type of several expressions. Literals among others are widened last.
class CommonType {
public:
  void add(ExpressionType next);
  StringRef result() const;

private:
  StringRef literals, others;
  bool unknown = false;
};

// The wider one of two types; the first where neither holds the other.
StringRef widerType(StringRef a, StringRef b);

// a + b and the like. An interval's type is INTERVAL, or INTERVAL TIME if it is
// shorter than a day.
StringRef infixType(ExpressionType a, ExpressionType b);

// a / b. `wholes`: of whole numbers it is whole.
StringRef quotientType(StringRef a, StringRef b, bool wholes);

// A sum of values of the type.
StringRef sumType(StringRef type);

} // namespace sluice
