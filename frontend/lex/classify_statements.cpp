// The contexts of statements that are no queries, and of blocks.
//
//   ALTER TABLE s.t ADD COLUMN k INT DEFAULT 1
//   DDL   WORD  name WORD WORD COLUMN IDENT DEFAULT NUMBER
//
//   MODEL (name s.t, kind VIEW (materialized true))
//   BLOCK  KEY_NAME  KEY_KIND    KEY
//
// In a statement a word is a keyword if it is one of those listed here and no
// name is wanted; any other word is a name.
#include "frontend/lex/classify.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace sluice {

using namespace token;

namespace {
// Words of statements; the others are names. Sorted, in capitals.
constexpr StringRef ddlWords[] = {
    "ACCESS",       "ACTION",      "ADD",          "ADMIN",       "AFTER",       "ALGORITHM",   "ALL",          "ALTER",
    "ALWAYS",       "ANALYZE",     "AND",          "APPEND",      "AS",          "ASC",         "AUTHORIZATION", "AUTO_INCREMENT",
    "BEFORE",       "BY",          "CACHE",        "CALLED",      "CASCADE",     "CATALOG",     "CHARACTER",    "CHECK",
    "CLONE",        "CLUSTER",     "CLUSTERED",    "COLLATE",     "COLLECTION",  "COLUMN",      "COLUMNS",      "COMMENT",
    "COMMIT",       "COMMITTED",   "COMPRESS",     "CONCURRENTLY", "CONFLICT",   "CONNECTION",  "CONSTRAINT",   "CONSTRAINTS",
    "CONTAINS",     "COPY",        "CREATE",       "CURRENT",     "CYCLE",       "DATA",        "DATABASE",     "DEFAULT",
    "DEFERRABLE",   "DEFERRED",    "DEFINED",      "DELETE",      "DELIMITED",   "DESC",        "DIRECTORY",    "DISABLE",
    "DISTRIBUTE",   "DISTRIBUTED", "DO",           "DOMAIN",      "DROP",        "DUPLICATE",   "ENABLE",       "ENFORCED",
    "ENGINE",       "EXCHANGE",    "EXCLUDE",      "EXECUTE",     "EXISTS",      "EXTENDED",    "EXTENSION",    "EXTERNAL",
    "FIELDS",       "FILE",        "FIRST",        "FOR",         "FORCE",       "FOREIGN",     "FORMAT",       "FORMATTED",
    "FROM",         "FULL",        "FUNCTION",     "FUNCTIONS",   "GENERATED",   "GLOBAL",      "GRANT",        "GROUP",
    "IDENTITY",     "IF",          "IGNORE",       "IMMUTABLE",   "IN",          "INCREMENT",   "INDEX",        "INITIALLY",
    "INLINE",       "INPATH",      "INPUTFORMAT",  "INSERT",      "INSTEAD",     "INTO",        "IS",           "ITEMS",
    "KEY",          "KEYS",        "LANGUAGE",     "LAZY",        "LEVEL",       "LIKE",        "LINES",        "LOCAL",
    "LOCATION",     "LOCKING",     "LOGGED",       "MAP",         "MATCH",       "MATERIALIZED", "MAXVALUE",    "MINVALUE",
    "MODIFIES",     "MODIFY",      "NAME",         "NEXT",        "NO",          "NOT",         "NOTHING",      "NULL",
    "NULLS",        "OF",          "OFF",          "ON",          "ONLY",        "OPTION",      "OPTIONS",      "OR",
    "OUT",          "OVERWRITE",   "OWNED",        "OWNER",       "PARTITION",   "PARTITIONED", "PARTITIONS",   "PRECISION",
    "PRESERVE",     "PRIMARY",     "PRIVILEGES",   "PROCEDURE",   "PURGE",       "QUERY",       "READ",         "READS",
    "RECURSIVE",    "REFERENCES",  "REFRESH",      "RENAME",      "REPLACE",     "REPLICA",     "RESET",        "RESTART",
    "RESTRICT",     "RETURNS",     "REVOKE",       "ROLE",        "ROLES",       "ROUTINE",     "ROW",          "ROWS",
    "SCHEMA",       "SCHEMAS",     "SECURITY",     "SELECT",      "SEQUENCE",    "SEQUENCES",   "SERDE",        "SERDEPROPERTIES",
    "SESSION",      "SET",         "SHARE",        "SQL",         "START",       "STATISTICS",  "STORAGE",      "STORED",
    "SWAP",         "SYSTEM",      "TABLE",        "TABLES",      "TABLESPACE",  "TBLPROPERTIES", "TEMP",       "TEMPORARY",
    "TERMINATED",   "TO",          "TRANSACTION",  "TRANSIENT",   "TRIGGER",     "TRUNCATE",    "TYPE",         "UNIQUE",
    "UNLOGGED",     "UPDATE",      "USAGE",        "USER",        "USING",       "VALID",       "VALUES",       "VIEW",
    "VIRTUAL",      "VOLATILE",    "WAREHOUSE",    "WITH",        "WITHOUT",     "WORK",        "WRITE",        "ZONE",
};

// Behind these a name comes next, whatever word it is.
enum class Wants : uint8_t { Nothing, Name, Table, Keep };
Wants wantsBehind(StringRef word) {
  return llvm::StringSwitch<Wants>(word)
      .CasesLower("table", "view", "into", "references", "clone", Wants::Table)
      .CasesLower("schema", "database", "index", "column", "constraint", Wants::Name)
      .CasesLower("function", "procedure", "sequence", "role", "user", Wants::Name)
      .CasesLower("catalog", "warehouse", "collate", "tablespace", Wants::Name)
      .CasesLower("if", "not", "exists", "only", "concurrently", Wants::Keep)
      .Default(Wants::Nothing);
}

bool isDdlWord(StringRef word) {
  std::string upper = word.upper();
  return std::binary_search(std::begin(ddlWords), std::end(ddlWords), StringRef(upper));
}

// Words that end the type of a column and begin a constraint.
bool beginsConstraint(StringRef word) {
  return llvm::StringSwitch<bool>(word)
      .CasesLower("not", "null", "primary", "unique", "check", true)
      .CasesLower("default", "references", "collate", "generated", "comment", true)
      .CasesLower("constraint", "as", "options", "identity", "auto_increment", true)
      .CasesLower("first", "after", "foreign", "using", "masking", true)
      .CasesLower("character", "compress", "format", "title", "cascade", true)
      .CasesLower("encode", "distkey", "sortkey", "codec", "on", true)
      .CasesLower("inline", "uppercase", "casespecific", "restrict", "tag", true)
      .Default(false);
}
} // namespace

