// A project: its configuration and, for each gateway, its models.
#pragma once
#include "ir/project/config.h"
#include "ir/project/model.h"
#include "llvm/ADT/DenseMap.h"
#include <deque>
#include <memory>

namespace sluice {

// A file of the project that a build depends on.
struct ProjectInput {
  std::string path;
  Digest hash;
};

// The bodies of a file, whose addresses are stable. Most files have one, for which a
// deque would take the room of three.
using BodyList = std::vector<std::unique_ptr<ModelBody>>;

// The models of one gateway.
struct GatewayModels {
  const Gateway *gateway = nullptr;
  std::vector<Variant> variants; // by full name
  std::vector<uint32_t> order;   // parents before children; poisoned ones are left out
  llvm::DenseMap<NameId, uint32_t> byKey;
  std::vector<std::string> beforeAll, afterAll; // statements around a deployment, for one environment
};

struct Project {
  Config config;
  Names names;
  std::vector<ModelFile> files; // by path
  std::vector<BodyList> bodies; // of each file, those that gateways share
  std::deque<ModelBody> externals;
  std::vector<std::deque<ModelBody>> remade; // of each gateway, once columns of other models were known
  std::deque<SeedData> seeds;
  std::vector<GatewayModels> gateways; // in the order of the configuration
  std::vector<ProjectInput> inputs;    // by path
};

} // namespace sluice
