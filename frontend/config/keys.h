// The keys of config.yaml: what is read, what means nothing to a compiler, and
// what is not supported yet and therefore refused where it is set.
#pragma once
#include "ir/base/arena.h"

namespace sluice {

enum class KeyUse : uint8_t {
  Read,     // typed and used
  Other,    // for other parts of a project's life: users, formatting, the planner's habits
  LeftOut,  // models do not depend on it, and scripts do not have it yet; a warning
  NotBuilt, // would change what is compiled; an error unless it says `neutral`
};

struct ConfigKey {
  StringRef name;
  KeyUse use = KeyUse::Read;
  StringRef neutral = {}; // the value that changes nothing
};

constexpr ConfigKey rootKeys[] = {
    {.name = "after_all", .use = KeyUse::LeftOut},
    {.name = "before_all", .use = KeyUse::LeftOut},
    {.name = "cache_dir", .use = KeyUse::Other},
    {.name = "cicd_bot", .use = KeyUse::Other},
    {.name = "dbt", .use = KeyUse::NotBuilt},
    {.name = "default_connection"},
    {.name = "default_gateway"},
    {.name = "default_scheduler", .use = KeyUse::Other},
    {.name = "default_target_environment", .use = KeyUse::Other},
    {.name = "default_test_connection"},
    {.name = "disable_anonymized_analytics", .use = KeyUse::Other},
    {.name = "env_vars", .use = KeyUse::Other},
    {.name = "environment_catalog_mapping"},
    {.name = "environment_suffix_target"},
    {.name = "environment_ttl", .use = KeyUse::Other},
    {.name = "format", .use = KeyUse::Other},
    {.name = "gateway"},
    {.name = "gateway_managed_virtual_layer"},
    {.name = "gateways"},
    {.name = "ignore_patterns"},
    {.name = "infer_python_dependencies", .use = KeyUse::Other},
    {.name = "janitor", .use = KeyUse::Other},
    {.name = "linter", .use = KeyUse::Other},
    {.name = "loader", .use = KeyUse::NotBuilt},
    {.name = "loader_kwargs", .use = KeyUse::NotBuilt},
    {.name = "log_limit", .use = KeyUse::Other},
    {.name = "migration", .use = KeyUse::Other},
    {.name = "model_defaults"},
    {.name = "model_naming"},
    {.name = "notification_targets", .use = KeyUse::Other},
    {.name = "physical_schema_mapping"},
    {.name = "physical_schema_override"},
    {.name = "physical_table_naming_convention"},
    {.name = "pinned_environments", .use = KeyUse::Other},
    {.name = "plan", .use = KeyUse::Other},
    {.name = "project"},
    {.name = "run", .use = KeyUse::Other},
    {.name = "snapshot_ttl", .use = KeyUse::Other},
    {.name = "time_column_format"},
    {.name = "ui", .use = KeyUse::Other},
    {.name = "username", .use = KeyUse::Other},
    {.name = "users", .use = KeyUse::Other},
    {.name = "variables"},
    {.name = "virtual_environment_mode"},
};

constexpr ConfigKey gatewayKeys[] = {
    {.name = "connection"},
    {.name = "model_defaults"},
    {.name = "scheduler", .use = KeyUse::Other},
    {.name = "state_connection"},
    {.name = "state_schema", .use = KeyUse::Other},
    {.name = "test_connection"},
    {.name = "variables"},
};

constexpr ConfigKey namingKeys[] = {{.name = "infer_names"}};

constexpr ConfigKey defaultKeys[] = {
    {.name = "allow_partials"},
    {.name = "audits"},
    {.name = "batch_concurrency"},
    {.name = "cron"},
    {.name = "dialect"},
    {.name = "enabled"},
    {.name = "formatting"},
    {.name = "interval_unit"},
    {.name = "kind"},
    {.name = "on_additive_change"},
    {.name = "on_destructive_change"},
    {.name = "on_virtual_update"},
    {.name = "optimize_query"},
    {.name = "owner"},
    {.name = "physical_properties"},
    {.name = "post_statements"},
    {.name = "pre_statements"},
    {.name = "session_properties"},
    {.name = "start"},
    {.name = "storage_format"},
    {.name = "table_format"},
    {.name = "virtual_properties"},
};

} // namespace sluice
