// config.yaml to Config.
//
// A user's own configuration, ~/.sqlmesh/config.yaml, counts more than that of
// the project: mappings are merged key by key, everything else is replaced. An
// environment variable SQLMESH__A__B counts more than both, as the key a.b.
//
//   project    gateways: {a: {connection: {type: duckdb, database: a.db}}}
//   personal   gateways: {a: {connection: {database: mine.db}}}
#pragma once
#include "frontend/config/environment.h"
#include "ir/project/config.h"

namespace sluice {

// Reads a configuration file. Every problem in it is reported; nothing is
// returned when the configuration cannot be used at all. `personal` may be null.
std::optional<Config> readConfig(const SourceFile &project, const SourceFile *personal, Environment &environment, Sink sink);

// Puts the variables of a personal configuration's `env_vars` into the environment.
void addPersonalVariables(const SourceFile &personal, Environment &environment, Sink sink);

// Reports rules of the configuration that are neither built in nor among the
// project's `own`, whose names are in lower case.
void checkLintRules(ArrayRef<LintRuleUse> rules, ArrayRef<std::string> own, Sink sink);

} // namespace sluice
