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
  NullOrder nulls = NullOrder::Small;
  IntervalForm interval = IntervalForm::ValueUnit;
  StringRef arrayOpen = "ARRAY(", arrayClose = ")";
  StringRef starExcept = "EXCEPT";
  StringRef tryCast = "TRY_CAST";      // a cast that gives NULL where it fails
  StringRef pathFunction = {};         // GET_PATH(a, 'b.c') for a:b.c; empty: as written
  StringRef ddlDialect = {};           // the dialect of statements without a query
  bool functionsAsWritten = false;     // the case of function names has meaning
  bool aliasKeywordOfTables = true;    // FROM t AS x
  bool commaIsCrossJoin = false;       // FROM t, u is printed FROM t CROSS JOIN u
  bool dateCastIsCall = false;         // DATE(x) for CAST(x AS DATE)
  bool typeParens = false;             // STRUCT(a INT), not STRUCT<a INT>
  bool arraySuffix = false;            // INT[], not ARRAY<INT>
  bool hasModulo = true;               // a % b for MOD(a, b)
  bool hasNullSafeEqual = false;       // a <=> b, else a IS NOT DISTINCT FROM b
  bool truncatesByString = true;       // DATE_TRUNC('MONTH', a)
  bool negatesInParens = false;        // NOT (a IS NULL)
  bool aliasColumns = true;            // FROM (SELECT 1) AS x(a)
  StringRef jsonLiteral = {};          // PARSE_JSON('1') for JSON '1'; empty: a cast
  StringRef atTimeZone = {};           // a function for a AT TIME ZONE b; empty: the operator
  bool zonedTimestamps = false;        // TIMESTAMP '... +02' is a TIMESTAMP WITH TIME ZONE
  bool notInIsAll = false;             // a <> ALL (SELECT b) for a NOT IN (SELECT b)
  bool setDistinct = false;            // UNION DISTINCT keeps its DISTINCT
  StringRef regexFunction = {};        // REGEXP_LIKE(a, b) for a RLIKE b
  StringRef regexOperator = {}, notRegexOperator = {}; // a ~ b for a RLIKE b
  bool ilikeIsLower = false;           // LOWER(a) LIKE LOWER(b) for a ILIKE b
  bool caretIsPower = false;           // POWER(a, b) for a ^ b and a ** b
  bool dateCallIsCast = false;         // DATE_DIFF for DATEDIFF of a unit
  bool jsonPaths = false;              // a -> '$.b' for a -> 'b'
  bool jsonArrows = false;             // a -> '$.b' for JSON_EXTRACT(a, '$.b')
  bool rangeHasStart = false;          // RANGE(0, 10) for RANGE(10)
  bool offsetFirst = false;            // OFFSET 5 LIMIT 10
  bool bareDate = true;                // CURRENT_DATE without parentheses
  bool bareTimestamp = true;           // CURRENT_TIMESTAMP without parentheses
  bool bareTime = true;                // CURRENT_TIME without parentheses
  bool bareUser = false;               // CURRENT_USER without parentheses
  bool trimFrom = true;                // TRIM(BOTH 'x' FROM a), not TRIM(a, 'x')
  bool boundAlone = false;             // ROWS CURRENT ROW, not ROWS BETWEEN CURRENT ROW AND CURRENT ROW
  bool concatIsOperator = false;       // a || b for CONCAT(a, b)
  bool substringFrom = false;          // SUBSTRING(a FROM 1 FOR 2)
  bool nullsInside = false;            // FIRST_VALUE(a IGNORE NULLS)
  bool pivotIsQuery = false;           // (SELECT * FROM t PIVOT(...)) AS x for t PIVOT(...) AS x
  bool valuesInParens = true;          // FROM (VALUES (1)) AS t
  bool fieldColons = false;            // STRUCT<a: INT>
  bool truthIsBit = false;             // 1 and (1 = 1) for TRUE
  bool limitIsNumber = false;          // LIMIT 11 for LIMIT 10 + 1
  bool limitIsTop = false;             // SELECT TOP 3, and FETCH behind an OFFSET
  StringRef unitCalls = {};            // names of DATEADD and DATEDIFF, whose first argument is a unit
  bool dateDiffHasUnit = false;        // DATE_DIFF(day, a, b), too
  bool quotesUnits = false;            // DATE_ADD('DAY', 1, a)
  bool sideFirst = false;              // LEFT ANY JOIN for ANY LEFT JOIN
  StringRef sampleWord = "TABLESAMPLE", sampleSeed = "SEED";
  StringRef sampleMethods = {};        // of a share and of rows, where no method is said
  bool sampleIsPercent = false;        // TABLESAMPLE (10) is a share
  bool sampleHasRows = true;           // TABLESAMPLE (10 ROWS)
  bool sampleHasMethod = true;         // TABLESAMPLE BERNOULLI (10)
  bool unnestNeedsOn = false;          // JOIN UNNEST(a) ON TRUE
  bool wrapsArrows = false;            // (a -> '$.b') = 1
  bool arrowIsCall = false;            // JSON_EXTRACT(a, '$.b') for a -> '$.b'
  bool datePartIsExtract = false;      // EXTRACT(day FROM a) for DATE_PART('day', a)
  bool structIsCall = false;           // STRUCT(1 AS a) for {'a': 1}
  bool structHasKeys = false;          // {'a': a} for {a}
  StringRef structFunction = {};       // OBJECT_CONSTRUCT('a', 1) for {'a': 1}
  StringRef matchFunction = {};        // REGEXP_FULL_MATCH(a, b) for a ~ b
  bool pathOfJson = false;             // a:b.c for GET_JSON_OBJECT(a, '$.b.c')
  bool negatesLikeBefore = false;      // NOT a LIKE b for a NOT LIKE b
  bool offsetHasRows = false;          // OFFSET 5 ROWS
  bool hasMinus = false;               // MINUS stays, else it is EXCEPT
  bool fullJoinIsUnion = false;        // a LEFT JOIN and the rest of a RIGHT JOIN for a FULL JOIN
  bool saysSeparator = false;          // GROUP_CONCAT(a SEPARATOR ',')
  bool extractIsDatePart = false;      // DATE_PART(YEAR, a) for EXTRACT(YEAR FROM a)
  bool wholeFrames = false;            // FIRST_VALUE sees the whole partition without a frame
  bool unnestIsPath = false;           // FROM t, t.a for FROM t, UNNEST(t.a)
  StringRef jsonText = {};             // what JSON_VALUE(a, b) is
  StringRef dateFormat = {};           // the one that TO_DATE takes when none is given
  StringRef diffOperand = {};          // what DATEDIFF makes of its operands
  StringRef otherUnitCalls = {};       // functions that are DATEADD or DATEDIFF under another name
  bool truncatesDates = false;         // DATE_TRUNC('MONTH', a) for TRUNC(a, 'month')
  StringRef orderedQuantile = {};      // QUANTILE_CONT(a, 0.5 ORDER BY a) for PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a)
  bool typedStructIsCast = false;      // CAST(STRUCT(1) AS STRUCT<a INT64>) for STRUCT<a INT64>(1)
  bool dotsInPaths = false;            // a:b["c"].d for a:b['c']:d
  bool firstGroupIsImplied = false;    // REGEXP_EXTRACT(a, 'b') for REGEXP_EXTRACT(a, 'b', 1)
  bool valuesAreRelation = false;      // FROM VALUES (1) AS t for FROM (VALUES (1)) AS t
};

// The row of a dialect.
const Spelling &spellingOf(const Dialect &dialect);

// A type's name in a dialect: what stands before its arguments and behind them,
// and whether it has any. All is empty where the type stays as written.
struct TypeName {
  StringRef before, behind;
  bool keepsArgs = true;
};

// `name` is any case; words are separated by single blanks. `declared`: the type
// of a column that is declared, not of a cast.
TypeName findTypeName(StringRef name, bool hasArgs, bool declared, const Dialect &dialect);

// What a dialect makes of a function: another name, or a text in which $1 stands
// for the first argument. Empty: it stays.
StringRef findFunction(StringRef name, size_t args, const Dialect &dialect);

} // namespace sluice
