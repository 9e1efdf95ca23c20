// Replacing sites by tokens: variables, templates, texts, and what calls give.
#include "passes/macros/expander.h"
#include "frontend/lex/token_kinds.h"
#include "passes/macros/diags.h"
#include "passes/macros/holes.h"
#include "passes/macros/templates.h"
#include "passes/macros/traps.h"
#include "passes/macros/values.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

Expander::Expander(MacroContext &context, const TokenBuffer &from, ArrayRef<MacroSite> sites, SourceRange outer)
    : context(context), from(from), sites(sites), outer(outer), ownSource(!outer) {}

template <class T> static void slideVector(PlainVector<T> &values, uint32_t mark, TokenSlice slice) {
  std::copy(values.data() + slice.first, values.data() + slice.last, values.data() + mark);
  values.resize(mark + slice.size());
}

TokenSlice slideDown(TokenBuffer &tokens, uint32_t mark, TokenSlice slice) {
  slideVector(tokens.kinds, mark, slice);
  slideVector(tokens.begins, mark, slice);
  slideVector(tokens.lengths, mark, slice);
  slideVector(tokens.blamed, mark, slice);
  return {mark, mark + slice.size()};
}

void truncate(TokenBuffer &tokens, uint32_t size) { slideDown(tokens, size, {size, size}); }

uint32_t Expander::firstSiteIn(uint32_t token) const {
  return uint32_t(llvm::partition_point(sites, [&](const MacroSite &site) { return site.first < token; }) -
                  sites.begin());
}

bool Expander::checkBudget(size_t tokens) {
  bool within = context.made <= MacroContext::maxTokens;
  context.made += tokens;
  if (context.made <= MacroContext::maxTokens)
    return true;
  if (within)
    context.sink.report(outer, diag::MacroRunaway, MacroContext::maxTokens, "tokens");
  return false;
}

// A list that replaces what is around it is known only when its call has been
// expanded, so all of it is expanded again then.
bool Expander::expand(uint32_t first, uint32_t last) {
  uint32_t mark = uint32_t(context.work.size());
  size_t known = replacements.size();
  bool good = expandOnce(first, last);
  if (!good || replacements.size() == known)
    return good;
  truncate(context.work, mark);
  return expand(first, last);
}

const Expander::Replacement *Expander::findReplacement(uint32_t token) const {
  const Replacement *widest = nullptr;
  for (const Replacement &row : replacements)
    if (row.first == token && (!widest || row.last > widest->last))
      widest = &row;
  return widest;
}

bool Expander::expandOnce(uint32_t first, uint32_t last) {
  bool good = true;
  uint32_t site = firstSiteIn(first);
  for (uint32_t i = first; i < last;) {
    if (const Replacement *replaced = replacements.empty() ? nullptr : findReplacement(i)) {
      if (replaced->sql.empty())
        writeHole(replaced->range);
      else
        scan(context.arena->copy(replaced->sql), context.dialect, context.work, context.sink, replaced->range);
      i = replaced->last;
      site = firstSiteIn(i);
      continue;
    }
    uint32_t plain = site == sites.size() ? last : std::min(last, sites[site].first);
    if (i < plain) {
      uint32_t end = replacements.empty() ? plain : i + 1;
      if (outer && !checkBudget(end - i))
        return false;
      context.work.append(from, i, end, outer);
      i = end;
      continue;
    }
    good &= expandSite(site);
    i = std::max(sites[site].last, i + 1);
    if (good && isa<MacroVar>(sites[site].node))
      glueNumber(i);
    site = sites[site].next;
  }
  return good;
}

// Results are glued to what follows, as text is: @n.5 with 3 is the number 3.5.
void Expander::glueNumber(uint32_t &next) {
  TokenBuffer &work = context.work;
  if (work.size() == 0 || work.kinds[work.size() - 1] != token::NUMBER || next == from.size())
    return;
  bool member = next + 1 < from.size() && from.kinds[next] == token::DOT && from.kinds[next + 1] == token::NUMBER;
  bool fraction = from.kinds[next] == token::NUMBER && from.text(next).starts_with(".");
  if (!member && !fraction)
    return;
  size_t last = work.size() - 1;
  std::string text = (work.text(last) + from.text(next) + (member ? from.text(next + 1) : "")).str();
  StringRef glued = context.arena->copy(text);
  work.begins[last] = glued.data();
  work.lengths[last] = uint32_t(glued.size());
  next += member ? 2 : 1;
}