// ---- statements

// Whether token i is the first of a statement: at the top, as the result of
// @IF(condition, statement), or as the body of a CTE.
bool Classifier::startsStatement(size_t i) const {
  TokenKind before = back(i);
  if (i == commandAt || (before == LPAREN_Q && opened.size() > 1))
    return true;
  return opened.size() == 1 && (before == SEMI || before == JINJA_END || before == VIRTUAL_BEGIN || before == VIRTUAL_END);
}

// Whether ON_VIRTUAL_UPDATE_BEGIN or _END at i is no name: nothing of the same
// statement follows.
bool Classifier::endsBlock(size_t i) const {
  TokenKind next = kind(i + 1);
  return next == SEMI || next == END_OF_TEXT || next == VIRTUAL_END;
}

// Verbs that are too rare, or too much like names, to be keywords.
static bool isRareVerb(StringRef word) {
  return llvm::StringSwitch<bool>(word)
      .CasesLower("declare", "reset", "start", "export", "force", true)
      .CasesLower("summarize", "unlock", "desc", "end", "lock", true)
      .Default(false);
}

// Token i is the first of a statement, or none is there.
void Classifier::beginStatement(size_t i) {
  TokenKind k = kind(i), next = kind(i + 1);
  if (k == STARMOD && next == INTO && is(i, "replace")) {
    set(i, INSERT);
    return;
  }
  bool follows = (isWord(i + 1) && next != AS && next != IS && next != IN && !infixTable.known[next]) || next == QIDENT;
  if ((k == IDENT || k == END || k == ASC) && follows && isRareVerb(text(i)))
    set(i, DDL);
}

