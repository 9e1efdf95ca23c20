// Looks up variables for a model, and expands its statements.
#include "passes/elaborate/scope.h"
#include "frontend/jinja/parse.h"
#include "frontend/jinja/tree.h"
#include "frontend/lex/scan.h"
#include "llvm/ADT/StringExtras.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/header.h"
#include "passes/elaborate/jinja_blocks.h"
#include "passes/macros/builtins.h"

namespace sluice {

void passOn(Report &own, SourceRange place, Sink sink) {
  for (Diagnostic &diagnostic : own.take()) {
    diagnostic.range = place;
    diagnostic.notes.clear();
    sink.all().add(std::move(diagnostic));
  }
}

// The line of a text in which a byte stands.
static std::string lineOf(StringRef text, size_t at) {
  at = std::min(at, text.size());
  size_t begin = text.take_front(at).rfind('\n');
  return text.substr(begin == StringRef::npos ? 0 : begin + 1).take_until([](char c) { return c == '\n'; }).trim().str();
}

std::optional<Value> gatewayVariable(const Gateway &gateway, StringRef name) {
  if (name == "gateway")
    return Value::ofString(gateway.name);
  if (name == "runtime_stage")
    return Value::ofString("loading");
  if (name == "default_catalog") {
    StringRef catalog = gateway.connection ? StringRef(gateway.connection->defaultCatalog) : StringRef();
    return catalog.empty() ? Value() : Value::ofString(catalog.str());
  }
  auto found = gateway.variables.find(name.str());
  return found == gateway.variables.end() ? std::nullopt : std::optional(found->second.value);
}

std::optional<Value> Home::variable(StringRef lowerName) const {
  if (gateway)
    return gatewayVariable(*gateway, lowerName);
  if (lowerName == "gateway")
    return Value::ofString(name);
  if (lowerName == "runtime_stage")
    return Value::ofString("loading");
  auto found = config->variables.find(lowerName.str());
  return found == config->variables.end() ? std::nullopt : std::optional(found->second.value);
}

Home findHome(const Config &config, const Gateway &selected, StringRef ownGateway) {
  if (ownGateway.empty())
    return {&config, &selected, selected.name};
  return {&config, config.findGateway(ownGateway), ownGateway.lower()};
}

// Whether a text holds @name or VAR('name') in any case, or @{name} as it is.
static bool mentions(StringRef text, StringRef name) {
  auto isPart = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  for (size_t at = text.find_insensitive(name); at != StringRef::npos; at = text.find_insensitive(name, at + 1)) {
    StringRef before = text.take_front(at), behind = text.substr(at + name.size());
    if (!behind.empty() && isPart(behind.front()))
      continue;
    bool lower = text.substr(at, name.size()) == name;
    if (before.ends_with("@") || before.ends_with_insensitive("var('") || (lower && before.ends_with("@{")))
      return true;
  }
  return false;
}

bool ModelExpander::Mentioned::operator()(StringRef name) const {
  auto inText = [&](const ParsedStatement &statement) { return mentions(statement.text, name); };
  return inText(model->header) || inText(model->query) || llvm::any_of(model->before, inText) ||
         llvm::any_of(model->after, inText);
}

// Whether a template calls var('name').
static bool asksFor(StringRef text, StringRef name) {
  for (size_t at = text.find_insensitive(name); at != StringRef::npos; at = text.find_insensitive(name, at + 1)) {
    StringRef before = text.take_front(at), behind = text.substr(at + name.size());
    bool quoted = (before.ends_with("'") && behind.starts_with("'")) || (before.ends_with("\"") && behind.starts_with("\""));
    if (quoted && before.drop_back().rtrim().ends_with("(") && before.drop_back().rtrim().drop_back().ends_with_insensitive("var"))
      return true;
  }
  return false;
}

// Whether a template or a macro that it calls asks for a variable.
bool ModelExpander::GivenToTemplates::inTemplate(StringRef text, StringRef name) const {
  Report ignored;
  auto source = jinja::parseTemplate(text, {}, false, Sink(ignored));
  auto used = source ? library->usedBy(*source) : std::vector<const jinja::MacroDef *>();
  return asksFor(text, name) ||
         llvm::any_of(used, [&](const jinja::MacroDef *macro) { return asksFor(jinja::Library::textOf(*macro), name); });
}

// Properties that are expanded for each run, unlike the rest of the header.
bool ModelExpander::GivenToTemplates::inProperties(StringRef name) const {
  static constexpr StringRef late[] = {"audits", "physical_properties", "session_properties", "signals", "virtual_properties"};
  const auto *block = dyn_cast_or_null<Block>(model->header.tree);
  return llvm::any_of(block ? block->properties : NodeList(), [&](const Node *node) {
    const auto *property = dyn_cast<Property>(node);
    uint32_t base = model->header.range.begin;
    return property && llvm::is_contained(late, property->name.lower()) &&
           mentions(model->header.text.slice(property->range.begin - base, property->range.end - base), name);
  });
}

// Whether a variable that has the name of a macro is asked for in another way than
// by @name, or by the header, which sees all of them.
bool ModelExpander::GivenToTemplates::asksBeside(StringRef name) const {
  auto inText = [&](const ParsedStatement &statement) {
    return asksFor(statement.text, name) || StringRef(statement.text).contains(("@{" + name + "}").str());
  };
  return mentions(model->header.text, name) || inText(model->query) || llvm::any_of(model->before, inText) ||
         llvm::any_of(model->after, inText) || llvm::any_of(model->onVirtualUpdate, inText);
}

bool ModelExpander::GivenToTemplates::operator()(StringRef name) const {
  if (name == "runtime_stage" || name == "default_catalog")
    return true;
  auto inText = [&](const ParsedStatement &statement) {
    const auto *block = dyn_cast_or_null<JinjaBlock>(statement.tree);
    return block ? inTemplate(block->text, name) : mentions(statement.text, name);
  };
  return inProperties(name) || inText(model->query) || llvm::any_of(model->before, inText) || llvm::any_of(model->after, inText) ||
         llvm::any_of(model->onVirtualUpdate, inText);
}

ModelExpander::ModelExpander(const ModelDecl &model, const TreeInputs &inputs)
    : macros(*model.dialect, inputs.parser, inputs.arena, inputs.sink, find), model(model), inputs(inputs), find{this},
      findOwn{&inputs.blueprint}, mentioned{&model}, givenToTemplates{&model, &inputs.shared.jinjaMacros},
      findColumns{inputs.parents} {
  prepare(macros);
}

void ModelExpander::setHome(Home newHome) {
  home = std::move(newHome);
  variableNames = {"gateway", "runtime_stage", "default_catalog"};
  for (auto &[name, variable] : home->gateway ? home->gateway->variables : inputs.config.variables)
    variableNames.push_back(name);
  macros.variableNames = variableNames;
}

// As SQLMesh: where nothing is known of any table there is a stand-in; where
// something is, a table without columns is a mistake.
RelationColumns ModelExpander::FindColumns::operator()(const Node &relation) const {
  if (parents->tables.empty())
    return {};
  auto name = normalizeTableName(&relation, *parents->dialect);
  const auto *columns = name ? parents->find(std::move(*name)) : nullptr;
  return columns ? RelationColumns{RelationColumns::Known, *columns} : RelationColumns{RelationColumns::Unknown};
}

void ModelExpander::prepare(MacroContext &made) {
  made.times = &inputs.times;
  made.variableNames = variableNames;
  made.isMentioned = mentioned;
  if (inputs.parents)
    made.columns = findColumns;
  made.pythonMacros = inputs.shared.pythonMacros;
  if (!inputs.blueprint.variables.empty())
    made.blueprint = findOwn;
}

MacroContext ModelExpander::context(const Dialect &dialect, Sink sink) {
  MacroContext made(dialect, inputs.parser, inputs.arena, sink, find);
  prepare(made);
  return made;
}

const Value *ModelExpander::lookup(StringRef name) {
  if (!home || (isMacroName(name) && !givenToTemplates.asksBeside(name)))
    return nullptr;
  auto [entry, isNew] = seen.try_emplace(name.str());
  Seen &found = entry->second;
  if (isNew)
    found.value = home->variable(name);
  found.phase = phase;
  return found.value ? &*found.value : nullptr;
}

void ModelExpander::expandAll(const ParsedStatement &statement, MacroContext &macros,
                              llvm::SmallVectorImpl<const Node *> &results) {
  if (const auto *block = dyn_cast_or_null<JinjaBlock>(statement.tree))
    return expandBlock(*block, statement, macros, results);
  if (!statement.tree)
    failed = true;
  if (!statement.tree || (!statement.hasMacros && !statement.text.contains('@'))) {
    if (statement.tree)
      results.push_back(statement.tree);
    return;
  }
  Expansion expansion = expandStatement(statement, macros);
  readsTimes |= macros.askedTimes;
  asksColumns |= macros.askedColumns;
  failed |= expansion.kind == Expansion::Failed;
  if (expansion.kind != Expansion::Tree)
    return;
  if (expansion.tree)
    results.push_back(expansion.tree);
  results.append(expansion.several.begin(), expansion.several.end());
}

// Where a byte of what a template gave comes from, for problems in it.
static void passOnRendered(Report &own, const jinja::RenderedText &rendered, SourceRange block, uint32_t text, Sink sink) {
  for (Diagnostic &diagnostic : own.take()) {
    uint32_t at = diagnostic.range.begin - std::min(block.begin, diagnostic.range.begin);
    uint32_t from = std::min<uint32_t>(text + uint32_t(rendered.sourceOf(at)), block.end);
    diagnostic.range = {from, from};
    diagnostic.notes.clear();
    diagnostic.notes.push_back({block, "in what this template gives: " + lineOf(rendered.text, at)});
    sink.all().add(std::move(diagnostic));
  }
}

void ModelExpander::expandBlock(const JinjaBlock &block, const ParsedStatement &statement, MacroContext &macros,
                                llvm::SmallVectorImpl<const Node *> &results) {
  Sink sink = macros.sink;
  // Only audits give their arguments names in templates; a model's other locals
  // are its definitions, which come later than templates.
  std::vector<StringRef> locals{"this_model"};
  if (&macros != &this->macros)
    llvm::append_range(locals, macros.locals.keys());
  auto rendered = renderBlock(block.text, *model.file, statement.range, {macros, locals, inputs.shared.jinjaMacros}, sink);
  readsTimes |= macros.askedTimes;
  failed |= !rendered;
  if (!rendered)
    return;
  Report own;
  macros.sink = Sink(own);
  SourceFile file{model.file->path, inputs.arena.copy(StringRef(rendered->text)), statement.range.begin};
  macros.isGiven = givenToTemplates;
  for (const ParsedStatement &made : inputs.parser.parseFile(file, Sink(own)).statements)
    expandAll(made, macros, results);
  macros.isGiven.reset();
  macros.sink = sink;
  failed |= own.hasErrors();
  bool inside = model.file->text.begin() <= block.text.begin() && block.text.end() <= model.file->text.end();
  passOnRendered(own, *rendered, statement.range, inside ? model.file->range(block.text).begin : statement.range.begin, sink);
}

const Node *ModelExpander::expand(const ParsedStatement &statement, MacroContext &macros) {
  llvm::SmallVector<const Node *, 1> results;
  expandAll(statement, macros, results);
  return results.empty() ? nullptr : results.front();
}

ParsedStatement ModelExpander::readText(StringRef text, SourceRange place, Sink sink) {
  SourceFile file{model.file->path, inputs.arena.copy(text), place.begin};
  TokenBuffer tokens;
  tokens.file = &file;
  scan(file.text, *model.dialect, tokens, sink);
  ParsedStatement statement;
  statement.tree = inputs.parser.parseStatement(tokens, sink);
  statement.range = file.all();
  statement.text = file.text;
  statement.hasMacros = text.contains('@');
  return statement;
}

ParsedStatement ModelExpander::readInPlace(StringRef text, SourceRange place) { return readText(text, place, inputs.sink); }

ParsedStatement ModelExpander::read(StringRef text, SourceRange place) {
  Report own;
  ParsedStatement statement = readText(text, place, Sink(own));
  passOn(own, place, inputs.sink);
  return statement;
}

const Property *ModelExpander::readProperty(StringRef name, StringRef text, SourceRange place) {
  Report own;
  MacroContext macros = context(*model.dialect, Sink(own));
  const auto *expanded = dyn_cast_or_null<Block>(expand(read(("MODEL (" + name + " " + text + ")").str(), place), macros));
  passOn(own, place, inputs.sink);
  return expanded && expanded->properties.size() == 1 ? dyn_cast<Property>(expanded->properties.front()) : nullptr;
}

std::vector<ReadVariable> ModelExpander::reads() const {
  std::vector<ReadVariable> result;
  for (auto &[name, found] : seen)
    result.push_back({name, found.value});
  return result;
}

std::vector<ReadVariable> ModelExpander::readsOfPhase() const {
  std::vector<ReadVariable> result;
  for (auto &[name, found] : seen)
    if (found.phase == phase)
      result.push_back({name, found.value});
  return result;
}

bool ModelExpander::readsAlike(const ExpandedQuery &query) {
  auto alike = [&](const ReadVariable &read) {
    const Value *own = lookup(read.name);
    return own ? read.value == *own : !read.value;
  };
  return query.variableNames == variableNames && llvm::all_of(query.reads, alike);
}

} // namespace sluice