void Expander::copySite(uint32_t site) {
  context.work.append(from, sites[site].first, sites[site].last, outer);
}

bool Expander::expandSite(uint32_t site) {
  const Node &node = *sites[site].node;
  SourceRange before = outer;
  if (!outer)
    outer = node.range;
  auto expandOne = [&] {
    if (bindings)
      return expandInBody(site);
    if (isa<MacroClause, With>(node))
      return expandClause(site);
    if (auto *var = dyn_cast<MacroVar>(&node))
      return expandVariable(*var, site);
    if (auto *identifier = dyn_cast<Identifier>(&node))
      return identifier->quoted ? expandQuoted(site) : expandName(identifier->name, false, site);
    if (auto *word = dyn_cast<Word>(&node))
      return expandName(word->text, false, site);
    if (isa<MacroString>(node))
      return expandString(site);
    return expandCall(site);
  };
  size_t first = context.work.size();
  bool good = expandOne();
  if (good)
    checkNeighbours(sites[site], first);
  outer = before;
  return good;
}

// Warns if an operator beside a macro takes away a part of what it gave, which
// begins at token `first`.
void Expander::checkNeighbours(const MacroSite &site, size_t first) {
  TokenBuffer &work = context.work;
  TokenKind before = site.first ? from.kinds[site.first - 1] : TokenKind(token::NONE);
  TokenKind behind = site.last < from.size() ? from.kinds[site.last] : TokenKind(token::NONE);
  ArrayRef<TokenKind> given(work.kinds.data() + first, work.size() - first);
  TokenKind stronger = findStrongerNeighbour(given, before, behind);
  if (stronger == token::NONE)
    return;
  std::string text;
  for (size_t i = first; i < work.size(); ++i)
    text += (i > first ? " " : "") + work.text(i).str();
  context.sink.report(outer, diag::MacroNoBrackets, text, tokenName(stronger));
}

std::optional<TokenSlice> Expander::write(StringRef sql) {
  uint32_t first = uint32_t(context.work.size());
  scan(context.arena->copy(sql), context.dialect, context.work, context.sink, outer);
  TokenSlice slice{first, uint32_t(context.work.size())};
  for (uint32_t i = slice.first; i < slice.last; ++i)
    if (context.work.kinds[i] == token::NONE)
      return std::nullopt;
  if (!checkBudget(slice.size() + 1)) // nothing is not free, either
    return std::nullopt;
  return slice;
}

void Expander::writeHole(SourceRange blame) {
  scan(holeText(), context.dialect, context.work, context.sink, blame);
  context.hasHoles = true;
}

// ---- variables

static StringRef nearestVariable(StringRef name, const MacroContext &context) {
  llvm::SmallVector<StringRef, 32> known(context.variableNames);
  for (StringRef local : context.locals.keys())
    known.push_back(local);
  llvm::sort(known);
  return findNearest(name, known);
}

static void reportUndefined(const MacroContext &context, SourceRange place, StringRef name) {
  std::string lower = name.lower();
  if (context.isWithheld(lower) && llvm::is_contained(context.variableNames, lower)) {
    context.sink.report(place, diag::MacroInTemplate, name, lower);
    return;
  }
  if (context.isCalledLikeMacro(lower)) {
    context.sink.report(place, diag::MacroNamesVariable, name, lower);
    return;
  }
  context.sink.report(place, diag::MacroVariableUndefined, name, nearestVariable(name, context));
}

bool Expander::expandVariable(const MacroVar &var, uint32_t site) {
  const Value *value = context.find(var.name);
  bool doubled = from.text(sites[site].first).starts_with("@@") && context.style.keepsDoubleAt;
  if (doubled || (!value && sites[site].inTableName && context.style.hasStages)) {
    copySite(site);
    return true;
  }
  if (value && value->kind == Value::Kind::List && sites[site].inParens)
    context.sink.report(placeOf(var), diag::MacroListInParens, var.name);
  if (value)
    return sites[site].isName && value->kind == Value::Kind::String ? expandTextAsName(value->text, sites[site].inTableName)
                                                                    : expandValue(*value);
  reportUndefined(context, placeOf(var), var.name);
  return false;
}

