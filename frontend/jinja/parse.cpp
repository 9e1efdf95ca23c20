// Statements of templates.
#include "frontend/jinja/parse.h"
#include "frontend/jinja/parser.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice::jinja {

// ---- tokens

static std::string showToken(const Token &token) {
  if (token.kind == Token::End)
    return "the end of the template";
  if (token.kind == Token::BlockEnd || token.kind == Token::OutputEnd)
    return token.kind == Token::BlockEnd ? "`%}`" : "`}}`";
  if (token.kind == Token::Int || token.kind == Token::Float)
    return "`" + print(token.number) + "`";
  return token.kind == Token::String ? "a text" : "`" + token.text + "`";
}

std::nullptr_t Parser::fail(const Token &token, const llvm::Twine &problem, const llvm::Twine &hint) {
  sink.report(result.rangeOf(token.place), diag::JinjaSyntax, problem, hint);
  return nullptr;
}

std::nullptr_t Parser::failUnexpected(StringRef wanted) {
  return fail(peek(), "found " + showToken(peek()) + ", where " + wanted + " is wanted");
}

bool Parser::expectOp(StringRef op) {
  if (takeOp(op))
    return true;
  failUnexpected(("`" + op + "`").str());
  return false;
}

bool Parser::expectBlockEnd() {
  if (peek().kind == Token::BlockEnd) {
    take();
    return true;
  }
  failUnexpected("`%}`");
  return false;
}

std::optional<std::string> Parser::expectName(StringRef what) {
  if (peek().kind == Token::Name)
    return take().text;
  failUnexpected(what);
  return std::nullopt;
}

// Macros behave otherwise when they name some of these.
void Parser::noteUse(StringRef name) {
  result.names.push_back(name.str());
  for (MacroDef *macro : macros) {
    macro->names.push_back(name.str());
    macro->usesCaller |= name == "caller";
    macro->usesVarargs |= name == "varargs";
    macro->usesKwargs |= name == "kwargs";
  }
}

// ---- bodies

// Statements up to a tag that begins with one of `ends`, which stays.
bool Parser::parseBody(Body &body, ArrayRef<StringRef> ends) {
  while (true) {
    Token token = peek();
    if (token.kind == Token::End) {
      if (!ends.empty())
        fail(token, "the template ends before `{% " + ends.back() + " %}`");
      return ends.empty();
    }
    if (token.kind == Token::BlockBegin && peek(1).kind == Token::Name && llvm::is_contained(ends, peek(1).text))
      return true;
    auto stmt = std::make_unique<Stmt>();
    stmt->place = token.place;
    take();
    if (token.kind == Token::Text) {
      stmt->kind = Stmt::Text;
      stmt->text = std::move(token.text);
    } else if (token.kind == Token::OutputBegin) {
      stmt->kind = Stmt::Output;
      stmt->value = parseTuple(true);
      if (!stmt->value)
        return false;
      if (peek().kind != Token::OutputEnd) {
        failUnexpected("`}}`");
        return false;
      }
      take();
    } else {
      if (++depth > 100) {
        fail(token, "blocks are nested too deeply");
        return false;
      }
      stmt = parseTag();
      --depth;
      if (!stmt)
        return false;
    }
    stmt->place = since(token.place.begin);
    body.push_back(std::move(stmt));
  }
}

// Takes `{% end %}`, which parseBody found.
bool Parser::endBlock(ArrayRef<StringRef> ends) {
  take();
  StringRef name = peek().text;
  if (!llvm::is_contained(ends, name)) {
    failUnexpected(ends.front());
    return false;
  }
  take();
  return expectBlockEnd();
}

// ---- tags

// Tags that load other files.
static constexpr StringRef loaders[] = {"include", "import", "from", "extends", "block"};

