// Records of names.jsonl: names of environments, physical tables and views.
#include "backend/sql/printer.h"
#include "ir/plan/naming.h"
#include "passes/elaborate/header.h"
#include "tools/dev/conform.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice::conform {

void judgeEnvironment(const Record &record, Verdict &verdict) {
  const Record *in = record.getObject("in"), *out = record.getObject("out");
  verdict.compare("name", textOf(*out, "name"), environmentName(textOf(*in, "name")));
}

// ---- what a record says about the project

// The value of a property of the MODEL block.
static const Node *findProperty(ArrayRef<const Node *> trees, StringRef name) {
  auto *block = trees.empty() ? nullptr : dyn_cast<Block>(trees.front());
  for (const Node *node : block ? block->properties : NodeList())
    if (auto *property = dyn_cast<Property>(node); property && property->name.equals_insensitive(name))
      return property->value;
  return nullptr;
}

// The model's full name. A catalog belongs before a schema.
static ObjectName readModelName(ArrayRef<const Node *> trees, StringRef catalog, const Dialect &dialect) {
  llvm::SmallVector<std::string, 3> parts;
  if (auto *name = dyn_cast_or_null<Name>(findProperty(trees, "name")))
    for (const Node *part : name->parts)
      if (auto *identifier = dyn_cast<Identifier>(part))
        parts.push_back(normalizeName(identifier->name, identifier->quoted, dialect, true));
  ObjectName model;
  if (parts.size() == 2 && !catalog.empty())
    parts.insert(parts.begin(), normalizeName(catalog, false, dialect, true));
  std::string *slots[] = {&model.name, &model.schema, &model.catalog};
  for (size_t i = 0; i < std::min<size_t>(parts.size(), 3); ++i)
    *slots[i] = parts[parts.size() - 1 - i];
  return model;
}

// The first pattern that fits counts, but an object forgets the order of its
// members: they are sorted by where they stand in the record.
static std::vector<PatternMapping> readMapping(const Record &in, StringRef member, StringRef line) {
  std::vector<PatternMapping> mapping;
  if (const Record *pairs = in.getObject(member))
    for (const auto &[pattern, target] : *pairs)
      mapping.push_back({StringRef(pattern).str(), target.getAsString().value_or("").str()});
  auto place = [&](const PatternMapping &entry) {
    std::string quoted;
    llvm::raw_string_ostream(quoted) << llvm::json::Value(entry.pattern);
    return line.find(quoted, line.find(member));
  };
  llvm::sort(mapping, [&](const auto &a, const auto &b) { return place(a) < place(b); });
  return mapping;
}

static Config readNamingConfig(const Record &in, StringRef line) {
  Config config;
  StringRef suffix = textOf(in, "suffix"), naming = textOf(in, "naming");
  config.suffixTarget = suffix == "table"     ? SuffixTarget::Table
                        : suffix == "catalog" ? SuffixTarget::Catalog
                                              : SuffixTarget::Schema;
  config.tableNaming = naming == "table_only" ? TableNaming::TableOnly
                       : naming == "hash_md5" ? TableNaming::HashMd5
                                              : TableNaming::SchemaAndTable;
  config.physicalSchemas = readMapping(in, "physical_schema_mapping", line);
  config.environmentCatalogs = readMapping(in, "catalog_mapping", line);
  return config;
}

// ---- names as texts

static std::string joined(const ObjectName &name, const Dialect &dialect, bool quoted) {
  std::string text;
  for (StringRef part : {StringRef(name.catalog), StringRef(name.schema), StringRef(name.name)}) {
    if (part.empty())
      continue;
    if (!text.empty())
      text += '.';
    bool plain = !llvm::isDigit(part[0]) && llvm::all_of(part, [](char c) { return llvm::isAlnum(c) || c == '_'; });
    if (quoted || !plain)
      printQuotedName(part, dialect, text);
    else
      text += part;
  }
  return text;
}

// The default catalog is not shown, unless catalogs tell environments apart.
static std::string shownName(ObjectName view, const ObjectName &model, StringRef catalog, const Config &config) {
  if (config.suffixTarget != SuffixTarget::Catalog && view.catalog == model.catalog && view.catalog == catalog)
    view.catalog.clear();
  // Of a name without one only what the environment adds to it is shown.
  if (config.suffixTarget == SuffixTarget::Catalog && model.catalog.empty() && !view.catalog.empty())
    view.catalog = StringRef(view.catalog).drop_front(StringRef("None").size());
  return joined(view, *findDialect(""), false);
}

void judgeNames(const Record &record, Verdict &verdict) {
  const Record &in = *record.getObject("in"), &out = *record.getObject("out");
  if (!textOf(in, "virtual_environment_mode").empty() && textOf(in, "virtual_environment_mode") != "full") {
    verdict.built = false;
    return;
  }
  const Dialect &dialect = dialectOf(in), &neutral = *findDialect("");
  Arena arena;
  auto trees = parseText(textOf(in, "model"), dialect, arena);
  if (!trees) {
    verdict.compare("fqn", textOf(out, "fqn"), "(error)");
    return;
  }
  StringRef catalog = textOf(in, "default_catalog"), version = textOf(in, "version");
  ObjectName model = readModelName(*trees, catalog, dialect);
  std::string schema = writtenSchema(findProperty(*trees, "name"), dialect);
  Config config = readNamingConfig(in, verdict.line);
  bool fold = in.getBoolean("normalize").value_or(true);
  // A version that the author fixes is that of the tables of production only.
  auto *fixed = dyn_cast_or_null<String>(findProperty(*trees, "physical_version"));
  verdict.compare("fqn", textOf(out, "fqn"), joined(model, neutral, true));
  verdict.compare("physical_schema", textOf(out, "physical_schema"), physicalSchema(model.schema, schema, config));
  verdict.compare("table", textOf(out, "table"), joined(physicalName(model, schema, fixed ? fixed->text : version, config), neutral, false));
  verdict.compare("dev_table", textOf(out, "dev_table"),
                  joined(physicalName(model, schema, version, config, "dev"), neutral, false));
  StringRef dev = in.get("environment") ? textOf(in, "environment") : StringRef("dev");
  for (auto [member, environment] :
       {std::pair(StringRef("prod"), StringRef("prod")), std::pair(StringRef("dev"), dev)}) {
    ObjectName view = viewName(model, environmentName(environment), config, dialect, fold);
    const Record &wanted = *out.getObject(member);
    verdict.compare((member + ".view").str(), textOf(wanted, "view"), joined(view, neutral, false));
    verdict.compare((member + ".shown").str(), textOf(wanted, "shown"), shownName(view, model, catalog, config));
  }
}

} // namespace sluice::conform
