// What the parts of the classifier share: the token array with its edges, and
// the stack of open brackets.
#pragma once
#include "frontend/lex/scan.h"
#include "frontend/lex/token_kinds.h"

namespace sluice {

// How the words of a stretch of text are read.
enum class Words : uint8_t {
  Query,      // expressions and queries
  Properties, // keys and values: MODEL (...), and the parameters of a kind
  Columns,    // declarations of columns
  Ddl,        // statements that are no queries: words and names in turn
};

// Where inside its list of declarations or properties the classifier is.
enum class Step : uint8_t { Name, Type, Rest };

// An open bracket, or CASE, or the statement itself at the bottom.
struct Open {
  uint32_t at = 0;
  Words words = Words::Query;
  Step step = Step::Name;
  bool isCase = false;
  bool call = false;        // FROM belongs to the call, as in EXTRACT(day FROM d)
  bool window = false;      // OVER (...), or a named window
  bool frame = false;       // behind ROWS BETWEEN
  bool ctes = false;        // between WITH and SELECT
  bool rowWords = false;    // behind FETCH or OFFSET: ROWS ONLY
  bool interval = false;    // a unit follows the closing bracket
  bool sample = false;      // TABLESAMPLE (...)
  bool fill = false;        // behind WITH FILL
  bool constrained = false; // behind the first constraint of a column
  bool pivot = false;
  bool statementIf = false; // @IF(condition, statement)
  bool wantsName = false;   // DDL: a name comes next
  bool wantsTable = false;
};

// A set of kinds that is asked by a single load.
struct KindSet {
  bool has[token::COUNT + 1] = {};
  constexpr bool operator()(TokenKind kind) const { return has[kind + 1]; }
};
template <size_t N> constexpr KindSet setOf(const TokenKind (&kinds)[N]) {
  KindSet set;
  for (TokenKind kind : kinds)
    set.has[kind + 1] = true;
  return set;
}

// What is written as a word.
inline constexpr KindSet wordKinds = [] {
  KindSet set = setOf({token::IDENT, token::TYPED, token::BARE});
  for (TokenKind kind = 1; kind < token::COUNT; ++kind)
    set.has[kind + 1] |= isKeyword(kind);
  return set;
}();

// Words that stay keywords whatever is beside them, except where a name stands
// by its place: behind one of `namePlaces`, or beside a dot.
inline constexpr auto alwaysKeywords =
    setOf({token::AND,   token::OR,     token::IS,      token::IN,   token::BETWEEN, token::NOT,   token::NULL_, token::TRUE_,
           token::FALSE_, token::WHEN,  token::THEN,    token::ELSE, token::AS,      token::FROM,  token::WHERE, token::BY,
           token::HAVING, token::DISTINCT, token::INTO, token::JOIN, token::USING,   token::UNIT,  token::WORD,  token::TYPEWORD,
           token::ROW_TAIL});
inline constexpr auto dots = setOf({token::DOT, token::DOT_T});
inline constexpr auto namePlaces =
    setOf({token::DOT, token::DOT_T, token::AS, token::JOIN, token::INTO, token::FROM, token::COLON_PATH});

class Classifier {
public:
  Classifier(TokenBuffer &tokens, const Dialect &dialect) : tokens(tokens), dialect(dialect) {}

  unsigned deepest = 0; // the deepest nesting seen

  // Where brackets are nested too deep, or the number of tokens.
  size_t run();

private:
  static constexpr unsigned maxDepth = 1000;

  // ---- the array
  TokenKind kind(size_t i) const { return i < count ? kinds[i] : TokenKind(token::END_OF_TEXT); }
  TokenKind back(size_t i, size_t steps = 1) const { return i >= steps ? kinds[i - steps] : TokenKind(token::SEMI); }
  StringRef text(size_t i) const { return i < count ? tokens.text(i) : StringRef(); }
  bool is(size_t i, StringRef word) const { return text(i).equals_insensitive(word); }
  void set(size_t i, TokenKind kind) { kinds[i] = kind; }
  bool isWord(size_t i) const { return wordKinds(kind(i)); }
  // The name, or the function, that a word is when it is no keyword.
  void makeName(size_t i) { set(i, kind(i + 1) == token::LPAREN ? token::FUNC : token::IDENT); }
  // Whether an operand ends with the token before i, or may begin with token i.
  bool afterOperand(size_t i) const;
  bool startsOperand(size_t i) const;
  bool startsQuery(size_t i) const;