std::unique_ptr<Stmt> Parser::parseTag() {
  struct Tag {
    StringRef name;
    std::unique_ptr<Stmt> (Parser::*parse)(std::unique_ptr<Stmt>);
  };
  static constexpr Tag tags[] = {
      {"if", &Parser::parseIf},       {"for", &Parser::parseFor},
      {"set", &Parser::parseSet},     {"macro", &Parser::parseMacro},
      {"call", &Parser::parseCall},   {"filter", &Parser::parseFilterBlock},
      {"with", &Parser::parseWith},   {"do", &Parser::parseDo},
      {"break", &Parser::parseLoopControl}, {"continue", &Parser::parseLoopControl},
  };
  Token token = peek();
  if (token.kind != Token::Name)
    return failUnexpected("the name of a tag");
  for (const Tag &tag : tags)
    if (tag.name == token.text) {
      take();
      return (this->*tag.parse)(std::make_unique<Stmt>());
    }
  if (llvm::is_contained(loaders, token.text)) {
    sink.report(result.rangeOf(token.place), diag::JinjaNotBuilt, "`{% " + token.text + " %}`",
                "macros in the folder `macros` can be called without an import");
    return nullptr;
  }
  llvm::SmallVector<StringRef> names{"raw"};
  for (const Tag &tag : tags)
    names.push_back(tag.name);
  if (StringRef(token.text).starts_with("end") || token.text == "else" || token.text == "elif")
    return fail(token, "`{% " + token.text + " %}` ends nothing that is open here");
  sink.report(result.rangeOf(token.place), diag::JinjaName, "tag", token.text, findNearest(token.text, names));
  return nullptr;
}

std::unique_ptr<Stmt> Parser::parseIf(std::unique_ptr<Stmt> stmt) {
  stmt->kind = Stmt::If;
  while (true) {
    Stmt::Branch branch;
    branch.condition = parseTuple(false);
    if (!branch.condition || !expectBlockEnd() || !parseBody(branch.body, {"elif", "else", "endif"}))
      return nullptr;
    stmt->branches.push_back(std::move(branch));
    take();
    if (!takeName("elif"))
      break;
  }
  if (takeName("else")) {
    Stmt::Branch branch;
    if (!expectBlockEnd() || !parseBody(branch.body, {"endif"}))
      return nullptr;
    stmt->branches.push_back(std::move(branch));
    take();
  }
  take();
  return expectBlockEnd() ? std::move(stmt) : nullptr;
}

// `a`, `a, b`, `(a, b)`, or `ns.a` where a member may be set.
bool Parser::parseTarget(Target &target, bool member) {
  bool bracket = takeOp("(");
  while (true) {
    auto name = expectName("a name");
    if (!name)
      return false;
    target.names.push_back(*name);
    if (member && target.names.size() == 1 && takeOp(".")) {
      auto attribute = expectName("a name");
      if (!attribute)
        return false;
      target.member = *attribute;
      return true;
    }
    if (!takeOp(","))
      break;
    target.isTuple = true;
    if (peek().kind != Token::Name || peek().text == "in")
      break;
  }
  return !bracket || expectOp(")");
}

std::unique_ptr<Stmt> Parser::parseFor(std::unique_ptr<Stmt> stmt) {
  stmt->kind = Stmt::For;
  if (!parseTarget(stmt->target, false))
    return nullptr;
  if (!takeName("in"))
    return failUnexpected("`in`");
  stmt->value = parseTuple(false, {"recursive", "if"});
  if (!stmt->value || (takeName("if") && !(stmt->filter = parseExpr())))
    return nullptr;
  stmt->recursive = takeName("recursive");
  ++loops;
  bool good = expectBlockEnd() && parseBody(stmt->body, {"else", "endfor"});
  --loops;
  if (!good)
    return nullptr;
  take();
  if (takeName("else")) {
    if (!expectBlockEnd() || !parseBody(stmt->otherwise, {"endfor"}))
      return nullptr;
    take();
  }
  take();
  return expectBlockEnd() ? std::move(stmt) : nullptr;
}

std::unique_ptr<Stmt> Parser::parseSet(std::unique_ptr<Stmt> stmt) {
  stmt->kind = Stmt::Set;
  if (!parseTarget(stmt->target, true))
    return nullptr;
  if (takeOp("=")) {
    stmt->value = parseTuple(true);
    return stmt->value && expectBlockEnd() ? std::move(stmt) : nullptr;
  }
  stmt->kind = Stmt::SetBlock;
  if (takeOp("|")) {
    ExprPtr filter = parseFilter(nullptr);
    stmt->value = filter ? parseFilters(std::move(filter)) : nullptr;
    if (!stmt->value)
      return nullptr;
  }
  if (!expectBlockEnd() || !parseBody(stmt->body, {"endset"}) || !endBlock({"endset"}))
    return nullptr;
  return stmt;
}

