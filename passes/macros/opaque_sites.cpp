// Macro sites in queries that are kept as written, where there is no tree: found
// from the tokens alone.
//
//   SELECT * FROM t MATCH_RECOGNIZE (... @x ...)
//
// Arguments end at a comma outside brackets; one that begins with a query or a
// statement goes on to the end.
#include "frontend/lex/token_kinds.h"
#include "frontend/parse/parse.h"
#include "passes/macros/diags.h"
#include "passes/macros/sites.h"
#include "passes/macros/values.h"

namespace sluice {

namespace {
struct OpaqueWalk {
  const TokenBuffer &tokens;
  Parser &parser;
  Arena &arena;
  Sink sink;
  bool good = true;

  // The bracket that closes the one at `open`, or the end.
  uint32_t closing(uint32_t open) const {
    int depth = 0;
    for (uint32_t i = open; i < tokens.size(); ++i) {
      depth += tokens.kinds[i] == token::LPAREN;
      depth -= tokens.kinds[i] == token::RPAREN;
      if (depth == 0)
        return i;
    }
    return uint32_t(tokens.size());
  }

  // The end of the argument that begins at `first`.
  uint32_t argEnd(uint32_t first, uint32_t close) const {
    StringRef word = tokens.text(first);
    if (word.equals_insensitive("select") || word.equals_insensitive("with"))
      return close;
    int depth = 0;
    for (uint32_t i = first; i < close; ++i) {
      TokenKind kind = tokens.kinds[i];
      depth += kind == token::LPAREN || kind == token::LBRACKET || kind == token::LBRACE;
      depth -= kind == token::RPAREN || kind == token::RBRACKET || kind == token::RBRACE;
      if (kind == token::COMMA && depth == 0)
        return i;
    }
    return close;
  }

  const Node *parseArg(uint32_t first, uint32_t last) {
    TokenBuffer piece;
    piece.append(tokens, first, last);
    const Node *node = parser.parseExpr(piece, sink);
    good &= node != nullptr;
    return node;
  }

  const Node *makeCall(StringRef name, uint32_t first, uint32_t close) {
    llvm::SmallVector<const Node *, 4> args;
    for (uint32_t i = first + 2; i < close;) {
      uint32_t end = argEnd(i, close);
      if (const Node *arg = parseArg(i, end))
        args.push_back(arg);
      i = end + 1;
    }
    MacroCall *call = arena.make<MacroCall>();
    call->name = name;
    call->args = arena.copy(NodeList(args));
    call->range = cover(tokens.range(first), tokens.range(close));
    return call;
  }

  const Node *makeIdentifier(uint32_t i) {
    StringRef text = tokens.text(i);
    Identifier *identifier = arena.make<Identifier>();
    identifier->quoted = tokens.kinds[i] == token::QIDENT;
    identifier->name =
        identifier->quoted ? arena.copy(readQuoted(text.drop_front().drop_back(), text.back(), false)) : text;
    identifier->range = tokens.range(i);
    return identifier;
  }

  // Whether a path or options follow: @s.stage/file, @stage (format => f).
  bool isStage(uint32_t i) const {
    uint32_t next = i + 1, size = uint32_t(tokens.size());
    while (next + 1 < size && tokens.kinds[next] == token::DOT)
      next += 2;
    bool options = next + 2 < size && tokens.kinds[next] == token::LPAREN && tokens.kinds[next + 2] == token::FATARROW;
    return options || (next < size && tokens.kinds[next] == token::SLASH);
  }

  bool namesTable(uint32_t i) const {
    StringRef before = i ? tokens.text(i - 1) : StringRef();
    return before.equals_insensitive("from") || before.equals_insensitive("join");
  }

  // The macro that begins at a token, or null.
  const Node *find(uint32_t i) {
    TokenKind kind = tokens.kinds[i];
    if ((kind == token::IDENT || kind == token::QIDENT) && tokens.text(i).contains('@'))
      return makeIdentifier(i);
    if (kind == token::MSTRING) {
      MacroString *string = arena.make<MacroString>();
      string->range = tokens.range(i);
      return string;
    }
    bool more = i + 1 < tokens.size();
    if (kind != token::MACRO || (namesTable(i) && isStage(i)))
      return nullptr;
    StringRef name = tokens.text(i).ltrim("@ \t");
    if (more && tokens.kinds[i + 1] == token::LPAREN) {
      uint32_t close = closing(i + 1);
      if (close < tokens.size())
        return makeCall(name, i, close);
      sink.report(tokens.range(i), diag::MacroSyntax, name, "its parentheses are never closed");
      good = false;
    }
    MacroVar *var = arena.make<MacroVar>();
    var->name = name;
    var->range = tokens.range(i);
    return var;
  }
};
} // namespace

bool findOpaqueSites(const TokenBuffer &tokens, Parser &parser, Arena &arena, Sink sink, MacroSites &sites) {
  OpaqueWalk walk{tokens, parser, arena, sink};
  SignPlaces signs(*tokens.file);
  for (uint32_t i = 0; i < tokens.size();) {
    const Node *node = walk.find(i);
    if (!node) {
      ++i;
      continue;
    }
    size_t offset = sites.size();
    sites.append(findMacroSites(*node, tokens, signs));
    for (MacroSite &site : llvm::MutableArrayRef<MacroSite>(sites).drop_front(offset))
      site.next += uint32_t(offset);
    sites[offset].isName = sites[offset].inTableName = walk.namesTable(i) && isa<MacroVar, MacroString>(node);
    i = std::max(sites[offset].last, i + 1);
  }
  return walk.good;
}

} // namespace sluice
