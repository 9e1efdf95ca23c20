// Reads and expands the statements around a deployment, one by one: a local
// that one of them defines is not known to the next.
#include "passes/elaborate/around.h"
#include "frontend/jinja/render.h"
#include "ir/plan/naming.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/jinja_blocks.h"
#include "passes/elaborate/scope.h"
#include "passes/macros/values.h"
#include "passes/qualify.h"
#include <map>
#include <set>

namespace sluice {
namespace {

// What differs between the two lists.
struct AroundList {
  StringRef key; // of config.yaml, and the value of @runtime_stage
  const std::vector<ConfigStatement> Config::*statements;
};

constexpr AroundList lists[] = {{"before_all", &Config::beforeAll}, {"after_all", &Config::afterAll}};

// The text of one item. Where the file has the same bytes, places in it are
// those of the file; a text with escapes or on several lines is one place.
struct AroundText {
  SourceFile file;
  bool exact = false;
};

AroundText placeText(const ConfigStatement &statement, const SourceFile &config) {
  StringRef behind = config.text.drop_front(std::min<size_t>(statement.range.begin - config.base, config.text.size()));
  // A quote or the mark of a block and its indentation may come first.
  constexpr size_t farthest = 64;
  size_t at = behind.take_front(statement.text.size() + farthest).find(statement.text);
  bool exact = at != StringRef::npos;
  uint32_t base = statement.range.begin + uint32_t(exact ? at : 0);
  return {{config.path, statement.text, base, config.secret}, exact};
}

Value listOf(ArrayRef<std::string> texts) {
  Value list;
  list.kind = Value::Kind::List;
  for (const std::string &text : texts)
    list.items.push_back(Value::ofString(text));
  return list;
}

class AroundExpander {
public:
  AroundExpander(const AroundList &list, const AroundInputs &inputs, Sink sink) : list(list), inputs(inputs), sink(sink) {}

  // Calls `action` with each statement that could be read, and a sink that knows
  // where it stands.
  template <class Action> void forEach(Action action) const;

  void expand(const ParsedStatement &statement, const EnvironmentNames &names, Sink own, std::vector<const Node *> &result) const;

private:
  bool checkTemplate(const ParsedStatement &statement, Sink own) const;
  MacroContext makeContext(const EnvironmentNames &names, Sink own, VariableLookup lookup) const;
  void add(const ParsedStatement &statement, MacroContext &context, std::vector<const Node *> &result) const;
  void addRendered(const ParsedStatement &statement, MacroContext &context, std::vector<const Node *> &result) const;

