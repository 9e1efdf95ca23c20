// Models that are declared by data: external ones, and those of Python.
#pragma once
#include "ir/project/project.h"
#include "passes/elaborate/model_tree.h"

namespace sluice {

// The trees of a model that YAML or a decorator declares. Its dialect is the one
// of `inputs.parser`.
ModelTree makeDataTree(const DataDecl &decl, const Dialect &dialect, const TreeInputs &inputs);

} // namespace sluice
