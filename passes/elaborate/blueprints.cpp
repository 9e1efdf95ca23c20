// Reads the `blueprints` property, which is gone before the rest of the header
// is looked at. A macro may give the list; it sees the variables of the gateway
// that is compiled for.
#include "passes/elaborate/blueprints.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/scope.h"

namespace sluice {

const Value *Blueprint::find(StringRef lowerName) const {
  auto found = llvm::find_if(variables, [&](auto &variable) { return variable.first == lowerName; });
  return found == variables.end() ? nullptr : &found->second;
}

void Blueprint::addTo(StableHash &hash) const {
  hash.add("blueprint").add(uint64_t(variables.size()));
  for (auto &[name, value] : variables)
    hash.add(StringRef(name)).add(StringRef(value.text));
}

namespace {

// The SQL of a value that a macro made: names, literals and lists of them.
std::optional<std::string> writeValue(const Node *node, const Dialect &dialect) {
  if (const auto *string = dyn_cast_or_null<String>(node))
    return (string->prefix + "'" + string->text + "'").str();
  if (isa_and_nonnull<Name, Identifier>(node))
    return writtenName(node, dialect);
  if (!isa_and_nonnull<Tuple, Array>(node))
    return plainText(node);
  std::string text;
  for (const Node *item : listItems(node)) {
    auto written = writeValue(item, dialect);
    if (!written)
      return std::nullopt;
    text += (text.empty() ? "" : ", ") + *written;
  }
  return isa<Array>(node) ? "[" + text + "]" : "(" + text + ")";
}

// `x := 1` or `x = 1`, where a macro's sign may stand before the name: `@x := 1`.
std::pair<std::string, const Node *> splitVariable(const Node *pair) {
  const auto *infix = dyn_cast<Infix>(pair);
  const auto *variable = infix ? dyn_cast<MacroVar>(infix->operands[0]) : nullptr;
  if (variable && infix->ops.size() == 1 && (infix->ops[0] == Op::Assign || infix->ops[0] == Op::Equal))
    return {variable->name.str(), infix->operands[1]};
  return splitPair(pair);
}

class BlueprintReader {
public:
  BlueprintReader(const ModelDecl &model, const TreeInputs &inputs) : model(model), inputs(inputs) {}
  std::vector<Blueprint> blueprints;
  bool failed = false;

  void read();

private:
  void readList(const Node *list, bool written);
  void readOne(const Node *node, bool written);
  void addVariable(const Node *pair, bool written, Blueprint &blueprint);
  const Node *expandList(const Property &property);

  const ModelDecl &model;
  const TreeInputs &inputs;
};

void BlueprintReader::addVariable(const Node *pair, bool written, Blueprint &blueprint) {
  auto [name, value] = splitVariable(pair);
  std::optional<std::string> text;
  if (value && written)
    text = model.file->text.slice(value->range.begin - model.file->base, value->range.end - model.file->base).str();
  else if (value)
    text = writeValue(value, *model.dialect);
  if (name.empty() || !text) {
    inputs.sink.report(pair->range, diag::BlueprintShape, "a variable of a blueprint is written `name := value`");
    failed = true;
    return;
  }
  blueprint.variables.push_back({StringRef(name).lower(), Value::ofExpr(*text)});
}

// `(x := 1, y := 2)`, `(x := 1)` or `x := 1`.
void BlueprintReader::readOne(const Node *node, bool written) {
  Blueprint blueprint;
  // Only brackets say that `x = 1` is no comparison.
  if (auto *bare = dyn_cast_or_null<KeywordArg>(node); bare && bare->sign == "=") {
    inputs.sink.report(node->range, diag::BlueprintShape, "a variable of a blueprint is written `name := value`");
    failed = true;
    return;
  }
  for (const Node *pair : listItems(node))
    addVariable(pair, written, blueprint);
  llvm::sort(blueprint.variables, [](auto &a, auto &b) { return a.first < b.first; });
  blueprints.push_back(std::move(blueprint));
}

void BlueprintReader::readList(const Node *list, bool written) {
  if (!isa_and_nonnull<Tuple, Array, Paren>(list)) {
    inputs.sink.report(list ? list->range : model.header.range, diag::BlueprintShape, "`blueprints` wants a list in brackets");
    failed = true;
    return;
  }
  for (const Node *item : listItems(list))
    readOne(item, written);
}

// A macro's results stand in a list of their own, unless it gave one. The list
// has another item before them, since results replace one that stands alone.
const Node *BlueprintReader::expandList(const Property &property) {
  ModelExpander expander(model, inputs);
  expander.setHome(findHome(inputs.config, inputs.gateway, ""));
  SourceRange range = property.value->range;
  StringRef text = model.file->text.slice(range.begin - model.file->base, range.end - model.file->base);
  const Property *expanded = expander.readProperty("blueprints", ("(0, " + text + ")").str(), range);
  const Node *list = expanded ? expanded->value : nullptr;
  failed |= !list || expander.failed;
  if (failed)
    return nullptr;
  NodeList items = listItems(list).empty() ? NodeList() : listItems(list).drop_front();
  bool nested = items.size() == 1 && isa<Tuple, Array, Paren>(items[0]) && !listItems(items[0]).empty() &&
                isa<Tuple, Array, Paren>(listItems(items[0])[0]);
  auto *own = inputs.arena.make<Tuple>();
  own->items = items;
  own->range = range;
  return nested ? items[0] : own;
}

// A list may be empty on a gateway, and then the file makes no model there.
void BlueprintReader::read() {
  bool listed = false;
  for (const Node *node : cast<Block>(model.header.tree)->properties) {
    const auto *property = dyn_cast<Property>(node);
    if (!property || !property->name.equals_insensitive("blueprints"))
      continue;
    blueprints.clear();
    listed = true;
    if (!isa_and_nonnull<MacroCall, MacroVar>(property->value))
      readList(property->value, true);
    else if (const Node *list = expandList(*property))
      readList(list, false);
    if (blueprints.empty() && !failed)
      inputs.sink.report(property->range, diag::BlueprintsNone);
  }
  if (!listed)
    blueprints.emplace_back();
}

} // namespace

std::optional<std::vector<Blueprint>> readBlueprints(const ModelDecl &model, const TreeInputs &inputs) {
  BlueprintReader reader(model, inputs);
  reader.read();
  return reader.failed ? std::nullopt : std::optional(std::move(reader.blueprints));
}

} // namespace sluice