bool Classifier::keepsActionWord(size_t i) {
  if (verb == MERGE) {
    bool word = (is(i, "do") && is(i + 1, "nothing")) || (back(i) == WORD && is(i, "nothing")) || back(i) == BY ||
                (back(i) == INSERT && is(i, "row"));
    if (back(i) == INSERT && is(i, "row"))
      set(i, WORD);
    if (word && (back(i) == THEN || back(i) == WORD || back(i) == BY))
      set(i, WORD);
    return kind(i) == WORD;
  }
  // Behind `@IF(condition,` two words in a row can only be a statement.
  bool statement = (isWord(i + 1) && kind(i + 1) != AS && !infixTable.known[kind(i + 1)] && kind(i + 1) != IS &&
                    kind(i + 1) != IN && kind(i + 1) != BETWEEN && kind(i + 1) != NOT) ||
                   kind(i + 1) == QIDENT;
  if (statement)
    set(i, COMMAND);
  return statement;
}

// Whether a token of that kind comes before the end of the statement.
bool Classifier::isFollowedBy(size_t i, TokenKind wanted) const {
  for (; i < count && kind(i) != SEMI && kind(i) != VIRTUAL_END; ++i)
    if (kind(i) == wanted)
      return true;
  return false;
}

// SET a = b, c: not each item is an assignment.
bool Classifier::setsList(size_t i) const {
  if (is(i + 1, "transaction") || is(i + 2, "transaction"))
    return false;
  for (size_t j = i + 1; j < count && kind(j) != SEMI && kind(j) != VIRTUAL_END; ++j) {
    if (kind(j) == LPAREN || kind(j) == LBRACKET)
      j = behindBracket(j) - 1;
    if (kind(j) != COMMA)
      continue;
    bool scoped = hasWord("GLOBAL SESSION LOCAL PERSIST", text(j + 1)) && isWord(j + 2);
    size_t sign = j + (scoped ? 3 : 2);
    while (kind(sign) == DOT || kind(sign - 1) == DOT)
      ++sign;
    if (kind(sign) != EQ && kind(sign) != ASSIGN && kind(sign) != TO && kind(j + 1) != PARAM && kind(j + 1) != MACRO)
      return true;
  }
  return false;
}

// CREATE TRIGGER holds statements of its own, and ALTER of anything but tables
// and views has too many forms.
bool Classifier::isKeptStatement(size_t i) const {
  if (is(i, "alter"))
    return llvm::StringSwitch<bool>(text(i + 1))
        .CasesLower("definer", "trigger", "function", "procedure", "event", true)
        .CasesLower("warehouse", "user", "role", "system", "account", true)
        .Default(false);
  if (is(i, "grant") || is(i, "revoke")) // GRANT r TO u gives no rights on anything
    return !isFollowedBy(i, ON);
  for (size_t j = i + 1; is(i, "create") && j < i + 5; ++j)
    if (is(j, "trigger"))
      return true;
  return false;
}

// USE WAREHOUSE w, but USE warehouse
bool Classifier::isUseOfKind(size_t i) const {
  bool named = isWord(i + 2) || kind(i + 2) == QIDENT || kind(i + 2) == MACRO;
  return named && hasWord("ROLE WAREHOUSE DATABASE SCHEMA CATALOG SECONDARY", text(i + 1));
}

