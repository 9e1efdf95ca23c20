// Reads the properties of a MODEL block against the table of properties.
#include "passes/elaborate/header.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"

namespace sluice {

static const PropertyValue *findIn(ArrayRef<PropertyValue> values, StringRef name) {
  auto found = llvm::find_if(values, [&](const PropertyValue &value) { return value.row->name == name; });
  return found == values.end() ? nullptr : &*found;
}

const PropertyValue *Header::find(StringRef property) const { return findIn(properties, property); }

const PropertyValue *Header::findParameter(StringRef parameter) const { return findIn(parameters, parameter); }

namespace {

// Names that SQLMesh keeps for itself.
constexpr StringRef internalProperties[] = {"physical_schema_override", "pre_statements",
                                            "post_statements", "on_virtual_update", "python_env", "mapping_schema"};

class HeaderReader {
public:
  explicit HeaderReader(const ValueContext &context) : context(context) {}
  Header header;

  void read(const Block &block, ArrayRef<const Property *> defaults);

private:
  template <unsigned N, class... Args> void fail(SourceRange range, const Diag<N> &diag, Args &&...args) {
    context.sink.report(range, diag, std::forward<Args>(args)...);
    header.valid = false;
  }
  const PropertyRow *rowOf(const Property &property);
  void addProperty(const Property &property);
  void addDefault(const Property &property);
  void addDeprecated(PropertyValue value);
  void replace(PropertyValue value);
  void mergePairs(PropertyValue &own, const PropertyValue &standard);
  void dropNulls(PropertyValue &value);

