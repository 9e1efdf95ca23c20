// Unit tests of models: what a file of the folder `tests` says.
//
//   test_totals:
//     model: shop.totals
//     inputs:
//       shop.orders: [{id: 1, amount: 5}]
//     outputs:
//       query: [{total: 5}]
//
// They are read and checked; nothing runs them yet.
#pragma once
#include "frontend/config/environment.h"
#include "frontend/source/sources.h"

namespace sluice {

// A table that a test gives rows to, or asks rows of.
struct UnitTestTable {
  std::string name; // as written
  SourceRange range;
};

struct UnitTestDecl {
  std::string name, model, gateway; // gateway in lower case; empty: the selected one
  SourceRange range, modelRange;
  std::vector<UnitTestTable> inputs;
};

// The tests of all files; what is wrong with their shape is reported. The files
// are templates first, as the configuration is.
std::vector<UnitTestDecl> readUnitTests(const Sources &sources, Environment &environment, Sink sink);

} // namespace sluice
