// The contexts of the words of queries: for each keyword, what must stand beside
// it. A word whose condition fails is a name, or a function before `(`.
#include "frontend/lex/classify.h"
#include "llvm/ADT/StringSwitch.h"

namespace sluice {

using namespace token;

// ---- places where a name stands whatever the word is

// FROM in a list of tables, not in EXTRACT(day FROM d) or IS DISTINCT FROM.
bool Classifier::isTableFrom(size_t i) const {
  if (kind(i) != FROM || top().call)
    return false;
  return !(back(i) == DISTINCT && (back(i, 2) == IS || back(i, 2) == NOT));
}

bool Classifier::isNameByPlace(size_t i) const {
  TokenKind k = kind(i), before = back(i);
  if (dots(kinds[i + 1]) || dots(before) || before == COLON_PATH)
    return true;
  if (!namePlaces(before))
    return false;
  if (before == AS)
    return k != SELECT && k != WITH && k != VALUES && k != MATERIALIZED && k != NOT && k != FROM && k != INSERT &&
           k != UPDATE && k != DELETE && k != TABLE;
  if (before == JOIN || before == INTO || (i && isTableFrom(i - 1)))
    return k != SELECT && k != LATERAL && k != VALUES && k != ONLY && k != WHERE && k != PIVOT && k != ON && k != USING &&
           k != JOIN && k != SET_LIST && k != BY && k != HAVING && k != UNION && k != FROM && k != LIMIT;
  return false;
}

void Classifier::classifyByNeighbours(size_t i) {
  if (kind(i) == TYPED)
    classifyTyped(i);
  if (isNameByPlace(i) || !staysKeyword(i))
    makeName(i);
}

// ---- conditions of more than one line

// Whether the star at i stands for columns.
bool Classifier::isStar(size_t i) const {
  TokenKind before = back(i);
  return before == DOT || before == SELECT || before == COMMA || before == LPAREN || before == DISTINCT || before == ALL ||
         before == RETURNING || before == LBRACE || before == LBRACKET;
}

// LEFT, NATURAL FULL OUTER, ...: up to JOIN, @JOIN(...) or APPLY.
bool Classifier::keepsJoinWord(size_t i) {
  TokenKind before = back(i);
  if (before == JOINWORD)
    return true;
  size_t j = i;
  auto isHint = [&](size_t t) { // INNER LOOP JOIN
    return kind(t + 1) == JOIN && (is(t, "loop") || is(t, "hash") || is(t, "merge") || is(t, "remote") || is(t, "directed"));
  };
  while (kind(j) == JOINWORD || (j > i && isHint(j)))
    set(j++, JOINWORD);
  if (kind(j) == UNION && afterOperand(i)) { // LEFT UNION ALL
    std::fill(kinds + i, kinds + j, TokenKind(UNION_SIDE));
    return true;
  }
  if (dialect.arrayJoins && kind(j) == ARRAY && kind(j + 1) == JOIN && afterOperand(i)) {
    markWords(i, ARRAY_JOIN, j + 2 - i);
    return true;
  }
  return kind(j) == JOIN || kind(j) == APPLY || (kind(j) == MACRO && is(j, "@join") && kind(j + 1) == LPAREN);
}

// * EXCEPT (a) REPLACE (b AS c), * EXCLUDE a; EXCEPT between queries is another.
bool Classifier::keepsStarModifier(size_t i) {
  bool behindModifier = (back(i) == RPAREN && back(lastOpened) == STARMOD) ||
                        (back(i) == IDENT && (back(i, 2) == STARMOD || back(i, 2) == OPTION));
  bool behindStar = back(i) == STAR && isStar(i - 1);
  if ((behindStar || behindModifier) && (kind(i + 1) == LPAREN || isWord(i + 1) || kind(i + 1) == QIDENT)) {
    TokenKind next = kind(i + 1);
    if (next != SELECT && next != ALL && next != DISTINCT) {
      set(i, STARMOD);
      if (isWord(i + 1) && kind(i + 2) == AS) // * RENAME a AS b
        set(i + 2, OPTION);
      return true;
    }
  }
  if (is(i, "except") && (afterOperand(i) || back(i) == OFFSET)) {
    set(i, UNION);
    return true;
  }
  return false;
}

// ROWS, RANGE, GROUPS before the frame of a window, ROWS ONLY behind FETCH.
bool Classifier::keepsRows(size_t i) {
  if (top().sample) {
    set(i, WORD);
    return true;
  }
  if (top().rowWords) {
    set(i, ROW_TAIL);
    return true;
  }
  TokenKind next = kind(i + 1);
  bool frame = next == BETWEEN || next == UNBOUNDED || next == CURRENT ||
               (top().window && (next == NUMBER || next == INTERVAL || next == MACRO || next == STRING) && back(i) != BY);
  if (!frame || !top().window)
    return false;
  top().frame = true;
  return true;
}

// CASE is a name where nothing that could be its operand or WHEN follows.
bool Classifier::keepsCase(size_t i) const {
  return kind(i + 1) == WHEN || (startsOperand(i + 1) && kind(i + 1) != STAR);
}

// WITH 1 AS a: a value, where a name and a query could stand.
bool Classifier::beginsScalarCte(size_t i) const {
  if (!dialect.scalarCtes)
    return false;
  TokenKind next = kind(i + 1);
  bool brackets = next == LPAREN || next == LBRACKET;
  if (next == STRING || next == NUMBER)
    return kind(i + 2) == AS;
  size_t behind = brackets ? behindBracket(i + 1) : isWord(i + 1) && kind(i + 2) == LPAREN ? behindBracket(i + 2) : count;
  return kind(behind) == AS && kind(behind + 1) != LPAREN;
}

bool Classifier::keepsWith(size_t i) {
  TokenKind next = kind(i + 1);
  if (verb == DDL && (is(i + 1, "data") || is(i + 1, "no"))) { // CREATE TABLE ... AS SELECT ... WITH NO DATA
    set(i, WORD);
    top().words = Words::Ddl;
    return true;
  }
  if (is(i + 1, "ties") && back(i, 2) != ROW_TAIL && !top().rowWords) { // TOP 3 WITH TIES
    set(i, ROW_TAIL);
    set(i + 1, ROW_TAIL);
    return true;
  }
  if (beginsScalarCte(i)) {
    set(i, WITH_X);
    return true;
  }
  if (next == ROLLUP || next == ORDINALITY || (next == OFFSET && back(i) == RPAREN))
    return true;
  if (top().rowWords) { // FETCH ... WITH TIES
    set(i, ROW_TAIL);
    return true;
  }
  top().ctes = true;
  return true;
}

// SUBSTRING(a FROM 1 FOR 2), PIVOT (... FOR a IN ...), FOR UPDATE.
bool Classifier::keepsFor(size_t i) {
  if (top().pivot && back(i) == COMMA_TRAIL) // PIVOT (SUM(a), FOR b IN ...)
    return true;
  if (!afterOperand(i))
    return false;
  if (markVersion(i))
    return true;
  if (dialect.queryOptions && (is(i + 1, "xml") || is(i + 1, "json"))) {
    markTailWords(i);
    return true;
  }
  if (opened.size() > 1 && kind(top().at) == LBRACKET) {
    markComprehension(i);
    return true;
  }
  if (top().call || top().pivot)
    return true;
  if (kind(i + 1) != UPDATE && !is(i + 1, "share") && !is(i + 1, "no") && !is(i + 1, "key"))
    return false;
  set(i, LOCK);
  for (size_t j = i + 1; isWord(j) && back(j) != DOT; ++j) {
    bool known = llvm::StringSwitch<bool>(text(j).lower())
                     .Cases("update", "share", "no", "key", "of", "nowait", "skip", "locked", true)
                     .Default(false);
    set(j, known ? ROW_TAIL : IDENT);
    if (kind(j + 1) == COMMA)
      ++j;
  }
  return true;
}

// DATE '...', TIMESTAMP(3) WITH TIME ZONE '...': literals, and words of types.
void Classifier::classifyTyped(size_t i) {
  if (afterOperand(i) && markVersion(i))
    return;
  size_t j = i + 1;
  if (kind(j) == LPAREN && kind(j + 1) == NUMBER && kind(j + 2) == RPAREN)
    j += 3;
  bool zone = (kind(j) == WITH || is(j, "without")) && (kind(j + 1) == TYPED || is(j + 1, "local"));
  if (zone)
    for (size_t words = is(j + 1, "local") ? 4 : 3; words && j < count; --words, ++j)
      set(j, kind(j + 1) == LPAREN ? TYPEFN : TYPEWORD);
  if (kind(j) != STRING || j + 1 == i || (kind(i + 1) == LPAREN))
    makeName(i);
}

// ---- INTERVAL

bool Classifier::isUnit(size_t i) const {
  StringRef word = text(i);
  if (!isWord(i) || word.empty())
    return false;
  if (word.size() > 3 && (word.back() == 's' || word.back() == 'S'))
    word = word.drop_back();
  return llvm::StringSwitch<bool>(word)
      .CasesLower("year", "quarter", "month", "week", "day", true)
      .CasesLower("hour", "minute", "second", "millisecond", "microsecond", true)
      .CasesLower("nanosecond", "decade", "century", "centurie", "millennium", true)
      .CasesLower("isoweek", "isoyear", "dayofyear", "min", "sec", true)
      .CasesLower("hr", "ms", "us", "year_month", "day_hour", true)
      .CasesLower("day_second", "day_minute", "hour_minute", "hour_second", "minute_second", true)
      .Default(false);
}

void Classifier::markUnit(size_t i) {
  if (!isUnit(i))
    return;
  set(i, UNIT);
  if (kind(i + 1) != TO || !isUnit(i + 2))
    return;
  set(i + 2, UNIT);
}

// The word is a keyword before a value; where the value is one token or a dotted
// name the unit behind it is found here, and for brackets when they close.
bool Classifier::keepsInterval(size_t i) {
  TokenKind next = kind(i + 1);
  size_t j = next == MINUS ? i + 2 : i + 1;
  TokenKind value = kind(j);
  bool name = value == IDENT || value == QIDENT || value == MACRO || value == TYPED;
  if (value == LPAREN)
    return true;
  if (!name && value != STRING && value != NUMBER && value != PARAM && value != CAST && value != BARE && value != MSTRING)
    return false;
  if (name && kind(j + 1) == LPAREN)
    return true;
  for (; name && kind(j + 1) == DOT; j += 2)
    set(j + 1, DOT_T);
  markUnit(j + 1);
  return true;
}

// SELECT TOP 3, SELECT TOP (a) b
bool Classifier::keepsTop(size_t i) const {
  if (back(i) != SELECT && back(i) != DISTINCT)
    return false;
  return kind(i + 1) == NUMBER || (kind(i + 1) == LPAREN && startsOperand(behindBracket(i + 1)));
}

// SELECT SQL_NO_CACHE a, but SELECT sql_no_cache, a
bool Classifier::markSelectModifier(size_t i) {
  TokenKind before = back(i), next = kind(i + 1);
  bool begins = before == SELECT || before == OPTION || ((before == DISTINCT || before == ALL) && back(i, 2) == SELECT);
  if (!begins || !hasWord(dialect.selectModifiers, text(i)) || !startsOperand(i + 1) || next == LPAREN || (next != STAR && infixTable.known[next]))
    return false;
  set(i, OPTION);
  return true;
}

// PIVOT (...) behind a table, PIVOT t ON a as a query.
bool Classifier::keepsPivot(size_t i) {
  TokenKind before = back(i), next = kind(i + 1);
  bool named = isWord(i + 1) || next == QIDENT || next == STRING;
  bool begins = startsStatement(i) || before == LPAREN_Q || before == LPAREN_S || (before == RPAREN && top().ctes);
  if (dialect.pivotQueries && begins && (named || next == LPAREN)) {
    set(i, PIVOT_Q);
    top().ctes = false;
    return true;
  }
  if (afterOperand(i) && isWord(i + 1) && is(i + 2, "nulls")) {
    set(i + 1, PIVOT_NULLS);
    set(i + 2, PIVOT_NULLS);
    return true;
  }
  return next == LPAREN && afterOperand(i);
}

// a AT TIME ZONE 'UTC'
bool Classifier::keepsTimeZone(size_t i) {
  if (!is(i + 1, "time") || !is(i + 2, "zone") || !afterOperand(i))
    return false;
  set(i + 1, WORD);
  set(i + 2, WORD);
  return true;
}

// ---- the table

// Whether a word keeps its kind, seen from its neighbours.
bool Classifier::staysKeyword(size_t i) {
  TokenKind k = kind(i), before = back(i), next = kind(i + 1);
  if (alwaysKeywords(k))
    return true;
  switch (k) {
  case MODIFIER:
  case AS_OF:
    return true;
  case SELECT:
    top().ctes = false;
    if (startsStatement(i))
      statementAt = i;
    return true;
  case WITH:
    return keepsWith(i);
  case CASE:
    return keepsCase(i);
  case END:
    if (!top().isCase) {
      if (afterOperand(i) && isVersionClause(i)) // CHANGES (...) END (TIMESTAMP => x)
        set(i, MODIFIER);
      return kind(i) == MODIFIER;
    }
    leave();
    return true;
  case ON:
    if (top().sample)
      set(i, WORD);
    if (verb == INSERT && is(i + 1, "conflict")) {
      top().words = Words::Ddl;
      set(i, WORD);
    }
    if (verb == INSERT && is(i + 1, "duplicate") && is(i + 2, "key") && kind(i + 3) == UPDATE) {
      for (size_t j = i; j < i + 3; ++j)
        set(j, WORD);
      set(i + 3, SET_LIST);
    }
    return true;
  case LIKE:
  case ILIKE:
  case RLIKE:
  case GLOB:
  case MATCH:
  case OVERLAPS:
  case ESCAPE:
  case DIV:
  case MOD:
    return (afterOperand(i) || before == NOT) && startsOperand(i + 1);
  case COLLATE:
    if (opened.size() > 1 && back(top().at) == CAST && (back(i, 2) == AS || before == RPAREN)) { // CAST(a AS TEXT COLLATE c)
      set(i, IDENT);
      return true;
    }
    return afterOperand(i) && startsOperand(i + 1);
  case XOR:
    // The evaluator of macros says itself that it does not have it.
    return (dialect.xorOperator || (opened.size() > 1 && back(top().at) == MACROFN)) && afterOperand(i) && startsOperand(i + 1);
  case SIMILAR:
    return next == TO && (afterOperand(i) || before == NOT);
  case AT:
    if (afterOperand(i) && isVersionClause(i))
      set(i, MODIFIER);
    return kind(i) == MODIFIER || keepsTimeZone(i);
  case MEMBER:
    if (!afterOperand(i) || !is(i + 1, "of") || kind(i + 2) != LPAREN)
      return false;
    set(i + 1, WORD);
    return true;
  case TO:
    return before == SIMILAR || before == UNIT;
  case ISNULL:
  case NOTNULL:
    return afterOperand(i) && next != LPAREN;
  case SYMMETRIC:
    return before == BETWEEN;
  case CAST:
    return next == LPAREN;
  case FORMAT:
    if (dialect.settings && !top().call && afterOperand(i) && isWord(i + 1)) {
      set(i, TAIL);
      set(i + 1, IDENT);
      return true;
    }
    return top().call && afterOperand(i) && (next == STRING || next == LPAREN);
  case BOTH:
    return before == LPAREN && is(i - 2, "trim") && next != RPAREN;
  case EXISTS:
    return next == LPAREN && (startsQuery(i + 2) || kind(i + 2) == LPAREN);
  case INTERVAL:
    return (before != DCOLON || isUnit(i + 1)) && keepsInterval(i); // a::INTERVAL b
  case TYPED:
    return true;
  case FUNC:
    return true;
  case PRECISION: { // DOUBLE PRECISION, CHARACTER VARYING(3)
    bool continues = back(i) == IDENT && (is(i - 1, "double") || is(i - 1, "character") || is(i - 1, "char") || is(i - 1, "bit") ||
                                          is(i, "unsigned"));
    if (continues && (back(i, 2) == AS || back(i, 2) == DCOLON))
      set(i, next == LPAREN ? TYPEFN : TYPEWORD);
    return kind(i) != PRECISION;
  }
  case BARE:
    return next != LPAREN && hasWord(dialect.bareCalls, text(i));
  case ARRAY:
    if (dialect.arrayJoins && next == JOIN && afterOperand(i)) {
      markWords(i, ARRAY_JOIN, 2);
      return true;
    }
    if (next == LBRACKET && before == IDENT && is(i - 1, "variadic"))
      set(i - 1, OPTION);
    return next == LBRACKET;
  case MAP:
    return next == LBRACE;
  case OVER:
    return (before == RPAREN || before == NULLS || before == END) && (next == LPAREN || isWord(i + 1) || next == QIDENT);
  case FILTER:
    return before == RPAREN && next == LPAREN && (kind(i + 2) == WHERE || kind(i + 2) == MACRO || dialect.bareFilters);
  case WITHIN:
    return next == GROUP && before == RPAREN;
  case GROUP:
    return next == BY || before == WITHIN;
  case IGNORE:
    return afterOperand(i) && (next == NULLS || markIndexHint(i));
  case NULLS:
    return before == IGNORE || (next == FIRST && afterOperand(i));
  case FIRST:
    return before == NULLS;
  case ASC:
    return afterOperand(i);
  case PARTITION:
    if (dialect.indexHints && next == LPAREN && afterOperand(i))
      set(i, MODIFIER);
    return next == BY || kind(i) == MODIFIER;
  case ORDER:
    return next == BY;
  case SORT:
    return next == BY && afterOperand(i);
  case ROWS:
    return keepsRows(i);
  case UNBOUNDED:
  case PRECEDING:
  case CURRENT:
    return top().frame;
  case EXCLUDE:
    return top().frame || keepsStarModifier(i); // of a window, or of a star
  case STARMOD:
    return keepsStarModifier(i);
  case SEPARATOR:
    return top().call && afterOperand(i) && next == STRING;
  case FOR:
    return keepsFor(i);
  case ALL:
    return before == UNION || before == SELECT || (before == ALL && back(i, 2) == SELECT) || (before == BY && back(i, 2) != ORDER) || before == STARMOD ||
           (before == LPAREN && top().call && startsOperand(i + 1) && next != STAR);
  case PREWHERE:
  case QUALIFY: // also behind GROUP BY ALL
    return (afterOperand(i) || before == ALL) && startsOperand(i + 1);
  case WINDOW:
    return afterOperand(i) && isWord(i + 1) && kind(i + 2) == AS;
  case LIMIT:
    top().frame = false;
    return afterOperand(i) || before == ALL;
  case OFFSET:
    if (before == WITH || !afterOperand(i))
      return before == WITH;
    top().rowWords = true;
    return true;
  case FETCH:
    if (!afterOperand(i) || !(next == FIRST || is(i + 1, "next")))
      return false;
    top().rowWords = true;
    set(i + 1, WORD);
    return true;
  case PERCENTS:
    if (top().rowWords)
      set(i, ROW_TAIL);
    if (top().sample)
      set(i, WORD);
    return top().rowWords || top().sample || back(i, 2) == LIMIT || back(i, 2) == TOP ||
           (before == RPAREN && lastOpened && kind(lastOpened - 1) == TOP);
  case IDENT: // in a place where some words are not names
    if (top().sample && !is(i, "rand") && back(i) != ON && !(back(i) == WORD && is(i - 1, "on")))
      set(i, WORD);
    else if (top().rowWords && (is(i, "row") || is(i, "only") || is(i, "ties")))
      set(i, ROW_TAIL);
    else if (verb == MERGE || i == commandAt)
      return keepsActionWord(i);
    return kind(i) != IDENT;
  case QIDENT:
    return true;
  case TOP:
    return keepsTop(i);
  case RECURSIVE:
    return before == WITH;
  case MATERIALIZED:
    return next == LPAREN && (before == AS || (before == NOT && back(i, 2) == AS));
  case UNION:
    top().frame = false;
    for (size_t j = next == ALL || next == DISTINCT ? i + 2 : i + 1; is(j, "strict") || is(j, "corresponding"); ++j)
      set(j, TYPEWORD);
    return (afterOperand(i) || before == UNION_SIDE) && (!is(i, "minus") || next == SELECT || next == LPAREN || next == ALL);
  case NAME: { // UNION ALL BY NAME, but ORDER BY name
    static constexpr auto unionWords = setOf({UNION, ALL, DISTINCT});
    return (before == BY && unionWords(back(i, 2))) || (is(i - 2, "xmlelement") && markArgument(i));
  }
  case VALUES:
    if (next == LPAREN && (before == FROM || before == JOIN) && verb != DELETE) {
      set(i, VALUES_T);
      return true;
    }
    return next == LPAREN && (!afterOperand(i) || verb == INSERT || verb == MERGE) && !infixTable.known[std::max<TokenKind>(before, 0)] &&
           before != COMMA && before != SELECT;
  case GROUPING:
    if (!is(i + 1, "sets"))
      return false;
    set(i + 1, WORD);
    return true;
  case ROLLUP:
    return before == WITH;
  case JOINWORD:
    if (before == VIEW) {
      set(i, OUTER_VIEW);
      return true;
    }
    if (is(i, "global") && (next == IN || (next == NOT && kind(i + 2) == IN))) {
      set(i, GLOBAL_IN);
      return true;
    }
    if (is(i, "any") && before == LPAREN && back(i, 2) == IN && next == ORDER) { // PIVOT(... IN (ANY ORDER BY a))
      markWords(i, OPTION, 3);
      return true;
    }
    if (is(i, "any") && (before == LIKE || before == ILIKE) && isWord(i + 1)) { // LIKE ANY f(a)
      set(i, TILDE);
      return true;
    }
    return keepsJoinWord(i);
  case APPLY:
    if (markSelectModifier(i))
      return true;
    if (is(i, "apply") && next == LPAREN && before == STAR && isStar(i - 1)) // * APPLY (f)
      set(i, STARMOD);
    return kind(i) == STARMOD || (is(i, "apply") ? before == JOINWORD : afterOperand(i));
  case LAMBDA_WORD:
    return top().call && (before == LPAREN || before == COMMA) && isWord(i + 1) && (kind(i + 2) == COLON || kind(i + 2) == COMMA);
  case LATERAL:
    return next == LPAREN || isWord(i + 1) || next == VIEW;
  case VIEW:
    return before == LATERAL;
  case ONLY:
    if (top().rowWords)
      set(i, ROW_TAIL);
    return top().rowWords || ((before == FROM || before == UPDATE || before == JOIN) && (isWord(i + 1) || next == QIDENT) &&
                              next != ON && next != USING && next != AS);
  case ORDINALITY:
    return before == WITH;
  case SAMPLE:
    if (!afterOperand(i))
      return false;
    markSample(i);
    return true;
  case PIVOT:
    return keepsPivot(i);
  case PIVOT_NULLS:
    return true;
  default:
    return keepsVerb(i);
  }
}

} // namespace sluice
