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
  if (dots(before) || dots(kind(i + 1)))
    return true;
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
         before == RETURNING;
}

// LEFT, NATURAL FULL OUTER, ...: up to JOIN, @JOIN(...) or APPLY.
bool Classifier::keepsJoinWord(size_t i) const {
  TokenKind before = back(i);
  if (before == JOINWORD)
    return true;
  size_t j = i;
  while (kind(j) == JOINWORD)
    ++j;
  return kind(j) == JOIN || kind(j) == APPLY || (kind(j) == MACRO && is(j, "@join") && kind(j + 1) == LPAREN);
}

// * EXCEPT (a) REPLACE (b AS c), * EXCLUDE a; EXCEPT between queries is another.
bool Classifier::keepsStarModifier(size_t i) {
  bool behindModifier = back(i) == RPAREN && back(lastOpened) == STARMOD;
  bool behindStar = back(i) == STAR && isStar(i - 1);
  if ((behindStar || behindModifier) && (kind(i + 1) == LPAREN || isWord(i + 1) || kind(i + 1) == QIDENT)) {
    TokenKind next = kind(i + 1);
    if (next != SELECT && next != ALL && next != DISTINCT) {
      set(i, STARMOD);
      return true;
    }
  }
  if (is(i, "except") && afterOperand(i)) {
    set(i, UNION);
    return true;
  }
  return false;
}

// ROWS, RANGE, GROUPS before the frame of a window, ROWS ONLY behind FETCH.
bool Classifier::keepsRows(size_t i) {
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

bool Classifier::keepsWith(size_t i) {
  TokenKind next = kind(i + 1);
  if (verb == DDL && (is(i + 1, "data") || is(i + 1, "no"))) { // CREATE TABLE ... AS SELECT ... WITH NO DATA
    set(i, WORD);
    top().words = Words::Ddl;
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
  if (!afterOperand(i))
    return false;
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
  TokenKind before = back(i), next = kind(i + 1);
  if (alwaysKeywords(kind(i)))
    return true;
  switch (kind(i)) {
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
    if (!top().isCase)
      return false;
    leave();
    return true;
  case ON:
    if (top().sample)
      set(i, WORD);
    if (verb == INSERT && (is(i + 1, "conflict") || is(i + 1, "duplicate"))) {
      top().words = Words::Ddl;
      set(i, WORD);
    }
    return true;
  case LIKE:
  case ILIKE:
  case RLIKE:
  case GLOB:
  case MATCH:
  case OVERLAPS:
  case ESCAPE:
  case COLLATE:
  case DIV:
  case MOD:
  case XOR:
    return (afterOperand(i) || before == NOT) && startsOperand(i + 1);
  case SIMILAR:
    return next == TO && (afterOperand(i) || before == NOT);
  case AT:
    return keepsTimeZone(i);
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
    return top().call && afterOperand(i) && next == STRING;
  case BOTH:
    return before == LPAREN && is(i - 2, "trim") && next != RPAREN;
  case EXISTS:
    return next == LPAREN && (startsQuery(i + 2) || kind(i + 2) == LPAREN);
  case INTERVAL:
    return keepsInterval(i);
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
    return next != LPAREN;
  case ARRAY:
    return next == LBRACKET;
  case MAP:
    return next == LBRACE;
  case OVER:
    return (before == RPAREN || before == NULLS || before == END) && (next == LPAREN || isWord(i + 1) || next == QIDENT);
  case FILTER:
    return before == RPAREN && next == LPAREN && (kind(i + 2) == WHERE || kind(i + 2) == MACRO);
  case WITHIN:
    return next == GROUP && before == RPAREN;
  case GROUP:
    return next == BY || before == WITHIN;
  case IGNORE:
    return next == NULLS && afterOperand(i);
  case NULLS:
    return before == IGNORE || (next == FIRST && afterOperand(i));
  case FIRST:
    return before == NULLS;
  case ASC:
    return afterOperand(i);
  case ORDER:
  case PARTITION:
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
    return before == UNION || before == SELECT || before == BY || before == STARMOD ||
           (before == LPAREN && top().call && startsOperand(i + 1) && next != STAR);
  case PREWHERE:
  case QUALIFY:
    return afterOperand(i) && startsOperand(i + 1);
  case WINDOW:
    return afterOperand(i) && isWord(i + 1) && kind(i + 2) == AS;
  case LIMIT:
    top().frame = false;
    return afterOperand(i);
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
    return top().rowWords || top().sample || back(i, 2) == LIMIT;
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
    return (before == SELECT || before == DISTINCT) && next == NUMBER;
  case RECURSIVE:
    return before == WITH;
  case MATERIALIZED:
    return before == AS || (before == NOT && back(i, 2) == AS);
  case UNION:
    top().frame = false;
    return afterOperand(i) && (!is(i, "minus") || next == SELECT || next == LPAREN || next == ALL);
  case NAME:
    return before == BY;
  case VALUES:
    return next == LPAREN && (!afterOperand(i) || verb == INSERT || verb == MERGE) && before != EQ && before != COMMA &&
           before != SELECT;
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
    return keepsJoinWord(i);
  case APPLY:
    return is(i, "apply") ? before == JOINWORD : afterOperand(i);
  case LAMBDA_WORD:
    return top().call && (before == LPAREN || before == COMMA) && isWord(i + 1) && (kind(i + 2) == COLON || kind(i + 2) == COMMA);
  case LATERAL:
    return next == LPAREN || isWord(i + 1) || next == VIEW;
  case VIEW:
    return before == LATERAL;
  case ONLY:
    if (top().rowWords)
      set(i, ROW_TAIL);
    return top().rowWords || ((before == FROM || before == UPDATE) && (isWord(i + 1) || next == QIDENT));
  case ORDINALITY:
    return before == WITH;
  case SAMPLE:
    return afterOperand(i);
  case PIVOT:
    if (afterOperand(i) && isWord(i + 1) && is(i + 2, "nulls")) {
      set(i + 1, PIVOT_NULLS);
      set(i + 2, PIVOT_NULLS);
      return true;
    }
    return next == LPAREN && afterOperand(i);
  case PIVOT_NULLS:
    return true;
  default:
    return keepsVerb(i);
  }
}

} // namespace sluice
