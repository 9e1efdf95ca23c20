// Models that are declared by data.
//
//   - name: raw.orders                    @model("mart.m", columns={"a": "int"}, kind="full")
//     columns: {id: int}
//
// A MODEL block is made of the data, and read like one of a file.
#include "passes/elaborate/data_models.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/audits.h"
#include "passes/elaborate/data_trees.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/time_partition.h"
#include "passes/qualify.h"

namespace sluice {
namespace {

class DataModelBuilder {
public:
  DataModelBuilder(const DataDecl &decl, const Dialect &dialect, const TreeInputs &inputs)
      : decl(decl), dialect(dialect), inputs(inputs), trees{dialect, inputs.parser, inputs.arena},
        values{dialect, inputs.arena, inputs.sink} {
    model.file = decl.file;
    model.dialect = &dialect;
    model.header.range = decl.range;
  }
  ModelTree tree;

  void build();

private:
  bool readName();
  bool readHeaderBlock();
  const Block *makeBlock();
  std::vector<const Property *> readDefaults();
  const Property *makeProperty(StringRef name, const Value &value, SourceRange range);
  void readColumns();
  std::vector<AuditCall> readAuditCalls();
  void readStatements(StringRef property, ModelExpander &expander, std::vector<const Node *> &result);
  const GivenProperty *find(StringRef name) const;

