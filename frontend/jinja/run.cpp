// Statements of templates.
#include "frontend/jinja/evaluate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

namespace sluice::jinja {

static constexpr size_t mostBytes = 64u << 20;

// ---- what is written

size_t RenderedText::sourceOf(size_t rendered) const {
  auto after = llvm::upper_bound(pieces, rendered, [](size_t at, const Piece &piece) { return at < piece.rendered; });
  if (after == pieces.begin())
    return rendered;
  const Piece &piece = *std::prev(after);
  return piece.isValue ? piece.source : piece.source + (rendered - piece.rendered);
}

void Evaluator::write(std::string text, Place place, bool isValue) {
  if (text.empty())
    return;
  if (out.text.size() + text.size() > mostBytes && !failed) {
    sink.report(rangeOf(place), diag::JinjaRunaway, mostBytes, "bytes");
    failed = true;
    return;
  }
  out.pieces.push_back({out.text.size(), place.begin, isValue});
  out.text += text;
}

// What a body writes, as a text.
std::optional<std::string> Evaluator::capture(const Body &body) {
  std::string saved = std::exchange(out.text, {});
  std::vector<RenderedText::Piece> pieces = std::exchange(out.pieces, {});
  Flow flow = runBody(body);
  std::string text = std::exchange(out.text, std::move(saved));
  out.pieces = std::move(pieces);
  return flow == Flow::Stop ? std::nullopt : std::optional(std::move(text));
}

// ---- statements

Evaluator::Flow Evaluator::runBody(const Body &body) {
  for (const auto &stmt : body)
    if (Flow flow = runStmt(*stmt); flow != Flow::Next)
      return flow;
  return Flow::Next;
}

Evaluator::Flow Evaluator::runIf(const Stmt &stmt) {
  for (const Stmt::Branch &branch : stmt.branches) {
    bool holds = !branch.condition || isTrue(eval(*branch.condition));
    if (failed)
      return Flow::Stop;
    if (holds)
      return runBody(branch.body);
  }
  return Flow::Next;
}

bool Evaluator::assign(const Target &target, Object value, Place place) {
  if (!target.member.empty()) {
    const Object *space = findName(target.names[0]);
    if (!space || space->type != Type::Namespace) {
      fail(place, "`" + target.names[0] + "` is no namespace, so `" + target.member + "` cannot be set in it");
      return false;
    }
    space->mapping->set(Object::ofString(target.member), std::move(value));
    return true;
  }
  if (!target.isTuple) {
    scope->names[target.names[0]] = std::move(value);
    return true;
  }
  auto values = iterate(value, place);
  if (!values)
    return false;
  if (values->size() != target.names.size()) {
    fail(place, llvm::Twine(values->size()) + " values cannot be taken apart into " + llvm::Twine(target.names.size()) + " names");
    return false;
  }
  for (auto [name, item] : llvm::zip(target.names, *values))
    scope->names[name] = item;
  return true;
}

Object loopMember(const LoopState &loop, StringRef name) {
  int64_t at = int64_t(loop.at), size = int64_t(loop.items.size());
  const std::pair<StringRef, int64_t> numbers[] = {
      {"index", at + 1},        {"index0", at},   {"revindex", size - at},  {"revindex0", size - at - 1},
      {"length", size},         {"depth", loop.depth + 1}, {"depth0", loop.depth},
  };
  for (auto &[known, number] : numbers)
    if (known == name)
      return Object::ofInt(number);
  if (name == "first" || name == "last")
    return Object::ofBool(name == "first" ? at == 0 : at + 1 == size);
  if (name == "previtem" && at > 0)
    return loop.items[loop.at - 1];
  if (name == "nextitem" && at + 1 < size)
    return loop.items[loop.at + 1];
  return Object::undefined(name);
}

// Each round has a scope of its own; what it sets is gone afterwards.
bool Evaluator::enterRound(const Stmt &stmt, const std::shared_ptr<Scope> &outer, const Object &item) {
  scope = std::make_shared<Scope>();
  scope->outer = outer;
  return spend(stmt.place) && assign(stmt.target, item, stmt.place);
}

// Takes out what `for ... if` does not want.
bool Evaluator::keepWanted(const Stmt &stmt, const std::shared_ptr<Scope> &outer, Objects &items) {
  llvm::erase_if(items, [&](const Object &item) { return !enterRound(stmt, outer, item) || !isTrue(eval(*stmt.filter)); });
  scope = outer;
  return !failed;
}

Evaluator::Flow Evaluator::runFor(const Stmt &stmt, Objects items, unsigned depth) {
  std::shared_ptr<Scope> outer = scope;
  if (stmt.filter && !keepWanted(stmt, outer, items))
    return Flow::Stop;
  if (items.empty())
    return runBody(stmt.otherwise);
  Object loop = Object::ofText(Type::Loop, {});
  loop.loop = std::make_shared<LoopState>(LoopState{std::move(items), 0, depth, {}});
  if (stmt.recursive)
    loops.push_back({&stmt, outer, depth});
  Flow flow = Flow::Next;
  for (LoopState &state = *loop.loop; state.at < state.items.size() && flow != Flow::Break && flow != Flow::Stop; ++state.at) {
    if (enterRound(stmt, outer, state.items[state.at])) {
      scope->names["loop"] = loop;
      flow = runBody(stmt.body);
    } else
      flow = Flow::Stop;
  }
  if (stmt.recursive)
    loops.pop_back();
  scope = outer;
  return flow == Flow::Stop ? flow : Flow::Next;
}

Evaluator::Flow Evaluator::runForStmt(const Stmt &stmt) {
  Object value = eval(*stmt.value);
  if (failed)
    return Flow::Stop;
  auto items = iterate(value, stmt.value->place);
  return items ? runFor(stmt, std::move(*items), 0) : Flow::Stop;
}

Evaluator::Flow Evaluator::runSet(const Stmt &stmt) {
  Object value = eval(*stmt.value);
  return !failed && assign(stmt.target, std::move(value), stmt.place) ? Flow::Next : Flow::Stop;
}

Evaluator::Flow Evaluator::runSetBlock(const Stmt &stmt) {
  std::shared_ptr<Scope> outer = scope;
  scope = std::make_shared<Scope>();
  scope->outer = outer;
  auto text = capture(stmt.body);
  scope = outer;
  if (!text)
    return Flow::Stop;
  Object value = Object::ofString(std::move(*text));
  if (stmt.value)
    value = applyFilters(*stmt.value, value);
  return !failed && assign(stmt.target, std::move(value), stmt.place) ? Flow::Next : Flow::Stop;
}

// `{% call(x) m(1) %}...{% endcall %}`: the macro gets the body as `caller`.
Evaluator::Flow Evaluator::runCall(const Stmt &stmt) {
  const Expr &expr = *stmt.value;
  Object function = eval(*expr.items[0]);
  Args args;
  if (failed || !evalArgs(expr, args))
    return Flow::Stop;
  args.named.push_back({"caller", makeMacro(*stmt.macro)});
  Object result = call(function, std::move(args), expr.place);
  write(print(result), stmt.place, true);
  return failed ? Flow::Stop : Flow::Next;
}

Evaluator::Flow Evaluator::runFilterBlock(const Stmt &stmt) {
  auto text = capture(stmt.body);
  if (!text)
    return Flow::Stop;
  write(print(applyFilters(*stmt.value, Object::ofString(std::move(*text)))), stmt.place, true);
  return failed ? Flow::Stop : Flow::Next;
}

Evaluator::Flow Evaluator::runWith(const Stmt &stmt) {
  std::shared_ptr<Scope> outer = scope, inner = std::make_shared<Scope>();
  inner->outer = outer;
  for (auto &[target, value] : stmt.bindings)
    inner->names[target.names[0]] = eval(*value);
  scope = inner;
  Flow flow = failed ? Flow::Stop : runBody(stmt.body);
  scope = outer;
  return flow;
}

// The letters of a tag: blanks and quotes have no meaning.
std::string Evaluator::wordsOf(const Stmt &stmt) const {
  std::string words = "template ";
  for (char c : home->text.slice(stmt.place.begin, stmt.place.end))
    if (llvm::isAlnum(c) || c == '_')
      words += c;
  return words;
}

Evaluator::Flow Evaluator::runOutput(const Stmt &stmt) {
  if (globals.writesOutputs) {
    write(wordsOf(stmt), stmt.place, true);
    return Flow::Next;
  }
  Object value = eval(*stmt.value);
  // A choice without `else` gives nothing on purpose.
  if (value.isUndefined() && stmt.value->kind != Expr::Choice && !failed)
    sink.report(rangeOf(stmt.place), diag::JinjaNothing);
  write(print(value), stmt.place, true);
  return failed ? Flow::Stop : Flow::Next;
}

Evaluator::Flow Evaluator::runStmt(const Stmt &stmt) {
  if (!spend(stmt.place))
    return Flow::Stop;
  switch (stmt.kind) {
  case Stmt::Text:
    write(stmt.text, stmt.place, false);
    return failed ? Flow::Stop : Flow::Next;
  case Stmt::Output:
    return runOutput(stmt);
  case Stmt::If:
    return runIf(stmt);
  case Stmt::For:
    return runForStmt(stmt);
  case Stmt::Set:
    return runSet(stmt);
  case Stmt::SetBlock:
    return runSetBlock(stmt);
  case Stmt::Macro:
    macroScopes.push_back(scope);
    scope->names[stmt.macro->name] = makeMacro(*stmt.macro);
    return Flow::Next;
  case Stmt::Call:
    return runCall(stmt);
  case Stmt::Filter:
    return runFilterBlock(stmt);
  case Stmt::With:
    return runWith(stmt);
  case Stmt::Do:
    eval(*stmt.value);
    return failed ? Flow::Stop : Flow::Next;
  case Stmt::Break:
    return Flow::Break;
  case Stmt::Continue:
    return Flow::Continue;
  }
  llvm_unreachable("all kinds are handled");
}

Evaluator::Evaluator(const Template &source, const Globals &globals, Sink sink, RenderedText &out)
    : globals(globals), home(&source), sink(sink), out(out), scope(std::make_shared<Scope>()) {}

Evaluator::~Evaluator() {
  for (const std::shared_ptr<Scope> &holder : macroScopes)
    holder->names.clear();
}

bool Evaluator::run() { return runBody(home->body) != Flow::Stop; }

// ---- the interface

void Library::add(std::shared_ptr<const Template> file) {
  for (const auto &stmt : file->body)
    if (stmt->kind == Stmt::Macro)
      macros[stmt->macro->name] = stmt->macro.get();
  files.push_back(std::move(file));
}

const MacroDef *Library::find(StringRef name) const { return macros.lookup(name); }

std::vector<const MacroDef *> Library::usedBy(const Template &source) const {
  std::map<std::string, const MacroDef *> used;
  std::vector<std::string> open = source.names;
  while (!open.empty()) {
    std::string name = std::move(open.back());
    open.pop_back();
    const MacroDef *macro = find(name);
    if (macro && used.try_emplace(std::move(name), macro).second)
      open.insert(open.end(), macro->names.begin(), macro->names.end());
  }
  std::vector<const MacroDef *> result;
  for (auto &[name, macro] : used)
    result.push_back(macro);
  return result;
}

StringRef Library::textOf(const MacroDef &macro) {
  return macro.home->text.slice(macro.place.begin, macro.place.end);
}

std::optional<RenderedText> render(const Template &source, const Globals &globals, Sink sink) {
  RenderedText result;
  if (!Evaluator(source, globals, sink, result).run())
    return std::nullopt;
  return result;
}

} // namespace sluice::jinja