// A text where only a name can stand is a name.
bool Expander::expandTextAsName(StringRef text, bool isTable) {
  if (isTable && text.contains('.'))
    context.sink.report(outer, diag::MacroDottedName, text);
  context.text.clear();
  appendName(text, true, context.dialect, context.text);
  return write(context.text).has_value();
}

bool Expander::expandValue(const Value &value) {
  if (value.kind == Value::Kind::Expr && StringRef(value.text).contains('@'))
    return expandNested(value.text);
  bool nested = value.kind == Value::Kind::List && llvm::any_of(value.items, [](const Value &item) {
                  return item.kind == Value::Kind::Expr && StringRef(item.text).contains('@');
                });
  context.text.clear();
  appendValue(value, ListForm::Tuple, context.dialect, context.text);
  if (nested)
    return expandNested(std::string(context.text));
  return write(context.text).has_value();
}

// A value that holds macros is expanded by an expander of its own.
bool Expander::expandNested(StringRef sql) {
  if (context.depth >= MacroContext::maxDepth) {
    context.sink.report(outer, diag::MacroRunaway, MacroContext::maxDepth, "levels");
    return false;
  }
  SourceFile file{"", context.arena->copy(sql), 1};
  TokenBuffer tokens, copy;
  tokens.file = &file;
  Report parsing;
  scan(file.text, context.dialect, tokens, Sink(parsing));
  copy.append(tokens, 0, tokens.size());
  const Node *tree = parsing.hasErrors() ? nullptr : context.parser.parseExpr(copy, Sink(parsing));
  if (!tree) {
    reportResult(parsing, copy, outer, context.sink);
    return false;
  }
  ++context.depth;
  bool good = Expander(context, tokens, findMacroSites(*tree, tokens, SignPlaces(file)), outer).expand(0, uint32_t(tokens.size()));
  --context.depth;
  return good;
}

std::optional<TokenSlice> Expander::expandText(StringRef sql) {
  uint32_t first = uint32_t(context.work.size());
  if (!expandNested(sql))
    return std::nullopt;
  return TokenSlice{first, uint32_t(context.work.size())};
}

// ---- templates

std::string Expander::fill(StringRef text) {
  std::string filled;
  auto fillOne = [&](StringRef name, std::string &out) {
    bool hidden = context.isHidden(name);
    if (hidden)
      context.sink.report(outer, diag::MacroUpperTemplate, name, name.lower());
    const Value *value = hidden ? nullptr : context.find(name);
    if (hidden)
      return false;
    if (value)
      appendBare(*value, context.dialect, out);
    else
      context.sink.report(outer, diag::MacroTemplateUnknown, name, nearestVariable(name, context));
    return value != nullptr;
  };
  fillTemplate(text, fillOne, filled);
  return filled;
}

// A filled name that is no safe name is one quoted name, never several tokens.
// In @x@y the first @ says that it is a macro, and is no part of the template.
bool Expander::expandName(StringRef name, bool quoted, uint32_t site) {
  bool marked = !quoted && name.starts_with("@") && !name.starts_with("@{");
  std::optional<std::string> plain = quoted ? name.str() : findPlainTemplate(name.drop_front(marked));
  if (!plain) {
    context.sink.report(placeOf(*sites[site].node), diag::MacroBraces, name);
    return false;
  }
  std::string filled = fill(*plain);
  if (filled == name) {
    copySite(site);
    return true;
  }
  if (!quoted && name.starts_with("@{") && name.ends_with("}") && findReal(filled))
    context.sink.report(placeOf(*sites[site].node), diag::MacroNumberName, name.drop_front(2).drop_back(), filled);
  context.text.clear();
  appendName(filled, quoted, context.dialect, context.text);
  return write(context.text).has_value();
}

// All that stands in one pair of quotes, which may be several parts: `@{p}.d.@{t}`.
bool Expander::expandQuoted(uint32_t site) {
  StringRef written = from.text(sites[site].first);
  return expandName(readQuoted(written.drop_front().drop_back(), written.back(), false), true, site);
}