  const ValueContext &context;
  const Node *kind = nullptr;
  llvm::SmallVector<const PropertyRow *, 1> deprecated; // old names that were used
};

const PropertyRow *HeaderReader::rowOf(const Property &property) {
  const PropertyRow *row = findProperty(modelProperties, property.name);
  if (row)
    return row;
  if (property.name.equals_insensitive("default_catalog"))
    fail(property.range, diag::CatalogOfModel);
  else if (llvm::is_contained(internalProperties, property.name.lower()))
    fail(property.range, diag::PropertyInternal, property.name.lower());
  else {
    llvm::SmallVector<StringRef> names;
    for (const PropertyRow &known : modelProperties)
      names.push_back(known.name);
    fail(property.range, diag::PropertyUnknown, property.name, "MODEL", findNearest(property.name, names));
  }
  return nullptr;
}

// Of two values the last one counts.
void HeaderReader::replace(PropertyValue value) {
  auto found = llvm::find_if(header.properties, [&](const PropertyValue &other) { return other.row == value.row; });
  if (found == header.properties.end())
    header.properties.push_back(std::move(value));
  else {
    context.sink.report(value.range, diag::PropertyTwice, value.row->name).note(found->range, "the first one stands here");
    *found = std::move(value);
  }
}

// An old name of a property: the value goes to the new one.
void HeaderReader::addDeprecated(PropertyValue value) {
  context.sink.report(value.range, diag::PropertyOld, value.row->name, value.row->successor);
  deprecated.push_back(value.row);
  const PropertyRow *successor = findProperty(modelProperties, value.row->successor);
  if (findIn(header.properties, successor->name)) {
    fail(value.range, diag::PropertyBoth, value.row->name, successor->name);
    return;
  }
  value.row = successor;
  replace(std::move(value));
}

void HeaderReader::addProperty(const Property &property) {
  const PropertyRow *row = rowOf(property);
  if (!row || row->type == PropertyType::Blueprints)
    return;
  if (row->type == PropertyType::Name || row->type == PropertyType::Kind) {
    const Node *&known = row->type == PropertyType::Name ? header.name : kind;
    if (known)
      context.sink.report(property.range, diag::PropertyTwice, row->name).note(known->range, "the first one stands here");
    known = property.value;
    return;
  }
  if (row->name == "project" || row->name == "virtual_environment_mode")
    context.sink.report(property.range, diag::PropertyOfConfig, row->name);
  if (row->refused) {
    fail(property.range, diag::PropertyWithoutMeaning, row->name);
    return;
  }
  auto value = readValue(*row, property.value, property.range, context);
  auto old = llvm::find_if(deprecated, [&](const PropertyRow *other) { return other->successor == row->name; });
  if (value && old != deprecated.end())
    fail(property.range, diag::PropertyBoth, (*old)->name, row->name);
  else if (!value)
    header.valid = false;
  else if (!row->successor.empty())
    addDeprecated(std::move(*value));
  else
    replace(std::move(*value));
}

// The model's own pairs come first; NULL takes a default away.
void HeaderReader::mergePairs(PropertyValue &own, const PropertyValue &standard) {
  for (auto [key, item] : llvm::zip(standard.keys, standard.items)) {
    auto found = llvm::find(own.keys, key);
    if (found == own.keys.end()) {
      own.keys.push_back(key);
      own.items.push_back(item);
    } else if (isa<Null>(own.items[size_t(found - own.keys.begin())])) {
      own.items.erase(own.items.begin() + (found - own.keys.begin()));
      own.keys.erase(found);
    }
  }
}

// In a list of properties of tables, views and sessions NULL stands for none.
void HeaderReader::dropNulls(PropertyValue &value) {
  for (size_t i = value.items.size(); i-- > 0;)
    if (isa<Null>(value.items[i])) {
      value.keys.erase(value.keys.begin() + ptrdiff_t(i));
      value.items.erase(value.items.begin() + ptrdiff_t(i));
    }
}

void HeaderReader::addDefault(const Property &property) {
  const PropertyRow *row = findProperty(modelProperties, property.name);
  if (!row || row->type == PropertyType::Kind || row->name == "dialect" || row->name == "audits")
    return;
  auto own = llvm::find_if(header.properties, [&](const PropertyValue &value) { return value.row == row; });
  bool pairs = row->type == PropertyType::Pairs || row->type == PropertyType::Settings;
  if (own != header.properties.end() && !pairs)
    return;
  auto value = readValue(*row, property.value, property.range, context);
  if (!value)
    header.valid = false;
  else if (own != header.properties.end())
    mergePairs(*own, *value);
  else
    header.properties.push_back(std::move(*value));
}

void HeaderReader::read(const Block &block, ArrayRef<const Property *> defaults) {
  for (const Node *node : block.properties)
    if (const auto *property = dyn_cast<Property>(node))
      addProperty(*property);
  for (const Property *property : defaults)
    addDefault(*property);
  for (PropertyValue &value : header.properties)
    if (value.row->name.ends_with("_properties"))
      dropNulls(value);
  if (const PropertyValue *enabled = header.find("enabled"))
    header.enabled = enabled->text == "true";
  if (kind)
    readKind(kind, defaults, context, header);
  llvm::sort(header.properties, [](const PropertyValue &a, const PropertyValue &b) { return a.row->name < b.row->name; });
}

} // namespace

Header readHeader(const Block &block, ArrayRef<const Property *> defaults, const ValueContext &context) {
  HeaderReader reader(context);
  reader.read(block, defaults);
  return std::move(reader.header);
}

namespace {
struct WrittenPart {
  std::string text;
  bool quoted;
};
} // namespace

// One pair of quotes may hold several parts: `p.d.t`.
static void addPart(std::string text, bool quoted, const Dialect &dialect, llvm::SmallVectorImpl<WrittenPart> &result) {
  llvm::SmallVector<StringRef> pieces{text};
  if (quoted && dialect.dottedNames) {
    pieces.clear();
    StringRef(text).split(pieces, '.');
  }
  for (StringRef piece : pieces)
    result.push_back({piece.str(), quoted});
}

// The parts of a table's name, which may stand in a string; none where it is no
// name.
static llvm::SmallVector<WrittenPart, 3> writtenParts(const Node *name, const Dialect &dialect) {
  llvm::SmallVector<WrittenPart, 3> result;
  if (const auto *table = dyn_cast_or_null<Table>(name))
    name = table->name;
  if (const auto *string = dyn_cast_or_null<String>(name)) {
    llvm::SmallVector<StringRef> parts;
    std::string text = stringContent(*string);
    StringRef(text).split(parts, '.');
    if (llvm::is_contained(parts, ""))
      return {};
    for (StringRef part : parts)
      result.push_back({part.str(), false});
    return result;
  }
  const auto *dotted = dyn_cast_or_null<Name>(name);
  for (const Node *part : dotted ? dotted->parts : NodeList()) {
    const auto *identifier = dyn_cast<Identifier>(part);
    auto text = plainText(part);
    if (!text)
      return {};
    addPart(std::move(*text), !identifier || identifier->quoted, dialect, result);
  }
  return result;
}

std::optional<TableName> normalizeTableName(const Node *name, const Dialect &dialect) {
  llvm::SmallVector<WrittenPart, 3> written = writtenParts(name, dialect);
  if (written.empty() || written.size() > 3)
    return std::nullopt;
  std::string parts[3];
  for (auto [i, part] : llvm::enumerate(written))
    parts[i + 3 - written.size()] = normalizeName(part.text, part.quoted, dialect, /*isTable=*/true);
  return TableName{parts[0], parts[1], parts[2]};
}

std::string writtenSchema(const Node *name, const Dialect &dialect) {
  llvm::SmallVector<WrittenPart, 3> parts = writtenParts(name, dialect);
  return parts.size() > 1 ? parts[parts.size() - 2].text : "";
}

void applyHeader(Header &header, StringRef timeColumnFormat, ModelFacts &model) {
  for (PropertyValue &value : header.parameters)
    if (value.row->type == PropertyType::TimeColumn && value.text.empty())
      value.text = timeColumnFormat.str();
  model.enabled = header.enabled;
  model.kind = header.kind;
  model.kindName = header.kindName;
}

} // namespace sluice
