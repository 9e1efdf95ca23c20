// elaborate
//
// From files to the models of each gateway. A file is parsed, expanded and
// printed, and then its trees are forgotten: what a model is on a gateway is
// text, with holes for the names of tables. A file is expanded once for every
// set of gateways on which the variables that it reads are equal.
//
//   before  files; audits are declared
//   after   bodies and variants, of which every problem on every gateway is
//           reported; names are complete and no macro is left
#pragma once
#include "ir/project/project.h"
#include "passes/elaborate/model_tree.h"

namespace sluice {

// What is declared once, by default dialect: gateways may differ in it.
struct SharedByDialect {
  std::vector<std::pair<const Dialect *, SharedDeclarations>> byDialect;
  const SharedDeclarations &of(const Dialect *dialect) const;
};

// Makes the texts of a body from its trees; the printer's part of the work.
using FinishModel = llvm::function_ref<ModelBody(const ModelTree &)>;

struct ElaborateOptions {
  RunTimes times = {};      // shows in texts, never in fingerprints
  bool fingerprints = true; // else what they are made of is not hashed
  unsigned jobs = 1;
  std::vector<std::string> watched = {}; // columns whose types may be asked for, in any case
};

// Elaborates every model file for every gateway. Problems of gateways that are
// not among those asked for are not told. The bodies of seeds have their path
// but no rows yet.
// Gives the blueprint of each of the project's model files, by index.
std::vector<Blueprint> elaborate(const Sources &sources, const SharedByDialect &shared, FinishModel finish,
                                 ArrayRef<size_t> asked, Project &project, const ElaborateOptions &options,
                                 ParserPool &pool, Sink sink);

// The names of columns that headers give as `time_column`. Who asks for others gets
// them, too: this only spares the second look.
std::vector<std::string> findTimeColumns(const Sources &sources);

// The seed files that bodies name, relative to the project.
std::vector<std::string> seedPaths(const Project &project);

// Reads the rows of all seeds from files that have been loaded.
void readSeeds(const Sources &sources, Project &project, unsigned jobs, Sink sink);

} // namespace sluice