// Whether a word that is a name elsewhere is one of its statement.
bool Classifier::isWordOfVerb(size_t i) const {
  bool behindFile = std::find(kinds + verbAt, kinds + i, STRING) != kinds + i;
  if (is(verbAt, "analyze"))
    return hasWord("COMPUTE NOSCAN", text(i));
  if (is(verbAt, "alter"))
    return hasWord("TAG TAGS", text(i)) && (is(i - 1, "set") || is(i - 1, "unset"));
  if (is(verbAt, "create"))
    return (is(i - 1, "using") && kind(i + 1) == LPAREN) || is(i, "columnstore");
  if (is(verbAt, "grant") || is(verbAt, "revoke")) // a right
    return opened.size() == 1 && std::find(kinds + verbAt, kinds + i, WORD) == kinds + i && !is(i - 1, "on");
  return is(verbAt, "copy") && behindFile && back(i) != EQ; // FORMAT parquet
}

// Whether a word of a statement is one here. What comes behind the first word of
// a statement decides: `update` alone is a name.
bool Classifier::keepsVerb(size_t i) {
  TokenKind k = kind(i), next = kind(i + 1);
  bool first = startsStatement(i);
  bool behindCtes = opened.size() == 1 && back(i) == RPAREN && top().ctes;
  bool follows = isWord(i + 1) || next == QIDENT || next == STRING || next == MACRO || next == NUMBER || next == HINT;
  bool alone = next == SEMI || next == END_OF_TEXT;
  switch (k) {
  case SET_LIST:
    if (first && (follows || next == PARAM) && setsList(i)) {
      set(i, COMMAND);
      return true;
    }
    if (first && (follows || next == PARAM)) {
      set(i, DDL);
      verb = DDL;
      verbAt = i;
      top().words = Words::Ddl;
      return true;
    }
    return verb == UPDATE || verb == MERGE || verb == INSERT;
  case DDL:
  case INSERT: {
    if (k == DDL && afterOperand(i) && markIndexHint(i))
      return true;
    if (back(i) == THEN && verb == MERGE)
      return k == INSERT;
    bool allowed = follows && next != AS && !infixTable.known[std::max<TokenKind>(next, 0)] && next != IS && next != IN;
    allowed |= next == OR && (is(i, "create") || k == INSERT);
    allowed |= alone && (is(i, "commit") || is(i, "begin") || is(i, "rollback") || is(i, "analyze"));
    allowed |= is(i, "copy") && next == LPAREN && startsQuery(i + 2);
    if (!(first || behindCtes) || !allowed)
      return false;
    if (isKeptStatement(i)) {
      set(i, COMMAND);
      return true;
    }
    verb = k;
    verbAt = i;
    top().words = Words::Ddl;
    top().ctes = false;
    top().wantsName = (is(i, "use") && !isUseOfKind(i)) || is(i, "describe") || is(i, "pragma") || is(i, "summarize");
    return true;
  }
  case UPDATE:
  case DELETE:
  case MERGE:
    if (back(i) == THEN && verb == MERGE)
      return true;
    if (!(first || behindCtes) || !follows || (k != UPDATE && next != FROM && next != INTO && !isWord(i + 1)))
      return false;
    verb = k;
    verbAt = i;
    top().ctes = false;
    return true;
  case MATCHED:
    return back(i) == WHEN || (back(i) == NOT && back(i, 2) == WHEN);
  case RETURNING:
    return verb == INSERT || verb == UPDATE || verb == DELETE || verb == MERGE;
  case DEFAULT:
    return false;
  case COMMAND:
    return first && (follows || alone || next == LPAREN) && next != AS;
  case TABLE:
    if (markArgument(i)) // GAP_FILL(TABLE t)
      return true;
    if (back(i) == AS) // AS TABLE t, but (SELECT 1) AS table ON ...
      return next == IDENT || next == QIDENT || next == MACRO;
    return (first || back(i) == UNION || back(i) == ALL) && follows && next != AS;
  case BLOCK:
    return (first && next == LPAREN) || (is(i, "model") && markArgument(i)); // ML.PREDICT(MODEL m, ...)
  case VIRTUAL_BEGIN:
  case VIRTUAL_END:
    return endsBlock(i);
  case JINJA_BEGIN:
  case JINJA_END:
  case FUNC:
  case MACROFN:
    return true;
  default:
    return infixTable.known[k] && k < AND;
  }
}

