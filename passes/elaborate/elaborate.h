// elaborate
//
// From declarations to the models of each gateway. A file is expanded once for
// every set of gateways on which the variables that it reads are equal:
//
//   before  declarations: trees with macros, of files
//   after   bodies and variants: trees without macros, with complete names;
//           every problem of every gateway is reported
#pragma once
#include "frontend/declare/declarations.h"
#include "ir/project/config.h"
#include "ir/project/project.h"

namespace sluice {

// Declarations by default dialect: gateways may differ in it.
struct DeclarationSet {
  std::vector<std::pair<const Dialect *, Declarations>> byDialect;
  const Declarations &of(const Dialect *dialect) const;
};

// Expands every declaration for every gateway. The bodies of seeds have their
// path but no rows yet.
void elaborate(const DeclarationSet &declarations, Project &project, unsigned jobs, ParserPool &pool, Sink sink);

// The seed files that bodies name, relative to the project.
std::vector<std::string> seedPaths(const Project &project);

// Reads the rows of all seeds from files that have been loaded.
void readSeeds(const Sources &sources, Project &project, unsigned jobs, ParserPool &pool, Sink sink);

} // namespace sluice
