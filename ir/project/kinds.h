// Model kinds: what a model becomes in the warehouse, and the parameters that
// say more about it.
//
//   kind INCREMENTAL_BY_TIME_RANGE (time_column ds, lookback 2)
#pragma once
#include "ir/project/properties.h"

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
  bool deployable = false;    // scripts build it
  bool materialized = true;   // has a table of its own
  bool symbolic = false;      // has no object at all
  bool parameters = true;     // may have them in parentheses
  bool python = true;         // a Python function may be the model's body
  bool forwardOnly = false;   // always
};

constexpr KindRow kinds[] = {
    {.kind = Kind::View, .name = "VIEW", .deployable = true, .materialized = false, .python = false},
    {.kind = Kind::Full, .name = "FULL", .deployable = true, .parameters = false},
    {.kind = Kind::Seed, .name = "SEED", .deployable = true, .python = false},
    {.kind = Kind::Embedded, .name = "EMBEDDED", .deployable = true, .materialized = false, .symbolic = true, .parameters = false, .python = false},
    {.kind = Kind::External, .name = "EXTERNAL", .deployable = true, .materialized = false, .symbolic = true, .parameters = false},
    {.kind = Kind::IncrementalByTimeRange, .name = "INCREMENTAL_BY_TIME_RANGE"},
    {.kind = Kind::IncrementalByUniqueKey, .name = "INCREMENTAL_BY_UNIQUE_KEY"},
    {.kind = Kind::IncrementalByPartition, .name = "INCREMENTAL_BY_PARTITION", .forwardOnly = true},
    {.kind = Kind::IncrementalUnmanaged, .name = "INCREMENTAL_UNMANAGED"},
    {.kind = Kind::ScdType2ByTime, .name = "SCD_TYPE_2_BY_TIME"},
    {.kind = Kind::ScdType2ByTime, .name = "SCD_TYPE_2"},
    {.kind = Kind::ScdType2ByColumn, .name = "SCD_TYPE_2_BY_COLUMN"},
    {.kind = Kind::Custom, .name = "CUSTOM"},
    {.kind = Kind::Managed, .name = "MANAGED", .parameters = false, .python = false},
};

// A set of kinds.
struct KindSet {
  uint32_t bits = 0;
  constexpr bool contains(Kind kind) const { return bits >> unsigned(kind) & 1; }
  friend constexpr KindSet operator|(KindSet a, KindSet b) { return {a.bits | b.bits}; }
};

constexpr KindSet only(Kind kind) { return {1u << unsigned(kind)}; }

constexpr KindSet timeRange = only(Kind::IncrementalByTimeRange), uniqueKey = only(Kind::IncrementalByUniqueKey),
                  byPartition = only(Kind::IncrementalByPartition), unmanaged = only(Kind::IncrementalUnmanaged),
                  scdByTime = only(Kind::ScdType2ByTime), scdByColumn = only(Kind::ScdType2ByColumn),
                  scdType2 = scdByTime | scdByColumn, custom = only(Kind::Custom),
                  incremental = timeRange | uniqueKey | byPartition | unmanaged | scdType2;

// A parameter of some kinds. Kinds that differ in its default have rows of
// their own.
struct KindParameter {
  PropertyRow row;
  KindSet kinds;
  bool required = false;
};