// ---- DDL

// Whether the rest of a statement, from here on, is a query.
bool Classifier::beginsDdlQuery(size_t i) const {
  bool privileges = is(verbAt, "grant") || is(verbAt, "revoke");
  switch (kind(i)) {
  case SELECT:
    return !privileges;
  case WITH:
    return (isWord(i + 1) || kind(i + 1) == QIDENT) &&
           (kind(i + 2) == AS || kind(i + 1) == RECURSIVE || kind(i + 2) == LPAREN) && !privileges && kind(i + 1) != TYPED;
  case FROM:
    return verb == INSERT || (!privileges && (back(i) == AS || is(i - 1, "as")));
  case VALUES:
    return kind(i + 1) == LPAREN && verb == INSERT;
  case TABLE:
    return back(i) == WORD && is(i - 1, "as");
  case WHERE:
    return true;
  default:
    return false;
  }
}

void Classifier::classifyDdl(size_t i) {
  TokenKind k = kind(i);
  if (k == QIDENT || k == MACRO) {
    top().wantsName = false;
    return;
  }
  if (k == COMMA) {
    if (back(i) == IDENT || back(i) == QIDENT)
      top().wantsName = true;
    return;
  }
  if (isWord(i))
    classifyDdlWord(i);
}

// Words behind an item of an index: (a DESC NULLS LAST, b).
bool Classifier::ordersItem(size_t i) const {
  TokenKind before = back(i);
  bool behindItem = before == IDENT || before == QIDENT || before == RPAREN;
  if (is(i, "asc") || is(i, "desc"))
    return behindItem;
  if (is(i, "nulls"))
    return is(i + 1, "first") || is(i + 1, "last");
  return (is(i, "first") || is(i, "last")) && is(i - 1, "nulls");
}