  const DataDecl &decl;
  const Dialect &dialect;
  const TreeInputs &inputs;
  DataTrees trees;
  ValueContext values;
  ModelDecl model;
  Header header;
};

constexpr StringRef statementLists[] = {"pre_statements", "post_statements", "on_virtual_update"};

const GivenProperty *DataModelBuilder::find(StringRef name) const {
  auto found = llvm::find_if(decl.properties, [&](const GivenProperty &given) { return given.name == name; });
  return found == decl.properties.end() ? nullptr : &*found;
}

bool DataModelBuilder::readName() {
  const Node *name = trees.expression(decl.name, decl.range);
  auto table = normalizeTableName(name, dialect);
  if (!table) {
    inputs.sink.report(decl.range, diag::ExternalNameSyntax, decl.name);
    return false;
  }
  tree.table = std::move(*table);
  tree.writtenSchema = writtenSchema(name, dialect);
  return true;
}

const Property *DataModelBuilder::makeProperty(StringRef name, const Value &value, SourceRange range) {
  const PropertyRow *row = findProperty(modelProperties, name);
  auto *property = inputs.arena.make<Property>();
  property->range = range;
  property->name = row ? row->name : inputs.arena.copy(name);
  property->value = row ? trees.property(*row, value, range) : trees.literal(value, range);
  return property;
}

const Block *DataModelBuilder::makeBlock() {
  llvm::SmallVector<const Node *> properties;
  for (const GivenProperty &given : decl.properties)
    if (!llvm::is_contained(statementLists, given.name) && given.name != "audits")
      properties.push_back(makeProperty(given.name, given.value, given.range));
  auto *block = inputs.arena.make<Block>();
  block->kind = "MODEL";
  block->range = decl.range;
  block->properties = inputs.arena.copy(NodeList(properties));
  return block;
}

// A default that is a macro would need a MODEL block around it, so it is left to
// SQL models.
std::vector<const Property *> DataModelBuilder::readDefaults() {
  std::vector<const Property *> defaults;
  for (const ModelDefault &entry : inputs.gateway.defaults) {
    bool macro = mentionsMacro(entry.value.text) && entry.property != "cron";
    bool sqlOnly = entry.property == "optimize_query" || entry.property == "audits";
    if (!macro && !sqlOnly && !llvm::is_contained(statementLists, entry.property))
      defaults.push_back(makeProperty(entry.property, entry.value, entry.range));
  }
  return defaults;
}

bool DataModelBuilder::readHeaderBlock() {
  header = readHeader(*makeBlock(), readDefaults(), values);
  if (!decl.python) {
    header.kind = Kind::External;
    header.kindName = kindRow(Kind::External).name;
    // Nothing runs that could wait for a signal.
    if (const GivenProperty *signals = find("signals"); signals && (!signals->value.items.empty() || !signals->value.text.empty())) {
      inputs.sink.report(signals->range, diag::PropertyOfKind, "signals", header.kindName);
      header.valid = false;
    }
  }
  applyHeader(header, inputs.config.timeColumnFormat, tree);
  if (header.valid)
    checkHeader(header, decl.range, values);
  if (header.valid && decl.python && !kindRow(header.kind).python) {
    inputs.sink.report(decl.range, diag::PythonKind, header.kindName);
    return false;
  }
  return header.valid;
}

void DataModelBuilder::readColumns() {
  const PropertyValue *declared = header.find("columns");
  if (!declared)
    return;
  for (const Node *item : declared->items) {
    const auto *column = cast<ColumnDecl>(item);
    tree.columns.push_back({columnName(column->name, dialect), column->type});
  }
}

// `not_null` or `{name: not_null, columns: '[id]'}`, whose values are SQL.
std::vector<AuditCall> DataModelBuilder::readAuditCalls() {
  std::vector<AuditCall> calls;
  const GivenProperty *given = find("audits");
  for (const Value &item : given ? given->value.items : std::vector<Value>()) {
    if (item.kind == Value::Kind::String) {
      llvm::append_range(calls, readCalls(inputs.arena.copy(StringRef(item.text)), nullptr, given->range, dialect, false, inputs.sink));
      continue;
    }
    AuditCall call;
    call.range = given->range;
    bool pair = item.kind == Value::Kind::List && item.items.size() == 2;
    const Value &args = pair ? item.items[1] : item;
    if (pair)
      call.name = StringRef(item.items[0].text).lower();
    for (auto [key, value] : llvm::zip(args.keys, args.items))
      if (key == "name" && !pair)
        call.name = StringRef(value.text).lower();
      else
        call.args.push_back({StringRef(key).lower(), value.kind == Value::Kind::Bool ? (value.flag ? "TRUE" : "FALSE") : value.text});
    if (call.name.empty())
      inputs.sink.report(given->range, diag::AuditShape);
    else
      calls.push_back(std::move(call));
  }
  return calls;
}

void DataModelBuilder::readStatements(StringRef property, ModelExpander &expander, std::vector<const Node *> &result) {
  const GivenProperty *given = find(property);
  for (const Value &item : given ? given->value.items : std::vector<Value>()) {
    llvm::SmallVector<const Node *, 1> expanded;
    expander.expandAll(expander.read(item.text, given->range), expander.macros, expanded);
    for (const Node *node : expanded)
      result.push_back(qualifyStatement(node, dialect, inputs.arena));
  }
}

void DataModelBuilder::build() {
  tree.dialect = &dialect;
  tree.name = decl.name;
  tree.nameRange = decl.range;
  tree.python = decl.python;
  tree.gateway = decl.python ? decl.gateway : "";
  bool sound = readName();
  if (!readHeaderBlock() || !sound) {
    tree.poisoned = true;
    return;
  }
  ModelExpander expander(model, inputs);
  expander.setHome(findHome(inputs.config, inputs.gateway, tree.gateway));
  expander.macros.locals["this_model"] = Value::ofExpr(writeOwnName(tree.table, dialect));
  if (const PropertyValue *description = header.find("description"))
    tree.description = description->text;
  readColumns();
  if (const PropertyValue *property = header.find("depends_on"))
    for (const Node *item : property->items)
      if (auto name = normalizeTableName(item, dialect))
        tree.dependencies.push_back({std::move(*name), decl.range, true});
  addTimePartition(header, tree.columns, dialect, expander);
  readStatements("pre_statements", expander, tree.before);
  readStatements("post_statements", expander, tree.after);
  readStatements("on_virtual_update", expander, tree.onVirtualUpdate);
  addAudits(model, inputs, header, readAuditCalls(), expander, tree);
  tree.reads = expander.reads();
  tree.poisoned |= expander.failed;
  tree.properties = std::move(header.properties);
  tree.parameters = std::move(header.parameters);
}

} // namespace

ModelTree makeDataTree(const DataDecl &decl, const Dialect &dialect, const TreeInputs &inputs) {
  DataModelBuilder builder(decl, dialect, inputs);
  builder.build();
  return std::move(builder.tree);
}

} // namespace sluice
