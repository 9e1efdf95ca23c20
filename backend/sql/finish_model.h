// From a model's trees to its texts, which outlive them.
#pragma once
#include "passes/elaborate/model_tree.h"

namespace sluice {

// How queries and statements are printed.
enum class Texts : uint8_t {
  None,    // not at all: for verbs that only check
  OneLine, // as SQLMesh prints them
  Pretty,  // for reviewers
};

// The body that the trees are printed to; without hashes.
ModelBody finishModel(const ModelTree &tree, Texts texts);

} // namespace sluice