bool Expander::expandString(uint32_t site) {
  StringRef written = from.text(sites[site].first).drop_front(); // without @
  std::string filled = fill(readQuoted(written.drop_front().drop_back(), written.front(), false));
  if (sites[site].isName)
    return expandTextAsName(filled, sites[site].inTableName);
  context.text.clear();
  appendString(filled, context.dialect, context.text);
  return write(context.text).has_value();
}

// ---- calls

bool Expander::expandCall(uint32_t site) {
  uint32_t mark = uint32_t(context.work.size());
  MacroResult result = call(site);
  bool isList = result.kind == MacroResult::Several && sites[site].list.kind != ListSlot::Spliced;
  bool known = llvm::any_of(replacements, [&](const Replacement &row) { return row.site == site; });
  return isList && !known ? replaceAround(site, result, mark) : place(result, mark);
}

// A list where a single thing must stand.
bool Expander::replaceAround(uint32_t site, const MacroResult &result, uint32_t mark) {
  const ListSlot &slot = sites[site].list;
  StringRef name = cast<MacroCall>(sites[site].node)->name;
  std::string sql;
  for (TokenSlice slice : result.slices)
    sql += (sql.empty() ? "" : ", ") + copyTokens(context.work, slice.first, slice.last);
  truncate(context.work, mark);
  if (slot.kind == ListSlot::Nowhere) {
    context.sink.report(placeOf(*sites[site].node), diag::MacroListMisplaced, name.upper());
    return false;
  }
  context.sink.report(placeOf(*sites[site].node), diag::MacroListReplaces, name.upper(),
                      joinTokens(from, slot.first, slot.last));
  replacements.push_back({site, slot.first, slot.last, outer, std::move(sql)});
  return true;
}

// Puts the result where the call stood.
bool Expander::place(const MacroResult &result, uint32_t mark) {
  TokenBuffer &work = context.work;
  if (result.kind == MacroResult::Failed) {
    truncate(work, mark);
    return false;
  }
  if (result.kind == MacroResult::One) {
    slideDown(work, mark, result.slices[0]);
    return true;
  }
  uint32_t first = uint32_t(work.size());
  for (TokenSlice slice : result.slices) {
    if (work.size() > first)
      scan(",", context.dialect, work, context.sink, outer);
    work.append(work, slice.first, slice.last);
  }
  if (result.slices.empty())
    writeHole(outer);
  slideDown(work, mark, {first, uint32_t(work.size())});
  return true;
}

// ---- arguments

std::optional<TokenSlice> Expander::splice(const MacroArg &arg) {
  if (arg.given)
    return arg.given;
  uint32_t first = uint32_t(context.work.size());
  if (!expand(arg.first, arg.last))
    return std::nullopt;
  return TokenSlice{first, uint32_t(context.work.size())};
}

std::optional<std::string> Expander::text(const MacroArg &arg) {
  uint32_t mark = uint32_t(context.work.size());
  std::optional<TokenSlice> slice = splice(arg);
  if (!slice)
    return std::nullopt;
  std::string text = copyTokens(context.work, slice->first, slice->last);
  truncate(context.work, mark);
  return text;
}

const Node *Expander::tree(const MacroArg &arg) {
  uint32_t site = arg.given ? 0 : firstSiteIn(arg.first);
  bool plain = !arg.given && (site == sites.size() || sites[site].first >= arg.last);
  if (plain)
    return arg.node;
  std::optional<TokenSlice> slice = splice(arg);
  return slice ? parseSlice(*slice) : nullptr;
}

const Node *Expander::parseSlice(TokenSlice slice) {
  context.piece.clear();
  context.piece.append(context.work, slice.first, slice.last);
  Report parsing;
  const Node *tree = context.parser.parseExpr(context.piece, Sink(parsing));
  if (!tree)
    reportResult(parsing, context.piece, outer, context.sink);
  return tree;
}

// ---- conditions

