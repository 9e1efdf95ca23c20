// Clauses that begin behind an operand or a table, with words that are names
// everywhere else.
//
//   FROM t FINAL                         MODIFIER
//   FROM t FOR SYSTEM_TIME AS OF x       AS_OF TYPEWORD ...
//   JSON_OBJECT('a': b NULL ON NULL)     OPTION TYPEWORD TYPEWORD
//
// Behind an operand a word can only be an alias or the beginning of such a
// clause, so all others are not looked at.
#include "frontend/lex/classify.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace sluice {

using namespace token;

void Classifier::markWords(size_t i, TokenKind first, size_t words) {
  set(i, first);
  for (size_t j = i + 1; j < i + words && j < count; ++j)
    set(j, TYPEWORD);
}

// ---- between the arguments of a call

// Words of options; those that stand in others come first.
static constexpr StringRef options[] = {
    "NULL ON NULL",
    "NULL ON ERROR",
    "NULL ON EMPTY",
    "ABSENT ON NULL",
    "ERROR ON ERROR",
    "ERROR ON EMPTY",
    "EMPTY ON ERROR",
    "DEFAULT ON NULL",
    "WITH UNIQUE KEYS",
    "WITHOUT UNIQUE KEYS",
    "WITH ARRAY WRAPPER",
    "WITH CONDITIONAL ARRAY WRAPPER",
    "WITH CONDITIONAL WRAPPER",
    "WITH UNCONDITIONAL ARRAY WRAPPER",
    "WITH UNCONDITIONAL WRAPPER",
    "WITH WRAPPER",
    "WITHOUT ARRAY WRAPPER",
    "WITHOUT CONDITIONAL WRAPPER",
    "WITHOUT WRAPPER",
    "WITH COUNT",
    "WITHOUT COUNT",
    "KEEP QUOTES ON SCALAR STRING",
    "KEEP QUOTES",
    "OMIT QUOTES ON SCALAR STRING",
    "OMIT QUOTES",
    "ON OVERFLOW ERROR",
    "ON OVERFLOW TRUNCATE",
    "HAVING MAX",
    "HAVING MIN",
    "FORMAT JSON",
    "ENCODING UTF8",
    "PASSING",
    "PLACING",
    "RETURNING",
    "COLUMNS",
};

// How many words of `words` stand from token i on: all or none.
static size_t matchWords(const TokenBuffer &tokens, size_t i, StringRef words) {
  size_t matched = 0;
  for (; !words.empty(); ++matched) {
    auto [word, rest] = words.split(' ');
    if (i + matched >= tokens.size() || !tokens.text(i + matched).equals_insensitive(word))
      return 0;
    words = rest;
  }
  return matched;
}

bool Classifier::markOption(size_t i) {
  char first = llvm::toUpper(text(i)[0]);
  for (StringRef option : options) {
    size_t words = option[0] == first ? matchWords(tokens, i, option) : 0;
    bool single = words == 1 && !startsOperand(i + 1) && kind(i + 1) != IDENT;
    if (!words || single || (option == "COLUMNS" && (kind(i + 1) != LPAREN || back(i) != STRING)))
      continue;
    markWords(i, OPTION, words);
    return true;
  }
  return false;
}

// XMLELEMENT(NAME a), f(TABLE t), f(VARIADIC a): a word before an argument.
bool Classifier::markArgument(size_t i) {
  bool first = top().call && (back(i) == LPAREN || back(i) == COMMA);
  if (!first || !(isWord(i + 1) || kind(i + 1) == QIDENT) || infixTable.known[kind(i + 1)] || kind(i + 1) == AS)
    return false;
  set(i, OPTION);
  return true;
}

// IS JSON ARRAY WITH UNIQUE KEYS: the words behind JSON.
bool Classifier::markTest(size_t i) {
  bool behindJson = is(i - 1, "json") && (back(i, 2) == IS || (back(i, 2) == NOT && back(i, 3) == IS));
  if (!behindJson && back(i) != TEST_WORD)
    return false;
  bool known = llvm::StringSwitch<bool>(text(i))
                   .CasesLower("value", "scalar", "object", "array", true)
                   .CasesLower("with", "without", "unique", "keys", true)
                   .Default(false);
  if (known)
    set(i, TEST_WORD);
  return known;
}

