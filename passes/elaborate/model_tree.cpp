// Expands a file on a gateway: header, statements, query, audits.
#include "passes/elaborate/model_tree.h"
#include "passes/elaborate/evident_types.h"
#include "passes/elaborate/time_partition.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include "passes/elaborate/audits.h"
#include "passes/elaborate/data_trees.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/header.h"
#include "passes/qualify.h"

namespace sluice {

namespace {

class TreeBuilder {
public:
  TreeBuilder(const ModelDecl &model, const TreeInputs &inputs)
      : model(model), inputs(inputs), expander(model, inputs), values{*model.dialect, inputs.arena, inputs.sink} {}
  ModelTree tree;

  void build();
  void recordReads() { tree.reads = expander.reads(); }

private:
  std::string readGateway();
  ParsedStatement headerToExpand();
  bool readHeaderBlock();
  bool readName(const Block &block);
  std::vector<const Property *> readDefaults();
  const Property *readDefault(const ModelDefault &entry);
  void define(ArrayRef<ParsedStatement> statements);
  void readStatements(ArrayRef<ParsedStatement> statements, std::vector<const Node *> &result);
  void readDefaultStatements(StringRef property, std::vector<const Node *> &result);
  void readQuery();
  const QualifiedQuery *findQuery();
  std::optional<QualifiedQuery> expandQuery();
  void shareQuery(const QualifiedQuery &query, size_t problems);
  void readComments(const Select &select);
  void readDependencies();
  void readColumns(const QualifiedQuery &query);
  void readEvidentColumns(const QualifiedQuery &query);
  void addManagedColumns();
  void checkColumns();
  void checkMaterialization();
  void readSeed();
  void readSignals();
  void poison() { tree.poisoned = true; }