void Classifier::classifyDdlWord(size_t i) {
  Open &place = top();
  TokenKind k = kind(i);
  if (k == UNIT || k == TYPEWORD || k == TYPE_IS || k == WORD)
    return;
  if (is(i, "return") && verb == DDL && is(verbAt, "create")) {
    set(i, RETURN);
    place.words = Words::Query;
    return;
  }
  if (back(i) == DOT || kind(i + 1) == DOT) {
    set(i, IDENT);
    place.wantsName = false;
    return;
  }
  if (beginsDdlQuery(i)) {
    place.words = Words::Query;
    place.wantsTable = false;
    classifyWord(i);
    return;
  }
  bool literal = k == TRUE_ || k == FALSE_ || k == NULL_;
  if (literal && is(verbAt, "set") && (back(i) == EQ || is(i - 1, "to")))
    return;
  if (kind(place.at) == LPAREN_W && ordersItem(i)) {
    set(i, WORD);
    return;
  }
  Wants wants = wantsBehind(text(i));
  bool listed = isDdlWord(text(i));
  if (back(i) == COLUMN || place.step == Step::Type) {
    classifyColumn(i);
    return;
  }
  if (place.wantsName && wants != Wants::Keep) {
    bool declares = back(i) == WORD && is(verbAt, "alter") &&
                    (is(i - 1, "column") || is(i - 1, "exists")) && !is(verbAt, "drop");
    bool added = false;
    for (size_t j = i; declares && j > verbAt && !added; --j) {
      if (is(j, "add"))
        added = true;
      if (is(j, "drop") || is(j, "rename") || is(j, "comma") || is(j, "alter"))
        break;
    }
    set(i, added ? COLUMN : IDENT);
    place.wantsName = false;
    if (added)
      place.step = Step::Type;
    return;
  }
  if ((!listed || is(verbAt, "copy")) && isWordOfVerb(i)) {
    set(i, WORD);
    return;
  }
  if (!listed) {
    place.wantsTable &= is(i - 1, "cluster"); // CREATE TABLE t ON CLUSTER c (a INT)
    bool added = back(i) == WORD && is(i - 1, "add") && is(verbAt, "alter");
    set(i, added ? COLUMN : IDENT);
    if (added)
      place.step = Step::Type;
    return;
  }
  bool grantee = (is(verbAt, "grant") || is(verbAt, "revoke")) && back(i) == WORD && (is(i - 1, "to") || is(i - 1, "from"));
  bool named = isWord(i + 1) && !is(i + 1, "restrict") && !is(i + 1, "cascade") && !is(i + 1, "with");
  bool value = back(i) == EQ && is(verbAt, "pragma");
  if ((grantee && !named && kind(i + 1) != QIDENT) || value || kind(place.at) == LPAREN_W) {
    set(i, k == NULL_ || k == TRUE_ || k == FALSE_ ? k : TokenKind(IDENT));
    return;
  }
  if (k == SET_LIST && verb == INSERT) {
    place.words = Words::Query;
    return;
  }
  if (k == RETURNING) {
    place.words = Words::Query;
    return;
  }
  if (k == DEFAULT && kind(i + 1) != VALUES && startsOperand(i + 1) && !is(i + 1, "character") && kind(place.at) != LPAREN_W) {
    return;
  }
  if (is(i, "type") && is(verbAt, "alter") && isWord(i + 1)) {
    set(i, TYPE_IS);
    return;
  }
  set(i, WORD);
  bool keepsTable = wants == Wants::Keep || (is(i, "on") && is(i + 1, "cluster")) || is(i, "cluster");
  place.wantsTable &= keepsTable;
  if (is(i, "columns") && is(verbAt, "alter") && kind(i + 1) == LPAREN) // ADD COLUMNS (a INT)
    place.wantsTable = true;
  if (wants == Wants::Name || wants == Wants::Table) {
    TokenKind next = kind(i + 1);
    place.wantsName = isWord(i + 1) || next == QIDENT || next == MACRO;
    place.wantsTable = wants == Wants::Table && (is(verbAt, "create") || (is(verbAt, "alter") && is(i, "view")));
  }
}

// ---- declarations of columns

// `a INT NOT NULL` in brackets, or behind ADD COLUMN. Top-level words only: a type's
// own brackets are read as expressions are.
void Classifier::classifyColumn(size_t i) {
  Open &place = top();
  TokenKind k = kind(i);
  if (k == COMMA) {
    place.step = Step::Name;
    place.constrained = false;
    return;
  }
  if (!isWord(i)) {
    if (place.step == Step::Name)
      place.step = Step::Type;
    return;
  }
  if (k == UNIT || k == TYPEWORD || k == WORD)
    return;
  bool type = is(i, "character") && !is(i + 1, "set"); // CHARACTER VARYING(10)
  bool constraint = beginsConstraint(text(i)) && !type;
  if (place.step == Step::Name) {
    bool table = constrainsTable(i);
    set(i, table ? WORD : IDENT);
    place.step = table ? Step::Rest : Step::Type;
    place.constrained = table;
    return;
  }
  if (place.step == Step::Type && !constraint) {
    if (k == TYPED)
      classifyTyped(i);
    if (is(i + 1, "precision") || is(i + 1, "varying") || is(i + 1, "unsigned"))
      set(i + 1, kind(i + 2) == LPAREN ? TYPEFN : TYPEWORD);
    makeName(i);
    if (kind(i + 1) == DOT)
      set(i + 1, DOT_T);
    else
      place.step = Step::Rest;
    return;
  }
  place.step = Step::Rest;
  classifyConstraint(i);
}