bool Parser::parseParams(MacroDef &macro) {
  if (!expectOp("("))
    return false;
  while (!takeOp(")")) {
    Param param;
    auto name = expectName("a parameter");
    if (!name)
      return false;
    param.name = *name;
    if (takeOp("=")) {
      param.otherwise = parseExpr();
      if (!param.otherwise)
        return false;
    } else if (!macro.params.empty() && macro.params.back().otherwise) {
      fail(peek(), "the parameter `" + param.name + "` without a default stands behind one with a default");
      return false;
    }
    macro.params.push_back(std::move(param));
    if (!peek().is(")") && !expectOp(","))
      return false;
  }
  return true;
}

// A loop around a macro is no loop for `break` inside of it.
bool Parser::parseMacroBody(MacroDef &macro, StringRef end) {
  macro.home = &result;
  macros.push_back(&macro);
  unsigned outer = std::exchange(loops, 0);
  bool good = expectBlockEnd() && parseBody(macro.body, {end}) && endBlock({end});
  loops = outer;
  macros.pop_back();
  return good;
}

std::unique_ptr<Stmt> Parser::parseMacro(std::unique_ptr<Stmt> stmt) {
  stmt->kind = Stmt::Macro;
  stmt->macro = std::make_unique<MacroDef>();
  uint32_t begin = tokens[at - 2].place.begin;
  auto name = expectName("a macro's name");
  if (!name)
    return nullptr;
  stmt->macro->name = *name;
  if (!parseParams(*stmt->macro) || !parseMacroBody(*stmt->macro, "endmacro"))
    return nullptr;
  stmt->macro->place = since(begin);
  return stmt;
}

std::unique_ptr<Stmt> Parser::parseCall(std::unique_ptr<Stmt> stmt) {
  stmt->kind = Stmt::Call;
  stmt->macro = std::make_unique<MacroDef>();
  stmt->macro->name = "caller";
  stmt->macro->place = peek().place;
  if (peek().is("(") && !parseParams(*stmt->macro))
    return nullptr;
  stmt->value = parseExpr();
  if (stmt->value && stmt->value->kind != Expr::Call)
    return fail(peek(), "`{% call %}` needs a call of a macro");
  return stmt->value && parseMacroBody(*stmt->macro, "endcall") ? std::move(stmt) : nullptr;
}

std::unique_ptr<Stmt> Parser::parseFilterBlock(std::unique_ptr<Stmt> stmt) {
  stmt->kind = Stmt::Filter;
  ExprPtr filter = parseFilter(nullptr);
  stmt->value = filter ? parseFilters(std::move(filter)) : nullptr;
  if (!stmt->value || !expectBlockEnd() || !parseBody(stmt->body, {"endfilter"}) || !endBlock({"endfilter"}))
    return nullptr;
  return stmt;
}

std::unique_ptr<Stmt> Parser::parseWith(std::unique_ptr<Stmt> stmt) {
  stmt->kind = Stmt::With;
  while (peek().kind == Token::Name) {
    std::pair<Target, ExprPtr> binding;
    auto name = expectName("a name");
    binding.first.names.push_back(*name);
    if (!expectOp("=") || !(binding.second = parseExpr()))
      return nullptr;
    stmt->bindings.push_back(std::move(binding));
    if (!takeOp(","))
      break;
  }
  if (!expectBlockEnd() || !parseBody(stmt->body, {"endwith"}) || !endBlock({"endwith"}))
    return nullptr;
  return stmt;
}

std::unique_ptr<Stmt> Parser::parseDo(std::unique_ptr<Stmt> stmt) {
  stmt->kind = Stmt::Do;
  stmt->value = parseTuple(true);
  return stmt->value && expectBlockEnd() ? std::move(stmt) : nullptr;
}

std::unique_ptr<Stmt> Parser::parseLoopControl(std::unique_ptr<Stmt> stmt) {
  const Token &name = tokens[at - 1];
  stmt->kind = name.text == "break" ? Stmt::Break : Stmt::Continue;
  if (loops == 0)
    return fail(name, "`" + name.text + "` stands outside of a loop");
  return expectBlockEnd() ? std::move(stmt) : nullptr;
}

bool Parser::parse() { return parseBody(result.body, {}); }

std::unique_ptr<const Template> parseTemplate(StringRef text, SourceRange range, bool exact, Sink sink) {
  auto result = std::make_unique<Template>();
  result->text = text;
  result->range = range;
  result->exact = exact;
  auto tokens = lex(*result, sink);
  if (!tokens || !Parser(*result, std::move(*tokens), sink).parse())
    return nullptr;
  return result;
}

} // namespace sluice::jinja