  const ModelDecl &model;
  const TreeInputs &inputs;
  ModelExpander expander;
  ValueContext values;
  Header header;
};

// A string is no name of a table, written so or made by a macro; a schema may be
// one.
bool checkNameParts(const Block &block, Sink sink) {
  for (const Node *node : block.properties) {
    const auto *property = dyn_cast<Property>(node);
    const Node *value = property && property->name.equals_insensitive("name") ? property->value : nullptr;
    const auto *name = dyn_cast_or_null<Name>(value);
    const Node *last = name && !name->parts.empty() ? name->parts.back() : value;
    if (!isa_and_nonnull<String>(last))
      continue;
    sink.report(value->range, diag::NameQuoted);
    return false;
  }
  return true;
}

// Properties that are expanded for each run are pairs as they are written: their
// values may be macros, a pair or all of them together may not.
bool checkWrittenPairs(const Block &block, Sink sink) {
  static constexpr StringRef rendered[] = {"physical_properties", "session_properties", "virtual_properties"};
  bool good = true;
  for (const Node *node : block.properties) {
    const auto *property = dyn_cast<Property>(node);
    if (!property || !llvm::is_contained(rendered, property->name.lower()))
      continue;
    // listItems gives what is no list as its own item.
    for (const Node *item : listItems(property->value))
      if (isa_and_nonnull<MacroCall, MacroVar>(item)) {
        sink.report(item->range, diag::PairsOfMacro, property->name.lower());
        good = false;
      }
  }
  return good;
}

// ---- the gateway, which decides what all other macros see

// The value is expanded with the blueprint's variables alone.
std::string TreeBuilder::readGateway() {
  std::string name;
  for (const Node *node : cast<Block>(model.header.tree)->properties) {
    const auto *property = dyn_cast<Property>(node);
    if (!property || !property->name.equals_insensitive("gateway") || !property->value)
      continue;
    SourceRange range = property->value->range;
    StringRef text = model.file->text.slice(range.begin - model.file->base, range.end - model.file->base);
    const Property *read = text.contains('@') ? expander.readProperty("gateway", text, range) : property;
    name = StringRef(read ? plainText(read->value).value_or("") : "").lower();
    if (!name.empty() && !inputs.config.findGateway(name)) {
      llvm::SmallVector<StringRef> known;
      for (const Gateway &gateway : inputs.config.gateways)
        known.push_back(gateway.name);
      inputs.sink.report(range, diag::GatewayOfModelUnknown, name, findNearest(name, known));
    }
  }
  return name;
}

// ---- defaults of the configuration

bool hasMacro(const Value &value) {
  return mentionsMacro(value.text) || llvm::any_of(value.items, hasMacro);
}

// A default with macros, as an author would write it in the block.
std::string writeDefault(const Value &value) {
  if (value.kind == Value::Kind::Bool)
    return value.flag ? "TRUE" : "FALSE";
  if (value.kind == Value::Kind::Null)
    return "NULL";
  std::string text;
  for (auto [i, item] : llvm::enumerate(value.items))
    text += (i ? ", " : "") + (value.kind == Value::Kind::Map ? "'" + value.keys[i] + "' = " : std::string()) + writeDefault(item);
  if (value.kind == Value::Kind::List || value.kind == Value::Kind::Map)
    return "(" + text + ")";
  bool bare = value.kind == Value::Kind::Int || value.kind == Value::Kind::Float || mentionsMacro(value.text);
  return bare ? value.text : "'" + value.text + "'";
}

const Property *TreeBuilder::readDefault(const ModelDefault &entry) {
  bool schedule = entry.property == "cron" && StringRef(entry.value.text).starts_with("@");
  if (!hasMacro(entry.value) || schedule) {
    auto *property = inputs.arena.make<Property>();
    property->range = entry.range;
    property->name = entry.property;
    property->value = DataTrees{*model.dialect, inputs.parser, inputs.arena}.literal(entry.value, entry.range);
    return property;
  }
  const Property *read = expander.readProperty(entry.property, writeDefault(entry.value), entry.range);
  auto text = read ? plainText(read->value) : std::nullopt;
  bool none = !read || isa_and_nonnull<Null>(read->value) || (text && StringRef(*text).equals_insensitive("none"));
  if (none)
    return nullptr;
  auto *property = inputs.arena.make<Property>(*read);
  property->range = entry.range;
  return property;
}

// Whether kinds have a parameter of that name.
bool isKindDefault(StringRef name) {
  return llvm::any_of(kindParameters, [&](const KindParameter &parameter) { return parameter.row.name == name; });
}

// Statements and audits are lists that are joined with the model's own.
std::vector<const Property *> TreeBuilder::readDefaults() {
  std::vector<const Property *> defaults;
  for (const ModelDefault &entry : inputs.gateway.defaults)
    if (findProperty(modelProperties, entry.property) ? entry.property != "audits" : isKindDefault(entry.property))
      if (const Property *property = readDefault(entry))
        defaults.push_back(property);
  return defaults;
}

// ---- header

bool TreeBuilder::readName(const Block &block) {
  if (!header.name && !model.inferredName.empty()) {
    auto *string = inputs.arena.make<String>();
    string->text = model.inferredName;
    string->range = model.header.range;
    header.name = string;
  }
  if (!header.name) {
    inputs.sink.report(block.range, diag::NameMissing);
    return false;
  }
  auto table = normalizeTableName(header.name, *model.dialect);
  if (!table) {
    const auto *dotted = dyn_cast<Name>(header.name);
    inputs.sink.report(header.name->range, diag::NameParts, dotted ? dotted->parts.size() : 0);
    return false;
  }
  tree.table = std::move(*table);
  tree.writtenSchema = writtenSchema(header.name, *model.dialect);
  tree.name = isa<String>(header.name) ? model.inferredName : writtenName(header.name, *model.dialect);
  tree.nameRange = header.name->range;
  return true;
}

// The header without the properties whose macros are expanded elsewhere, or
// were: blanks take their place, so that all others stay where they are.
ParsedStatement TreeBuilder::headerToExpand() {
  NodeList properties = cast<Block>(model.header.tree)->properties;
  uint32_t base = model.header.range.begin;
  std::string text = model.header.text.str();
  bool changed = false;
  for (size_t i = 0; i < properties.size(); ++i) {
    const auto *property = dyn_cast<Property>(properties[i]);
    bool apart = property && llvm::is_contained({"audits", "blueprints", "gateway", "signals"}, property->name.lower());
    if (!apart || !StringRef(text).slice(property->range.begin - base, property->range.end - base).contains('@'))
      continue;
    uint32_t from = i + 1 < properties.size() || i == 0 ? property->range.begin : properties[i - 1]->range.end;
    uint32_t to = i + 1 < properties.size() ? properties[i + 1]->range.begin : property->range.end;
    std::replace_if(text.begin() + (from - base), text.begin() + (to - base), [](char c) { return c != '\n'; }, ' ');
    changed = true;
  }
  return changed ? expander.readInPlace(text, model.header.range) : model.header;
}

bool TreeBuilder::readHeaderBlock() {
  tree.gateway = readGateway();
  expander.setHome(findHome(inputs.config, inputs.gateway, tree.gateway));
  bool sound = checkWrittenPairs(*cast<Block>(model.header.tree), inputs.sink);
  const auto *block = dyn_cast_or_null<Block>(expander.expand(headerToExpand(), expander.macros));
  if (!block) {
    if (!expander.failed)
      inputs.sink.report(model.header.range, diag::HeaderLost);
    return false;
  }
  header = readHeader(*block, readDefaults(), values);
  applyHeader(header, inputs.config.timeColumnFormat, tree);
  bool named = checkNameParts(*block, inputs.sink) && sound && readName(*block);
  if (header.valid)
    checkHeader(header, model.header.range, values);
  if (!named || !header.valid || expander.failed)
    return false;
  const PropertyValue *description = header.find("description");
  tree.description = description ? description->text : model.comment;
  return true;
}

// ---- statements and query

bool isDefinition(const ParsedStatement &statement) {
  const auto *call = dyn_cast_or_null<MacroCall>(statement.tree);
  return call && call->name.equals_insensitive("def");
}

// All definitions hold before anything else is expanded.
void TreeBuilder::define(ArrayRef<ParsedStatement> statements) {
  for (const ParsedStatement &statement : statements)
    if (isDefinition(statement))
      expander.expand(statement, expander.macros);
}

void TreeBuilder::readStatements(ArrayRef<ParsedStatement> statements, std::vector<const Node *> &result) {
  for (const ParsedStatement &statement : statements) {
    if (isDefinition(statement))
      continue;
    llvm::SmallVector<const Node *, 1> expanded;
    expander.expandAll(statement, expander.macros, expanded);
    for (const Node *node : expanded) {
      if (!isUnderstood(node))
        inputs.sink.report(statement.range, diag::StatementKept);
      result.push_back(qualifyStatement(node, *model.dialect, inputs.arena));
    }
  }
}

// Those of the configuration come before the model's own.
void TreeBuilder::readDefaultStatements(StringRef property, std::vector<const Node *> &result) {
  for (const ModelDefault &entry : inputs.gateway.defaults) {
    if (entry.property != property)
      continue;
    std::vector<ParsedStatement> statements;
    for (const Value &item : entry.value.kind == Value::Kind::List ? entry.value.items : std::vector{entry.value})
      statements.push_back(expander.read(item.text, entry.range));
    define(statements);
    readStatements(statements, result);
  }
}

// Names of the query's columns, with the types that can be seen. Where the header
// declares columns, these are the model's.
void TreeBuilder::readColumns(const QualifiedQuery &query) {
  const PropertyValue *declared = header.find("columns");
  tree.columns.reserve(std::max(query.columns.size(), declared ? declared->items.size() : 0));
  if (declared && !declared->items.empty())
    for (const Node *item : declared->items) {
      const auto *column = cast<ColumnDecl>(item);
      tree.columns.push_back({columnName(column->name, *model.dialect), column->type});
    }
  else
    readEvidentColumns(query);
  tree.typed = !tree.columns.empty() && llvm::all_of(tree.columns, [](const ColumnTree &column) { return column.type; });
}

void TreeBuilder::readEvidentColumns(const QualifiedQuery &query) {
  const Select *select = outermostSelect(query.tree);
  for (auto [i, name] : llvm::enumerate(query.columns)) {
    bool shown = select && select->items.size() == query.columns.size();
    const Node *type = shown ? findEvidentType(select->items[i], inputs.arena) : nullptr;
    tree.columns.push_back({name, type, type != nullptr});
  }
}

// The columns in which a history keeps when a row was true.
void TreeBuilder::addManagedColumns() {
  if (!scdType2.contains(tree.kind) || tree.columns.empty())
    return;
  const PropertyValue *type = header.findParameter("time_data_type");
  const Node *typeTree = type ? type->tree : nullptr;
  if (!typeTree) {
    auto *timestamp = inputs.arena.make<Type>();
    timestamp->name = "TIMESTAMP";
    typeTree = timestamp;
  }
  for (StringRef parameter : {"valid_from_name", "valid_to_name"}) {
    const PropertyValue *name = header.findParameter(parameter);
    std::string standard = normalizeName(findParameter(tree.kind, parameter)->row.standard, false, *model.dialect);
    tree.columns.push_back({name ? plainText(name->items.front()).value_or(standard) : standard, typeTree});
  }
}

// A custom kind names a class of Python.
void TreeBuilder::checkMaterialization() {
  const PropertyValue *name = header.findParameter("materialization");
  if (!name || llvm::is_contained(inputs.shared.materializations, StringRef(name->text).lower()))
    return;
  inputs.sink.report(name->range, diag::MaterializationUnknown, name->text);
  poison();
}

void TreeBuilder::checkColumns() {
  std::vector<StringRef> names;
  names.reserve(tree.columns.size());
  for (const ColumnTree &column : tree.columns)
    names.push_back(column.name);
  // Two columns of one name: which ones there are is not known.
  llvm::sort(names);
  if (std::adjacent_find(names.begin(), names.end()) != names.end())
    names.clear();
  if (!checkKeys(header, names, inputs.sink))
    poison();
}

// The last comment behind a projection, up to the next one, describes its
// column.
void TreeBuilder::readComments(const Select &select) {
  for (auto [i, item] : llvm::enumerate(select.items)) {
    uint32_t to = i + 1 < select.items.size() ? select.items[i + 1]->range.begin
                  : !select.from.empty()      ? select.from.front()->range.begin
                                              : model.query.range.end + 1;
    StringRef last;
    for (const Comment &comment : model.query.comments)
      if (comment.range.begin >= item->range.end && comment.range.begin < to)
        last = comment.text;
    StringRef name = last.empty() ? StringRef() : outputName(*item, *model.dialect, inputs.arena);
    if (!name.empty() && name != "*")
      tree.columnComments.push_back({name.str(), last.str()});
  }
}

// What is built as a whole has no interval.
bool hasInterval(Kind kind) { return kind != Kind::Full && kind != Kind::View; }

// Nothing after an error.
std::optional<QualifiedQuery> TreeBuilder::expandQuery() {
  expander.macros.hasInterval = hasInterval(tree.kind);
  llvm::SmallVector<const Node *, 1> queries;
  expander.expandAll(model.query, expander.macros, queries);
  expander.macros.hasInterval = true;
  if (queries.size() > 1 && isa<JinjaBlock>(model.query.tree)) {
    inputs.sink.report(model.query.range, diag::QuerySeveral);
    return std::nullopt;
  }
  if (expander.failed)
    return std::nullopt;
  const Node *expanded = queries.empty() ? nullptr : queries.front();
  if (!isa_and_nonnull<Query, Opaque>(expanded)) {
    inputs.sink.report(model.query.range, diag::QueryLost);
    return std::nullopt;
  }
  if (isa<Opaque>(expanded) && !header.find("depends_on"))
    inputs.sink.report(model.query.range, diag::QueryKept);
  bool plain = tree.kind == Kind::View && model.dialect->plainViewNames;
  return qualifyQuery(expanded, *model.dialect, inputs.arena, !plain);
}

// The query of another gateway, if all that it depends on is the same here.
const QualifiedQuery *TreeBuilder::findQuery() {
  const ExpandedQuery *known = inputs.query;
  if (!known || known->model != &model || known->hasInterval != hasInterval(tree.kind) || !expander.readsAlike(*known))
    return nullptr;
  expander.readsTimes |= known->readsTimes;
  tree.sameQuery = known->body;
  return &known->query;
}

// A query that says its model's name, knows columns of others, or was reported
// about is this gateway's own, and so is a template, which may do all that unseen.
void TreeBuilder::shareQuery(const QualifiedQuery &query, size_t problems) {
  const MacroContext &macros = expander.macros;
  bool own = macros.askedModel || macros.askedColumns || inputs.sink.all().size() != problems;
  if (!inputs.query || own || isa<JinjaBlock>(model.query.tree))
    return;
  *inputs.query = {&model, hasInterval(tree.kind), expander.readsTimes, expander.readsOfPhase(),
                   expander.macros.variableNames.vec(), query, nullptr};
}

void TreeBuilder::readQuery() {
  if (!model.query.tree) {
    if (model.query.range)
      poison();
    return readColumns({});
  }
  std::optional<QualifiedQuery> made;
  const QualifiedQuery *found = findQuery();
  if (!found) {
    size_t problems = inputs.sink.all().size();
    made = expandQuery();
    if (!made)
      return poison();
    shareQuery(*made, problems);
    found = &*made;
  }
  const QualifiedQuery &query = *found;
  tree.query = query.tree;
  tree.tables = query.tables;
  readColumns(query);
  const Select *select = outermostSelect(query.tree);
  if (select && select->items.empty()) {
    inputs.sink.report(model.query.range, diag::QueryEmpty);
    return poison();
  }
  if (select && !model.query.comments.empty())
    readComments(*select);
}

void TreeBuilder::readDependencies() {
  if (const PropertyValue *property = header.find("depends_on"))
    for (const Node *item : property->items)
      if (auto name = normalizeTableName(item, *model.dialect))
        tree.dependencies.push_back({std::move(*name), item->range, true});
}

// `path` is relative to the model's file; `$root/` stands for the project.
void TreeBuilder::readSeed() {
  const PropertyValue *path = header.findParameter("path");
  std::string plain = path->text;
  std::replace(plain.begin(), plain.end(), '\\', '/');
  llvm::SmallString<128> result;
  StringRef inRoot = plain;
  if (inRoot.consume_front_insensitive("$root/"))
    result = inRoot;
  else if (llvm::sys::path::is_absolute(plain))
    result = plain;
  else {
    result = llvm::sys::path::parent_path(model.file->path);
    llvm::sys::path::append(result, plain);
  }
  llvm::sys::path::remove_dots(result, /*remove_dot_dot=*/true);
  tree.seedPath = result.str().str();
  tree.seedRange = path->tree->range;
  if (const PropertyValue *settings = header.findParameter("csv_settings"))
    tree.csv = readCsvSettings(*settings, inputs.sink);
}

// Signals are Python functions; what is known of them is their names.
void TreeBuilder::readSignals() {
  for (const Node *node : cast<Block>(model.header.tree)->properties) {
    const auto *written = dyn_cast<Property>(node);
    if (!written || !written->name.equals_insensitive("signals") || !written->value)
      continue;
    SourceRange range = written->value->range;
    StringRef text = model.file->text.slice(range.begin - model.file->base, range.end - model.file->base);
    SourceFile piece{model.file->path, inputs.arena.copy(text), range.begin};
    for (AuditCall &call : readCalls(piece.text, &piece, {}, *model.dialect, true, inputs.sink)) {
      NamedCall named{call.name, {}};
      for (AuditArgument &argument : call.args)
        named.args.push_back({argument.name, argument.text});
      bool known = call.name.empty() || call.name == "freshness" || inputs.shared.findSignal(call.name);
      if (!known) {
        inputs.sink.report(call.range, diag::SignalUnknown, call.name);
        poison();
      }
      tree.signals.push_back(std::move(named));
    }
  }
}

void TreeBuilder::build() {
  tree.dialect = model.dialect;
  if (!readHeaderBlock())
    return poison();
  if (!tree.enabled)
    return;
  expander.macros.locals["this_model"] = Value::ofExpr(writeOwnName(tree.table, *model.dialect));
  expander.beginPhase();
  define(model.before);
  define(model.after);
  if (tree.kind == Kind::Seed)
    readSeed();
  readQuery();
  addTimePartition(header, tree.columns, *model.dialect, expander);
  readDefaultStatements("pre_statements", tree.before);
  readStatements(model.before, tree.before);
  readDefaultStatements("post_statements", tree.after);
  readStatements(model.after, tree.after);
  readDefaultStatements("on_virtual_update", tree.onVirtualUpdate);
  readStatements(model.onVirtualUpdate, tree.onVirtualUpdate);
  readDependencies();
  addAudits(model, inputs, header, readOwnAudits(model, inputs), expander, tree);
  readSignals();
  checkMaterialization();
  addManagedColumns();
  tree.asksColumns = expander.asksColumns;
  // A stand-in for columns has none of their names.
  if (!tree.poisoned && (inputs.parents || !tree.asksColumns))
    checkColumns();
  tree.poisoned |= expander.failed;
  tree.readsTimes = expander.readsTimes;
  tree.properties = std::move(header.properties);
  tree.parameters = std::move(header.parameters);
}

const PropertyValue *findIn(ArrayRef<PropertyValue> values, StringRef name) {
  auto found = llvm::find_if(values, [&](const PropertyValue &value) { return value.row->name == name; });
  return found == values.end() ? nullptr : &*found;
}

} // namespace

const PropertyValue *ModelTree::find(StringRef property) const { return findIn(properties, property); }
const PropertyValue *ModelTree::findParameter(StringRef parameter) const { return findIn(parameters, parameter); }

const Select *outermostSelect(const Node *query) {
  while (query) {
    if (const auto *select = dyn_cast<Select>(query))
      return select;
    if (const auto *outer = dyn_cast<Query>(query))
      query = outer->body;
    else if (const auto *subquery = dyn_cast<Subquery>(query))
      query = subquery->query;
    else if (const auto *operation = dyn_cast<SetOperation>(query))
      query = operation->terms.front();
    else
      return nullptr;
  }
  return nullptr;
}

ModelTree makeTree(const ModelDecl &model, const TreeInputs &inputs) {
  TreeBuilder builder(model, inputs);
  builder.build();
  builder.recordReads();
  return std::move(builder.tree);
}

} // namespace sluice