  const AroundList &list;
  const AroundInputs &inputs;
  Sink sink;
};

// SQLMesh reads the text as SQL before anything is filled in, and tags are no SQL.
// In a block between JINJA_STATEMENT_BEGIN and JINJA_END expressions pass as such.
bool AroundExpander::checkTemplate(const ParsedStatement &statement, Sink own) const {
  const auto *block = dyn_cast_or_null<JinjaBlock>(statement.tree);
  if (!statement.text.contains("{%") && (block || !statement.text.contains("{{")))
    return true;
  own.report(statement.range, diag::AroundTemplate, list.key);
  return false;
}

template <class Action> void AroundExpander::forEach(Action action) const {
  for (const ConfigStatement &item : inputs.config.*list.statements) {
    AroundText text = placeText(item, inputs.file);
    Report own;
    ParsedText parsed = inputs.parser.parseFile(text.file, Sink(own));
    if (parsed.statements.empty() && !own.hasErrors())
      Sink(own).report(item.range, diag::AroundEmpty, list.key);
    for (const ParsedStatement &statement : parsed.statements)
      if (checkTemplate(statement, Sink(own)) && statement.tree)
        action(statement, Sink(own));
    if (!text.exact)
      passOn(own, item.range, sink);
    for (Diagnostic &diagnostic : own.take())
      sink.all().add(std::move(diagnostic));
  }
}

MacroContext AroundExpander::makeContext(const EnvironmentNames &names, Sink own, VariableLookup lookup) const {
  MacroContext context(*inputs.gateway.dialect, inputs.parser, inputs.arena, own, lookup);
  context.times = &inputs.times;
  context.pythonMacros = inputs.pythonMacros;
  context.locals["runtime_stage"] = Value::ofString(list.key.str());
  context.locals["this_env"] = Value::ofString(names.name);
  if (!names.schemas.empty())
    context.locals["schemas"] = listOf(names.schemas);
  if (!names.views.empty())
    context.locals["views"] = listOf(names.views);
  return context;
}

void AroundExpander::addRendered(const ParsedStatement &statement, MacroContext &context,
                                 std::vector<const Node *> &result) const {
  static constexpr StringRef names[] = {"this_env", "schemas", "views"};
  jinja::Library none;
  auto rendered = renderBlock(cast<JinjaBlock>(statement.tree)->text, inputs.file, statement.range, {context, names, none}, context.sink);
  if (!rendered)
    return;
  SourceFile file{inputs.file.path, inputs.arena.copy(StringRef(rendered->text)), statement.range.begin, inputs.file.secret};
  Report own;
  for (const ParsedStatement &made : inputs.parser.parseFile(file, Sink(own)).statements)
    if (made.tree)
      result.push_back(made.tree);
  passOn(own, statement.range, context.sink);
}

void AroundExpander::add(const ParsedStatement &statement, MacroContext &context, std::vector<const Node *> &result) const {
  if (isa<JinjaBlock>(statement.tree))
    return addRendered(statement, context, result);
  if (!statement.hasMacros && !statement.text.contains('@')) {
    result.push_back(statement.tree);
    return;
  }
  Expansion expansion = expandStatement(statement, context);
  if (expansion.kind != Expansion::Tree)
    return;
  if (expansion.tree)
    result.push_back(expansion.tree);
  llvm::append_range(result, expansion.several);
}

void AroundExpander::expand(const ParsedStatement &statement, const EnvironmentNames &names, Sink own,
                            std::vector<const Node *> &result) const {
  std::map<std::string, Value> seen; // addresses are stable
  auto lookup = [&](StringRef name) -> const Value * {
    auto value = gatewayVariable(inputs.gateway, name);
    return value ? &seen.try_emplace(name.str(), std::move(*value)).first->second : nullptr;
  };
  MacroContext context = makeContext(names, own, lookup);
  std::vector<StringRef> known{"this_env", "schemas", "views", "gateway", "runtime_stage", "default_catalog"};
  for (auto &[name, variable] : inputs.gateway.variables)
    known.push_back(name);
  context.variableNames = known;
  std::vector<const Node *> made;
  add(statement, context, made);
  for (const Node *node : made)
    result.push_back(nameOutputs(node, *inputs.gateway.dialect, inputs.arena));
}

std::string writtenName(ArrayRef<StringRef> parts, const Dialect &dialect) {
  std::string text;
  for (StringRef part : parts) {
    if (part.empty())
      continue;
    text += text.empty() ? "" : ".";
    appendName(part, false, dialect, text);
  }
  return text;
}

} // namespace

EnvironmentNames environmentNames(StringRef environment, const Project &project, const GatewayModels &models) {
  EnvironmentNames result{environmentName(environment), {}, {}};
  std::set<std::string> schemas;
  for (const Variant &variant : models.variants) {
    const ModelBody &body = *variant.body;
    if (kindRow(body.kind).symbolic || variant.poisoned)
      continue;
    TableName full = withCatalog(body.table, variant.catalog);
    ObjectName view = viewName({full.catalog, full.schema, full.table}, environment, project.config, *body.dialect);
    StringRef catalog = view.catalog == project.config.catalogOf(*models.gateway) ? StringRef() : StringRef(view.catalog);
    result.views.push_back(writtenName({catalog, view.schema, view.name}, *body.dialect));
    schemas.insert(view.schema);
  }
  result.schemas.assign(schemas.begin(), schemas.end());
  return result;
}

void checkAround(const AroundInputs &inputs, Sink sink) {
  for (const AroundList &list : lists)
    AroundExpander(list, inputs, sink).forEach([](const ParsedStatement &, Sink) {});
}

std::vector<const Node *> expandAround(AroundStage stage, const EnvironmentNames &names, const AroundInputs &inputs, Sink sink) {
  std::vector<const Node *> result;
  AroundExpander expander(lists[size_t(stage)], inputs, sink);
  expander.forEach([&](const ParsedStatement &statement, Sink own) { expander.expand(statement, names, own, result); });
  return result;
}

} // namespace sluice
