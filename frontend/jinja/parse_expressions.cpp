// Expressions of templates.
#include "frontend/jinja/parser.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice::jinja {

static constexpr unsigned deepest = 200;

ExprPtr Parser::make(Expr::Kind kind, uint32_t begin) const {
  auto expr = std::make_unique<Expr>();
  expr->kind = kind;
  expr->place = since(begin);
  return expr;
}

// `a, b` is a tuple, `a` alone is a; what ends an expression is for the caller.
ExprPtr Parser::parseTuple(bool withCondition, ArrayRef<StringRef> ends) {
  uint32_t begin = peek().place.begin;
  auto atEnd = [&] {
    const Token &token = peek();
    return token.kind == Token::BlockEnd || token.kind == Token::OutputEnd || token.is(")") ||
           (token.kind == Token::Name && llvm::is_contained(ends, token.text));
  };
  std::vector<ExprPtr> items;
  bool isTuple = false;
  while (!atEnd()) {
    items.push_back(parseExpr(withCondition));
    if (!items.back())
      return nullptr;
    if (!takeOp(","))
      break;
    isTuple = true;
  }
  if (items.size() == 1 && !isTuple)
    return std::move(items.front());
  if (items.empty() && !peek().is(")"))
    return failUnexpected("an expression");
  ExprPtr tuple = make(Expr::Tuple, begin);
  tuple->items = std::move(items);
  return tuple;
}

ExprPtr Parser::parseExpr(bool withCondition) {
  if (++depth > deepest) {
    --depth;
    return fail(peek(), "expressions are nested too deeply");
  }
  ExprPtr result = withCondition ? parseChoice() : parseBinary(0);
  --depth;
  return result;
}

ExprPtr Parser::parseChoice() {
  uint32_t begin = peek().place.begin;
  ExprPtr value = parseBinary(0);
  while (value && takeName("if")) {
    ExprPtr condition = parseBinary(0);
    ExprPtr otherwise;
    if (condition && takeName("else") && !(otherwise = parseExpr()))
      return nullptr;
    if (!condition)
      return nullptr;
    ExprPtr choice = make(Expr::Choice, begin);
    choice->items.push_back(std::move(value));
    choice->items.push_back(std::move(condition));
    choice->items.push_back(std::move(otherwise));
    value = std::move(choice);
  }
  return value;
}

// Operators that associate to the left, from weak to strong. `not` and the
// comparisons stand between the second level and the third.
static constexpr StringRef levels[][5] = {{"or"}, {"and"}, {"+", "-"}, {"~"}, {"*", "/", "//", "%"}, {"**"}};

ExprPtr Parser::parseBinary(unsigned level) {
  auto operand = [&] {
    return level == 1 ? parseNot() : level + 1 == std::size(levels) ? parseUnary(true) : parseBinary(level + 1);
  };
  auto isOperator = [&](const Token &token) {
    return (token.kind == Token::Op || token.kind == Token::Name) && !token.text.empty() &&
           llvm::is_contained(levels[level], token.text);
  };
  uint32_t begin = peek().place.begin;
  ExprPtr left = operand();
  while (left && isOperator(peek())) {
    std::string op = take().text;
    ExprPtr right = operand();
    if (!right)
      return nullptr;
    ExprPtr binary = make(Expr::Binary, begin);
    binary->text = std::move(op);
    binary->items.push_back(std::move(left));
    binary->items.push_back(std::move(right));
    left = std::move(binary);
  }
  return left;
}

ExprPtr Parser::parseNot() {
  uint32_t begin = peek().place.begin;
  if (!takeName("not"))
    return parseCompare();
  if (++depth > deepest) {
    --depth;
    return fail(peek(), "expressions are nested too deeply");
  }
  ExprPtr operand = parseNot();
  --depth;
  if (!operand)
    return nullptr;
  ExprPtr result = make(Expr::Unary, begin);
  result->text = "not";
  result->items.push_back(std::move(operand));
  return result;
}

