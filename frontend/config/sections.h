// The sections of config.yaml that a compiler has no use for, but whose author
// may err: the planner's habits, the formatter, the linter, users.
//
//   plan: {forward_only: tru}      `plan.forward_only` is a text, where true or false is wanted
//
// Other parts of Sluice read them from here when they are built.
#pragma once
#include "frontend/config/yaml.h"
#include "ir/project/config.h"

namespace sluice {

// Reports unknown keys and wrong values of every section that the root of a
// configuration has.
void checkSections(const YamlNode &root, Sink sink);

// The lint rules that a configuration names.
std::vector<LintRuleUse> readLintRules(const YamlNode &root);

// Reports values of `model_defaults` that are not of their type. One that is a
// macro has its type when it is expanded.
void checkDefaultTypes(const YamlNode &defaults, Sink sink);

} // namespace sluice
