// config.yaml to Config.
#pragma once
#include "frontend/config/environment.h"
#include "ir/project/config.h"

namespace sluice {

// Reads a configuration file. Every problem in it is reported; nothing is
// returned when the configuration cannot be used at all. Environment variables
// of the form SQLMESH__A__B override the key a.b.
std::optional<Config> readConfig(const SourceFile &file, Environment &environment, Sink sink);

// Reports rules of the configuration that are neither built in nor among the
// project's `own`, whose names are in lower case.
void checkLintRules(ArrayRef<LintRuleUse> rules, ArrayRef<std::string> own, Sink sink);

} // namespace sluice