ExprPtr Parser::parseCompare() {
  uint32_t begin = peek().place.begin;
  ExprPtr first = parseBinary(2);
  std::vector<ExprPtr> items;
  std::vector<std::string> names;
  auto takeComparison = [&]() -> std::string {
    for (StringRef op : {"==", "!=", "<=", ">=", "<", ">"})
      if (takeOp(op))
        return op.str();
    if (takeName("in"))
      return "in";
    if (peek().isName("not") && peek(1).isName("in")) {
      at += 2;
      return "not in";
    }
    return {};
  };
  for (std::string op; first && !(op = takeComparison()).empty();) {
    names.push_back(op);
    items.push_back(parseBinary(2));
    if (!items.back())
      return nullptr;
  }
  if (names.empty())
    return first;
  ExprPtr compare = make(Expr::Compare, begin);
  compare->items.push_back(std::move(first));
  llvm::move(items, std::back_inserter(compare->items));
  compare->names = std::move(names);
  return compare;
}

ExprPtr Parser::parseUnary(bool withFilters) {
  if (++depth > deepest) {
    --depth;
    return fail(peek(), "expressions are nested too deeply");
  }
  uint32_t begin = peek().place.begin;
  ExprPtr node;
  if (peek().is("-") || peek().is("+")) {
    std::string op = take().text;
    ExprPtr operand = parseUnary(false);
    if (operand) {
      node = make(Expr::Unary, begin);
      node->text = op;
      node->items.push_back(std::move(operand));
    }
  } else
    node = parsePrimary();
  --depth;
  node = node ? parsePostfix(std::move(node)) : nullptr;
  return node && withFilters ? parseFilters(std::move(node)) : std::move(node);
}

ExprPtr Parser::parsePostfix(ExprPtr node) {
  while (node) {
    uint32_t begin = node->place.begin;
    if (takeOp("."))
      node = parseMember(std::move(node));
    else if (takeOp("["))
      node = parseSubscript(std::move(node));
    else if (peek().is("(")) {
      ExprPtr call = make(Expr::Call, begin);
      call->items.push_back(std::move(node));
      if (!parseArgs(*call))
        return nullptr;
      call->place = since(begin);
      node = std::move(call);
    } else
      break;
  }
  return node;
}

ExprPtr Parser::parseMember(ExprPtr node) {
  uint32_t begin = node->place.begin;
  Token token = take();
  ExprPtr member = make(token.kind == Token::Int ? Expr::Index : Expr::Attribute, begin);
  member->items.push_back(std::move(node));
  if (token.kind == Token::Name)
    member->text = token.text;
  else if (token.kind == Token::Int) {
    ExprPtr index = make(Expr::Constant, token.place.begin);
    index->constant = token.number;
    member->items.push_back(std::move(index));
  } else
    return fail(token, "expected a name behind `.`");
  return member;
}

ExprPtr Parser::parseSubscript(ExprPtr node) {
  uint32_t begin = node->place.begin;
  std::vector<ExprPtr> parts(1);
  bool slice = false;
  while (!peek().is("]")) {
    if (takeOp(":")) {
      slice = true;
      parts.emplace_back();
      continue;
    }
    if (parts.back())
      return failUnexpected("`]`");
    parts.back() = parseExpr();
    if (!parts.back())
      return nullptr;
  }
  if (parts.size() > 3 || (!slice && !parts.front()))
    return failUnexpected("an index, or from:to:step");
  take();
  ExprPtr result = make(slice ? Expr::Slice : Expr::Index, begin);
  parts.resize(slice ? 3 : 1);
  result->items.push_back(std::move(node));
  llvm::move(parts, std::back_inserter(result->items));
  return result;
}

// `(a, b, *c, d=1)`; calls by `*` and `**` are not for templates of SQL.
bool Parser::parseArgs(Expr &call) {
  if (!expectOp("("))
    return false;
  while (!takeOp(")")) {
    if (peek().is("*") || peek().is("**")) {
      sink.report(result.rangeOf(peek().place), diag::JinjaNotBuilt, "taking a list apart into arguments",
                  "write the arguments one by one");
      return false;
    }
    if (peek().kind == Token::Name && peek(1).is("=")) {
      std::string name = take().text;
      take();
      ExprPtr value = parseExpr();
      if (!value)
        return false;
      call.keywords.push_back({std::move(name), std::move(value)});
    } else if (!call.keywords.empty()) {
      fail(peek(), "an argument without a name stands behind one with a name");
      return false;
    } else {
      call.items.push_back(parseExpr());
      if (!call.items.back())
        return false;
    }
    if (!peek().is(")") && !expectOp(","))
      return false;
  }
  return true;
}

