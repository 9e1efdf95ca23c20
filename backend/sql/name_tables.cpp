// How dialects spell the names of types and functions: the rows of two tables
// that tools/dev/spellings.py makes of SQLGlot's answers.
//
//   TYPE("BOOL", "INTEGER", "sqlite")                     BOOL is INTEGER in SQLite
//   FUNCTION("NVL", 1, 255, "COALESCE", "duckdb mysql")   NVL(a, b) is COALESCE(a, b)
//   FUNCTION("DATE", 1, 1, "CAST($1 AS DATE)", "duckdb")  an argument for each $
//
// Names are in capitals and sorted; `-` is the neutral dialect.
#include "backend/sql/spelling.h"
#include "ir/dialect/dialect_set.h"

namespace sluice {

namespace {
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

StringRef findType(ArrayRef<TypeRow> rows, StringRef name, DialectSet dialect) {
  const TypeRow *row = findRow(rows, name, dialect);
  return row ? row->spelled : StringRef();
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
  const FunctionRow *row = findFunctionRow(ArrayRef(functions), name, args, dialect);
  return row ? row->spelled : StringRef();
}

} // namespace sluice