// ---- at the end of a query

// OPTION (RECOMPILE), FOR XML PATH(''), TYPE: words up to the end of the query.
void Classifier::markTailWords(size_t i) {
  set(i, TAIL);
  top().words = Words::Ddl;
  unsigned depth = 0;
  for (size_t j = i + 1; j < count && kind(j) != SEMI; ++j) {
    if (kind(j) == RPAREN && depth-- == 0)
      return;
    depth += kind(j) == LPAREN;
    if (isWord(j))
      set(j, WORD);
  }
}

// ---- behind tables

// OPENJSON(a) WITH (b INT '$.b'): declarations of columns instead of hints.
bool Classifier::behindColumnSource(size_t i) const {
  return is(i - 1, "with") && back(i, 2) == RPAREN && lastOpened && kind(lastOpened - 1) == FUNC && is(lastOpened - 1, "openjson");
}

// b NVARCHAR(MAX) '$' AS JSON
void Classifier::markJsonColumns(size_t i) {
  for (size_t j = i + 1, end = behindBracket(i); j + 1 < end; ++j)
    if (kind(j) == AS && is(j + 1, "json"))
      set(j, WORD), set(j + 1, WORD);
}

// t USE INDEX FOR ORDER BY (a)
bool Classifier::markIndexHint(size_t i) {
  bool verb = is(i, "use") || is(i, "force") || is(i, "ignore");
  if (!verb || !dialect.indexHints || !(is(i + 1, "index") || is(i + 1, "key")))
    return false;
  size_t words = 2;
  if (kind(i + 2) == FOR)
    words += kind(i + 3) == JOIN ? 2 : 3;
  if (kind(i + words) != LPAREN)
    return false;
  markWords(i, MODIFIER, words);
  return true;
}

// AT (TIMESTAMP => x)
bool Classifier::isVersionClause(size_t i) const { return kind(i + 1) == LPAREN && isWord(i + 2) && kind(i + 3) == FATARROW; }

// FOR SYSTEM_TIME AS OF x, VERSION AS OF x, FOR SYSTEM_TIME BETWEEN a AND b.
bool Classifier::markVersion(size_t i) {
  size_t j = kind(i) == FOR ? i + 1 : i;
  if (is(j, "system") && is(j + 1, "time"))
    ++j;
  else if (!is(j, "system_time") && !is(j, "version") && !is(j, "timestamp"))
    return false;
  ++j;
  bool range = kind(i) == FOR && ((kind(j) == FROM && is(j + 2, "to")) || (kind(j) == BETWEEN && kind(j + 2) == AND));
  bool pair = (kind(j) == AS && is(j + 1, "of")) || (is(j, "contained") && kind(j + 1) == IN);
  if (!range && !pair && kind(j) != ALL)
    return false;
  markWords(i, AS_OF, j - i + (pair ? 2 : range ? 1 : 0));
  if (range)
    set(j + 2, OPTION);
  if (kind(j) == ALL)
    set(j, IDENT);
  return true;
}

// The words of a sample: TABLESAMPLE BERNOULLI (10) REPEATABLE (1), SAMPLE 1 / 10.
void Classifier::markSample(size_t i) {
  bool open = kind(i + 1) != LPAREN; // a method, or a share without brackets
  for (size_t j = i + 1; j < count; ++j) {
    bool known = llvm::StringSwitch<bool>(text(j))
                     .CasesLower("bernoulli", "system", "block", "row", "rows", true)
                     .CasesLower("reservoir", "percent", "repeatable", "seed", true)
                     .Default(false);
    if (known || (j == i + 1 && isWord(j)) || (kind(j) == OFFSET && kind(j + 1) == NUMBER))
      set(j, WORD);
    else if (kind(j) == LPAREN)
      sampleEnd = behindBracket(j), j = sampleEnd - 1;
    else if (!open || (kind(j) != NUMBER && kind(j) != PERCENT && kind(j) != SLASH))
      return;
  }
}

