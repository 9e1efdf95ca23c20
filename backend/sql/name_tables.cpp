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

namespace sluice {

namespace {
struct TypeRow {
  StringRef name, spelled, dialects;
};
constexpr TypeRow castTypes[] = {
#define TYPE(NAME, SPELLED, DIALECTS) {NAME, SPELLED, DIALECTS},
#define COLUMN_TYPE(NAME, SPELLED, DIALECTS)
#include "backend/sql/type_names.def"
#undef TYPE
#undef COLUMN_TYPE
};
constexpr TypeRow columnTypes[] = {
#define TYPE(NAME, SPELLED, DIALECTS)
#define COLUMN_TYPE(NAME, SPELLED, DIALECTS) {NAME, SPELLED, DIALECTS},
#include "backend/sql/type_names.def"
#undef TYPE
#undef COLUMN_TYPE
};

struct FunctionRow {
  StringRef name;
  uint8_t fewest, most; // arguments
  StringRef spelled, dialects;
};
constexpr FunctionRow functions[] = {
#define FUNCTION(NAME, FEWEST, MOST, SPELLED, DIALECTS) {NAME, FEWEST, MOST, SPELLED, DIALECTS},
#include "backend/sql/function_names.def"
#undef FUNCTION
};

bool names(StringRef dialects, StringRef dialect) {
  if (dialect.empty())
    dialect = "-";
  while (!dialects.empty()) {
    auto [first, rest] = dialects.split(' ');
    if (first == dialect)
      return true;
    dialects = rest;
  }
  return false;
}

// The rows of one name.
template <class Row> ArrayRef<Row> rowsOf(ArrayRef<Row> rows, StringRef name) {
  auto *first = llvm::lower_bound(rows, name, [](const Row &row, StringRef name) { return row.name < name; });
  auto *last = first;
  while (last != rows.end() && last->name == name)
    ++last;
  return {first, last};
}

StringRef findType(ArrayRef<TypeRow> rows, StringRef name, StringRef dialect) {
  for (const TypeRow &row : rowsOf(rows, name))
    if (names(row.dialects, dialect))
      return row.spelled;
  return {};
}
} // namespace

TypeName findTypeName(StringRef name, bool hasArgs, bool declared, const Dialect &dialect) {
  std::string key = name.upper();
  auto find = [&](StringRef key) {
    StringRef found = declared ? findType(columnTypes, key, dialect.name) : StringRef();
    return found.empty() ? findType(castTypes, key, dialect.name) : found;
  };
  if (hasArgs)
    if (StringRef found = find(key + "()"); !found.empty()) {
      auto [before, behind] = found.split("()");
      return {before, behind, found.contains("()")};
    }
  StringRef found = find(key);
  return hasArgs ? TypeName{found.take_front(found.find('(')), {}, true} : TypeName{found, {}, false};
}

StringRef findFunction(StringRef name, size_t args, const Dialect &dialect) {
  std::string key = name.upper();
  for (const FunctionRow &row : rowsOf(ArrayRef(functions), key))
    if (args >= row.fewest && args <= row.most && names(row.dialects, dialect.name))
      return row.spelled;
  return {};
}

} // namespace sluice
