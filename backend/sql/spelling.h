// How dialects spell what SQLGlot spells in one way for each of them: types,
// functions, a few forms. SQL stays in its dialect here; a row says which of
// the spellings that an engine takes for the same thing is printed.
//
//   duckdb: VARCHAR is TEXT, LEN is LENGTH      sqlite: INT is INTEGER
#pragma once
#include "ir/dialect/dialects.h"

namespace sluice {

// Where NULL stands in an ascending order that does not say it.
enum class NullOrder : uint8_t { Small, Large, Last };

// How an interval of a number and a unit is written.
enum class IntervalForm : uint8_t {
  ValueUnit, // INTERVAL '1' DAY
  OneString, // INTERVAL '1 DAY'
  Number,    // INTERVAL 1 DAY
};

struct Spelling {
  StringRef dialect;
  uint8_t column = 0; // of the tables of types and functions
  NullOrder nulls = NullOrder::Small;
  IntervalForm interval = IntervalForm::ValueUnit;
  StringRef arrayOpen = "ARRAY(", arrayClose = ")";
  StringRef starExcept = "EXCEPT";
  StringRef decimalArgs = {};                          // what DECIMAL alone means: (18, 3)
  StringRef pathFunction = {};                         // GET_PATH(a, 'b.c') for a:b.c; empty: as written
  bool functionsAsWritten = false;                     // the case of function names has meaning
  bool aliasKeywordOfTables = true;                    // FROM t AS x
  bool commaIsCrossJoin = false;                       // FROM t, u is printed FROM t CROSS JOIN u
  bool dateCastIsCall = false;                         // DATE(x) for CAST(x AS DATE)
  bool typeParens = false;                             // STRUCT(a INT), not STRUCT<a INT>
  bool arraySuffix = false;                            // INT[], not ARRAY<INT>
  bool textHasNoLength = false;                        // TEXT for VARCHAR(10)
  bool hasModulo = true;                               // a % b for MOD(a, b)
  bool hasNullSafeEqual = false;                       // a <=> b, else a IS NOT DISTINCT FROM b
  bool truncatesByString = true;                       // DATE_TRUNC('MONTH', a)
  bool negatesInParens = false;                        // NOT (a IS NULL)
  bool aliasColumns = true;                            // FROM (SELECT 1) AS x(a)
  StringRef regexFunction = {};                        // REGEXP_LIKE(a, b) for a RLIKE b
  StringRef regexOperator = {}, notRegexOperator = {}; // a ~ b for a RLIKE b
  bool caretIsPower = false;                           // POWER(a, b) for a ^ b and a ** b
  bool dateCallIsCast = false;                         // CAST(a AS DATE) for DATE(a)
  bool jsonPaths = false;                              // a -> '$.b' for a -> 'b'
  bool jsonArrows = false;                             // a -> '$.b' for JSON_EXTRACT(a, '$.b')
  bool rangeHasStart = false;                          // RANGE(0, 10) for RANGE(10)
  bool bareDate = true;                                // CURRENT_DATE without parentheses
  bool bareTimestamp = true;                           // CURRENT_TIMESTAMP without parentheses
  bool concatIsOperator = false;                       // a || b for CONCAT(a, b)
  bool substringFrom = false;                          // SUBSTRING(a FROM 1 FOR 2)
  bool ifIsCase = true;                                // CASE WHEN a THEN b END for IF(a, b)
  bool nullsInside = false;                            // FIRST_VALUE(a IGNORE NULLS)
};

// The row of a dialect; dialects without one share the neutral row.
const Spelling &spellingOf(const Dialect &dialect);

// The dialect's name of a type, or an empty text where it stays as written.
// `name` is any case; words are separated by single blanks.
StringRef findTypeName(StringRef name, const Spelling &spelling);

// The dialect's name of a function, likewise.
StringRef findFunctionName(StringRef name, size_t args, const Spelling &spelling);

} // namespace sluice
