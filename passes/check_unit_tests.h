// check-unit-tests
//
// Whether each unit test of a project is about a model that is there, and gives
// rows to every table which that model reads.
//
//   before  models are linked
//   after   every problem is reported; nothing else
#pragma once
#include "frontend/declare/unit_tests.h"
#include "ir/project/project.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace sluice {

// Checks the tests. One that names a gateway is for it alone; another is for every
// gateway that has its model, since names may depend on the gateway. `sinkOf`
// gives where problems of a gateway go.
void checkUnitTests(ArrayRef<UnitTestDecl> tests, const Project &project, llvm::function_ref<Sink(size_t gateway)> sinkOf,
                    Sink sink);

} // namespace sluice
