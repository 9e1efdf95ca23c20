// Traps that the text or the tree of a statement shows.
#include "passes/macros/traps.h"
#include "frontend/lex/scan.h"
#include "frontend/lex/token_kinds.h"
#include "passes/macros/diags.h"
#include "passes/macros/templates.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// The first variable with a value that a text names as a placeholder, or an
// empty name. In a@b.c the sign is part of an address.
static std::string variableIn(StringRef text, MacroContext &context) {
  std::string found, ignored;
  auto look = [&](StringRef name, std::string &) {
    size_t at = text.find_insensitive(("@" + name).str());
    bool inWord = at != StringRef::npos && at > 0 && (llvm::isAlnum(text[at - 1]) || text[at - 1] == '.');
    if (found.empty() && !inWord && context.knows(name.lower()))
      found = name.str();
    return false;
  };
  fillTemplate(text, look, ignored);
  return found;
}

// The first argument of these macros is a template although it is a plain text.
static bool isTemplate(const TokenBuffer &tokens, size_t i) {
  if (i < 2 || tokens.kinds[i - 1] != token::LPAREN || tokens.kinds[i - 2] != token::MACRO)
    return false;
  StringRef name = tokens.text(i - 2).ltrim("@ \t");
  return name.equals_insensitive("sql") || name.equals_insensitive("resolve_template");
}

void checkTexts(const ParsedStatement &statement, MacroContext &context) {
  if (isa_and_nonnull<Command>(statement.tree)) {
    if (std::string name = variableIn(statement.text, context); !name.empty())
      context.sink.report(statement.range, diag::MacroInCommand, name);
    return;
  }
  const TokenBuffer &tokens = context.source;
  for (size_t i = 0; i < tokens.size(); ++i)
    if (tokens.kinds[i] == token::STRING && tokens.text(i).contains('@') && !isTemplate(tokens, i))
      if (std::string name = variableIn(tokens.text(i), context); !name.empty())
        context.sink.report(tokens.range(i), diag::MacroInText, name, tokens.text(i));
}

// How tight operators bind their operands; zero: it is none.
static constexpr auto strengths = [] {
  struct Table {
    uint8_t of[token::COUNT] = {};
  } table;
  for (TokenKind kind = 1; kind < token::COUNT; ++kind)
    table.of[kind] = infixTable.known[kind] ? 5 : 0;
  auto set = [&](uint8_t strength, std::initializer_list<TokenKind> kinds) {
    for (TokenKind kind : kinds)
      table.of[kind] = strength;
  };
  using namespace token;
  set(1, {OR, XOR});
  set(2, {AND});
  set(3, {NOT});
  set(4, {EQ, NEQ, NSEQ, LT, LTE, GT, GTE, LIKE, ILIKE, RLIKE, SIMILAR, GLOB, IN, BETWEEN, IS});
  set(6, {PLUS, MINUS});
  set(7, {STAR, SLASH, PERCENT, DSLASH, DIV, MOD});
  set(8, {DSTAR, ARROW, DARROW, HASH_ARROW, DHASH_ARROW, COLLATE});
  set(9, {DCOLON});
  return table;
}();

static uint8_t strengthOf(TokenKind kind) { return kind > 0 ? strengths.of[kind] : 0; }

// The weakest operator between the operands of what a macro gave; zero if there
// is none, or if it is a list.
static uint8_t weakestIn(ArrayRef<TokenKind> given) {
  uint8_t weakest = 0;
  int depth = 0;
  bool inBetween = false, behindOperand = false;
  for (TokenKind kind : given) {
    depth += kind == token::LPAREN || kind == token::LBRACKET || kind == token::LBRACE || kind == token::CASE;
    depth -= kind == token::RPAREN || kind == token::RBRACKET || kind == token::RBRACE || kind == token::END;
    if (depth < 0 || (depth == 0 && kind == token::COMMA))
      return 0;
    uint8_t strength = depth == 0 ? strengthOf(kind) : 0;
    bool isOperator = strength && behindOperand; // else it is a sign
    behindOperand = !strength;
    if (!isOperator)
      continue;
    bool endsBetween = inBetween && kind == token::AND;
    inBetween = kind == token::BETWEEN || (inBetween && !endsBetween);
    if (!endsBetween)
      weakest = weakest ? std::min(weakest, strength) : strength;
  }
  return weakest;
}

TokenKind findStrongerNeighbour(ArrayRef<TokenKind> given, TokenKind before, TokenKind behind) {
  // What stands behind the arrow of a lambda is all of its body.
  uint8_t left = before == token::ARROW ? 0 : strengthOf(before), right = strengthOf(behind);
  uint8_t weakest = left || right ? weakestIn(given) : 0;
  if (!weakest)
    return token::NONE;
  // a - (b + c) and a / (b * c) are not what they are without brackets.
  bool takesFirst = before == token::MINUS || before == token::SLASH || before == token::PERCENT || before == token::DSLASH;
  if (left > weakest || (left == weakest && takesFirst))
    return before;
  return right > weakest ? behind : TokenKind(token::NONE);
}

namespace {
struct UntouchedWalk {
  const MacroContext &context;
  const SignPlaces &signs;
  bool inLambda = false;

  void walk(const Node &node) {
    if (auto *type = dyn_cast<Type>(&node); type && type->name.contains('@'))
      context.sink.report(node.range, diag::MacroInType, type->name);
    if (inLambda && isa<MacroVar, MacroString, MacroCall>(node))
      context.sink.report(node.range, diag::MacroInLambda);
    forEachChild(node, [&](const Node &child) {
      bool outside = inLambda;
      inLambda |= isa<Lambda>(child) && !isa<MacroCall>(node);
      // What stands in a macro's own lambda is that macro's affair.
      if ((!isa<MacroCall>(node) || !isa<Lambda>(child)) && signs.anyIn(child.range))
        walk(child);
      inLambda = outside;
    });
  }
};
} // namespace

void checkUntouched(const Node &tree, const SignPlaces &signs, const MacroContext &context) {
  UntouchedWalk{context, signs}.walk(tree);
}

} // namespace sluice
