// The properties of MODEL, AUDIT and METRIC blocks, and the parameters of kinds.
//
// A row says how a value is read, what holds where it is not given, and what a
// change of it means: Data rebuilds the table, Metadata is recorded, Cosmetic
// does nothing. Fingerprints, reading, output and documentation follow from the
// row.
#pragma once
#include "ir/base/arena.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

enum class PropertyType : uint8_t {
  Text,         // 'x', x or "x"
  Bool,         // true, t, yes, y, on, 1; whatever else is false
  Count,        // a whole number above zero
  Cron,         // '@daily', '0 5 * * *'
  Zone,         // 'Europe/Berlin'
  Unit,         // an interval unit
  Time,         // '2024-01-01', 20240101, '1 year ago'
  Choice,       // one of the row's words, in any case
  Format,       // parquet, or a call: MergeTree(a)
  Texts,        // one text or a list of them
  Name,         // s.t
  Names,        // a list of table names in brackets
  Ref,          // one key, of several columns where in brackets; kept as it is written
  Refs,         // a list of keys
  Fields,       // a list of expressions over columns
  FieldsOrStar, // the same, or *
  Column,       // one column
  TimeColumn,   // a column, or (column, 'format')
  Type,         // a data type
  Expr,         // any expression
  Merge,        // WHEN MATCHED THEN ...
  Columns,      // (a INT, b TEXT)
  Descriptions, // (a = 'x', b = 'y')
  Pairs,        // (a = 1, 'b' = 'y'): expressions by name
  Settings,     // the same with plain values
  Kind,
  Calls,        // f, f(a := 1), or a list of them
  Blueprints,
};

enum class PropertyRole : uint8_t { Data, Metadata, Cosmetic };

struct PropertyRow {
  StringRef name;
  PropertyType type;
  PropertyRole role = PropertyRole::Metadata;
  StringRef standard = {};  // what holds where it is not given; empty: nothing
  StringRef choices = {};   // of a Choice: blank-separated, as they are stored
  StringRef successor = {}; // the property that has replaced it
  bool refused = false;     // known to SQLMesh, which takes no value for it
};

constexpr PropertyRow modelProperties[] = {
    {.name = "allow_partials", .type = PropertyType::Bool, .standard = "false"},
    {.name = "audits", .type = PropertyType::Calls},
    {.name = "blueprints", .type = PropertyType::Blueprints, .role = PropertyRole::Cosmetic},
    {.name = "clustered_by", .type = PropertyType::Fields, .role = PropertyRole::Data},
    {.name = "column_descriptions", .type = PropertyType::Descriptions},
    {.name = "columns", .type = PropertyType::Columns, .role = PropertyRole::Data},
    {.name = "cron", .type = PropertyType::Cron, .standard = "@daily"},
    {.name = "cron_tz", .type = PropertyType::Zone},
    {.name = "depends_on", .type = PropertyType::Names},
    {.name = "description", .type = PropertyType::Text},
    {.name = "dialect", .type = PropertyType::Text, .role = PropertyRole::Data},
    {.name = "enabled", .type = PropertyType::Bool, .role = PropertyRole::Cosmetic, .standard = "true"},
    {.name = "end", .type = PropertyType::Time},
    {.name = "formatting", .type = PropertyType::Bool, .role = PropertyRole::Cosmetic},
    {.name = "gateway", .type = PropertyType::Text, .role = PropertyRole::Data},
    {.name = "grain", .type = PropertyType::Ref},
    {.name = "grains", .type = PropertyType::Refs},
    {.name = "grants", .type = PropertyType::Pairs},
    {.name = "grants_target_layer", .type = PropertyType::Choice, .standard = "virtual", .choices = "virtual physical all"},
    {.name = "ignored_rules", .type = PropertyType::Texts, .role = PropertyRole::Cosmetic},
    {.name = "interval_unit", .type = PropertyType::Unit, .role = PropertyRole::Data},
    {.name = "kind", .type = PropertyType::Kind, .role = PropertyRole::Data},
    {.name = "name", .type = PropertyType::Name, .role = PropertyRole::Data},
    {.name = "optimize_query", .type = PropertyType::Bool, .role = PropertyRole::Data},
    {.name = "owner", .type = PropertyType::Text},
    {.name = "partitioned_by", .type = PropertyType::Fields, .role = PropertyRole::Data},
    {.name = "physical_properties", .type = PropertyType::Pairs, .role = PropertyRole::Data},
    {.name = "physical_version", .type = PropertyType::Text, .role = PropertyRole::Data},
    {.name = "project", .type = PropertyType::Text, .role = PropertyRole::Cosmetic},
    {.name = "references", .type = PropertyType::Refs},
    {.name = "retention", .type = PropertyType::Count, .refused = true},
    {.name = "session_properties", .type = PropertyType::Settings},
    {.name = "signals", .type = PropertyType::Calls},
    {.name = "stamp", .type = PropertyType::Text, .role = PropertyRole::Data},
    {.name = "start", .type = PropertyType::Time},
    {.name = "storage_format", .type = PropertyType::Format, .role = PropertyRole::Data},
    {.name = "table_format", .type = PropertyType::Format, .role = PropertyRole::Data},
    {.name = "table_properties", .type = PropertyType::Pairs, .role = PropertyRole::Data, .successor = "physical_properties"},
    {.name = "tags", .type = PropertyType::Texts},
    {.name = "virtual_environment_mode", .type = PropertyType::Text, .role = PropertyRole::Cosmetic},
    {.name = "virtual_properties", .type = PropertyType::Pairs},
};

// What every audit may say.
constexpr PropertyRow auditProperties[] = {
    {.name = "blocking", .type = PropertyType::Bool},
    {.name = "defaults", .type = PropertyType::Pairs},
    {.name = "dialect", .type = PropertyType::Text},
    {.name = "formatting", .type = PropertyType::Bool, .role = PropertyRole::Cosmetic},
    {.name = "name", .type = PropertyType::Text},
    {.name = "skip", .type = PropertyType::Bool},
    {.name = "standalone", .type = PropertyType::Bool},
};

// What a standalone audit, which has a schedule of its own, may say beside.
constexpr PropertyRow standaloneProperties[] = {
    {.name = "cron", .type = PropertyType::Cron, .standard = "@daily"},
    {.name = "cron_tz", .type = PropertyType::Zone},
    {.name = "depends_on", .type = PropertyType::Names},
    {.name = "description", .type = PropertyType::Text},
    {.name = "end", .type = PropertyType::Time},
    {.name = "interval_unit", .type = PropertyType::Unit},
    {.name = "owner", .type = PropertyType::Text},
    {.name = "project", .type = PropertyType::Text, .role = PropertyRole::Cosmetic, .refused = true},
    {.name = "stamp", .type = PropertyType::Text},
    {.name = "start", .type = PropertyType::Time},
    {.name = "tags", .type = PropertyType::Texts, .refused = true},
};

constexpr PropertyRow metricProperties[] = {
    {.name = "description", .type = PropertyType::Text},
    {.name = "dialect", .type = PropertyType::Text},
    {.name = "expression", .type = PropertyType::Expr},
    {.name = "name", .type = PropertyType::Name},
    {.name = "owner", .type = PropertyType::Text},
};

inline const PropertyRow *findProperty(ArrayRef<PropertyRow> rows, StringRef name) {
  auto found = llvm::find_if(rows, [&](const PropertyRow &row) { return row.name.equals_insensitive(name); });
  return found == rows.end() ? nullptr : &*found;
}

} // namespace sluice
