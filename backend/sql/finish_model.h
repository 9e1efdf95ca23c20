// From a model's trees to its texts, which outlive them.
#pragma once
#include "passes/elaborate/model_tree.h"

namespace sluice {

// The body that the trees are printed to; without hashes. `pretty`: texts for
// reviewers, else on one line as SQLMesh prints them.
ModelBody finishModel(const ModelTree &tree, bool pretty);

} // namespace sluice
