// fingerprint
//
// Two identities of every model, and the hash that names its table.
//
//   source     what the author wrote: the tree before expansion and, for each
//              variable that it reads, what config.yaml says on each gateway.
//              Equal wherever the same commit is compiled.
//   resolved   what runs on this gateway: the tree after expansion.
//
// Each has parts for data, metadata and parents. What is inferred (columns,
// types) is in none, so a better resolver moves no fingerprint.
//
//   before  models are linked
//   after   every healthy variant has its fingerprints
#pragma once
#include "ir/project/project.h"

namespace sluice {

// Hashes the variants of all gateways.
void fingerprint(Project &project, unsigned jobs);

} // namespace sluice
