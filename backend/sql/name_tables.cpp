// How dialects spell the names of types and functions: the rows of two tables
// that tools/dev/spellings.py makes of SQLGlot's answers.
//
//   TYPE("BOOL", "INTEGER", "sqlite")                     BOOL is INTEGER in SQLite
//   FUNCTION("NVL", 1, 255, "COALESCE", "duckdb mysql")   NVL(a, b) is COALESCE(a, b)
//   FUNCTION("DATE", 1, 1, "CAST($1 AS DATE)", "duckdb")  an argument for each $
//
// Names are in capitals and sorted; `-` is the neutral dialect.
#include "backend/sql/spelling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include <algorithm>
#include <string_view>

namespace sluice {

namespace {
// The dialects that rows name; a row has them as bits.
constexpr std::string_view dialectNames[] = {
    "-",     "athena", "bigquery",   "clickhouse", "databricks", "duckdb",    "fabric", "hive",   "mysql",     "oracle", "postgres",
    "presto", "redshift", "risingwave", "snowflake",  "spark",      "spark2",    "sqlite", "starrocks", "trino",  "tsql",
};
using DialectSet = uint32_t;
static_assert(std::size(dialectNames) <= 32 && std::ranges::is_sorted(dialectNames));

// The bit of a dialect; none where no row names it.
constexpr DialectSet bitOf(std::string_view dialect) {
  const std::string_view *found = std::ranges::lower_bound(dialectNames, dialect);
  bool known = found != std::end(dialectNames) && *found == dialect;
  return known ? DialectSet(1) << (found - dialectNames) : 0;
}

// The bits of dialects that are separated by blanks.
consteval DialectSet bitsOf(std::string_view dialects) {
  DialectSet bits = 0;
  while (!dialects.empty()) {
    size_t end = std::min(dialects.find(' '), dialects.size());
    DialectSet bit = bitOf(dialects.substr(0, end));
    if (!bit)
      llvm_unreachable("a row names a dialect that is not listed");
    bits |= bit;
    dialects.remove_prefix(std::min(end + 1, dialects.size()));
  }
  return bits;
}

struct TypeRow {
  StringRef name, spelled;
  DialectSet dialects;
};
constexpr TypeRow castTypes[] = {
#define TYPE(NAME, SPELLED, DIALECTS) {NAME, SPELLED, bitsOf(DIALECTS)},
#define COLUMN_TYPE(NAME, SPELLED, DIALECTS)
#include "backend/sql/type_names.def"
#undef TYPE
#undef COLUMN_TYPE
};
constexpr TypeRow columnTypes[] = {
#define TYPE(NAME, SPELLED, DIALECTS)
#define COLUMN_TYPE(NAME, SPELLED, DIALECTS) {NAME, SPELLED, bitsOf(DIALECTS)},
#include "backend/sql/type_names.def"
#undef TYPE
#undef COLUMN_TYPE
};

struct FunctionRow {
  StringRef name;
  uint8_t fewest, most; // arguments
  StringRef spelled;
  DialectSet dialects;
};
constexpr FunctionRow functions[] = {
#define FUNCTION(NAME, FEWEST, MOST, SPELLED, DIALECTS) {NAME, FEWEST, MOST, SPELLED, bitsOf(DIALECTS)},
#include "backend/sql/function_names.def"
#undef FUNCTION
};

DialectSet bitOf(const Dialect &dialect) { return bitOf(dialect.name.empty() ? "-" : std::string_view(dialect.name)); }

// A name in capitals.
llvm::SmallString<32> capitals(StringRef name) {
  llvm::SmallString<32> text(name);
  for (char &c : text)
    c = llvm::toUpper(c);
  return text;
}

// The rows of one name.
template <class Row> ArrayRef<Row> rowsOf(ArrayRef<Row> rows, StringRef name) {
  auto *first = llvm::lower_bound(rows, name, [](const Row &row, StringRef name) { return row.name < name; });
  auto *last = first;
  while (last != rows.end() && last->name == name)
    ++last;
  return {first, last};
}

StringRef findType(ArrayRef<TypeRow> rows, StringRef name, DialectSet dialect) {
  for (const TypeRow &row : rowsOf(rows, name))
    if (row.dialects & dialect)
      return row.spelled;
  return {};
}
} // namespace

TypeName findTypeName(StringRef name, bool hasArgs, bool declared, const Dialect &dialect) {
  llvm::SmallString<32> key = capitals(name);
  auto find = [&, bit = bitOf(dialect)](StringRef key) {
    StringRef found = declared ? findType(columnTypes, key, bit) : StringRef();
    return found.empty() ? findType(castTypes, key, bit) : found;
  };
  if (hasArgs)
    if (StringRef found = find((key + "()").str()); !found.empty()) {
      auto [before, behind] = found.split("()");
      return {before, behind, found.contains("()")};
    }
  StringRef found = find(key);
  return hasArgs ? TypeName{found.take_front(found.find('(')), {}, true} : TypeName{found, {}, false};
}

StringRef findFunction(StringRef name, size_t args, const Dialect &dialect) {
  llvm::SmallString<32> key = capitals(name);
  DialectSet bit = bitOf(dialect);
  for (const FunctionRow &row : rowsOf(ArrayRef(functions), StringRef(key)))
    if (args >= row.fewest && args <= row.most && (row.dialects & bit))
      return row.spelled;
  return {};
}

} // namespace sluice