bool Classifier::continuesTable(size_t i) {
  TokenKind next = kind(i + 1);
  StringRef word = text(i);
  auto mark = [&](TokenKind kind) {
    set(i, kind);
    return true;
  };
  switch (llvm::toLower(word[0])) {
  case 'b':
  case 'c':
    return (is(i, "before") || is(i, "changes")) && isVersionClause(i) && mark(MODIFIER);
  case 'f':
    if (dialect.finalTables && is(i, "final"))
      return mark(MODIFIER);
    return markIndexHint(i);
  case 'i':
    if (is(i, "indexed") && next == BY)
      return mark(INDEXED);
    return top().fill && is(i, "interpolate") && mark(OPTION);
  case 'm':
    return is(i, "match_condition") && next == LPAREN && mark(MATCH_CONDITION);
  case 'o':
    if (!dialect.queryOptions || !is(i, "option") || next != LPAREN)
      return false;
    markTailWords(i);
    return true;
  case 's':
    if (dialect.settings && is(i, "settings") && isWord(i + 1))
      return mark(TAIL);
    if (top().fill && (is(i, "step") || is(i, "staleness")))
      return mark(OPTION);
    if (dialect.sampleWord && is(i, "sample") && (next == LPAREN || next == NUMBER || (isWord(i + 1) && kind(i + 2) == LPAREN))) {
      markSample(i);
      return mark(SAMPLE);
    }
    return false;
  case 'v':
    return markVersion(i);
  default:
    return false;
  }
}

// ---- words behind an operand

// Whether token i begins a clause; its words have their kinds then.
bool Classifier::continuesOperand(size_t i) {
  TokenKind k = kind(i), next = kind(i + 1);
  if (markTest(i) || ((top().call || top().pivot) && markOption(i)))
    return true;
  switch (k) {
  case NOT:
    if (next == NULL_)
      set(i, NOTNULL);
    else if (is(i + 1, "indexed"))
      markWords(i, MODIFIER, 2);
    return kind(i) != NOT;
  case WITH:
    if (is(i + 1, "fill")) {
      markWords(i, FILL, 2);
      top().fill = true;
    } else if (next == LPAREN && !top().ctes) {
      set(i, MODIFIER);
    }
    return kind(i) != WITH;
  case USING:
    if (!is(i + 1, "sample"))
      return false;
    markSample(i + 1);
    markWords(i, USING_SAMPLE, 2);
    return true;
  case FROM:
  case TO:
    if (top().fill)
      set(i, OPTION);
    return top().fill;
  case IDENT:
    if (!dialect.wholeSyntax && back(i) == IDENT && back(i, 2) == FROM && is(i - 1, "stream")) { // FROM STREAM t is not known
      set(i, UNKNOWN);
      return true;
    }
    if (verb == INSERT && is(i, "do") && (next == UPDATE || is(i + 1, "nothing"))) { // behind ON CONFLICT ... WHERE
      top().words = Words::Ddl;
      set(i, WORD);
      return true;
    }
    return continuesTable(i);
  default:
    return false;
  }
}

// [x FOR x IN l IF x > 2]: the word before the condition.
void Classifier::markComprehension(size_t i) {
  for (size_t j = i + 1; j < count && kind(j) != RBRACKET; ++j) {
    if (kind(j) == LPAREN || kind(j) == LBRACKET)
      j = behindBracket(j) - 1;
    else if (is(j, "if") && kind(j) == IDENT)
      set(j, WORD);
  }
}

// ---- inside the angle brackets of a type

// Any word is a name there, except NOT NULL and the second word of a type.
void Classifier::classifyTypeWord(size_t i) {
  TokenKind k = kind(i);
  if (!isWord(i) || k == TYPEWORD || k == NOT || k == NULL_)
    return;
  if (k == PRECISION && back(i) == IDENT)
    set(i, kind(i + 1) == LPAREN ? TYPEFN : TYPEWORD);
  else
    makeName(i);
}

} // namespace sluice