std::optional<Datum> Expander::evaluate(const MacroArg &arg, StringRef macro, SourceRange place) {
  const Node *tree = arg.given ? parseSlice(*arg.given) : arg.node;
  if (!tree)
    return std::nullopt;
  uint32_t first = arg.given ? 0 : firstSiteIn(arg.first), last = arg.given ? 0 : firstSiteIn(arg.last);
  Outcome value = evalTree(*tree, sites.slice(first, last - first));
  if (value)
    return *value;
  if (value.reason == Outcome::Args)
    context.sink.report(place, diag::MacroFunctionArgs, macro, value.problem);
  else if (value.reason == Outcome::NotSyntax)
    context.sink.report(place, diag::MacroSyntax, macro, value.problem);
  else if (!value.problem.empty())
    context.sink.report(place, diag::MacroEvaluation, macro, value.problem);
  return std::nullopt;
}

void Expander::reportTrap(ConditionTrap trap, SourceRange place, StringRef text) {
  switch (trap) {
  case ConditionTrap::NotLike:
    context.sink.report(place, diag::MacroNotLike, text);
    return;
  case ConditionTrap::ColumnCompared:
    context.sink.report(place, diag::MacroColumnCompared, text);
    return;
  case ConditionTrap::ListVariable:
    context.sink.report(place, diag::MacroInList);
    return;
  case ConditionTrap::TypesDiffer:
    context.sink.report(place, diag::MacroTypesDiffer, text);
    return;
  case ConditionTrap::NullCompared:
    context.sink.report(place, diag::MacroNullCompared);
    return;
  case ConditionTrap::GatewayCase:
    context.sink.report(place, diag::MacroGatewayCase, text, text.lower());
    return;
  }
}

Outcome Expander::evalTree(const Node &tree, ArrayRef<MacroSite> inside) {
  // Conditions are walked in the order of the source, and so are the sites.
  size_t next = 0;
  auto evalMacro = [&](const Node &macro) {
    for (size_t tried = 0; tried < inside.size(); ++tried, next = (next + 1) % inside.size())
      if (inside[next].node == &macro)
        return evalSite(uint32_t(&inside[next] - sites.begin()));
    return Outcome::failed("a macro stands where none is expected");
  };
  auto warn = [&](ConditionTrap trap, const Node &node, StringRef text) { reportTrap(trap, placeOf(node), text); };
  return evaluateCondition(tree, {context.dialect, context.style, evalMacro, warn});
}

// The value of a variable is there already; everything else is expanded,
// parsed and evaluated.
Outcome Expander::evalSite(uint32_t site) {
  auto *var = dyn_cast<MacroVar>(sites[site].node);
  const Value *value = var ? context.find(var->name) : nullptr;
  if (value)
    if (std::optional<Datum> datum = findDatum(*value))
      return *datum;
  uint32_t mark = uint32_t(context.work.size());
  SourceRange before = outer;
  if (!expand(sites[site].first, sites[site].last)) {
    truncate(context.work, mark);
    return Outcome::failed("");
  }
  outer = outer ? outer : sites[site].node->range;
  const Node *tree = parseSlice({mark, uint32_t(context.work.size())});
  outer = before;
  truncate(context.work, mark);
  return tree ? evalTree(*tree, {}) : Outcome::failed("");
}

// ---- messages

// The tokens that come from one call, as text, cut where they get long.
static std::string textFrom(const TokenBuffer &tokens, SourceRange range) {
  size_t first = 0;
  while (first < tokens.size() && tokens.range(first) != range)
    ++first;
  size_t last = first;
  while (last < tokens.size() && last - first < 60 && tokens.kinds[last] > 0 && tokens.range(last) == range)
    ++last;
  std::string text = joinTokens(tokens, first, last);
  if (text.size() > 200)
    text.resize(200);
  return text;
}

void reportResult(const Report &parsing, const TokenBuffer &tokens, SourceRange fallback, Sink sink) {
  for (const Diagnostic &problem : parsing.finish()) {
    if (problem.kind->severity != Severity::Error)
      continue;
    SourceRange range = problem.range ? problem.range : fallback;
    std::string made = textFrom(tokens, range);
    auto report = sink.report(range, diag::MacroResult, problem.message);
    if (!made.empty())
      report.note(range, "it gives `" + made + "`");
    return;
  }
  sink.report(fallback, diag::MacroResult, "it is no expression");
}

} // namespace sluice
