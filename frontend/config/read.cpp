// Reads the parts of a configuration. Each reader takes the YAML node of its
// part, reports what is wrong in it, and goes on with the rest.
//
//   gateways:
//     a: {connection: {type: sqlite, database: a.db}}   -> readGateway
//   model_defaults: {dialect: sqlite}                   -> readDefaults
//   variables: {n: 1}                                   -> readVariables
#include "frontend/config/read.h"
#include "frontend/config/diags.h"
#include "frontend/config/keys.h"
#include "frontend/config/scalars.h"
#include "frontend/config/yaml.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

namespace sluice {
namespace {

// A quoted list for messages: "`a`, `b` or `c`".
std::string quotedList(ArrayRef<StringRef> names, StringRef word) {
  std::string text;
  for (auto [i, name] : llvm::enumerate(names)) {
    if (i > 0)
      text += i + 1 == names.size() ? (" " + word + " ").str() : std::string(", ");
    text += ("`" + name + "`").str();
  }
  return text;
}

class Reader {
public:
  Reader(Environment &environment, Sink sink) : environment(environment), sink(sink) {}
  Config config;

  void readRoot(const YamlNode &root, const YamlNode *written);

private:
  // ---- shapes

  bool isMap(const YamlNode &node, StringRef what) {
    if (node.kind == YamlNode::Kind::Map)
      return true;
    sink.report(node.range, diag::ConfigShape, what, describe(node), "a mapping");
    return false;
  }

  std::string scalar(const YamlNode &node, StringRef what) {
    if (node.kind != YamlNode::Kind::Scalar)
      sink.report(node.range, diag::ConfigShape, what, describe(node), "a text");
    return node.text;
  }

  // Reports unknown keys, and set keys that are not built.
  void checkKeys(const YamlNode &map, ArrayRef<ConfigKey> keys, StringRef where) {
    llvm::SmallVector<StringRef> names;
    for (const ConfigKey &key : keys)
      names.push_back(key.name);
    for (const YamlNode::Entry &entry : map.entries) {
      auto key = llvm::find_if(keys, [&](const ConfigKey &key) { return key.name == entry.key; });
      if (key == keys.end())
        sink.report(entry.range, diag::ConfigUnknownKey, plainKey(entry.key), where, findNearest(entry.key, names));
      else if (key->use == KeyUse::NotBuilt && !isNeutral(entry.value, *key))
        sink.report(entry.range, diag::ConfigNotBuilt, entry.key);
      else if (key->use == KeyUse::LeftOut && !isNeutral(entry.value, *key))
        sink.report(entry.range, diag::ConfigLeftOut, entry.key);
    }
  }

  // Whether a key that is not built is set to what it would be without it.
  static bool isNeutral(const YamlNode &value, const ConfigKey &key) {
    bool empty = value.text.empty() && value.items.empty() && value.entries.empty();
    return empty || (!key.neutral.empty() && StringRef(value.text).equals_insensitive(key.neutral));
  }

  template <class T> T choice(const YamlNode *node, StringRef what, ArrayRef<StringRef> names, T otherwise) {
    if (!node)
      return otherwise;
    auto found = llvm::find(names, node->text);
    if (found != names.end())
      return T(found - names.begin());
    sink.report(node->range, diag::ConfigValue, what, node->text, quotedList(names, "or"));
    return otherwise;
  }

  // ---- parts

  Value readValue(const YamlNode &node, StringRef name);
  Variables readVariables(const YamlNode *node, const YamlNode *written);
  std::vector<ModelDefault> readDefaults(const YamlNode *node);
  std::optional<Connection> readConnection(const YamlNode *node);
  const ConnectionKeys *checkConnectionKeys(const YamlNode &node, StringRef type);
  std::vector<PatternMapping> readPatterns(const YamlNode *node, StringRef what);
  void readGateways(const YamlNode &root, const YamlNode *written);
  void readGateway(StringRef name, SourceRange range, const YamlNode &node, const YamlNode *written);
  void setDialects(const YamlNode &root);
  void selectDefault(const YamlNode *node);

