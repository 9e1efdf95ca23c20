// Connections: what kind of system a gateway is, and its default catalog.
//
//   connection: {type: postgres, host: h, user: u, password: p, port: 5432, database: sales}
//
// All keys of all types are known and checked. Only the type and the catalog are
// kept: what is not in memory cannot be printed.
#pragma once
#include "frontend/config/yaml.h"
#include "ir/project/config.h"

namespace sluice {

// Reads a connection; nothing after an error that leaves no engine.
std::optional<Connection> readConnection(const YamlNode &node, Sink sink);

} // namespace sluice
