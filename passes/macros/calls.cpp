// Calling built-in macros: finding the row, binding the arguments, defining
// locals.
#include "frontend/lex/token_kinds.h"
#include "passes/macros/builtins.h"
#include "passes/macros/diags.h"
#include "passes/macros/expander.h"
#include "passes/macros/values.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"

namespace sluice {

using llvm::Twine;

// ---- what a macro may ask for

std::optional<TokenSlice> MacroCallFrame::splice(size_t i) { return expander.splice(args[i]); }
const Node *MacroCallFrame::tree(size_t i) { return expander.tree(args[i]); }
std::optional<Datum> MacroCallFrame::evaluate(size_t i) { return expander.evaluate(args[i], node.name.upper(), range); }
std::optional<TokenSlice> MacroCallFrame::write(StringRef sql) { return expander.write(sql); }
std::optional<std::string> MacroCallFrame::text(size_t i) { return expander.text(args[i]); }
std::optional<std::string> MacroCallFrame::text(const MacroArg &arg) { return expander.text(arg); }

const MacroArg *MacroCallFrame::findNamed(StringRef name) const {
  auto found = llvm::find_if(named, [&](auto &entry) { return entry.first == name; });
  return found == named.end() ? nullptr : &found->second;
}

MacroResult MacroCallFrame::wrongArgs(const Twine &found, const Twine &wanted) {
  const Builtin *builtin = findBuiltin(node.name);
  context.sink.report(range, diag::MacroArgs, node.name.upper(), found, wanted, builtin ? builtin->example : "");
  return MacroResult::failed();
}

// ---- where arguments stand

// The commas between arguments, found from where each of them begins: a comma
// inside an argument (SELECT a, b) is never directly before one.
llvm::SmallVector<MacroArg, 4> Expander::argsOf(const MacroCall &call, uint32_t site) const {
  llvm::SmallVector<MacroArg, 4> args;
  uint32_t close = sites[site].last - 1, begin = sites[site].first + 2;
  for (const Node *node : call.args) {
    uint32_t first = begin;
    if (!args.empty()) {
      first = tokenAt(from, node->range.begin);
      while (first > begin && from.kinds[first - 1] != token::COMMA)
        --first;
      args.back().last = first - 1;
    }
    args.push_back({node, first, close, firstSiteIn(first), std::nullopt});
  }
  if (!args.empty() && close > begin && from.kinds[close - 1] == token::COMMA)
    args.back().last = close - 1;
  return args;
}

// A call as an argument comes first: nothing is no argument, and a list is
// several.
bool Expander::bindGiven(const MacroArg &arg, MacroCallFrame &frame) {
  MacroResult result = call(arg.site);
  // One list inside a list stays one, where a macro would take it apart.
  if (result.kind == MacroResult::Several && result.slices.size() == 1) {
    TokenSlice only = result.slices[0];
    std::string text = copyTokens(context.work, only.first, only.last);
    if (StringRef(text).starts_with("(") ? findTupleItems(text, context.dialect) : findItems(text, context.dialect))
      if (auto list = write((context.style.arrayOpen + text + context.style.arrayClose).str()))
        result.slices[0] = *list;
  }
  for (TokenSlice slice : result.slices)
    frame.args.push_back({nullptr, 0, 0, 0, slice});
  return result.kind != MacroResult::Failed;
}

static bool isWholeCall(const MacroArg &arg, ArrayRef<MacroSite> sites) {
  if (arg.site >= sites.size())
    return false;
  const MacroSite &site = sites[arg.site];
  return site.first == arg.first && site.last == arg.last && isa<MacroCall>(site.node);
}

// The index of a parameter in "condition,true,false", or nothing.
static std::optional<size_t> findParam(StringRef params, StringRef name) {
  llvm::SmallVector<StringRef, 4> names;
  params.split(names, ',');
  auto found = llvm::find(names, name);
  return found == names.end() ? std::nullopt : std::optional<size_t>(found - names.begin());
}

static std::string namesOf(StringRef params) {
  return params.empty() ? "no arguments with names" : ("`" + params + "`").str();
}

static StringRef keywordOf(const KeywordArg &arg) {
  auto *name = dyn_cast_or_null<Name>(arg.name);
  auto *identifier = dyn_cast_or_null<Identifier>(name && name->parts.size() == 1 ? name->parts[0] : arg.name);
  return identifier ? identifier->name : StringRef();
}

// Of `name := value`; a call as the value comes first, too.
bool Expander::bindNamed(MacroArg arg, const KeywordArg &keyword, const Builtin &builtin, MacroCallFrame &frame) {
  StringRef name = keywordOf(keyword);
  std::optional<size_t> param = findParam(builtin.params, name);
  bool nameOnly = builtin.maxArgs == manyArgs;
  if (!param || (!nameOnly && *param < frame.args.size() && frame.has(*param)))
    return frame.wrongArgs(param ? "`" + name + "` twice" : "`" + name + "`", namesOf(builtin.params)).kind !=
           MacroResult::Failed;
  arg.node = keyword.value;
  arg.first = tokenAt(from, keyword.value->range.begin);
  arg.site = firstSiteIn(arg.first);
  if (isWholeCall(arg, sites)) {
    MacroResult result = call(arg.site);
    if (result.kind == MacroResult::Failed)
      return false;
    arg.node = nullptr;
    arg.given = result.kind == MacroResult::One ? std::optional(result.slices[0]) : std::nullopt;
  }
  if (nameOnly) {
    frame.named.push_back({name, arg});
    return true;
  }
  frame.args.resize(std::max(frame.args.size(), *param + 1));
  frame.args[*param] = arg;
  return true;
}

bool Expander::bindArgs(const MacroCall &call, uint32_t site, const Builtin &builtin, MacroCallFrame &frame) {
  bool good = true, named = false;
  for (MacroArg &arg : argsOf(call, site)) {
    auto *keyword = dyn_cast<KeywordArg>(arg.node);
    if (keyword && keyword->sign == ":=") {
      named = true;
      good &= bindNamed(arg, *keyword, builtin, frame);
      continue;
    }
    if (named) {
      context.sink.report(frame.range, diag::MacroKeywordOrder, call.name.upper());
      return false;
    }
    if (isWholeCall(arg, sites))
      good &= bindGiven(arg, frame);
    else
      frame.args.push_back(arg);
  }
  return good;
}

// ---- the call

static std::string countOf(size_t count) {
  return count == 0 ? "no arguments" : count == 1 ? "1 argument" : std::to_string(count) + " arguments";
}

static std::string wantedCount(const Builtin &builtin) {
  if (builtin.minArgs == builtin.maxArgs)
    return countOf(builtin.minArgs);
  if (builtin.maxArgs == manyArgs)
    return "at least " + countOf(builtin.minArgs);
  return std::to_string(builtin.minArgs) + " to " + countOf(builtin.maxArgs);
}

// A function in Python is a macro that we know of and cannot run.
void Expander::reportUnknown(StringRef name, SourceRange place) {
  auto python = llvm::find_if(context.pythonMacros, [&](auto &macro) { return name.equals_insensitive(macro.name); });
  if (python != context.pythonMacros.end())
    context.sink.report(place, diag::PythonMacro, name, python->path, python->line);
  else if (context.knows(name.lower()))
    context.sink.report(place, diag::MacroCallsVariable, name);
  else
    context.sink.report(place, diag::MacroUnknown, name, findNearestMacro(name, context));
}

MacroResult Expander::callKnown(const MacroCall &call, uint32_t site) {
  if (auto function = context.functions.lookup(call.name.lower()))
    return callDefined(call, site, *function);
  const Builtin *builtin = findBuiltin(call.name);
  SourceRange place = placeOf(call);
  if (!builtin) {
    reportUnknown(call.name, place);
    return MacroResult::failed();
  }
  if (!builtin->eval) {
    context.sink.report(place, diag::MacroDefPlace);
    return MacroResult::failed();
  }
  MacroCallFrame frame{*this, context, call, place, {}};
  if (!bindArgs(call, site, *builtin, frame))
    return MacroResult::failed();
  bool complete = frame.args.size() >= builtin->minArgs && frame.args.size() <= builtin->maxArgs;
  for (size_t i = 0; complete && i < builtin->minArgs; ++i)
    complete = frame.has(i);
  if (!complete)
    return frame.wrongArgs(countOf(frame.args.size()), wantedCount(*builtin));
  return builtin->eval(frame);
}

MacroResult Expander::call(uint32_t site) {
  auto *call = dyn_cast<MacroCall>(sites[site].node);
  auto *function = dyn_cast<Call>(sites[site].node);
  SourceRange before = outer;
  outer = outer ? outer : sites[site].node->range;
  MacroResult result;
  if (function)
    context.sink.report(outer, diag::MacroFunctionName, function->function);
  else if (context.depth >= MacroContext::maxDepth)
    context.sink.report(outer, diag::MacroRunaway, MacroContext::maxDepth, "levels");
  else {
    ++context.depth;
    result = callKnown(*call, site);
    --context.depth;
  }
  outer = before;
  return result;
}

// ---- clauses

// What a macro in place of a keyword stands for.
struct ClauseKeyword {
  StringRef macro, keyword;
};

static constexpr ClauseKeyword clauseKeywords[] = {
    {"GROUP_BY", "GROUP BY"}, {"HAVING", "HAVING"},     {"JOIN", "JOIN"}, {"LIMIT", "LIMIT"},
    {"ORDER_BY", "ORDER BY"}, {"WHERE", "WHERE"}, {"WITH", "WITH"},
};

static StringRef keywordOf(StringRef macro) {
  auto row = llvm::find_if(clauseKeywords, [&](auto &row) { return row.macro.equals_insensitive(macro); });
  return row == std::end(clauseKeywords) ? StringRef() : row->keyword;
}

// @WHERE(@c) a > 1: the clause stays if the condition is true. The clause is
// expanded in any case, so that what is wrong in it is said.
bool Expander::expandClause(uint32_t site) {
  const Node &node = *sites[site].node;
  auto *clause = dyn_cast<MacroClause>(&node);
  auto &call = *cast<MacroCall>(clause ? clause->call : cast<With>(node).macro);
  uint32_t callSite = site + 1, mark = uint32_t(context.work.size());
  llvm::SmallVector<MacroArg, 4> args = argsOf(call, callSite);
  if (args.size() != 1) {
    MacroCallFrame frame{*this, context, call, placeOf(call), {}};
    return frame.wrongArgs(countOf(args.size()), "1 argument").kind != MacroResult::Failed;
  }
  std::optional<Datum> condition = evaluate(args[0], call.name.upper(), placeOf(call));
  context.work.append(from, sites[site].first, sites[callSite].first, outer);
  write(keywordOf(call.name));
  bool good = expand(sites[callSite].last, sites[site].last);
  if (!condition || !isTrue(*condition))
    truncate(context.work, mark);
  return good && condition;
}

// ---- @DEF

// The name in @DEF(x, ...), @DEF('x', ...) or @DEF(@x, ...), its last part; empty for others.
static std::string definedName(const Node &node, const Dialect &dialect) {
  if (auto *var = dyn_cast<MacroVar>(&node))
    return var->name.lower();
  if (auto *literal = dyn_cast<String>(&node))
    return StringRef(readString(*literal, dialect)).lower();
  if (auto *identifier = dyn_cast<Identifier>(&node))
    return identifier->name.lower();
  if (auto *number = dyn_cast<Number>(&node))
    return number->text.str();
  auto *name = dyn_cast<Name>(&node);
  return name && !name->parts.empty() ? definedName(*name->parts.back(), dialect) : std::string();
}

bool Expander::define(uint32_t site) {
  auto &call = *cast<MacroCall>(sites[site].node);
  llvm::SmallVector<MacroArg, 4> args = argsOf(call, site);
  MacroCallFrame frame{*this, context, call, placeOf(call), {}};
  outer = call.range;
  if (args.size() != 2)
    return frame.wrongArgs(countOf(args.size()), "2 arguments").kind != MacroResult::Failed;
  std::string name = definedName(*args[0].node, context.dialect);
  if (name.empty())
    return frame.wrongArgs("no name", "a name and a value").kind != MacroResult::Failed;
  if (isa<Lambda>(args[1].node)) {
    defineFunction(name, args[1]);
    return true;
  }
  MacroResult value = isWholeCall(args[1], sites) ? this->call(args[1].site) : MacroResult::of(splice(args[1]));
  if (value.kind == MacroResult::Failed)
    return false;
  std::vector<Value> items;
  for (TokenSlice slice : value.slices)
    items.push_back(Value::ofExpr(copyTokens(context.work, slice.first, slice.last)));
  Value &local = context.locals[name];
  local = Value();
  if (value.kind == MacroResult::One)
    local = items[0];
  else if (value.kind == MacroResult::Several)
    local = {Value::Kind::List, false, {}, std::move(items), {}};
  return true;
}

} // namespace sluice
