// The table of engines: every connection type that SQLMesh knows, and sqlite.
#include "ir/dialect/engines.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

static constexpr Engine table[] = {
    {.name = "athena", .dialect = "athena"},
    {.name = "azuresql", .dialect = "tsql", .nameBytes = 128},
    {.name = "bigquery", .dialect = "bigquery"},
    {.name = "clickhouse", .dialect = "clickhouse", .hasCatalogs = false, .virtualCatalog = true},
    {.name = "databricks", .dialect = "databricks"},
    {.name = "db2", .dialect = "", .nameBytes = 128},
    {.name = "duckdb", .dialect = "duckdb", .atomicity = Atomicity::Transaction, .canDeploy = true},
    {.name = "fabric", .dialect = "fabric", .nameBytes = 128},
    {.name = "gcp_postgres", .dialect = "postgres", .nameBytes = 63},
    {.name = "motherduck", .dialect = "duckdb"},
    {.name = "mssql", .dialect = "tsql", .nameBytes = 128},
    {.name = "mysql", .dialect = "mysql", .hasCatalogs = false, .nameBytes = 64},
    {.name = "postgres", .dialect = "postgres", .atomicity = Atomicity::Transaction, .canDeploy = true, .nameBytes = 63},
    {.name = "redshift", .dialect = "redshift", .nameBytes = 127},
    {.name = "risingwave", .dialect = "risingwave", .nameBytes = 63},
    {.name = "snowflake", .dialect = "snowflake", .nameBytes = 255},
    {.name = "spark", .dialect = "spark"},
    {.name = "sqlite", .dialect = "sqlite", .atomicity = Atomicity::Transaction, .canDeploy = true, .hasSchemas = false, .hasCatalogs = false},
    {.name = "starrocks", .dialect = "starrocks", .hasCatalogs = false, .nameBytes = 64},
    {.name = "trino", .dialect = "trino"},
};

ArrayRef<Engine> allEngines() { return table; }

const Engine *findEngine(StringRef connectionType) {
  auto found = llvm::find_if(table, [&](const Engine &engine) { return engine.name == connectionType; });
  return found == std::end(table) ? nullptr : found;
}

} // namespace sluice
