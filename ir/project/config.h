// The configuration of a project: config.yaml, typed.
//
//   gateways:
//     nonproduction: {connection: {type: sqlite, database: np.db}, variables: {n: 1}}
//     production:    {connection: {type: sqlite, database: p.db},  variables: {n: 2}}
//   model_defaults: {dialect: sqlite}
//
// Of a connection only the engine and the default catalog are kept: what is not
// in memory cannot be printed. Names of environment variables that were read
// are inputs of a build and are kept; their values are not.
#pragma once
#include "ir/base/source.h"
#include "ir/dialect/engines.h"
#include "ir/project/value.h"
#include "llvm/ADT/STLExtras.h"
#include <map>
#include <optional>
#include <set>

namespace sluice {

// A variable, with what the author wrote in place of its value: where that is a
// template (`{{ env_var('X') }}`) it is the same on systems whose environments
// differ, which is what the fingerprint `source` needs.
struct Variable {
  Value value;
  std::string written;
  SourceRange range;
};

// By lower-case name.
using Variables = std::map<std::string, Variable>;

struct Connection {
  const Engine *engine = nullptr;
  std::string defaultCatalog; // as configured; empty: none
  SourceRange range;
};

// A model default: a property of MODEL blocks that do not have it.
struct ModelDefault {
  std::string property;
  Value value;
  SourceRange range;
};

struct Gateway {
  std::string name; // lower case
  SourceRange range;
  std::optional<Connection> connection, stateConnection, testConnection;
  Variables variables;                 // root variables overlaid with the gateway's own
  std::vector<ModelDefault> defaults;  // root defaults overlaid with the gateway's own
  const Dialect *dialect = nullptr;    // of models that name none
};

// A statement around the whole of a deployment.
struct ConfigStatement {
  std::string text;
  SourceRange range;
};

// A lint rule that the configuration names, in lower case.
struct LintRuleUse {
  std::string name;
  SourceRange range;
};

enum class SuffixTarget : uint8_t { Schema, Table, Catalog };
enum class TableNaming : uint8_t { SchemaAndTable, TableOnly, HashMd5 };

// A pattern that is matched at the start of a name, and what it stands for.
struct PatternMapping {
  std::string pattern, target;
};

struct Config {
  std::string project;
  std::vector<Gateway> gateways; // in the order of the file
  size_t defaultGateway = 0;
  Variables variables; // of the root alone
  std::vector<PatternMapping> physicalSchemas, environmentCatalogs;
  SuffixTarget suffixTarget = SuffixTarget::Schema;
  TableNaming tableNaming = TableNaming::SchemaAndTable;
  bool inferNames = false;
  bool onlyDevEnvironments = false;   // in production a model's name is its table, not a view
  bool gatewayManagedViews = false;   // a model's own gateway makes its views, too
  std::vector<ConfigStatement> beforeAll, afterAll;
  std::vector<LintRuleUse> lintRules;
  std::string timeColumnFormat = "%Y-%m-%d"; // of a time column that names none, as Python writes it
  std::vector<std::string> ignorePatterns{".ipynb_checkpoints/*"};
  std::set<std::string> environmentRead; // names of environment variables

  // The default catalog of a gateway; empty where it has none. Beside gateways
  // with catalogs one without gets the virtual one that it names, or `__name__`, if its engine takes that.
  std::string catalogOf(const Gateway &gateway) const {
    if (!gateway.connection)
      return {};
    bool any = llvm::any_of(gateways, [](const Gateway &other) {
      return other.connection && other.connection->engine->hasCatalogs && !other.connection->defaultCatalog.empty();
    });
    if (gateway.connection->engine->virtualCatalog)
      return !any ? std::string() : gateway.connection->defaultCatalog.empty() ? "__" + gateway.name + "__" : gateway.connection->defaultCatalog;
    return gateway.connection->defaultCatalog;
  }

  const Gateway *findGateway(StringRef name) const {
    for (const Gateway &gateway : gateways)
      if (gateway.name == name.lower())
        return &gateway;
    return nullptr;
  }
};

} // namespace sluice
