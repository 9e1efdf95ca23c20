// Blueprints: one file, several models.
//
//   blueprints ((region := eu, days := 3), (region := us, days := 7))
//
// Each blueprint gives variables of its own; their values are expressions, so
// `eu` is a name and 'eu' a text.
#pragma once
#include "ir/base/hash.h"
#include "ir/project/value.h"
#include "ir/syntax/ast.h"

namespace sluice {

struct Blueprint {
  std::vector<std::pair<std::string, Value>> variables; // by lower-case name

  const Value *find(StringRef lowerName) const;
  // Adds what tells two blueprints of a file apart.
  void addTo(StableHash &hash) const;
  friend bool operator==(const Blueprint &, const Blueprint &) = default;
};

struct ModelDecl;
struct TreeInputs;

// The blueprints of a file on a gateway, in order: one without variables where
// it has none. Nothing after an error.
std::optional<std::vector<Blueprint>> readBlueprints(const ModelDecl &model, const TreeInputs &inputs);

} // namespace sluice
