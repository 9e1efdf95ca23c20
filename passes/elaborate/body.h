// One declaration on one gateway.
#pragma once
#include "passes/elaborate/elaborate.h"

namespace sluice {

// What expanding a declaration needs beside it.
struct BodyInputs {
  const Declarations &declarations;
  const Gateway &gateway;
  Parser &parser;
  Arena &arena;
  Sink sink;
};

// Expands a declaration. The result is poisoned after an error, and not
// enabled where the header says so; nothing else in it holds then.
ModelBody makeBody(const ModelDecl &model, uint32_t index, const BodyInputs &inputs);

// The value that a model on a gateway sees for a variable which is no local of
// its own: variables of the configuration, and what SQLMesh predefines.
std::optional<Value> gatewayVariable(const Gateway &gateway, StringRef name);

} // namespace sluice
