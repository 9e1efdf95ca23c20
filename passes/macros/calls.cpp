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

static StringRef keywordOf(const KeywordArg &arg) {
  auto *name = dyn_cast_or_null<Name>(arg.name);
  auto *identifier = dyn_cast_or_null<Identifier>(name && name->parts.size() == 1 ? name->parts[0] : arg.name);
  return identifier ? identifier->name : StringRef();
}

bool Expander::bindArgs(const MacroCall &call, uint32_t site, const Builtin &builtin, MacroCallFrame &frame) {
  bool good = true, named = false;
  for (MacroArg &arg : argsOf(call, site)) {
    auto *keyword = dyn_cast<KeywordArg>(arg.node);
    if (keyword && keyword->sign == ":=") {
      named = true;
      std::optional<size_t> param = findParam(builtin.params, keywordOf(*keyword));
      if (!param)
        return frame.wrongArgs("`" + keywordOf(*keyword) + "`", "`" + builtin.params + "`").kind != MacroResult::Failed;
      arg.node = keyword->value;
      arg.first = tokenAt(from, keyword->value->range.begin);
      arg.site = firstSiteIn(arg.first);
      frame.args.resize(std::max(frame.args.size(), *param + 1));
      frame.args[*param] = arg;
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
  return std::to_string(builtin.minArgs) + " to " + countOf(builtin.maxArgs);
}

MacroResult Expander::callKnown(const MacroCall &call, uint32_t site) {
  const Builtin *builtin = findBuiltin(call.name);
  SourceRange place = placeOf(call);
  if (!builtin) {
    if (isMacroNotBuilt(call.name))
      context.sink.report(place, diag::MacroNotBuilt, "`@" + call.name.upper() + "`");
    else
      context.sink.report(place, diag::MacroUnknown, call.name, findNearestMacro(call.name));
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
  else if (!call)
    context.sink.report(outer, diag::MacroNotBuilt, "a clause with a macro in place of its keyword");
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
    context.sink.report(placeOf(call), diag::MacroNotBuilt, "`@DEF` of a function");
    return false;
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
