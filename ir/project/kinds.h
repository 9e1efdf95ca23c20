// Model kinds: what a model becomes in the warehouse.
#pragma once
#include "ir/base/arena.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

enum class Kind : uint8_t {
  View,
  Full,
  Seed,
  Embedded,
  External,
  IncrementalByTimeRange,
  IncrementalByUniqueKey,
  IncrementalByPartition,
  IncrementalUnmanaged,
  ScdType2ByTime,
  ScdType2ByColumn,
  Custom,
  Managed,
};

struct KindRow {
  Kind kind;
  StringRef name;
  bool built;         // can be compiled
  bool materialized;  // has a table of its own
  bool symbolic;      // has no object at all
  StringRef params;   // names of its parameters, blank-separated
};

constexpr KindRow kinds[] = {
    {.kind = Kind::View, .name = "VIEW", .built = true, .materialized = false, .symbolic = false, .params = "materialized"},
    {.kind = Kind::Full, .name = "FULL", .built = true, .materialized = true, .symbolic = false, .params = {}},
    {.kind = Kind::Seed, .name = "SEED", .built = true, .materialized = true, .symbolic = false, .params = "path batch_size csv_settings"},
    {.kind = Kind::Embedded, .name = "EMBEDDED", .built = true, .materialized = false, .symbolic = true, .params = {}},
    {.kind = Kind::External, .name = "EXTERNAL", .built = true, .materialized = false, .symbolic = true, .params = {}},
    {.kind = Kind::IncrementalByTimeRange, .name = "INCREMENTAL_BY_TIME_RANGE", .built = false, .materialized = true, .symbolic = false, .params = {}},
    {.kind = Kind::IncrementalByUniqueKey, .name = "INCREMENTAL_BY_UNIQUE_KEY", .built = false, .materialized = true, .symbolic = false, .params = {}},
    {.kind = Kind::IncrementalByPartition, .name = "INCREMENTAL_BY_PARTITION", .built = false, .materialized = true, .symbolic = false, .params = {}},
    {.kind = Kind::IncrementalUnmanaged, .name = "INCREMENTAL_UNMANAGED", .built = false, .materialized = true, .symbolic = false, .params = {}},
    {.kind = Kind::ScdType2ByTime, .name = "SCD_TYPE_2", .built = false, .materialized = true, .symbolic = false, .params = {}},
    {.kind = Kind::ScdType2ByTime, .name = "SCD_TYPE_2_BY_TIME", .built = false, .materialized = true, .symbolic = false, .params = {}},
    {.kind = Kind::ScdType2ByColumn, .name = "SCD_TYPE_2_BY_COLUMN", .built = false, .materialized = true, .symbolic = false, .params = {}},
    {.kind = Kind::Custom, .name = "CUSTOM", .built = false, .materialized = true, .symbolic = false, .params = {}},
    {.kind = Kind::Managed, .name = "MANAGED", .built = false, .materialized = true, .symbolic = false, .params = {}},
};

// The row of a kind by its written name, in any case; or null.
inline const KindRow *findKind(StringRef name) {
  auto found = llvm::find_if(kinds, [&](const KindRow &row) { return row.name.equals_insensitive(name); });
  return found == std::end(kinds) ? nullptr : found;
}

// The row of a kind: the first of its names.
inline const KindRow &kindRow(Kind kind) {
  return *llvm::find_if(kinds, [&](const KindRow &row) { return row.kind == kind; });
}

} // namespace sluice
