// Sets of dialects, as the rows of generated tables have them.
//
//   FUNCTION("NVL", 1, 255, "COALESCE", "duckdb mysql")     bitsOf("duckdb mysql")
//
// Names are separated by blanks; `-` is the neutral dialect.
#pragma once
#include "ir/dialect/dialects.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include <algorithm>
#include <string_view>

namespace sluice {

// The dialects that rows name; a row has them as bits.
inline constexpr std::string_view dialectsOfRows[] = {
    "-",     "athena", "bigquery",   "clickhouse", "databricks", "duckdb",    "fabric", "hive",   "mysql",     "oracle", "postgres",
    "presto", "redshift", "risingwave", "snowflake",  "spark",      "spark2",    "sqlite", "starrocks", "trino",  "tsql",
};
using DialectSet = uint32_t;
static_assert(std::size(dialectsOfRows) <= 32 && std::ranges::is_sorted(dialectsOfRows));

// The bit of a dialect; none where no row names it.
constexpr DialectSet bitOf(std::string_view dialect) {
  const std::string_view *found = std::ranges::lower_bound(dialectsOfRows, dialect);
  bool known = found != std::end(dialectsOfRows) && *found == dialect;
  return known ? DialectSet(1) << (found - dialectsOfRows) : 0;
}

// The same of a row of the table of dialects. Calls that follow each other ask for
// one dialect.
inline DialectSet bitOf(const Dialect &dialect) {
  thread_local const Dialect *last = nullptr;
  thread_local DialectSet bit = 0;
  if (last != &dialect) {
    last = &dialect;
    bit = bitOf(dialect.name.empty() ? "-" : std::string_view(dialect.name));
  }
  return bit;
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

// A name in capitals, as the keys of rows are.
inline llvm::SmallString<32> capitals(StringRef name) {
  llvm::SmallString<32> text(name);
  for (char &c : text)
    c = llvm::toUpper(c);
  return text;
}

// The rows of one name, in a table that is sorted by name. First letters tell most
// names apart.
template <class Row> ArrayRef<Row> rowsOf(ArrayRef<Row> rows, StringRef name) {
  if (name.empty())
    return {};
  auto isLess = [](const Row &row, StringRef name) {
    return row.name[0] == name[0] ? row.name < name : uint8_t(row.name[0]) < uint8_t(name[0]);
  };
  auto *first = std::lower_bound(rows.begin(), rows.end(), name, isLess);
  auto *last = first;
  while (last != rows.end() && last->name == name)
    ++last;
  return {first, last};
}

// The row that a dialect has of a name, or null.
template <class Row> const Row *findRow(ArrayRef<Row> rows, StringRef name, DialectSet dialect) {
  ArrayRef<Row> named = rowsOf(rows, name);
  auto *found = llvm::find_if(named, [&](const Row &row) { return row.dialects & dialect; });
  return found == named.end() ? nullptr : found;
}

// The row that a dialect has of a function with so many arguments, in any case; or
// null.
template <class Row> const Row *findFunctionRow(ArrayRef<Row> rows, StringRef function, size_t args, const Dialect &dialect) {
  ArrayRef<Row> named = rowsOf(rows, StringRef(capitals(function)));
  auto *found = llvm::find_if(named, [&, bit = bitOf(dialect)](const Row &row) {
    return args >= row.fewest && args <= row.most && (row.dialects & bit);
  });
  return found == named.end() ? nullptr : found;
}

} // namespace sluice