  Environment &environment;
  Sink sink;
  Variables rootVariables;
  std::vector<ModelDefault> rootDefaults;
  const YamlNode *defaultConnection = nullptr, *defaultTestConnection = nullptr;
};

// A YAML value as a variable's; what has no counterpart is reported.
Value Reader::readValue(const YamlNode &node, StringRef name) {
  Value value;
  switch (node.kind) {
  case YamlNode::Kind::Null:
    return value;
  case YamlNode::Kind::Scalar:
    if (node.plain && isDate(node.text))
      sink.report(node.range, diag::VariableType, name, "a date");
    return node.plain ? scalarValue(node.text) : Value::ofString(node.text);
  case YamlNode::Kind::List:
    value.kind = Value::Kind::List;
    for (const YamlNode &item : node.items)
      value.items.push_back(readValue(item, name));
    return value;
  case YamlNode::Kind::Map:
    value.kind = Value::Kind::Map;
    for (const YamlNode::Entry &entry : node.entries) {
      value.keys.push_back(entry.key);
      value.items.push_back(readValue(entry.value, name));
    }
    return value;
  }
  llvm_unreachable("all kinds are handled");
}

// The text of a node as one line: what two systems compare.
std::string flatten(const YamlNode &node) {
  std::string text = node.text;
  for (const YamlNode &item : node.items)
    text += "\n- " + flatten(item);
  for (const YamlNode::Entry &entry : node.entries)
    text += "\n" + entry.key + ": " + flatten(entry.value);
  return (node.plain ? "plain " : "quoted ") + text;
}

Variables Reader::readVariables(const YamlNode *node, const YamlNode *written) {
  Variables result;
  if (!node || node->kind == YamlNode::Kind::Null || !isMap(*node, "variables"))
    return result;
  for (const YamlNode::Entry &entry : node->entries) {
    const YamlNode *source = written ? written->find(entry.key) : nullptr;
    result[StringRef(entry.key).lower()] = {readValue(entry.value, entry.key),
                                            flatten(source ? *source : entry.value), entry.range};
  }
  return result;
}

std::vector<ModelDefault> Reader::readDefaults(const YamlNode *node) {
  std::vector<ModelDefault> result;
  if (!node || node->kind == YamlNode::Kind::Null || !isMap(*node, "model_defaults"))
    return result;
  checkKeys(*node, defaultKeys, "model_defaults");
  for (const YamlNode::Entry &entry : node->entries)
    if (entry.value.kind != YamlNode::Kind::Null) {
      // A date such as 2024-01-01 is a text here.
      bool date = entry.value.plain && isDate(entry.value.text);
      result.push_back({entry.key, date ? Value::ofString(entry.value.text) : readValue(entry.value, entry.key),
                        entry.value.range});
    }
  return result;
}

const ConnectionKeys *Reader::checkConnectionKeys(const YamlNode &node, StringRef type) {
  auto row = llvm::find_if(connectionKeys, [&](const ConnectionKeys &keys) { return keys.type == type; });
  if (row == std::end(connectionKeys))
    return nullptr;
  llvm::SmallVector<StringRef> required, known(std::begin(commonConnectionKeys), std::end(commonConnectionKeys));
  row->required.split(required, ' ', -1, false);
  llvm::SmallVector<StringRef> missing;
  llvm::copy_if(required, std::back_inserter(missing), [&](StringRef key) { return !node.find(key); });
  if (!missing.empty())
    sink.report(node.range, diag::ConnectionKeyMissing, type, quotedList(missing, "and"));
  if (!row->required.empty() || !row->optional.empty()) {
    known.append(required);
    row->optional.split(known, ' ', -1, false);
    for (const YamlNode::Entry &entry : node.entries)
      if (!llvm::is_contained(known, entry.key))
        sink.report(entry.range, diag::ConfigUnknownKey, plainKey(entry.key), "a connection of type " + type.str(),
                    findNearest(entry.key, known));
  }
  return row;
}

// The stem of the database's file, or the first attached catalog.
std::string catalogOfFile(const YamlNode &node) {
  if (const YamlNode *catalogs = node.find("catalogs"); catalogs && !catalogs->entries.empty())
    return catalogs->entries.front().key;
  const YamlNode *database = node.find("database");
  if (!database || database->text.empty() || database->text == ":memory:")
    return "memory";
  // `md:name?motherduck_token=...` is the database `name`.
  StringRef plain = StringRef(database->text).split('?').first;
  plain.consume_front("md:");
  return llvm::sys::path::stem(plain).str();
}

std::optional<Connection> Reader::readConnection(const YamlNode *node) {
  if (!node || !isMap(*node, "connection"))
    return std::nullopt;
  const YamlNode *type = node->find("type");
  if (!type) {
    sink.report(node->range, diag::ConfigShape, "connection", "a mapping without `type`", "one like {type: sqlite, database: my.db}");
    return std::nullopt;
  }
  Connection connection{findEngine(type->text), {}, node->range};
  if (!connection.engine) {
    llvm::SmallVector<StringRef> names;
    for (const Engine &engine : allEngines())
      names.push_back(engine.name);
    sink.report(type->range, diag::ConnectionType, type->text, findNearest(type->text, names));
    return std::nullopt;
  }
  const ConnectionKeys *keys = checkConnectionKeys(*node, type->text);
  if (keys && keys->catalogIsFile)
    connection.defaultCatalog = catalogOfFile(*node);
  else if (keys && connection.engine->hasCatalogs)
    if (const YamlNode *catalog = node->find(keys->catalog))
      connection.defaultCatalog = catalog->text;
  return connection;
}

// Pairs of a regular expression and a name, in the order of the file.
std::vector<PatternMapping> Reader::readPatterns(const YamlNode *node, StringRef what) {
  std::vector<PatternMapping> result;
  if (node && isMap(*node, what))
    for (const YamlNode::Entry &entry : node->entries)
      result.push_back({entry.key, scalar(entry.value, entry.key)});
  return result;
}

// The stronger side replaces entries of the same name.
Variables overlay(Variables weak, const Variables &strong) {
  for (auto &[name, variable] : strong)
    weak[name] = variable;
  return weak;
}

std::vector<ModelDefault> overlay(std::vector<ModelDefault> weak, ArrayRef<ModelDefault> strong) {
  for (const ModelDefault &entry : strong) {
    llvm::erase_if(weak, [&](const ModelDefault &old) { return old.property == entry.property; });
    weak.push_back(entry);
  }
  return weak;
}

void Reader::readGateway(StringRef name, SourceRange range, const YamlNode &node, const YamlNode *written) {
  if (!isMap(node, name.empty() ? "gateway" : name))
    return;
  checkKeys(node, gatewayKeys, "a gateway");
  Gateway gateway;
  gateway.name = name.lower();
  gateway.range = range;
  if (config.findGateway(gateway.name)) {
    sink.report(range, diag::GatewayDuplicate, name);
    return;
  }
  auto pick = [&](StringRef key, const YamlNode *otherwise) {
    const YamlNode *own = node.find(key);
    return own ? own : otherwise;
  };
  const YamlNode *connection = pick("connection", defaultConnection);
  if (!connection)
    sink.report(range, diag::ConnectionMissing, name);
  gateway.connection = readConnection(connection);
  gateway.stateConnection = readConnection(node.find("state_connection"));
  gateway.testConnection = readConnection(pick("test_connection", defaultTestConnection));
  gateway.variables =
      overlay(rootVariables, readVariables(node.find("variables"), written ? written->find("variables") : nullptr));
  gateway.defaults = overlay(rootDefaults, readDefaults(node.find("model_defaults")));
  config.gateways.push_back(std::move(gateway));
}

void Reader::readGateways(const YamlNode &root, const YamlNode *written) {
  const YamlNode *node = root.find("gateways");
  const YamlNode *source = written ? written->find("gateways") : nullptr;
  // A single gateway may stand without a name.
  if (const YamlNode *single = root.find("gateway"); single && !node)
    return readGateway("", single->range, *single, written ? written->find("gateway") : nullptr);
  if (!node || node->kind == YamlNode::Kind::Null) {
    sink.report(root.range, diag::GatewayMissing);
    return;
  }
  if (!isMap(*node, "gateways"))
    return;
  if (node->find("connection"))
    return readGateway("", node->range, *node, source);
  for (const YamlNode::Entry &entry : node->entries)
    readGateway(entry.key, entry.range, entry.value, source ? source->find(entry.key) : nullptr);
}

void Reader::setDialects(const YamlNode &root) {
  for (Gateway &gateway : config.gateways) {
    auto entry =
        llvm::find_if(gateway.defaults, [](const ModelDefault &entry) { return entry.property == "dialect"; });
    if (entry == gateway.defaults.end()) {
      const YamlNode *defaults = root.find("model_defaults");
      sink.report(defaults ? defaults->range : root.range, diag::DialectMissing);
      return;
    }
    gateway.dialect = findDialect(entry->value.text);
    if (gateway.dialect)
      continue;
    llvm::SmallVector<StringRef> names;
    for (const Dialect &dialect : allDialects())
      names.push_back(dialect.name);
    sink.report(entry->range, diag::DialectUnknown, entry->value.text, findNearest(entry->value.text, names));
  }
}

void Reader::selectDefault(const YamlNode *node) {
  if (!node || node->text.empty())
    return;
  if (const Gateway *gateway = config.findGateway(node->text)) {
    config.defaultGateway = size_t(gateway - config.gateways.data());
    return;
  }
  llvm::SmallVector<StringRef> names;
  for (const Gateway &gateway : config.gateways)
    names.push_back(gateway.name);
  sink.report(node->range, diag::GatewayUnknown, node->text, findNearest(node->text, names));
}

void Reader::readRoot(const YamlNode &root, const YamlNode *written) {
  if (root.kind == YamlNode::Kind::Null)
    sink.report(root.range, diag::ConfigShape, "config.yaml", "empty", "a mapping");
  if (root.kind == YamlNode::Kind::Null || !isMap(root, "config.yaml"))
    return;
  checkKeys(root, rootKeys, "config.yaml");
  defaultConnection = root.find("default_connection");
  defaultTestConnection = root.find("default_test_connection");
  rootVariables = readVariables(root.find("variables"), written ? written->find("variables") : nullptr);
  rootDefaults = readDefaults(root.find("model_defaults"));
  readGateways(root, written);
  setDialects(root);
  selectDefault(root.find("default_gateway"));
  if (const YamlNode *project = root.find("project"))
    config.project = scalar(*project, "project");
  if (const YamlNode *naming = root.find("model_naming"); naming && isMap(*naming, "model_naming"))
    checkKeys(*naming, namingKeys, "model_naming");
  config.physicalSchemas = readPatterns(root.find("physical_schema_mapping"), "physical_schema_mapping");
  config.environmentCatalogs = readPatterns(root.find("environment_catalog_mapping"), "environment_catalog_mapping");
  config.suffixTarget = choice(root.find("environment_suffix_target"), "environment_suffix_target",
                               {"schema", "table", "catalog"}, SuffixTarget::Schema);
  config.tableNaming = choice(root.find("physical_table_naming_convention"), "physical_table_naming_convention",
                              {"schema_and_table", "table_only", "hash_md5"}, TableNaming::SchemaAndTable);
  if (const YamlNode *patterns = root.find("ignore_patterns")) {
    config.ignorePatterns.clear();
    for (const YamlNode &pattern : patterns->items)
      config.ignorePatterns.push_back(scalar(pattern, "ignore_patterns"));
  }
}

// Puts a value at a path of keys; maps on the way are made.
void setPath(YamlNode &root, ArrayRef<StringRef> path, StringRef text) {
  YamlNode *node = &root;
  for (StringRef key : path) {
    if (node->kind != YamlNode::Kind::Map) {
      node->kind = YamlNode::Kind::Map;
      node->entries.clear();
    }
    auto same = [&](const YamlNode::Entry &entry) { return StringRef(entry.key).lower() == key; };
    auto found = llvm::find_if(node->entries, same);
    if (found == node->entries.end())
      found = node->entries.insert(node->entries.end(), {key.str(), root.range, {}});
    node = &found->value;
  }
  node->kind = YamlNode::Kind::Scalar;
  node->text = text.str();
  node->plain = false;
}

void applyOverrides(YamlNode &root, Environment &environment) {
  for (auto &[name, value] : environment.all()) {
    std::string lower = StringRef(name).lower();
    StringRef rest = lower;
    if (!rest.consume_front("sqlmesh__") || rest.empty())
      continue;
    environment.find(name);
    llvm::SmallVector<StringRef> path;
    rest.split(path, "__");
    setPath(root, path, value);
  }
}

} // namespace

std::optional<Config> readConfig(const SourceFile &file, Environment &environment, Sink sink) {
  // The second rendering tells what is written where a template stands; its
  // problems are those of the first.
  Report ignored;
  auto read = [&](Outputs outputs, Sink sink) {
    auto rendered = renderTemplates(file, environment, outputs, sink);
    return rendered ? readYaml(*rendered, file, sink) : std::nullopt;
  };
  auto root = read(Outputs::Values, sink);
  if (!root)
    return std::nullopt;
  auto written = read(Outputs::Written, Sink(ignored));
  applyOverrides(*root, environment);
  Reader reader(environment, sink);
  reader.readRoot(*root, written ? &*written : nullptr);
  reader.config.environmentRead = environment.namesRead();
  return std::move(reader.config);
}

} // namespace sluice
