// Statements: scanned again, expanded, and parsed.
#include "passes/macros/expand.h"
#include "frontend/lex/scan.h"
#include "passes/macros/builtins.h"
#include "passes/macros/diags.h"
#include "passes/macros/expander.h"
#include "passes/macros/holes.h"
#include "passes/macros/traps.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

MacroContext::MacroContext(const Dialect &dialect, Parser &parser, Arena &arena, Sink sink, VariableLookup lookup)
    : dialect(dialect), style(macroStyle(dialect)), parser(parser), arena(&arena), sink(sink), lookup(lookup) {}

void MacroContext::restart(Arena &newArena, Sink newSink, VariableLookup newLookup) {
  arena = &newArena;
  sink = newSink;
  lookup = newLookup;
  locals.clear();
  functions.clear();
  askedColumns = false;
  askedTimes = false;
  askedModel = false;
  timeValues.clear();
  made = 0;
  hasHoles = false;
}

bool MacroContext::isWithheld(StringRef lowerName) const { return isGiven && !(*isGiven)(lowerName); }

bool MacroContext::isCalledLikeMacro(StringRef lowerName) const {
  return isMentioned && isMacroName(lowerName) && llvm::is_contained(variableNames, lowerName);
}

const Value *MacroContext::findVariable(StringRef name) {
  std::string lower = name.lower();
  return isWithheld(lower) ? nullptr : lookup(lower);
}

const Value *MacroContext::findLocal(StringRef lowerName) {
  auto local = locals.find(lowerName);
  askedModel |= lowerName == "this_model";
  return local != locals.end() ? &local->second : times ? findTime(lowerName) : nullptr;
}

static Value valueOf(TimeValue time) {
  static constexpr Value::Kind kinds[] = {Value::Kind::Date,     Value::Kind::String, Value::Kind::DateTime,
                                          Value::Kind::DateTime, Value::Kind::Float,  Value::Kind::Int};
  return {kinds[time.form], false, std::move(time.text), {}, {}};
}

const Value *MacroContext::findTime(StringRef lowerName) {
  if (!lowerName.contains('_') || (!hasInterval && isIntervalVariable(lowerName)))
    return nullptr;
  auto known = timeValues.find(lowerName);
  if (known != timeValues.end())
    return &known->second;
  std::optional<TimeValue> time = findTimeValue(lowerName, *times, style.countsNanoseconds);
  if (!time)
    return nullptr;
  askedTimes = true;
  return &timeValues.try_emplace(lowerName, valueOf(std::move(*time))).first->second;
}

const Value *MacroContext::findBlueprint(StringRef name) {
  std::string lower = name.lower();
  return blueprint && !isWithheld(lower) ? (*blueprint)(lower) : nullptr;
}

bool MacroContext::isHidden(StringRef name) {
  std::string lower = name.lower();
  return isMentioned && lower != name && !findLocal(lower) && !(*isMentioned)(lower) &&
         (findBlueprint(lower) || llvm::is_contained(variableNames, lower));
}

bool MacroContext::knows(StringRef lowerName) {
  return findLocal(lowerName) || findBlueprint(lowerName) || llvm::is_contained(variableNames, lowerName);
}

const Value *MacroContext::find(StringRef name) {
  if (const Value *local = findLocal(name.lower()))
    return local;
  const Value *own = findBlueprint(name);
  return own ? own : findVariable(name);
}

static StringRef sourceName(const Node &column) {
  auto *identifier = dyn_cast<Identifier>(&column);
  return identifier ? identifier->name : StringRef("it");
}

// Parses what was made of a statement, and takes out where macros gave nothing.
static const Node *parseResult(TokenBuffer &tokens, MacroContext &context, SourceRange place, bool &vanished) {
  Report parsing;
  const Node *tree = context.parser.parseStatement(tokens, Sink(parsing));
  if (!tree) {
    reportResult(parsing, tokens, place, context.sink);
    return nullptr;
  }
  if (!context.hasHoles)
    return tree;
  HoleProblems problems;
  const Node *result = removeHoles(*tree, *context.arena, problems);
  auto placeOf = [&](const Node &node) { return node.range ? node.range : place; };
  if (problems.misplaced)
    context.sink.report(placeOf(*problems.misplaced), diag::MacroNothing);
  for (const Node *column : problems.aliases)
    context.sink.report(placeOf(*column), diag::MacroAliasLeft, sourceName(*column));
  for (StringRef clause : problems.emptied)
    context.sink.report(place, diag::MacroEmptyList, clause);
  vanished = !result && !problems.misplaced;
  return result;
}

// The slices of a statement that is one call, each as a statement.
static Expansion parseSlices(const MacroResult &result, MacroContext &context, SourceRange place) {
  Expansion expansion{Expansion::Tree, nullptr, {}};
  bool vanished = false;
  for (TokenSlice slice : result.slices) {
    context.piece.clear();
    context.piece.append(context.work, slice.first, slice.last);
    if (const Node *tree = parseResult(context.piece, context, place, vanished))
      expansion.several.push_back(tree);
    else if (!vanished)
      return {};
  }
  if (result.kind == MacroResult::Several)
    return expansion;
  if (expansion.several.empty())
    return {Expansion::Vanished, nullptr, {}};
  return {Expansion::Tree, expansion.several[0], {}};
}

static Expansion expandCallStatement(const MacroCall &call, Expander &expander, MacroContext &context) {
  if (call.name.equals_insensitive("insert_seed"))
    return {Expansion::Vanished, nullptr, {}};
  if (call.name.equals_insensitive("def"))
    return {expander.define(0) ? Expansion::Vanished : Expansion::Failed, nullptr, {}};
  MacroResult result = expander.call(0);
  if (result.kind == MacroResult::Failed)
    return {};
  if (result.kind == MacroResult::Nothing)
    return {Expansion::Vanished, nullptr, {}};
  return parseSlices(result, context, call.range);
}

// Scans a statement that is no longer there as tokens. The copy ends with NUL,
// which the scanner relies on, and lives as long as the tree that will view it.
static void scanStatement(SourceFile &file, MacroContext &context) {
  file.text = context.arena->copy(file.text);
  context.source.clear();
  Report seen; // what the scanner says was said when the text was read
  scan(file.text, context.dialect, context.source, Sink(seen));
}

Expansion expandStatement(const ParsedStatement &statement, MacroContext &context) {
  if (!statement.tree)
    return {};
  SourceFile file{"", statement.text, statement.range.begin};
  context.source.file = &file;
  context.work.clear();
  if (statement.tokens)
    context.source.assign(*statement.tokens);
  else
    scanStatement(file, context);
  checkTexts(statement, context);
  if (!statement.hasMacros)
    return {Expansion::Tree, statement.tree, {}};
  SignPlaces signs(file);
  checkUntouched(*statement.tree, signs, context);
  MacroSites sites;
  if (!isa<Opaque>(statement.tree))
    sites = findMacroSites(*statement.tree, context.source, signs);
  else if (!findOpaqueSites(context.source, context.parser, *context.arena, context.sink, sites))
    return {};
  if (sites.empty())
    return {Expansion::Tree, statement.tree, {}};
  Expander expander(context, context.source, sites, {});
  if (auto *call = dyn_cast<MacroCall>(statement.tree))
    return expandCallStatement(*call, expander, context);
  if (!expander.expand(0, uint32_t(context.source.size())))
    return {};
  bool vanished = false;
  const Node *tree = parseResult(context.work, context, statement.range, vanished);
  if (vanished)
    return {Expansion::Vanished, nullptr, {}};
  return {tree ? Expansion::Tree : Expansion::Failed, tree, {}};
}

} // namespace sluice
