// The properties of MODEL and AUDIT blocks.
//
// A row says how a value is read and what a change of it means: Data rebuilds
// the table, Metadata is recorded, Cosmetic does nothing. Fingerprints, reading
// and documentation follow from the row.
#pragma once
#include "ir/base/arena.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

enum class PropertyType : uint8_t {
  Text,     // 'x', x or "x"
  Bool,     // true, false, 1, 0
  Integer,
  Cron,     // '@daily', '0 5 * * *'
  Zone,     // 'Europe/Berlin'
  Unit,     // an interval unit
  Time,     // '2024-01-01', 20240101, '1 year ago'
  Texts,    // one text or a list of them
  Name,     // s.t
  Names,    // a list of table names
  Exprs,    // a list of expressions
  Columns,  // (a INT, b TEXT)
  Pairs,    // (a = 'x', b = 'y')
  Kind,
  Audits,   // calls
  Any,
};

enum class PropertyRole : uint8_t { Data, Metadata, Cosmetic };

struct PropertyRow {
  StringRef name;
  PropertyType type;
  PropertyRole role = PropertyRole::Metadata;
  bool built = true;
};

constexpr PropertyRow modelProperties[] = {
    {.name = "allow_partials", .type = PropertyType::Bool},
    {.name = "audits", .type = PropertyType::Audits},
    {.name = "blueprints", .type = PropertyType::Any, .built = false},
    {.name = "clustered_by", .type = PropertyType::Exprs, .role = PropertyRole::Data, .built = false},
    {.name = "column_descriptions", .type = PropertyType::Pairs},
    {.name = "columns", .type = PropertyType::Columns, .role = PropertyRole::Data},
    {.name = "cron", .type = PropertyType::Cron},
    {.name = "cron_tz", .type = PropertyType::Zone},
    {.name = "depends_on", .type = PropertyType::Names},
    {.name = "description", .type = PropertyType::Text},
    {.name = "dialect", .type = PropertyType::Text, .role = PropertyRole::Data},
    {.name = "enabled", .type = PropertyType::Bool, .role = PropertyRole::Cosmetic},
    {.name = "end", .type = PropertyType::Time},
    {.name = "formatting", .type = PropertyType::Bool, .role = PropertyRole::Cosmetic},
    {.name = "gateway", .type = PropertyType::Text, .role = PropertyRole::Data, .built = false},
    {.name = "grain", .type = PropertyType::Exprs},
    {.name = "grains", .type = PropertyType::Exprs},
    {.name = "grants", .type = PropertyType::Pairs, .built = false},
    {.name = "grants_target_layer", .type = PropertyType::Text, .built = false},
    {.name = "ignored_rules", .type = PropertyType::Texts, .role = PropertyRole::Cosmetic},
    {.name = "interval_unit", .type = PropertyType::Unit, .role = PropertyRole::Data},
    {.name = "kind", .type = PropertyType::Kind, .role = PropertyRole::Data},
    {.name = "name", .type = PropertyType::Name, .role = PropertyRole::Data},
    {.name = "optimize_query", .type = PropertyType::Bool, .role = PropertyRole::Data},
    {.name = "owner", .type = PropertyType::Text},
    {.name = "partitioned_by", .type = PropertyType::Exprs, .role = PropertyRole::Data, .built = false},
    {.name = "physical_properties", .type = PropertyType::Pairs, .role = PropertyRole::Data, .built = false},
    {.name = "physical_version", .type = PropertyType::Text, .role = PropertyRole::Data, .built = false},
    {.name = "project", .type = PropertyType::Text, .role = PropertyRole::Cosmetic},
    {.name = "references", .type = PropertyType::Exprs},
    {.name = "retention", .type = PropertyType::Integer, .built = false},
    {.name = "session_properties", .type = PropertyType::Pairs, .built = false},
    {.name = "signals", .type = PropertyType::Any, .built = false},
    {.name = "stamp", .type = PropertyType::Text, .role = PropertyRole::Data},
    {.name = "start", .type = PropertyType::Time},
    {.name = "storage_format", .type = PropertyType::Any, .role = PropertyRole::Data, .built = false},
    {.name = "table_format", .type = PropertyType::Text, .role = PropertyRole::Data, .built = false},
    {.name = "table_properties", .type = PropertyType::Pairs, .role = PropertyRole::Data, .built = false},
    {.name = "tags", .type = PropertyType::Texts},
    {.name = "virtual_environment_mode", .type = PropertyType::Text, .role = PropertyRole::Cosmetic},
    {.name = "virtual_properties", .type = PropertyType::Pairs, .built = false},
};

constexpr PropertyRow auditProperties[] = {
    {.name = "blocking", .type = PropertyType::Bool},
    {.name = "defaults", .type = PropertyType::Pairs},
    {.name = "description", .type = PropertyType::Text},
    {.name = "dialect", .type = PropertyType::Text},
    {.name = "formatting", .type = PropertyType::Bool, .role = PropertyRole::Cosmetic},
    {.name = "name", .type = PropertyType::Text},
    {.name = "owner", .type = PropertyType::Text},
    {.name = "skip", .type = PropertyType::Bool},
    {.name = "standalone", .type = PropertyType::Bool, .built = false},
    {.name = "tags", .type = PropertyType::Texts},
};

inline const PropertyRow *findProperty(ArrayRef<PropertyRow> rows, StringRef name) {
  auto found = llvm::find_if(rows, [&](const PropertyRow &row) { return row.name.equals_insensitive(name); });
  return found == rows.end() ? nullptr : &*found;
}

} // namespace sluice
