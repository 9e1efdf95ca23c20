// link-models
//
// Names the models of each gateway, finds who reads whom, and puts parents
// before children.
//
//   before  every variant has its body
//   after   names are unique, parents are known, `order` is a topological
//           order, variants in a circle or behind a poisoned one are poisoned
#pragma once
#include "ir/base/sink.h"
#include "ir/project/project.h"

namespace sluice {

// The catalog that stands before a model's names of two parts, in its dialect's
// case: that of its own gateway, or of the one that is compiled for.
std::string modelCatalog(const Config &config, const Gateway &gateway, const ModelBody &body);

void linkModels(Project &project, GatewayModels &models, Sink sink);

// Finds the variants of a gateway by the names of tables.
class VariantFinder {
public:
  VariantFinder(const Project &project, const GatewayModels &models);
  // The variant that a name means, or nothing. A name of two parts is one of the
  // gateway's own catalog.
  std::optional<uint32_t> find(const TableName &name) const;

private:
  const Project &project;
  const GatewayModels &models;
  std::string catalog; // the gateway's own, as its dialect reads it
};

} // namespace sluice
