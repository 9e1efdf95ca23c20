// Reads the properties of a MODEL block against the table of properties.
//
//   MODEL (name s.t, kind FULL, owner me, columns (a INT))
#include "passes/elaborate/header.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/values.h"

namespace sluice {
namespace {

class HeaderReader {
public:
  HeaderReader(Arena &arena, Sink sink) : arena(arena), sink(sink) {}
  Header header;

  void read(const Block &block);
  void addDefaults(ArrayRef<ModelDefault> defaults);
  void finish(SourceRange block);

private:
  template <unsigned N, class... Args> void fail(SourceRange range, const Diag<N> &diag, Args &&...args) {
    sink.report(range, diag, std::forward<Args>(args)...);
    header.valid = false;
  }
  const PropertyRow *rowOf(const Property &property);
  void addProperty(const Property &property);
  void checkValue(const PropertyRow &row, const Property &property);
  void readKind(const Node *value);
  void checkParameters(const KindRow &row, const KindSpec &spec);
  const PropertyValue *find(StringRef name) const {
    auto found = llvm::find_if(header.properties, [&](const PropertyValue &value) { return value.row->name == name; });
    return found == header.properties.end() ? nullptr : &*found;
  }

  Arena &arena;
  Sink sink;
  const Node *kind = nullptr;
};

// Names that SQLMesh keeps for itself.
constexpr StringRef internalProperties[] = {"default_catalog", "physical_schema_override", "pre_statements",
                                            "post_statements", "on_virtual_update", "python_env", "mapping_schema"};

const PropertyRow *HeaderReader::rowOf(const Property &property) {
  const PropertyRow *row = findProperty(modelProperties, property.name);
  if (!row && llvm::is_contained(internalProperties, property.name.lower()))
    fail(property.range, diag::PropertyInternal, property.name.lower());
  else if (!row) {
    llvm::SmallVector<StringRef> names;
    for (const PropertyRow &known : modelProperties)
      names.push_back(known.name);
    fail(property.range, diag::PropertyUnknown, property.name, "MODEL", findNearest(property.name, names));
  } else if (!row->built) {
    fail(property.range, diag::PropertyNotBuilt, row->name);
    row = nullptr;
  }
  return row;
}

void HeaderReader::checkValue(const PropertyRow &row, const Property &property) {
  if (!hasType(property.value, row.type)) {
    TypeHelp help = helpFor(row.type);
    fail(property.range, diag::PropertyType, row.name, help.wants, help.example);
    return;
  }
  if (row.type == PropertyType::Columns)
    for (const Node *item : listItems(property.value))
      if (const auto *column = dyn_cast<ColumnDecl>(item); column && !column->type)
        fail(column->range, diag::ColumnTypeMissing, plainText(column->name).value_or("?"));
}

void HeaderReader::addProperty(const Property &property) {
  const PropertyRow *row = rowOf(property);
  if (!row)
    return;
  if (row->name == "name" || row->name == "kind") {
    const Node *&known = row->name == "name" ? header.name : kind;
    if (known)
      fail(property.range, diag::PropertyTwice, row->name);
    known = property.value;
    return;
  }
  if (find(row->name)) {
    fail(property.range, diag::PropertyTwice, row->name);
    return;
  }
  checkValue(*row, property);
  header.properties.push_back({row, property.value, plainText(property.value).value_or(""), property.range});
}

void HeaderReader::checkParameters(const KindRow &row, const KindSpec &spec) {
  llvm::SmallVector<StringRef> known;
  row.params.split(known, ' ', -1, false);
  for (const Node *node : spec.properties) {
    const auto *param = dyn_cast<Property>(node);
    if (param && !llvm::is_contained(known, param->name.lower()))
      fail(param->range, diag::KindParameter, row.name, param->name.lower());
    else if (param && param->name.equals_insensitive("materialized") && plainBool(param->value).value_or(false))
      fail(param->range, diag::MaterializedView);
  }
}

void HeaderReader::readKind(const Node *value) {
  const auto *spec = dyn_cast<KindSpec>(value);
  std::string name = plainText(spec ? spec->name : value).value_or("");
  const KindRow *row = findKind(name);
  header.kindSpec = spec;
  if (row && row->built) {
    header.kind = row->kind;
    if (spec)
      checkParameters(*row, *spec);
    return;
  }
  if (row) {
    fail(value->range, diag::KindNotBuilt, row->name);
    return;
  }
  llvm::SmallVector<StringRef> names;
  for (const KindRow &known : kinds)
    names.push_back(known.name);
  fail(value->range, diag::KindUnknown, name, findNearest(name, names));
}

void HeaderReader::read(const Block &block) {
  for (const Node *node : block.properties)
    if (const auto *property = dyn_cast<Property>(node))
      addProperty(*property);
}

// A default as the tree that the header would have had.
static const Node *valueTree(const Value &value, SourceRange range, Arena &arena) {
  if (value.kind == Value::Kind::List) {
    llvm::SmallVector<const Node *> items;
    for (const Value &item : value.items)
      items.push_back(valueTree(item, range, arena));
    auto *tuple = arena.make<Tuple>();
    tuple->range = range;
    tuple->items = arena.copy(NodeList(items));
    return tuple;
  }
  if (value.kind == Value::Kind::Bool) {
    auto *flag = arena.make<Bool>();
    flag->range = range;
    flag->value = value.flag;
    return flag;
  }
  auto *string = arena.make<String>();
  string->range = range;
  string->text = arena.copy(StringRef(value.text));
  return string;
}

// `dialect` is no property of the block but of its file; `kind` as a default is
// for Python models only.
void HeaderReader::addDefaults(ArrayRef<ModelDefault> defaults) {
  for (const ModelDefault &entry : defaults) {
    const PropertyRow *row = findProperty(modelProperties, entry.property);
    if (!row || row->name == "kind" || row->name == "dialect" || find(row->name))
      continue;
    auto *property = arena.make<Property>();
    property->range = entry.range;
    property->name = row->name;
    property->value = valueTree(entry.value, entry.range, arena);
    addProperty(*property);
  }
}

void HeaderReader::finish(SourceRange block) {
  if (const PropertyValue *enabled = find("enabled"))
    header.enabled = plainBool(enabled->tree).value_or(true);
  if (find("grain") && find("grains"))
    fail(find("grains")->range, diag::GrainAndGrains);
  if (find("end") && !find("start"))
    fail(find("end")->range, diag::EndWithoutStart);
  if (!header.name)
    fail(block, diag::NameMissing);
  if (kind)
    readKind(kind);
  llvm::sort(header.properties, [](const PropertyValue &a, const PropertyValue &b) { return a.row->name < b.row->name; });
}

} // namespace

Header readHeader(const Block &block, ArrayRef<ModelDefault> defaults, Arena &arena, Sink sink) {
  HeaderReader reader(arena, sink);
  reader.read(block);
  reader.addDefaults(defaults);
  reader.finish(block.range);
  return std::move(reader.header);
}

std::optional<TableName> normalizeTableName(const Node *name, const Dialect &dialect) {
  if (const auto *table = dyn_cast_or_null<Table>(name))
    name = table->name;
  const auto *dotted = dyn_cast_or_null<Name>(name);
  if (!dotted || dotted->parts.empty() || dotted->parts.size() > 3)
    return std::nullopt;
  std::string parts[3];
  for (auto [i, part] : llvm::enumerate(dotted->parts)) {
    const auto *identifier = dyn_cast<Identifier>(part);
    auto text = plainText(part);
    if (!text)
      return std::nullopt;
    size_t place = i + 3 - dotted->parts.size();
    parts[place] = normalizeName(*text, !identifier || identifier->quoted, dialect, /*isTable=*/true);
  }
  return TableName{parts[0], parts[1], parts[2]};
}

} // namespace sluice
