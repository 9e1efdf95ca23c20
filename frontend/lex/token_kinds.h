// The numbers of the token kinds. Kinds are numbered from one, in the order of
// tokens.def, because the generated parser numbers them so; the end of a text
// is -1.
#pragma once
#include "frontend/lex/tokens.h"
#include "ir/syntax/ast.h"

namespace sluice::token {

enum : TokenKind {
  END_OF_TEXT = -1,
  NONE = 0,
#define TOKEN(NAME, TEXT) NAME,
#include "frontend/lex/tokens.def"
  COUNT
};

} // namespace sluice::token

namespace sluice {

// How a kind is named in messages.
StringRef tokenName(TokenKind kind);

// Whether the token is written as a word that could also be a name.
constexpr bool isKeyword(TokenKind kind) {
  return kind >= token::AND || kind == token::NOT || kind == token::WORD;
}

// The operator that a token stands for between two operands, if it is one.
inline constexpr auto infixTable = [] {
  struct Table {
    Op ops[token::COUNT] = {};
    bool known[token::COUNT] = {};
  } table;
#define INFIX(NAME, TEXT, OP) table.ops[token::NAME] = Op::OP, table.known[token::NAME] = true;
#define WORDOP INFIX
#include "frontend/lex/tokens.def"
  return table;
}();

} // namespace sluice