// PRIMARY KEY (a), CONSTRAINT c CHECK (b), FULLTEXT INDEX (a): no column.
bool Classifier::constrainsTable(size_t i) const {
  TokenKind next = kind(i + 1);
  bool named = isWord(i + 1) || next == QIDENT;
  if (is(i, "primary") || is(i, "foreign"))
    return is(i + 1, "key");
  if (is(i, "fulltext") || is(i, "spatial"))
    return is(i + 1, "index") || is(i + 1, "key");
  if (is(i, "unique"))
    return next == LPAREN || is(i + 1, "key") || is(i + 1, "index") || (named && kind(i + 2) == LPAREN);
  if (is(i, "key") || is(i, "index"))
    return dialect.indexHints && (named || next == LPAREN);
  if (is(i, "check"))
    return next == LPAREN;
  return (is(i, "constraint") || is(i, "like")) && named;
}

void Classifier::classifyConstraint(size_t i) {
  TokenKind before = back(i);
  bool value = before == DEFAULT || (before == MINUS && back(i, 2) == DEFAULT) || before == DCOLON;
  if (value) {
    classifyWord(i);
    return;
  }
  bool named = before == WORD && (is(i - 1, "references") || is(i - 1, "constraint") || is(i - 1, "collate"));
  if (named || before == DOT || kind(i + 1) == DOT) {
    set(i, IDENT);
    return;
  }
  Open &place = top();
  bool known = beginsConstraint(text(i)) || isDdlWord(text(i));
  bool isDefault = is(i, "default") && startsOperand(i + 1) && !is(i - 1, "set") && !is(i - 1, "by");
  bool begins = !std::exchange(place.constrained, true);
  set(i, isDefault ? DEFAULT : known ? WORD : begins ? NAME_WORD : IDENT);
}

// ---- properties of blocks and kinds

void Classifier::classifyProperty(size_t i) {
  Open &place = top();
  TokenKind k = kind(i);
  if (k == COMMA) {
    place.step = Step::Name;
    return;
  }
  if (place.step != Step::Name) {
    classifyValue(i);
    return;
  }
  place.step = Step::Type;
  if (!isWord(i))
    return;
  bool inKind = kind(place.at) == LPAREN_K;
  set(i, llvm::StringSwitch<TokenKind>(text(i))
             .CaseLower("name", inKind ? KEY : KEY_NAME)
             .CaseLower("model", inKind ? KEY : KEY_NAME)
             .CaseLower("kind", inKind ? KEY : KEY_KIND)
             .CaseLower("columns", inKind || kind(i + 1) != LPAREN ? KEY : KEY_COLUMNS)
             .CaseLower("expression", KEY_EXPR)
             .CaseLower("merge_filter", KEY_EXPR)
             .CaseLower("time_data_type", KEY_TYPE)
             .CaseLower("when_matched", KEY_WHEN)
             .Default(KEY));
  if (is(i, "when_matched"))
    verb = MERGE;
}

// The first word of a value is a name, not a keyword: kind FULL, cron_tz ...
void Classifier::classifyValue(size_t i) {
  TokenKind k = kind(i), before = back(i);
  bool key = before >= KEY && before <= KEY_WHEN;
  bool literal = k == NULL_ || k == TRUE_ || k == FALSE_ || k == ARRAY || k == MAP || k == CAST;
  if (before == KEY_KIND && isWord(i)) {
    set(i, IDENT);
  } else if (before == KEY_TYPE || (key && before != KEY_EXPR && before != KEY_WHEN && isWord(i) && !literal)) {
    if (k == TYPED)
      classifyTyped(i);
    if (kind(i) != TYPED)
      makeName(i);
  } else if (k == IDENT || k == QIDENT) {
    if (kind(i + 1) == LPAREN)
      set(i, FUNC);
    else if (verb == MERGE)
      classifyWord(i);
  } else if (isWord(i)) {
    classifyWord(i);
    if (kind(i) == CASE)
      openCase(i);
  } else if (k == COMMA || k == ARROW || k == TILDE || k == PARAM || k == COLON) {
    classifyMark(i);
  }
}

} // namespace sluice
