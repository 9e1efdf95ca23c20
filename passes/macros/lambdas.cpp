// Functions: lambdas that macros apply, and those that @DEF names.
//
//   @EACH([a, b], x -> SUM(x) AS sum_@x)      SUM(a) AS sum_a, SUM(b) AS sum_b
//   @DEF(f, (x, y) -> x / y); @f(a, 2)        a / 2
//
// In the body each name that a parameter has is replaced by the value's SQL, be
// it @x or x. A name that is no column, such as an alias, is replaced by a local
// of that name, too. A call inside the body sees the parameters as locals: there
// only @x is one of them. Other variables stay in the body as they are written.
#include "frontend/lex/scan.h"
#include "frontend/lex/token_kinds.h"
#include "passes/macros/diags.h"
#include "passes/macros/builtins.h"
#include "passes/macros/expander.h"
#include "passes/macros/holes.h"
#include "passes/macros/templates.h"
#include "passes/macros/values.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <utility>

namespace sluice {

// ---- lists

static bool opens(TokenKind kind) { return kind == token::LPAREN || kind == token::LBRACKET || kind == token::LBRACE; }
static bool closes(TokenKind kind) { return kind == token::RPAREN || kind == token::RBRACKET || kind == token::RBRACE; }

// The token that closes the bracket at `open`, or the end.
static size_t closingOf(const TokenBuffer &tokens, size_t open) {
  int depth = 0;
  for (size_t i = open; i < tokens.size(); ++i) {
    depth += opens(tokens.kinds[i]) - closes(tokens.kinds[i]);
    if (depth == 0)
      return i;
  }
  return tokens.size();
}

// What stands between the commas of (first, last), outside of other brackets.
static std::vector<std::string> splitAtCommas(const TokenBuffer &tokens, size_t first, size_t last) {
  std::vector<std::string> items;
  for (size_t i = first, begin = first; i <= last; ++i) {
    if (i < last && opens(tokens.kinds[i]))
      i = std::min(closingOf(tokens, i), last - 1);
    else if (i == last || tokens.kinds[i] == token::COMMA) {
      if (i > begin)
        items.push_back(copyTokens(tokens, begin, i));
      begin = i + 1;
    }
  }
  return items;
}

// Scans SQL that scanned before, so that nothing can be wrong in it.
static TokenBuffer scanAgain(StringRef sql, const Dialect &dialect) {
  Report unused;
  TokenBuffer tokens;
  scan(sql, dialect, tokens, Sink(unused), SourceRange{1, 1});
  return tokens;
}

// Names that are no function but write a list, [a, b] in another way.
static constexpr StringRef listFunctions[] = {"array", "list_value", "list_pack", "array_construct"};

static bool isQuery(const TokenBuffer &tokens, size_t i) {
  return i < tokens.size() && (tokens.text(i).equals_insensitive("select") || tokens.text(i).equals_insensitive("with"));
}

std::optional<std::vector<std::string>> findItems(StringRef sql, const Dialect &dialect) {
  std::string ended = sql.str();
  TokenBuffer tokens = scanAgain(ended, dialect);
  bool named = tokens.size() > 0 && llvm::is_contained(listFunctions, tokens.text(0).lower());
  size_t open = named ? 1 : 0;
  if (open >= tokens.size() || (tokens.kinds[open] != token::LPAREN && tokens.kinds[open] != token::LBRACKET) ||
      closingOf(tokens, open) + 1 != tokens.size() || isQuery(tokens, open + 1))
    return std::nullopt;
  return splitAtCommas(tokens, open + 1, tokens.size() - 1);
}

std::optional<std::vector<std::string>> findTupleItems(StringRef sql, const Dialect &dialect) {
  if (!sql.starts_with("("))
    return std::nullopt;
  auto items = findItems(sql, dialect);
  bool isParen = items && items->size() == 1 && !sql.drop_back().rtrim().ends_with(",");
  return isParen ? std::nullopt : items;
}

std::optional<std::vector<std::string>> MacroCallFrame::items(size_t count) {
  std::vector<std::string> all;
  for (size_t i = 0; i < count; ++i) {
    std::optional<std::string> item = text(i);
    if (!item)
      return std::nullopt;
    all.push_back(std::move(*item));
  }
  if (all.size() == 1)
    if (auto inside = findItems(all[0], context.dialect))
      return inside;
  return all;
}

std::string bareName(const Node &node, const Dialect &dialect) {
  if (auto *name = dyn_cast<Name>(&node))
    return name->parts.empty() ? std::string() : bareName(*name->parts.back(), dialect);
  if (auto *identifier = dyn_cast<Identifier>(&node))
    return identifier->name.str();
  if (auto *literal = dyn_cast<String>(&node))
    return readString(*literal, dialect);
  if (auto *number = dyn_cast<Number>(&node))
    return number->text.str();
  if (auto *cast = dyn_cast<Cast>(&node))
    return bareName(*cast->operand, dialect);
  if (auto *prefix = dyn_cast<Prefix>(&node))
    return isa<Number>(prefix->operand) ? bareName(*prefix->operand, dialect) : std::string();
  return isa<Star>(node) ? "*" : isa<Null>(node) ? "NULL" : "";
}

// ---- applying

static std::string paramName(const Node &node) {
  auto *identifier = dyn_cast<Identifier>(&node);
  return identifier ? identifier->name.lower() : std::string();
}

MacroResult MacroCallFrame::one(MacroResult result) {
  if (result.kind == MacroResult::Nothing || (result.kind == MacroResult::Several && result.slices.empty()))
    context.sink.report(range, diag::MacroLambdaNothing);
  else if (result.kind == MacroResult::Several)
    context.sink.report(range, diag::MacroLambdaList);
  return result.kind == MacroResult::One ? result : MacroResult::failed();
}

MacroResult MacroCallFrame::applyTo(StringRef item, const MacroArg &lambda) {
  if (auto values = findTupleItems(item, context.dialect))
    return one(expander.apply(lambda, *values));
  return one(expander.apply(lambda, item.str()));
}

MacroResult MacroCallFrame::apply(const MacroArg &lambda, ArrayRef<std::string> values) {
  return one(expander.apply(lambda, values));
}

// Parameters without a value stay names; values without a parameter are dropped.
MacroResult Expander::apply(const MacroArg &arg, ArrayRef<std::string> values) {
  auto &lambda = *cast<Lambda>(arg.node);
  if (lambda.params.size() != values.size())
    context.sink.report(outer, diag::MacroLambdaCount, lambda.params.size(), values.size());
  Bindings given;
  for (auto [param, value] : llvm::zip(lambda.params, values))
    given[paramName(*param)] = value;
  size_t around = context.params.size();
  for (const Node *param : lambda.params)
    if (auto *identifier = dyn_cast<Identifier>(param))
      context.params.push_back(identifier->name);
  uint32_t first = arg.first;
  while (first < arg.last && from.kinds[first] != token::ARROW && from.kinds[first] != token::COLON)
    ++first;
  // The expander looks at the sites and does not keep them.
  MacroSites sites = findLambdaSites(lambda, from, context.params);
  Expander body(context, from, sites, outer);
  body.ownSource = ownSource;
  body.bind(given);
  MacroResult result = body.bodyResult(*lambda.body, first + 1, arg.last);
  context.params.resize(around);
  return result;
}

// What a call gives that is the whole body may be nothing or a list.
MacroResult Expander::bodyResult(const Node &body, uint32_t first, uint32_t last) {
  if (isa<MacroCall>(body)) {
    MacroResult result;
    withParamsAsLocals([&] { result = call(0); });
    return result;
  }
  uint32_t mark = uint32_t(context.work.size());
  if (expand(first, last))
    return MacroResult::of(TokenSlice{mark, uint32_t(context.work.size())});
  truncate(context.work, mark);
  return MacroResult::failed();
}

// A call sees the parameters of the body that it stands in as locals.
void Expander::withParamsAsLocals(llvm::function_ref<void()> action) {
  llvm::SmallVector<std::pair<std::string, std::optional<Value>>, 2> hidden;
  for (const auto &entry : *bindings) {
    const Value *local = context.findLocal(entry.getKey());
    hidden.push_back({entry.getKey().str(), local ? std::optional(*local) : std::nullopt});
    context.locals[entry.getKey()] = Value::ofExpr(entry.getValue());
  }
  const Bindings *own = std::exchange(bindings, nullptr);
  action();
  bindings = own;
  for (auto &[name, value] : hidden)
    value ? void(context.locals[name] = std::move(*value)) : void(context.locals.erase(name));
}

// What stands in a body: parameters, names that may be locals, calls.
bool Expander::expandInBody(uint32_t index) {
  const MacroSite &site = sites[index];
  if (isa<MacroCall, MacroString, MacroClause, With, Call>(site.node)) {
    bool good = false;
    withParamsAsLocals([&] { good = expandSite(index); });
    return good;
  }
  auto *var = dyn_cast<MacroVar>(site.node);
  auto *word = dyn_cast<Word>(site.node);
  StringRef name = var ? var->name : word ? word->text : cast<Identifier>(site.node)->name;
  if (auto bound = bindings->find(name.lower()); bound != bindings->end())
    return write(bound->getValue()).has_value();
  if (const Value *local = site.inColumn ? nullptr : context.findLocal(name.lower()))
    return warnOfLocal(site, name) && expandLocal(*local);
  if (!var && name.contains('@'))
    return expandBareTemplate(name);
  if (var && context.find(name))
    context.sink.report(placeOf(*var), diag::MacroLeftInBody, name);
  copySite(index);
  return true;
}

// A name that is not written as a variable, but that one takes the place of.
bool Expander::warnOfLocal(const MacroSite &site, StringRef name) {
  bool isParam = llvm::any_of(context.params, [&](StringRef param) { return param.equals_insensitive(name); });
  if (!isa<MacroVar>(site.node) && !isParam)
    context.sink.report(placeOf(*site.node), diag::MacroLocalName, name);
  return true;
}

// A list is an array here, and what it holds is not expanded.
bool Expander::expandLocal(const Value &local) {
  context.text.clear();
  appendValue(local, ListForm::Array, context.dialect, context.text);
  return write(context.text).has_value();
}

// A template in a body is filled as text, so it may become more than a name.
bool Expander::expandBareTemplate(StringRef name) {
  std::string filled;
  auto fill = [&](StringRef key, std::string &out) {
    if (auto bound = bindings->find(key.lower()); bound != bindings->end()) {
      TokenBuffer tokens = scanAgain(bound->getValue(), context.dialect);
      Report unused;
      const Node *tree = context.parser.parseExpr(tokens, Sink(unused));
      out += tree ? bareName(*tree, context.dialect) : std::string();
      return true;
    }
    const Value *value = context.find(key);
    if (value)
      appendBare(*value, context.dialect, out);
    else
      context.sink.report(outer, diag::MacroTemplateUnknown, key, "");
    return value != nullptr;
  };
  std::optional<std::string> plain = findPlainTemplate(name);
  fillTemplate(plain ? StringRef(*plain) : name, fill, filled);
  context.text.clear();
  bool isNumber = !filled.empty() && llvm::isDigit(filled[0]);
  isNumber ? appendName(filled, true, context.dialect, context.text) : void(context.text = filled);
  return write(context.text).has_value();
}

// ---- functions of @DEF

void Expander::defineFunction(StringRef name, const MacroArg &lambda) {
  auto function = std::make_shared<DefinedFunction>();
  function->file = SourceFile{"", from.file->text, from.file->base};
  size_t count = from.size();
  function->tokens.assign({{from.kinds.data(), count}, {from.begins.data(), count}, {from.lengths.data(), count}, from.blanksInNames});
  function->tokens.file = &function->file;
  function->lambda = cast<Lambda>(lambda.node);
  function->first = lambda.first;
  function->last = lambda.last;
  context.functions[name] = std::move(function);
}

// A single argument that is a tuple is several values.
MacroResult Expander::callDefined(const MacroCall &call, uint32_t site, const DefinedFunction &function) {
  // A variable that is all of a body is expanded as anywhere else.
  auto *var = dyn_cast<MacroVar>(function.lambda->body);
  uint32_t mark = uint32_t(context.work.size());
  if (var && llvm::none_of(function.lambda->params, [&](auto *param) { return paramName(*param) == var->name.lower(); }))
    return expandNested(("@" + var->name).str()) ? MacroResult::of(TokenSlice{mark, uint32_t(context.work.size())})
                                                 : MacroResult::failed();
  MacroCallFrame frame{*this, context, call, placeOf(call), {}};
  if (!bindArgs(call, site, {.name = call.name, .maxArgs = 255}, frame))
    return MacroResult::failed();
  std::vector<std::string> values;
  for (size_t i = 0; i < frame.args.size(); ++i)
    if (std::optional<std::string> value = frame.text(i))
      values.push_back(std::move(*value));
    else
      return MacroResult::failed();
  if (values.size() == 1)
    if (auto tuple = findTupleItems(values[0], context.dialect))
      values = std::move(*tuple);
  auto kept = context.functions.lookup(call.name.lower()); // lives on if the body defines it again
  auto params = std::exchange(context.params, {});
  MacroResult result = applyDefined(function, values);
  context.params = std::move(params);
  return result;
}

// A problem in the body is shown at the call, with the place of the definition: of
// functions that call each other, the outermost one.
MacroResult Expander::applyDefined(const DefinedFunction &function, ArrayRef<std::string> values) {
  Expander body(context, function.tokens, {}, outer);
  MacroArg lambda{function.lambda, function.first, function.last, 0, std::nullopt};
  if (context.inFunction)
    return body.apply(lambda, values);
  Report own;
  Sink around = std::exchange(context.sink, Sink(own));
  context.inFunction = true;
  MacroResult result = body.apply(lambda, values);
  context.inFunction = false;
  context.sink = around;
  for (Diagnostic &diagnostic : own.take()) {
    diagnostic.notes.push_back({function.lambda->range, "in the function that is defined here"});
    around.all().add(std::move(diagnostic));
  }
  return result;
}

} // namespace sluice
