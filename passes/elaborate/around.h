// Statements around a deployment: `before_all` and `after_all` of config.yaml.
//
//   before_all: ["CREATE SCHEMA IF NOT EXISTS @{gateway}_log"]
//   after_all:  ["@EACH(@schemas, s -> @SQL('GRANT USAGE ON SCHEMA @s TO reader'))"]
//
// They belong to no model. Their macros see the variables of the gateway, and
// of the environment that is deployed: @this_env, @schemas and @views. Names stay
// as they are written.
#pragma once
#include "frontend/declare/declarations.h"
#include "ir/project/project.h"
#include "passes/macros/expand.h"

namespace sluice {

// What statements know of an environment. Without models it has no schemas and
// no views, and then there are no variables of these names.
struct EnvironmentNames {
  std::string name; // as it stands in names
  std::vector<std::string> schemas, views; // as they are written in SQL
};

// The names of a linked gateway's environment.
EnvironmentNames environmentNames(StringRef environment, const Project &project, const GatewayModels &models);

// Where statements are looked at.
struct AroundInputs {
  const Config &config;
  const Gateway &gateway;
  const SourceFile &file; // the configuration
  const RunTimes &times;
  ArrayRef<PythonMacro> pythonMacros;
  Parser &parser; // of the gateway's dialect
  Arena &arena;   // where trees live
};

// Reports the statements of both lists that cannot be read. Nothing is expanded.
void checkAround(const AroundInputs &inputs, Sink sink);

enum class AroundStage : uint8_t { Before, After };

// The statements of a list with their macros expanded. One that becomes nothing
// is left out; so is one with an error, which is reported.
std::vector<const Node *> expandAround(AroundStage stage, const EnvironmentNames &names, const AroundInputs &inputs, Sink sink);

} // namespace sluice
