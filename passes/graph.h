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

void linkModels(Project &project, GatewayModels &models, Sink sink);

// The variant that a table name means on a gateway, or nothing. A name of two
// parts is one of the gateway's own catalog.
std::optional<uint32_t> findVariant(const Project &project, const GatewayModels &models, const TableName &name);

} // namespace sluice