  // ---- brackets
  bool open(size_t i);
  void close(size_t i);
  bool openCase(size_t i);
  bool opensTerm(size_t i) const;
  bool opensDimension(size_t i) const;
  void openParen(size_t i, Open &opened);
  void markParen(size_t i, Open &opened);

  // The token behind the bracket that token i opens.
  size_t behindBracket(size_t i) const;
  bool holdsWords(size_t i, unsigned nested = 8) const;
  bool opensStatement(size_t i) const;
  bool selectsAt(size_t i) const;

  // ---- clauses that begin behind an operand (classify_clauses.cpp)
  bool continuesOperand(size_t i);
  bool continuesTable(size_t i);
  void markTailWords(size_t i);
  bool behindColumnSource(size_t i) const;
  void markJsonColumns(size_t i);
  bool markOption(size_t i);
  bool markArgument(size_t i);
  bool markIndexHint(size_t i);
  bool markVersion(size_t i);
  bool markTest(size_t i);
  bool isVersionClause(size_t i) const;
  void markSample(size_t i);
  void markComprehension(size_t i);
  void markWords(size_t i, TokenKind first, size_t words);

  // ---- words of queries
  void classifyWord(size_t i) {
    if (!alwaysKeywords(kinds[i]) || namePlaces(back(i)) || dots(kinds[i + 1]))
      classifyByNeighbours(i);
  }
  void classifyByNeighbours(size_t i);
  bool isNameByPlace(size_t i) const;
  bool staysKeyword(size_t i);
  void keep(size_t i, bool isKeyword) {
    if (!isKeyword)
      makeName(i);
  }
  bool isTableFrom(size_t i) const;
  bool isStar(size_t i) const;
  bool keepsJoinWord(size_t i);
  bool keepsStarModifier(size_t i);
  bool keepsRows(size_t i);
  bool keepsCase(size_t i) const;
  bool keepsWith(size_t i);
  bool keepsFor(size_t i);
  void classifyTyped(size_t i);
  bool keepsInterval(size_t i);
  void markUnit(size_t i);
  bool isUnit(size_t i) const;
  bool keepsTimeZone(size_t i);
  bool keepsPivot(size_t i);
  bool keepsTop(size_t i) const;
  bool markSelectModifier(size_t i);
  bool beginsScalarCte(size_t i) const;
  void classifyTypeWord(size_t i);
  void classifyMacro(size_t i);
  void classifyMark(size_t i);
  void markPrefix(size_t i);
  void classifyComma(size_t i);

  // ---- statements
  bool startsStatement(size_t i) const;
  bool endsBlock(size_t i) const;
  void beginStatement(size_t i);
  bool isKeptStatement(size_t i) const;
  bool isFollowedBy(size_t i, TokenKind wanted) const;
  bool setsList(size_t i) const;
  bool isUseOfKind(size_t i) const;
  bool ordersItem(size_t i) const;
  bool isWordOfVerb(size_t i) const;
  bool keepsVerb(size_t i);
  bool keepsActionWord(size_t i);
  void endStatement();
  void classifyDdl(size_t i);
  void classifyDdlWord(size_t i);
  bool beginsDdlQuery(size_t i) const;
  void classifyColumn(size_t i);
  void classifyConstraint(size_t i);
  bool constrainsTable(size_t i) const;
  void classifyProperty(size_t i);
  void classifyValue(size_t i);

  Open &top() { return *innermost; }
  const Open &top() const { return *innermost; }
  void enter(const Open &place) {
    opened.push_back(place);
    innermost = &opened.back();
  }
  Open leave() {
    Open left = opened.pop_back_val();
    innermost = &opened.back();
    return left;
  }

  TokenBuffer &tokens;
  const Dialect &dialect;
  TokenKind *kinds = nullptr; // of the tokens
  size_t count = 0;
  llvm::SmallVector<Open, 32> opened; // never empty while tokens are read
  Open *innermost = nullptr;
  size_t lastOpened = 0;               // the opening bracket of the last closed one
  unsigned angles = 0;                 // open `<` of types
  size_t sampleEnd = 0;                // behind the words of a sample
  TokenKind verb = token::NONE;        // of the statement
  size_t verbAt = 0, statementAt = 0;
  size_t commandAt = ~size_t(0);       // a statement begins here inside @IF(...)
};

} // namespace sluice
