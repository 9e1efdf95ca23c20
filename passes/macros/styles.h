// What macros need to know of a dialect: how literals are written that are not
// the same everywhere, and how a condition is calculated.
//
//   MAP {k: 1}        duckdb MAP(['k'], [1])      snowflake OBJECT_CONSTRUCT('k', 1)
//   @EVAL(3 / 2)      duckdb 1.5                  postgres 1
#pragma once
#include "ir/dialect/dialects.h"

namespace sluice {

struct MacroStyle {
  StringRef dialect;

  // Lists and maps. A map is written as two arrays, or as keys and values in
  // turn.
  StringRef arrayOpen = "ARRAY(", arrayClose = ")";
  StringRef mapName = "MAP";
  bool mapInPairs = false;

  // Dates, and times with and without a zone: {0} is the text, {1} the text
  // without its zone, {2} the digits of the fraction, 3 or 6. `localFine` and
  // `zonedFine` are for times with a fraction, empty where that is no
  // difference.
  StringRef date = "CAST('{0}' AS DATE)";
  StringRef zoned = "CAST('{0}' AS TIMESTAMPTZ)", zonedFine = {};
  StringRef local = "CAST('{0}' AS TIMESTAMP)", localFine = {};

  // Whether the last moment of an interval is one nanosecond before its end, and
  // not one microsecond.
  bool countsNanoseconds = false;

  // What looks like a macro and is none.
  bool keepsDoubleAt = false; // @@x is a variable of the session
  bool hasStages = false;     // FROM @x is a stage, unless there is a variable x

  // What built-in macros write. `concat` is an operator, or empty for CONCAT;
  // each of its operands is {0} of `concatPart`. A fraction is made by a cast to
  // `realType` where a division is one of whole numbers.
  StringRef textType = "TEXT", realType = {};
  StringRef concat = {}, concatPart = "{0}";
  bool concatNeedsTwo = false;
  StringRef countCall = "COUNT(", lengthCall = "LENGTH("; // of rows, and of a text in characters
  StringRef unionDistinct = "UNION";
  bool hasQualify = false;

  // @DATE_SPINE: {0} and {1} are the ends, {2} the column, {3} the step, {4} the
  // unit, {5} and {6} the ends cast to dates. In `step` {0} is the unit.
  StringRef spine = "SELECT {2} FROM UNNEST(GENERATE_DATE_ARRAY({0}, {1}, {3})) AS _exploded({2})";
  StringRef step = "INTERVAL '1' {0}", weekStep = {}, quarterStep = {};
  StringRef castToDate = "CAST({0} AS DATE)";

  // Conditions, where SQLGlot's reading of the dialect makes a difference.
  bool integerDivision = false; // 3 / 2 is 1
  bool nullDivision = false;    // 1 / 0 is NULL
  bool caretIsPower = false;    // 2 ^ 3 is 8
  bool strictConcat = false;    // CONCAT('a', 1) is an error
  bool zonedTimestamp = false;  // a column of type TIMESTAMP has a time zone
  bool wholeSeconds = false;    // a time has a fraction only in the type that `local` casts to
  bool plainTimestamp = true;   // CAST('2024-01-01' AS TIMESTAMP) is understood
  bool notLike = false;         // NOT LIKE negates
  bool hasPower = false;        // 2 ** 3 is an operator
  bool hasFloorDivide = false;  // 5 // 2 is one
  bool hasXor = false;          // TRUE XOR FALSE is one
};

// The row of a dialect; of the neutral one where it has none.
const MacroStyle &macroStyle(const Dialect &dialect);

} // namespace sluice