ExprPtr Parser::parseFilters(ExprPtr node) {
  while (node)
    if (takeOp("|"))
      node = parseFilter(std::move(node));
    else if (takeName("is"))
      node = parseTest(std::move(node));
    else if (peek().is("("))
      node = parsePostfix(std::move(node));
    else
      break;
  return node;
}

// `node | name(args)`; the node is null for the filters of a block.
ExprPtr Parser::parseFilter(ExprPtr node) {
  uint32_t begin = node ? node->place.begin : peek().place.begin;
  auto name = expectName("a filter's name");
  if (!name)
    return nullptr;
  ExprPtr filter = make(Expr::Filter, begin);
  filter->text = *name;
  filter->items.push_back(std::move(node));
  if (peek().is("(") && !parseArgs(*filter))
    return nullptr;
  filter->place = since(begin);
  return filter;
}

// `node is [not] name`, whose one argument may stand without brackets.
ExprPtr Parser::parseTest(ExprPtr node) {
  uint32_t begin = node->place.begin;
  bool negated = takeName("not");
  auto name = expectName("a test's name");
  if (!name)
    return nullptr;
  ExprPtr test = make(Expr::Test, begin);
  test->text = *name;
  test->items.push_back(std::move(node));
  const Token &next = peek();
  bool word = next.kind == Token::Name && !llvm::is_contained({"else", "or", "and", "is", "if", "in", "not"}, next.text);
  if (next.is("(")) {
    if (!parseArgs(*test))
      return nullptr;
  } else if (word || next.kind == Token::String || next.kind == Token::Int || next.kind == Token::Float ||
             next.is("[") || next.is("{")) {
    ExprPtr argument = parsePrimary();
    argument = argument ? parsePostfix(std::move(argument)) : nullptr;
    if (!argument)
      return nullptr;
    test->items.push_back(std::move(argument));
  }
  test->place = since(begin);
  if (!negated)
    return test;
  ExprPtr result = make(Expr::Unary, begin);
  result->text = "not";
  result->items.push_back(std::move(test));
  return result;
}

ExprPtr Parser::parseNamed(Token token) {
  StringRef name = token.text;
  ExprPtr node = make(Expr::Constant, token.place.begin);
  if (name == "true" || name == "True" || name == "false" || name == "False")
    node->constant = Object::ofBool(name.equals_insensitive("true"));
  else if (name == "none" || name == "None")
    node->constant = Object::none();
  else {
    node->kind = Expr::Name;
    node->text = token.text;
    noteUse(name);
  }
  return node;
}

ExprPtr Parser::parsePrimary() {
  uint32_t begin = peek().place.begin;
  auto constant = [&](Object value) {
    ExprPtr node = make(Expr::Constant, begin);
    node->constant = std::move(value);
    return node;
  };
  if (peek().kind == Token::Name)
    return parseNamed(take());
  if (peek().kind == Token::Int || peek().kind == Token::Float)
    return constant(take().number);
  if (peek().kind == Token::String) {
    // Texts that follow each other are one.
    std::string text = take().text;
    while (peek().kind == Token::String)
      text += take().text;
    return constant(Object::ofString(std::move(text)));
  }
  if (takeOp("(")) {
    ExprPtr inner = parseTuple(true);
    return inner && expectOp(")") ? std::move(inner) : nullptr;
  }
  if (peek().is("["))
    return parseList();
  if (peek().is("{"))
    return parseDict();
  return failUnexpected("an expression");
}

ExprPtr Parser::parseList() {
  uint32_t begin = take().place.begin;
  std::vector<ExprPtr> items;
  while (!takeOp("]")) {
    items.push_back(parseExpr());
    if (!items.back() || (!peek().is("]") && !expectOp(",")))
      return nullptr;
  }
  ExprPtr list = make(Expr::List, begin);
  list->items = std::move(items);
  return list;
}

ExprPtr Parser::parseDict() {
  uint32_t begin = take().place.begin;
  std::vector<ExprPtr> items;
  while (!takeOp("}")) {
    items.push_back(parseExpr());
    if (!items.back() || !expectOp(":"))
      return nullptr;
    items.push_back(parseExpr());
    if (!items.back() || (!peek().is("}") && !expectOp(",")))
      return nullptr;
  }
  ExprPtr dict = make(Expr::Dict, begin);
  dict->items = std::move(items);
  return dict;
}

} // namespace sluice::jinja
