// SQL dialects: how each one spells things.
//
// A dialect is a row of data. Code asks a row what is true
// (`dialect.backslashEscapes`), never which row it is, so that a new dialect is
// a new row. Facts about running statements (transactions, swapping views)
// belong to engines, in engines.h.
//
//   const Dialect *d = findDialect("postgres");
#pragma once
#include "ir/base/arena.h"

namespace sluice {

// What an unquoted name means, and whether quotes keep the case of a name.
enum class CaseRule : uint8_t {
  Lower,           // Foo is foo, "Foo" is Foo
  Upper,           // Foo is FOO, "Foo" is Foo
  Insensitive,     // Foo and "Foo" are foo
  Sensitive,       // Foo is Foo
  InsensitiveColumns, // columns and aliases as Insensitive, tables as Sensitive
};

// The notation in which a dialect writes the format of a date.
enum class TimeNotation : uint8_t {
  Strftime,  // %Y-%m-%d
  BigQuery,  // the same, with %F and a few more
  Mysql,     // %Y-%m-%d %H:%i
  Java,      // yyyy-MM-dd HH:mm
  DotNet,    // the same with a few words
  Postgres,  // YYYY-MM-DD HH24:MI
  Snowflake, // the same in either case
  Oracle,
};

struct Dialect {
  StringRef name;
  CaseRule caseRule = CaseRule::Lower;
  StringRef strategy = {}; // the setting that has replaced its case rule; empty: none has

  // The pair of quotes that names are printed with. Inside, the closing quote
  // is written twice.
  char openQuote = '"', closeQuote = '"';

  // Scanning. `nameQuotes` and `stringQuotes` list the characters that open a
  // quoted name and a string; '[' in `nameQuotes` ends with ']'.
  StringRef nameQuotes = "\"", stringQuotes = "'";
  bool backslashEscapes = false; // '\'' is one quote inside a string
  bool hashComments = false;     // # to the end of the line
  bool slashComments = false;    // // to the end of the line
  bool nestedComments = true;    // /* /* */ */
  bool dollarStrings = false;    // $$...$$ and $tag$...$tag$
  bool rawStrings = false;       // r'...' and b'...'
  bool stringPrefixes = true;    // N'', X'', B''
  bool escapeStrings = false;    // E'...\n'
  bool tripleQuotes = false;     // '''...''' and """..."""
  bool namesStartWithDigit = false; // 1a is a name

  // Whether the grammar knows the dialect's whole syntax: what it cannot read
  // is then a mistake, and elsewhere text that is passed through.
  bool wholeSyntax = false;
  TimeNotation timeNotation = TimeNotation::Strftime;
  bool dynamicTables = false;          // managed models are dynamic tables, which have a lag
  bool weeklyPartitions = false;       // a table is cut into weeks of its time column, not by its values
  bool sessionVariables = false; // @@x is the server's variable, not a macro's

  // Syntax that only some dialects have; in the others its words are names.
  bool hints = false;           // /*+ BROADCAST(t) */
  bool dashedNames = false;     // FROM my-project.t
  bool hashNames = false;       // #t is a name
  bool prefixAliases = false;   // SELECT a: 1
  bool pivotQueries = false;    // PIVOT t ON a USING SUM(b)
  bool fixedArrays = false;     // INT[3] is a type
  bool sampleWord = false;      // FROM t SAMPLE (10)
  bool indexHints = false;      // FROM t USE INDEX (a)
  bool finalTables = false;     // FROM t FINAL
  bool arrayJoins = false;      // FROM t ARRAY JOIN a
  bool settings = false;        // SELECT a SETTINGS b = 1 FORMAT c
  bool scalarCtes = false;      // WITH 1 AS a SELECT a
  bool parametricCalls = false; // quantile(0.5)(a)
  bool wordFunctions = false;   // and(a, b)
  bool exclamationIsNot = false; // !a
  bool queryOptions = false;    // SELECT a FOR XML PATH('') OPTION (RECOMPILE)
  bool xorOperator = false;     // a XOR b
  bool equalsAliases = false;   // SELECT a = 1 names a column
  bool convertsToType = false;  // CONVERT(INT, a)
  bool namesInnerColumns = false; // SELECT a AS a in queries of FROM, too
  bool flattenColumns = false;  // LATERAL FLATTEN(...) AS f has known columns
  bool emptySelects = false;    // SELECT FROM t
  bool plainViewNames = false;  // names in queries of views get no quotes but those that they need
  bool structsByAlias = false;  // NAMED_STRUCT('a', b) is STRUCT(b AS a)
  bool numberSuffixes = false;  // 1L is a BIGINT
  bool dottedNames = false;     // `p.d.t` in one pair of quotes has three parts
  bool implicitUnnests = false; // FROM t, t.a reads the array a of t
  bool seriesColumns = false;   // FROM GENERATE_SERIES(1, 3) AS i names a column
  int firstIndex = 0;           // of arrays
  bool bareFilters = false;     // COUNT(*) FILTER (a)
  bool sampleBeforeAlias = false; // FROM t TABLESAMPLE (10 PERCENT) AS a
  StringRef pathCalls = {};     // functions of a path into JSON that only some dialects have
  StringRef functionPrefixes = {}; // words before a function that name no schema: SAFE.SUBSTR(a, 1)
  bool versionBehindAlias = false; // FROM t AS x FOR SYSTEM_TIME AS OF y
  StringRef selectModifiers = {}; // words before the list of SELECT: SQL_NO_CACHE

  // The functions that stand without parentheses.
  StringRef bareCalls = "CURRENT_DATE CURRENT_DATETIME CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP";
};

// Whether a list of words with blanks between them has this one, in any case.
bool hasWord(StringRef words, StringRef word);

// The letters behind a number that give it a type: 1L is a BIGINT.
struct NumberSuffix {
  StringRef letters, type;
};

// The suffix of a number as it is written, or null. A hexadecimal one has none.
const NumberSuffix *findNumberSuffix(StringRef number);

// All rows, by name; the neutral dialect has the empty name.
ArrayRef<Dialect> allDialects();

// The dialect of that name, or null. "" and "sqlglot" are the neutral one. A
// setting may follow the name: `snowflake,normalization_strategy=lowercase`.
const Dialect *findDialect(StringRef name);

// The name with its setting.
std::string dialectText(const Dialect &dialect);

// A name as the dialect reads it: unquoted and quoted names follow its case
// rule. `isTable` matters only where tables and columns differ.
std::string normalizeName(StringRef text, bool quoted, const Dialect &dialect, bool isTable = false);

} // namespace sluice