constexpr KindParameter kindParameters[] = {
    {.row = {.name = "auto_restatement_cron", .type = PropertyType::Cron}, .kinds = incremental | custom},
    {.row = {.name = "auto_restatement_intervals", .type = PropertyType::Count}, .kinds = timeRange | custom},
    {.row = {.name = "batch_concurrency", .type = PropertyType::Count}, .kinds = timeRange | custom},
    {.row = {.name = "batch_concurrency", .type = PropertyType::Count, .standard = "1"}, .kinds = uniqueKey},
    {.row = {.name = "batch_size", .type = PropertyType::Count}, .kinds = timeRange | uniqueKey | scdType2 | custom},
    {.row = {.name = "batch_size", .type = PropertyType::Count, .standard = "1000"}, .kinds = only(Kind::Seed)},
    {.row = {.name = "columns", .type = PropertyType::FieldsOrStar, .role = PropertyRole::Data}, .kinds = scdByColumn, .required = true},
    {.row = {.name = "csv_settings", .type = PropertyType::Settings, .role = PropertyRole::Data}, .kinds = only(Kind::Seed)},
    {.row = {.name = "disable_restatement", .type = PropertyType::Bool, .standard = "false"}, .kinds = timeRange | uniqueKey | byPartition | custom},
    {.row = {.name = "disable_restatement", .type = PropertyType::Bool, .standard = "true"}, .kinds = unmanaged | scdType2},
    {.row = {.name = "execution_time_as_valid_from", .type = PropertyType::Bool, .role = PropertyRole::Data, .standard = "false"}, .kinds = scdByColumn},
    {.row = {.name = "forward_only", .type = PropertyType::Bool, .standard = "false"}, .kinds = timeRange | uniqueKey | custom},
    {.row = {.name = "forward_only", .type = PropertyType::Bool, .standard = "true"}, .kinds = unmanaged | scdType2},
    {.row = {.name = "insert_overwrite", .type = PropertyType::Bool, .role = PropertyRole::Data, .standard = "false"}, .kinds = unmanaged},
    {.row = {.name = "invalidate_hard_deletes", .type = PropertyType::Bool, .role = PropertyRole::Data, .standard = "false"}, .kinds = scdType2},
    {.row = {.name = "lookback", .type = PropertyType::Count, .role = PropertyRole::Data}, .kinds = timeRange | uniqueKey | custom},
    {.row = {.name = "materialization", .type = PropertyType::Text, .role = PropertyRole::Data}, .kinds = custom, .required = true},
    {.row = {.name = "materialization_properties", .type = PropertyType::Pairs, .role = PropertyRole::Data}, .kinds = custom},
    {.row = {.name = "materialized", .type = PropertyType::Bool, .role = PropertyRole::Data, .standard = "false"}, .kinds = only(Kind::View)},
    {.row = {.name = "merge_filter", .type = PropertyType::Expr, .role = PropertyRole::Data}, .kinds = uniqueKey},
    {.row = {.name = "on_additive_change", .type = PropertyType::Choice, .standard = "ALLOW", .choices = "ERROR WARN ALLOW IGNORE"}, .kinds = incremental},
    {.row = {.name = "on_destructive_change", .type = PropertyType::Choice, .standard = "ERROR", .choices = "ERROR WARN ALLOW IGNORE"}, .kinds = incremental},
    {.row = {.name = "partition_by_time_column", .type = PropertyType::Bool, .role = PropertyRole::Data, .standard = "true"}, .kinds = timeRange},
    {.row = {.name = "path", .type = PropertyType::Text, .role = PropertyRole::Cosmetic}, .kinds = only(Kind::Seed), .required = true},
    {.row = {.name = "time_column", .type = PropertyType::TimeColumn, .role = PropertyRole::Data}, .kinds = timeRange, .required = true},
    {.row = {.name = "time_data_type", .type = PropertyType::Type, .role = PropertyRole::Data, .standard = "TIMESTAMP"}, .kinds = scdType2},
    {.row = {.name = "unique_key", .type = PropertyType::Fields, .role = PropertyRole::Data}, .kinds = uniqueKey | scdType2, .required = true},
    {.row = {.name = "updated_at_as_valid_from", .type = PropertyType::Bool, .role = PropertyRole::Data, .standard = "false"}, .kinds = scdByTime},
    {.row = {.name = "updated_at_name", .type = PropertyType::Column, .role = PropertyRole::Data, .standard = "updated_at"}, .kinds = scdByTime},
    {.row = {.name = "updated_at_name", .type = PropertyType::Column, .role = PropertyRole::Data}, .kinds = scdByColumn},
    {.row = {.name = "valid_from_name", .type = PropertyType::Column, .role = PropertyRole::Data, .standard = "valid_from"}, .kinds = scdType2},
    {.row = {.name = "valid_to_name", .type = PropertyType::Column, .role = PropertyRole::Data, .standard = "valid_to"}, .kinds = scdType2},
    {.row = {.name = "when_matched", .type = PropertyType::Merge, .role = PropertyRole::Data}, .kinds = uniqueKey},
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

// The row of a parameter of a kind, or null.
inline const KindParameter *findParameter(Kind kind, StringRef name) {
  auto found = llvm::find_if(kindParameters, [&](const KindParameter &parameter) {
    return parameter.kinds.contains(kind) && parameter.row.name.equals_insensitive(name);
  });
  return found == std::end(kindParameters) ? nullptr : found;
}

} // namespace sluice
