// The table of contexts: which words are keywords where, and which bracket opens
// what. It is what lets the grammar look at one token only.
//
//   SELECT end FROM case        `end` and `case` are names: nothing that they begin follows
//   f(x), left(x), LEFT JOIN    a word before `(` is a function; LEFT is a keyword before JOIN
//   (SELECT 1)                  the bracket is one that opens a query
//   a, FROM t                   the comma is one that ends a list
//
// A keyword needs its neighbours to stay one; the others become names. Only the
// words that no query can do without (SELECT, FROM, WHERE, ...) are keywords
// unless a dot is beside them, so that a mistake is found where it is made.
//
// Looking ahead sees kinds as the scanner gave them, looking back sees final ones.
#include "frontend/lex/classify.h"
#include "llvm/ADT/StringSwitch.h"

namespace sluice {

namespace diag {
#define DIAG SLUICE_DIAG
#include "frontend/lex/diag.def"
#undef DIAG
} // namespace diag

using namespace token;

namespace {
// An operand may end with these.
constexpr auto operandEnds =
    setOf({IDENT, QIDENT, STRING, NUMBER, MACRO, MSTRING, PARAM, RPAREN, RBRACKET, RBRACE, RANGLE, NULL_, TRUE_, FALSE_,
           END, BARE, ORDINALITY, UNIT, STRING_MORE, TYPEWORD, ASC, FIRST, NULLS, ROW_TAIL, WORD, ISNULL, NOTNULL, ROLLUP,
           PERCENTS, TEST_WORD, MODIFIER});

// A word of these kinds never begins an operand.
constexpr auto neverOperands =
    setOf({AND,   OR,    XOR,   IS,    IN,    BETWEEN, LIKE,   ILIKE, WHEN,  THEN, ELSE,  AS,     FROM, WHERE, GROUP,
           BY,    HAVING, ORDER, LIMIT, UNION, ON,      USING,  JOIN,  INTO,  OVER, ESCAPE, COLLATE, ASC, OFFSET});

// Words that may begin a clause behind an operand and are more than a name.
constexpr auto clauseStarts = setOf({NOT, WITH, USING, FROM, NULL_, ON, RETURNING, HAVING, FORMAT, DEFAULT, ARRAY, TO});

// Behind these, `name <` begins a type that is no operand.
constexpr auto behindType = setOf({AS, DCOLON, DOT_T, IDENT, QIDENT, KEY_TYPE});

// Each may begin a query.
constexpr auto queryStarts = setOf({SELECT, WITH, FROM, VALUES, MACRO, TABLE, PIVOT});

// What stands before a bracket that says how its words are read.
constexpr auto callers = setOf({FUNC, MACROFN, CAST, M_IF});
constexpr auto bracketWords = setOf({OVER, AS, INTERVAL, SAMPLE, PIVOT, PIVOT_NULLS, M_IF, BLOCK, OPTION, RPAREN, TAIL, MODIFIER});

// Behind a comma, these make something else of it.
constexpr auto commaFollowers = setOf({WHERE, END_OF_TEXT, SEMI, FROM, FOR, SELECT, WITH});

constexpr auto symbolsBeforeOperand = setOf({IDENT, QIDENT, STRING, NUMBER, MACRO, MSTRING, PARAM, LPAREN, LBRACKET,
                                             LBRACE, MINUS, PLUS, TILDE, NOT, STAR, TYPED, BARE});
} // namespace

bool Classifier::afterOperand(size_t i) const {
  return operandEnds(back(i)) || (back(i) == STAR && isStar(i - 1));
}

bool Classifier::startsOperand(size_t i) const {
  TokenKind k = kind(i);
  return symbolsBeforeOperand(k) || (k > 0 && isKeyword(k) && !neverOperands(k));
}

bool Classifier::startsQuery(size_t i) const {
  TokenKind k = kind(i);
  if (!queryStarts(k))
    return false;
  return k == SELECT || k == WITH || k == FROM || (k == VALUES && kind(i + 1) == LPAREN) ||
         (k == MACRO && kind(i + 1) == LPAREN && is(i, "@with")) || (k == TABLE && isWord(i + 1)) ||
         (k == PIVOT && dialect.pivotQueries && (isWord(i + 1) || kind(i + 1) == QIDENT));
}

// (DESCRIBE t), (SUMMARIZE t) as a relation
bool Classifier::opensStatement(size_t i) const {
  TokenKind next = kind(i + 1);
  bool named = (isWord(i + 1) || next == QIDENT) && next != AS && !infixTable.known[next];
  return named && (is(i, "describe") || is(i, "summarize") || is(i, "show"));
}

// ---- brackets

bool Classifier::open(size_t i) {
  if (opened.size() > maxDepth)
    return false;
  Open next;
  next.at = uint32_t(i);
  if (kind(i) == LPAREN)
    openParen(i, next);
  else if (kind(i) == LBRACKET && opensDimension(i))
    set(i, LBRACKET_T);
  deepest = std::max(deepest, unsigned(opened.size()));
  enter(next);
  return true;
}

// INT[], and INT[3] behind `::` and where columns are declared
bool Classifier::opensDimension(size_t i) const {
  if (kind(i + 1) == RBRACKET)
    return afterOperand(i);
  bool sized = dialect.fixedArrays && kind(i + 1) == NUMBER && kind(i + 2) == RBRACKET;
  if (sized && back(i) == RBRACKET && kind(lastOpened) == LBRACKET_T) // INT[3][3]
    return true;
  return sized && (top().words == Words::Columns || back(i, 2) == DCOLON || (back(i, 2) == AS && kind(top().at - 1) == CAST && opened.size() > 1));
}

// A bracket behind a word that is no function, or among the words of a statement
// or of properties.
void Classifier::markParen(size_t i, Open &next) {
  TokenKind before = back(i);
  const Open &outer = top();
  next.window = before == OVER || before == AS;
  next.interval = next.interval || before == INTERVAL;
  next.sample = next.sample || before == SAMPLE;
  next.pivot = before == PIVOT || before == PIVOT_NULLS;
  next.statementIf = before == M_IF;
  if (before == BLOCK) {
    next.words = Words::Properties;
  } else if (outer.words == Words::Properties && outer.step == Step::Type) {
    bool isKind = back(i, 2) == KEY_KIND && before != MACROFN;
    if (isKind || before == KEY_COLUMNS) {
      set(i, isKind ? LPAREN_K : LPAREN_D);
      next.words = isKind ? Words::Properties : Words::Columns;
    }
  } else if (outer.words == Words::Ddl && outer.wantsTable && before != MACROFN && !startsQuery(i + 1)) {
    set(i, LPAREN_D);
    next.words = Words::Columns;
    top().wantsTable = false;
  } else if (outer.words >= Words::Columns && before != FUNC && before != TYPEFN && before != MACROFN && !startsQuery(i + 1) && holdsWords(i)) {
    set(i, LPAREN_W);
    next.words = Words::Ddl;
  } else if (before == TAIL || (before == WORD && dialect.queryOptions && is(i - 1, "option"))) { // OPTION (RECOMPILE)
    set(i, LPAREN_W);
    next.words = Words::Ddl;
  } else if (before == MODIFIER && behindColumnSource(i)) {
    set(i, LPAREN_D);
    next.words = Words::Columns;
    markJsonColumns(i);
  } else if (before == OPTION && is(i - 1, "columns")) {
    set(i, LPAREN_D);
    next.words = Words::Columns;
  } else if (dialect.parametricCalls && before == RPAREN && lastOpened && kind(lastOpened - 1) == FUNC) {
    set(i, LPAREN_P);
    next.call = true;
  }
}

void Classifier::openParen(size_t i, Open &next) {
  TokenKind before = back(i), behind = back(i, 2);
  next.call = callers(before);
  next.interval = next.call && behind == INTERVAL;
  next.sample = behind == SAMPLE || i < sampleEnd;
  const Open &outer = top();
  if (outer.words != Words::Query || bracketWords(before))
    markParen(i, next);
  TokenKind first = kinds[i + 1];
  bool twoWords = (first == IDENT || first == DDL) && (isWord(i + 2) || kind(i + 2) == QIDENT);
  if (twoWords && opensStatement(i + 1)) {
    set(i, LPAREN_Q);
    set(i + 1, DDL);
    return;
  }
  bool cteBody = outer.ctes && (before == AS || before == MATERIALIZED);
  bool argument = next.call && (first == FROM || first == TABLE); // f(FROM a), f(TABLE t, b)
  if (cteBody || (queryStarts(first) && startsQuery(i + 1) && !argument))
    set(i, opensTerm(i) ? LPAREN_S : LPAREN_Q);
}

// Whether a query's term begins here: a statement, a query in brackets, the place
// behind UNION or behind the last CTE.
bool Classifier::opensTerm(size_t i) const {
  TokenKind before = back(i);
  return before == LPAREN_Q || before == LPAREN_S || before == UNION || ((before == ALL || before == DISTINCT || before == NAME) && i > 1) ||
         (top().words == Words::Ddl && before != EQ && before != DEFAULT) || (before == RPAREN && top().ctes) || (opened.size() == 1 && startsStatement(i));
}

size_t Classifier::behindBracket(size_t i) const {
  unsigned depth = 0;
  for (; i < count && kind(i) != SEMI; ++i) {
    TokenKind k = kind(i);
    depth += (k >= LPAREN && k <= LPAREN_K) || k == LBRACKET || k == LBRACKET_T || k == LBRACE;
    if ((k == RPAREN || k == RBRACKET || k == RBRACE) && depth-- <= 1)
      return i + 1;
  }
  return i;
}

// Whether two operands stand side by side in the bracket that token i opens, so
// that it holds words rather than expressions: (a DESC), (FORMAT CSV).
bool Classifier::holdsWords(size_t i, unsigned nested) const {
  static constexpr auto ends = setOf({IDENT, QIDENT, STRING, NUMBER, RPAREN, RBRACKET, NULL_, TRUE_, FALSE_});
  for (size_t j = i + 1, end = std::min(count, i + 5000); j < end && kind(j) != RPAREN; ++j) {
    TokenKind k = kind(j);
    if (k == CASE || k == CAST || k == INTERVAL || k == SELECT || k == TYPED || k == SEMI)
      return false;
    bool word = isWord(j) && !infixTable.known[k] && k != IS && k != IN && k != BETWEEN && k != NOT && k != AS && k != DISTINCT;
    bool begins = word || k == QIDENT || k == STRING || k == NUMBER;
    bool ended = j > i + 1 && (ends(kind(j - 1)) || (isWord(j - 1) && !infixTable.known[kind(j - 1)] && kind(j - 1) != DISTINCT &&
                                                    kind(j - 1) != IN && kind(j - 1) != IS && kind(j - 1) != AS && kind(j - 1) != NOT));
    if (begins && ended)
      return true;
    if (k == LPAREN && nested > 0 && holdsWords(j, nested - 1))
      return true;
    if (k == LPAREN || k == LBRACKET)
      j = behindBracket(j) - 1;
  }
  return false;
}

// The bracket around a query in brackets opens a query too, if what follows the
// inner one can only follow a query: ((SELECT 1) UNION ...).
void Classifier::close(size_t i) {
  if (back(i) == COMMA)
    set(i - 1, COMMA_TRAIL);
  while (opened.size() > 1 && top().isCase)
    leave();
  if (opened.size() == 1)
    return;
  bool interval = top().interval;
  lastOpened = top().at;
  leave();
  if (kind(i) != RPAREN)
    return;
  if (interval)
    markUnit(i + 1);
  TokenKind opener = kinds[lastOpened], next = kinds[i + 1];
  if (opener != LPAREN_Q && opener != LPAREN_S)
    return;
  // INSERT INTO t (SELECT 1) UNION ...: the rest is a query.
  if (opener == LPAREN_S && top().words == Words::Ddl && (next == UNION || next == STARMOD || next == ORDER || next == LIMIT))
    top().words = Words::Query;
  static constexpr auto onlyBehindQuery = setOf({UNION, STARMOD, ORDER, LIMIT, OFFSET, FETCH, RPAREN});
  bool inner = opener == LPAREN_Q && opened.size() > 1;
  bool named = next == AS && kind(i + 3) == UNION;
  if (inner && top().at + 1 == lastOpened && kind(top().at) == LPAREN && (named || onlyBehindQuery(next))) {
    Open outer = leave();
    set(outer.at, opensTerm(outer.at) ? LPAREN_S : LPAREN_Q);
    enter(outer);
    set(lastOpened, LPAREN_S);
  }
}

// Whether the list that token i stands in is that of a SELECT.
bool Classifier::selectsAt(size_t i) const {
  for (size_t j = i, end = std::max<size_t>(top().at, i > 200 ? i - 200 : 0); j > end; --j)
    if (kind(j) == SELECT || kind(j) == FROM || kind(j) == WHERE || kind(j) == BY || kind(j) == ON)
      return kind(j) == SELECT;
  return kind(top().at) == SELECT;
}

bool Classifier::openCase(size_t i) {
  if (opened.size() > maxDepth)
    return false;
  Open next;
  next.at = uint32_t(i);
  next.isCase = true;
  next.call = top().call;
  enter(next);
  return true;
}

void Classifier::endStatement() {
  opened.clear();
  enter({});
  verb = NONE;
  angles = 0;
}

// ---- marks and macros

void Classifier::classifyMacro(size_t i) {
  top().wantsName = false;
  if (dialect.sessionVariables && text(i).starts_with("@@")) {
    set(i, PARAM);
    return;
  }
  if (kind(i + 1) != LPAREN)
    return;
  StringRef name = text(i).ltrim("@ \t");
  TokenKind clause = llvm::StringSwitch<TokenKind>(name)
                         .CaseLower("where", M_WHERE)
                         .CaseLower("group_by", M_GROUP)
                         .CaseLower("having", M_HAVING)
                         .CaseLower("order_by", M_ORDER)
                         .CaseLower("limit", M_LIMIT)
                         .CaseLower("join", M_JOIN)
                         .CaseLower("with", M_WITH)
                         .Default(MACROFN);
  set(i, clause);
  if (clause == M_WITH)
    top().ctes = true;
  if (clause == MACROFN && startsStatement(i) && name.equals_insensitive("if"))
    set(i, M_IF);
}

void Classifier::classifyComma(size_t i) {
  TokenKind next = kinds[i + 1];
  Open &place = top();
  place.frame = false;
  if (!commaFollowers(next) && !place.statementIf)
    return;
  bool endsTables = next == WHERE || next == END_OF_TEXT || next == SEMI; // FROM t, u, WHERE
  if ((next == FROM && kind(i + 2) != COMMA) || (place.pivot && next == FOR) || (endsTables && !dialect.wholeSyntax))
    set(i, COMMA_TRAIL);
  else if ((next == SELECT || next == WITH) && opened.size() > 1 && kind(place.at - 1) == MACROFN)
    set(i, COMMA_Q);
  if (place.statementIf) {
    commandAt = i + 1;
    place.statementIf = false;
  }
}

void Classifier::classifyMark(size_t i) {
  switch (kind(i)) {
  case COMMA:
    classifyComma(i);
    break;
  case ARROW:
    // A name behind `(` or `,` of a call, or a list of names there, are parameters.
    if (top().call && kind(top().at - 1) != CAST) {
      bool one = back(i) == IDENT && (back(i, 2) == LPAREN || back(i, 2) == COMMA);
      bool several = back(i) == RPAREN && kind(lastOpened) == LPAREN && lastOpened &&
                     (back(lastOpened) == LPAREN || back(lastOpened) == COMMA);
      for (size_t j = lastOpened + 1; several && j + 1 < i; ++j)
        several = kind(j) == IDENT || kind(j) == COMMA || kind(j) == COMMA_TRAIL;
      // a -> 'b' reads JSON, but for a macro, which has lambdas only.
      bool text = kind(i + 1) == STRING && kind(top().at - 1) != MACROFN;
      if ((one && !text) || several)
        set(i, LAMBDA);
      if (several)
        set(lastOpened, LPAREN_L);
    }
    break;
  case TILDE:
    if (afterOperand(i))
      set(i, MATCHES);
    break;
  case PARAM:
    if (afterOperand(i) && text(i) == "?" && startsOperand(i + 1))
      set(i, HAS_KEY);
    break;
  case COLON: {
    TokenKind around = kind(top().at);
    bool slice = opened.size() > 1 && (around == LBRACKET || around == LBRACE);
    static constexpr auto labelPlaces = setOf({SELECT, DISTINCT, COMMA, FROM, JOIN});
    bool label = dialect.prefixAliases && !slice && !top().call && (back(i) == IDENT || back(i) == QIDENT) && labelPlaces(back(i, 2));
    if (label)
      set(i - 1, LABEL);
    else if (!slice)
      set(i, top().call && back(i) == STRING ? COLON_KEY : COLON_PATH);
    break;
  }
  case UNKNOWN: // !a
    if (dialect.exclamationIsNot && text(i) == "!" && !afterOperand(i))
      set(i, NOT);
    break;
  case EQ: // SELECT a = 1
    if (dialect.equalsAliases && verb == NONE && !top().call && (back(i) == IDENT || back(i) == QIDENT) && (back(i, 2) == SELECT || back(i, 2) == COMMA) &&
        selectsAt(i))
      set(i - 1, LABEL);
    break;
  case PERCENT: // LIMIT 10%
    if (back(i, 2) == LIMIT && !startsOperand(i + 1))
      set(i, PERCENTS);
    break;
  default:
    break;
  }
}

// *COLUMNS(a), APPROXIMATE COUNT(DISTINCT a): what stands before a function.
void Classifier::markPrefix(size_t i) {
  if (back(i) == STAR && isStar(i - 1) && is(i, "columns"))
    set(i - 1, STAR_CALL);
  if (back(i) == IDENT && is(i - 1, "approximate"))
    set(i - 1, TILDE);
}

// ---- the loop

size_t Classifier::run() {
  endStatement();
  TokenKind *const kinds = this->kinds = tokens.kinds.data();
  const size_t count = this->count = tokens.size();
  beginStatement(0);
  for (size_t i = 0; i < count; ++i) {
    TokenKind k = kinds[i];
    if ((k == IDENT || k == QIDENT) && top().words == Words::Query) {
      TokenKind before = kinds[i - (i > 0)], next = kinds[i + 1];
      // Most names stand beside a dot, and are nothing else there.
      if (before == DOT ? next != LPAREN : next == DOT && !operandEnds(before)) {
        i += next == DOT && before != DCOLON && before != AS; // a dot that is none of a type
        continue;
      }
      if (operandEnds(before) && i && k == IDENT && continuesOperand(i))
        continue;
      if (next == LPAREN) {
        set(i, FUNC);
        if (before == STAR || before == IDENT) [[unlikely]]
          markPrefix(i);
      } else if (top().rowWords || top().sample || verb == MERGE || i == commandAt) {
        classifyWord(i);
      } else if (!dialect.selectModifiers.empty()) {
        markSelectModifier(i);
      }
      continue;
    }
    switch (k) {
    case LPAREN:
    case LBRACKET:
    case LBRACE:
      if (!open(i))
        return i;
      continue;
    case RPAREN:
    case RBRACKET:
    case RBRACE:
      close(i);
      continue;
    case SEMI:
      endStatement();
      beginStatement(i + 1);
      continue;
    case VIRTUAL_BEGIN:
    case VIRTUAL_END: // the last statement before may lack its semicolon
      if (endsBlock(i))
        endStatement();
      else
        makeName(i);
      continue;
    case MACRO:
      classifyMacro(i);
      continue;
    case STRING:
      if (back(i) == STRING || back(i) == STRING_MORE)
        set(i, STRING_MORE);
      continue;
    case NUMBER:
      continue;
    case DOT:
      if (back(i, 2) == DCOLON || (back(i, 2) == AS && opened.size() > 1 && kind(top().at - 1) == CAST))
        set(i, DOT_T);
      continue;
    case DOT_T:
      continue;
    case COMMA:
      if (angles || top().words != Words::Query)
        break;
      classifyComma(i);
      continue;
    case LANGLE: // ARRAY<INT> as an operand
      if (i && !angles && top().words == Words::Query && !behindType(back(i, 2)))
        set(i - 1, TYPE_EXPR);
      ++angles;
      continue;
    case RANGLE:
      angles -= angles > 0;
      continue;
    default:
      break;
    }
    if (angles) {
      classifyTypeWord(i);
      continue;
    }
    if (top().words != Words::Query) {
      if (top().words == Words::Ddl)
        classifyDdl(i);
      else if (top().words == Words::Columns)
        classifyColumn(i);
      else
        classifyProperty(i);
      continue;
    }
    if (clauseStarts(k) && operandEnds(kinds[i - (i > 0)]) && (k != FROM || top().fill) && continuesOperand(i))
      continue;
    if (dialect.wordFunctions && (k == AND || k == OR) && kinds[i + 1] == LPAREN && !afterOperand(i)) {
      set(i, FUNC);
    } else if (k >= AND || k == TYPED || k == BARE || k == NOT) {
      classifyWord(i);
      if (kinds[i] == CASE && !openCase(i))
        return i;
    } else if (k == ARROW || k == TILDE || k == PARAM || k == COLON || k == PERCENT || k == EQ || k == UNKNOWN) {
      classifyMark(i);
    }
  }
  return count;
}

bool classify(TokenBuffer &tokens, const Dialect &dialect, Sink sink) {
  size_t count = tokens.size();
  tokens.kinds.push(END_OF_TEXT);
  tokens.begins.push(count ? tokens.begins[count - 1] + tokens.lengths[count - 1]
                           : tokens.file ? tokens.file->text.end() : "");
  tokens.lengths.push(0);
  if (!tokens.blamed.empty())
    tokens.blamed.push(tokens.blamed[count - 1]);
  tokens.kinds.resize(count);
  Classifier classifier(tokens, dialect);
  size_t end = classifier.run();
  tokens.depth = classifier.deepest;
  tokens.kinds.resize(count + 1);
  if (end == count)
    return true;
  sink.report(tokens.range(end), diag::NestingTooDeep, 1000);
  return false;
}

} // namespace sluice
