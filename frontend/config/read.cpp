// Reads the parts of a configuration. Each reader takes the YAML node of its
// part, reports what is wrong in it, and goes on with the rest.
//
//   gateways:
//     a: {connection: {type: sqlite, database: a.db}}   -> readGateway
//   model_defaults: {dialect: sqlite}                   -> readDefaults
//   variables: {n: 1}                                   -> readVariables
#include "frontend/config/read.h"
#include "frontend/config/connections.h"
#include "frontend/config/diags.h"
#include "frontend/config/keys.h"
#include "frontend/config/lists.h"
#include "frontend/config/scalars.h"
#include "frontend/config/sections.h"
#include "frontend/config/yaml.h"
#include "ir/plan/naming.h"
#include "ir/project/kinds.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {
namespace {

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
  void readNaming(const YamlNode &naming);
  Variables readVariables(const YamlNode *node, const YamlNode *written);
  void checkDefaultKind(const YamlNode::Entry &entry);
  void checkDefaultParameters(const KindRow &kind, const YamlNode &value, SourceRange range);
  std::vector<ModelDefault> readDefaults(const YamlNode *node);
  std::optional<Connection> connection(const YamlNode *node);
  std::vector<PatternMapping> readPatterns(const YamlNode *node, StringRef what);
  void readGateways(const YamlNode &root, const YamlNode *written);
  void readGateway(StringRef name, SourceRange range, const YamlNode &node, const YamlNode *written);
  void setDialects(const YamlNode &root);
  void selectDefault(const YamlNode *node);
  void readPhysicalSchemas(const YamlNode &root);
  void readEnvironments(const YamlNode &root);
  std::vector<ConfigStatement> readStatements(const YamlNode *node, StringRef what);

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

// A kind by its name, or a mapping with the name; a macro may give any.
// A kind in a mapping is found by its name in capitals alone, as in SQLMesh.
void Reader::checkDefaultKind(const YamlNode::Entry &entry) {
  const YamlNode &value = entry.value;
  bool mapping = value.kind == YamlNode::Kind::Map;
  const YamlNode *name = mapping ? value.find("name") : &value;
  if (name && StringRef(name->text).contains('@'))
    return;
  std::string text = name && name->kind == YamlNode::Kind::Scalar ? name->text : "null";
  const KindRow *row = findKind(text);
  if (row && (!mapping || row->name == text))
    return checkDefaultParameters(*row, value, name->range);
  llvm::SmallVector<StringRef> known;
  for (const KindRow &row : kinds)
    known.push_back(row.name);
  sink.report(name && name->range ? name->range : entry.range, diag::DefaultKindUnknown, text, findNearest(StringRef(text).upper(), known));
}

void Reader::checkDefaultParameters(const KindRow &kind, const YamlNode &value, SourceRange range) {
  for (const KindParameter &parameter : kindParameters)
    if (parameter.required && parameter.kinds.contains(kind.kind) && !value.find(parameter.row.name))
      sink.report(range, diag::DefaultKindParameter, kind.name, parameter.row.name);
}

constexpr StringRef statementLists[] = {"pre_statements", "post_statements", "on_virtual_update"};

std::vector<ModelDefault> Reader::readDefaults(const YamlNode *node) {
  std::vector<ModelDefault> result;
  if (!node || node->kind == YamlNode::Kind::Null || !isMap(*node, "model_defaults"))
    return result;
  checkKeys(*node, defaultKeys, "model_defaults");
  checkDefaultTypes(*node, sink);
  for (const YamlNode::Entry &entry : node->entries) {
    if (entry.key == "kind")
      checkDefaultKind(entry);
    if (entry.value.kind != YamlNode::Kind::Null) {
      if (llvm::is_contained(statementLists, entry.key) && entry.value.kind != YamlNode::Kind::List)
        sink.report(entry.value.range, diag::ConfigShape, entry.key, describe(entry.value), "a list of statements");
      // A date such as 2024-01-01 is a text here.
      bool date = entry.value.plain && isDate(entry.value.text);
      result.push_back({entry.key, date ? Value::ofString(entry.value.text) : readValue(entry.value, entry.key),
                        entry.value.range});
    }
  }
  return result;
}

std::optional<Connection> Reader::connection(const YamlNode *node) {
  return node ? readConnection(*node, sink) : std::nullopt;
}

// Pairs of a regular expression and a name, in the order of the file.
std::vector<PatternMapping> Reader::readPatterns(const YamlNode *node, StringRef what) {
  std::vector<PatternMapping> result;
  if (node && isMap(*node, what))
    for (const YamlNode::Entry &entry : node->entries) {
      if (std::string problem = checkPattern(entry.key); !problem.empty())
        sink.report(entry.range, diag::ConfigPattern, entry.key, what, problem);
      result.push_back({entry.key, scalar(entry.value, entry.key)});
    }
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
  gateway.connection = this->connection(connection);
  gateway.stateConnection = this->connection(node.find("state_connection"));
  gateway.testConnection = this->connection(pick("test_connection", defaultTestConnection));
  gateway.variables =
      overlay(rootVariables, readVariables(node.find("variables"), written ? written->find("variables") : nullptr));
  gateway.defaults = overlay(rootDefaults, readDefaults(node.find("model_defaults")));
  config.gateways.push_back(std::move(gateway));
}

// Whether a mapping is one of gateways by name.
bool holdsGateways(const YamlNode &node) {
  return !node.entries.empty() && llvm::all_of(node.entries, [](const YamlNode::Entry &entry) {
    bool key = llvm::any_of(gatewayKeys, [&](const ConfigKey &known) { return known.name == entry.key; });
    return !key && entry.value.kind == YamlNode::Kind::Map;
  });
}

void Reader::readGateways(const YamlNode &root, const YamlNode *written) {
  const YamlNode *node = root.find("gateways");
  const YamlNode *source = written ? written->find("gateways") : nullptr;
  // A single gateway may stand without a name.
  if (const YamlNode *single = root.find("gateway"); single && !node) {
    if (holdsGateways(*single))
      sink.report(single->range, diag::GatewaysInGateway, single->entries.front().key);
    else
      readGateway("", single->range, *single, written ? written->find("gateway") : nullptr);
    return;
  }
  if (!node || (node->entries.empty() && node->items.empty() && node->text.empty())) {
    YamlNode empty;
    empty.kind = YamlNode::Kind::Map;
    if (defaultConnection)
      readGateway("", defaultConnection->range, empty, nullptr);
    else
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

// The deprecated form names schemas, not patterns.
void Reader::readPhysicalSchemas(const YamlNode &root) {
  config.physicalSchemas = readPatterns(root.find("physical_schema_mapping"), "physical_schema_mapping");
  const YamlNode *old = root.find("physical_schema_override");
  if (!old || old->kind != YamlNode::Kind::Map || old->entries.empty())
    return;
  sink.report(old->range, diag::ConfigDeprecated, "physical_schema_override", "physical_schema_mapping");
  if (!config.physicalSchemas.empty())
    sink.report(old->range, diag::ConfigExcludes, "physical_schema_override", "physical_schema_mapping");
  for (PatternMapping &mapping : readPatterns(old, "physical_schema_override"))
    config.physicalSchemas.push_back({"^" + mapping.pattern + "$", std::move(mapping.target)});
}

std::vector<ConfigStatement> Reader::readStatements(const YamlNode *node, StringRef what) {
  std::vector<ConfigStatement> result;
  if (!node || node->kind == YamlNode::Kind::Null)
    return result;
  if (node->kind != YamlNode::Kind::List)
    sink.report(node->range, diag::ConfigShape, what, describe(*node), "a list of statements");
  for (auto [i, item] : llvm::enumerate(node->items)) {
    bool text = item.kind == YamlNode::Kind::Scalar && (!item.plain || scalarValue(item.text).kind == Value::Kind::String);
    if (text)
      result.push_back({item.text, item.range});
    else
      sink.report(item.range ? item.range : node->range, diag::ConfigShape, what.str() + "[" + std::to_string(i) + "]",
                  item.kind == YamlNode::Kind::Scalar ? "no text" : describe(item), "a statement");
  }
  return result;
}

void Reader::readEnvironments(const YamlNode &root) {
  config.environmentCatalogs = readPatterns(root.find("environment_catalog_mapping"), "environment_catalog_mapping");
  const YamlNode *target = root.find("environment_suffix_target");
  config.suffixTarget = choice(target, "environment_suffix_target", {"schema", "table", "catalog"}, SuffixTarget::Schema);
  if (config.suffixTarget == SuffixTarget::Catalog && !config.environmentCatalogs.empty())
    sink.report(target->range, diag::ConfigExcludes, "environment_suffix_target: catalog", "environment_catalog_mapping");
  auto isSet = [&](StringRef key, StringRef value) {
    const YamlNode *node = root.find(key);
    return node && StringRef(node->text).equals_insensitive(value);
  };
  config.onlyDevEnvironments = isSet("virtual_environment_mode", "dev_only");
  config.gatewayManagedViews = isSet("gateway_managed_virtual_layer", "true");
  config.beforeAll = readStatements(root.find("before_all"), "before_all");
  config.afterAll = readStatements(root.find("after_all"), "after_all");
}

void Reader::readNaming(const YamlNode &naming) {
  checkKeys(naming, namingKeys, "model_naming");
  if (const YamlNode *infer = naming.find("infer_names"))
    config.inferNames = infer->text == "true" || infer->text == "True";
}

void Reader::readRoot(const YamlNode &root, const YamlNode *written) {
  if (root.kind == YamlNode::Kind::Null)
    sink.report(root.range, diag::ConfigShape, "config.yaml", "empty", "a mapping");
  if (root.kind == YamlNode::Kind::Null || !isMap(root, "config.yaml"))
    return;
  checkKeys(root, rootKeys, "config.yaml");
  checkSections(root, sink);
  config.lintRules = readLintRules(root);
  defaultConnection = root.find("default_connection");
  defaultTestConnection = root.find("default_test_connection");
  rootVariables = readVariables(root.find("variables"), written ? written->find("variables") : nullptr);
  config.variables = rootVariables;
  rootDefaults = readDefaults(root.find("model_defaults"));
  readGateways(root, written);
  setDialects(root);
  selectDefault(root.find("default_gateway"));
  if (const YamlNode *project = root.find("project"))
    config.project = scalar(*project, "project");
  if (const YamlNode *naming = root.find("model_naming"); naming && isMap(*naming, "model_naming"))
    readNaming(*naming);
  if (const YamlNode *format = root.find("time_column_format"))
    config.timeColumnFormat = scalar(*format, "time_column_format");
  readPhysicalSchemas(root);
  readEnvironments(root);
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

void applyOverrides(YamlNode &root, Environment &environment, Sink sink) {
  for (auto &[name, value] : environment.all()) {
    std::string lower = StringRef(name).lower();
    StringRef rest = lower;
    if (!rest.consume_front("sqlmesh__"))
      continue;
    if (rest.empty() || rest.contains("____") || rest.ends_with("__")) {
      sink.report({}, diag::OverrideName, name);
      continue;
    }
    environment.find(name);
    llvm::SmallVector<StringRef> path;
    rest.split(path, "__");
    setPath(root, path, value);
  }
}

} // namespace

static std::optional<YamlNode> readTree(const SourceFile &file, Environment &environment, Outputs outputs, Sink sink) {
  auto rendered = renderTemplates(file, environment, outputs, sink);
  return rendered ? readYaml(*rendered, file, sink) : std::nullopt;
}

// Mappings are merged at any depth; whatever else is stronger takes the place.
static void mergeInto(YamlNode &weak, YamlNode strong) {
  if (weak.kind != YamlNode::Kind::Map || strong.kind != YamlNode::Kind::Map) {
    weak = std::move(strong);
    return;
  }
  for (YamlNode::Entry &entry : strong.entries) {
    auto same = llvm::find_if(weak.entries, [&](const YamlNode::Entry &other) { return other.key == entry.key; });
    if (same == weak.entries.end())
      weak.entries.push_back(std::move(entry));
    else
      mergeInto(same->value, std::move(entry.value));
  }
}

// The configuration as a tree; nothing after an error.
static std::optional<YamlNode> readMerged(const SourceFile &project, const SourceFile *personal, Environment &environment,
                                          Outputs outputs, Sink sink) {
  auto root = readTree(project, environment, outputs, sink);
  auto own = personal ? readTree(*personal, environment, outputs, sink) : std::nullopt;
  if (!root || (personal && !own))
    return std::nullopt;
  if (own && own->kind != YamlNode::Kind::Map) {
    sink.report(own->range ? own->range : personal->range(0, 0), diag::ConfigShape, personal->path, describe(*own), "a mapping");
    return std::nullopt;
  }
  if (own && root->kind == YamlNode::Kind::Map)
    mergeInto(*root, std::move(*own));
  return root;
}

std::optional<Config> readConfig(const SourceFile &project, const SourceFile *personal, Environment &environment, Sink sink) {
  // The second rendering tells what is written where a template stands; its
  // problems are those of the first.
  Report ignored;
  auto root = readMerged(project, personal, environment, Outputs::Values, sink);
  if (!root)
    return std::nullopt;
  auto written = readMerged(project, personal, environment, Outputs::Written, Sink(ignored));
  applyOverrides(*root, environment, sink);
  Reader reader(environment, sink);
  reader.readRoot(*root, written ? &*written : nullptr);
  reader.config.environmentRead = environment.namesRead();
  return std::move(reader.config);
}

void addPersonalVariables(const SourceFile &personal, Environment &environment, Sink sink) {
  sink.report(personal.range(0, 0), diag::PersonalConfig);
  Report ignored; // what is wrong is said when the configuration is read
  auto root = readTree(personal, environment, Outputs::Values, Sink(ignored));
  const YamlNode *variables = root ? root->find("env_vars") : nullptr;
  Environment::Map map;
  for (const YamlNode::Entry &entry : variables ? variables->entries : std::vector<YamlNode::Entry>())
    map[entry.key] = entry.value.text;
  environment.overlay(map);
}

} // namespace sluice
