// Engines: what a system that runs our scripts can do.
//
// A connection's type names an engine, and an engine a dialect. How a set of
// views is swapped and a table is built follows from the engine's atomicity
// class, so that strategies are written per class and not per engine.
#pragma once
#include "ir/dialect/dialects.h"

namespace sluice {

// How much of a script takes effect at once.
enum class Atomicity : uint8_t {
  Transaction,    // all DDL of a script, or nothing
  ExchangeSets,   // names of many objects change places in one statement
  ReplaceOne,     // one view at a time
  DropThenCreate, // a view is missing for a moment
};

struct Engine {
  StringRef name;    // the connection's type: "sqlite"
  StringRef dialect; // the dialect of its SQL: "sqlite"
  Atomicity atomicity = Atomicity::ReplaceOne;
  bool canDeploy = false;      // scripts for it can be made
  bool hasSchemas = true;      // else a schema is a prefix of the name: s__t
  bool hasCatalogs = true;
  bool virtualCatalog = false; // has a catalog in name only, where other gateways have real ones
  unsigned nameBytes = 0;      // longest name in bytes; 0: no limit
};

ArrayRef<Engine> allEngines();

// The engine of a connection's type, or null.
const Engine *findEngine(StringRef connectionType);

} // namespace sluice
