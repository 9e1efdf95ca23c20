// Parsing: tokens to trees. The only folder that knows ANTLR.
//
// One grammar (grammar/Sql.g4) is compiled twice. `fast` has its hot primitives
// inlined and bails at the first error of a statement; `diag` runs on ANTLR's
// untouched runtime, parses that statement again and either finds the tree (a
// rare construct that needs prediction) or says what is wrong. A query with
// syntax that neither knows becomes an Opaque node, another statement a
// Command; both keep the author's text.
//
//   Parser parser(dialect, arena, sink);
//   ParsedText parsed = parser.parseFile(file);
#pragma once
#include "frontend/lex/tokens.h"
#include "ir/syntax/ast.h"
#include <memory>

namespace sluice {

// A top-level statement: a block, a query, or any other statement.
struct ParsedStatement {
  const Node *tree = nullptr; // null after an error: the statement is poisoned
  SourceRange range;          // first to last token, without ';'
  StringRef text;             // the same, as it is written; empty for spliced buffers
  ArrayRef<Comment> comments; // those before and inside it, and behind it up to ';'
  bool hasMacros = false;     // whether anything in it is for the macro evaluator
  const ScannedTokens *tokens = nullptr; // of a statement of a file that holds an at-sign
};

struct ParsedText {
  ArrayRef<ParsedStatement> statements;
};

enum class ParserChoice : uint8_t {
  Both, // fast first, diag where it bails: what everything but tests uses
  Fast, // fast alone: bails without a message
  Diag, // diag alone
};

class Parser {
public:
  // Trees and copied texts live in `arena`. A parser may be used for any
  // number of texts of one dialect, by one thread.
  Parser(const Dialect &dialect, Arena &arena, ParserChoice choice = ParserChoice::Both);
  ~Parser();

  // A whole file: blocks, statements, queries.
  ParsedText parseFile(const SourceFile &file, Sink sink);

  // Buffers that were put together from pieces: scanned, not yet classified.
  // Each reports problems at the blamed ranges and returns null after an error.
  const Node *parseStatement(TokenBuffer &tokens, Sink sink);
  const Node *parseExpr(TokenBuffer &tokens, Sink sink);

  // Where new trees go from here on.
  void setArena(Arena &arena);

private:
  struct Impl;
  std::unique_ptr<Impl> impl;
};

} // namespace sluice
