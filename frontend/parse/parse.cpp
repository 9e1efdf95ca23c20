// The parser's front: one statement after the other, first fast, and again with
// explanations where that fails.
#include "frontend/parse/parse.h"
#include "frontend/lex/scan.h"
#include "frontend/parse/instances.h"
#include "ir/project/properties.h"
#include "llvm/ADT/STLExtras.h"
#include <cstring>
#include <optional>

namespace sluice {

namespace diag {
#define DIAG SLUICE_DIAG
#include "frontend/parse/diag.def"
#undef DIAG
} // namespace diag

namespace {
// ANTLR's runtime fills tables that all its parsers share. Errors are rare, so
// they wait for each other.
std::mutex &explainingMutex() {
  static std::mutex mutex;
  return mutex;
}

// Levels of a tree. Walks recurse, and in a build with sanitizers a level of one
// takes eight kilobytes of the eight megabytes that a thread has.
constexpr unsigned deepest = 600;

// Goes down level by level, without recursion.
bool isDeeper(const Node &tree, unsigned limit) {
  std::vector<const Node *> level{&tree}, next;
  for (unsigned depth = 0; !level.empty(); ++depth) {
    if (depth == limit)
      return true;
    next.clear();
    for (const Node *node : level)
      forEachChild(*node, [&](const Node &child) { next.push_back(&child); });
    level.swap(next);
  }
  return false;
}

bool endsStatement(TokenKind kind) {
  return kind == token::SEMI || kind == token::VIRTUAL_END || kind == token::END_OF_TEXT;
}
} // namespace

struct Parser::Impl {
  class FileStatements;

  const Dialect &dialect;
  Arena *arena;
  ParserChoice choice;
  TokenBuffer tokens; // of files; kept to use its memory again
  PlainVector<TokenKind> scanned; // their kinds before they were classified
  std::unique_ptr<Instance> fast = makeFastInstance();
  std::unique_ptr<ExplainingInstance> explaining;

  const Node *parseAt(TokenBuffer &buffer, size_t from, Start start, size_t &end, Sink sink);
  const Node *explain(TokenBuffer &buffer, size_t from, Start start, size_t end, Sink sink);
  const Node *checkDepth(Builder &builder, const TokenBuffer &buffer, size_t from, size_t end, Sink sink);
  const Node *keepAsWritten(Builder &builder, TokenBuffer &buffer, size_t from, size_t end);
  bool isKnownSyntax(const TokenBuffer &buffer, size_t from) const;
  void reportErrors(const TokenBuffer &buffer, size_t from, size_t end, Sink sink);
  bool reportBrackets(const TokenBuffer &buffer, size_t from, size_t end, Sink sink);
  void reportFlaw(const TokenBuffer &buffer, Flaw flaw, size_t at, Sink sink);
  const Node *parseWhole(TokenBuffer &buffer, Start start, Sink sink);
  const ScannedTokens *keepScanned(size_t first, size_t behind);
};

Parser::Parser(const Dialect &dialect, Arena &arena, ParserChoice choice)
    : impl(new Impl{.dialect = dialect, .arena = &arena, .choice = choice, .tokens = {}, .scanned = {}, .explaining = {}}) {
  impl->fast->builder().dialect = &dialect;
}
Parser::~Parser() = default;
void Parser::setArena(Arena &arena) { impl->arena = &arena; }

// ---- wording

static std::string quoteToken(const TokenBuffer &buffer, size_t i) {
  TokenKind kind = buffer.kinds[i];
  if (kind == token::END_OF_TEXT || kind == token::SEMI || kind == token::VIRTUAL_END)
    return "the end of the statement";
  StringRef text = buffer.text(i);
  return ("`" + (text.size() > 40 ? text.take_front(40) + "..." : llvm::Twine(text)) + "`").str();
}

// Where to point for something that is missing at the end: at the last token.
static SourceRange pointAt(const TokenBuffer &buffer, size_t i) {
  TokenKind kind = buffer.kinds[i];
  bool isEnd = kind == token::END_OF_TEXT || kind == token::SEMI || kind == token::VIRTUAL_END;
  return isEnd && i ? buffer.range(i - 1) : buffer.range(i);
}

// The clause that a misspelt word near an error may have been: FRM, or GROUP
// without BY. Empty if no word comes near enough.
static StringRef findClause(const TokenBuffer &buffer, size_t first, size_t at) {
  static constexpr StringRef clauses[] = {"FROM",  "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "UNION",
                                          "USING", "JOIN",  "SELECT",   "QUALIFY",  "WINDOW", "OFFSET"};
  for (size_t i : {at, at - 1, first}) {
    if (i < first || i > at || buffer.kinds[i] != token::IDENT)
      continue;
    StringRef word = buffer.text(i);
    if (word.equals_insensitive("group") || word.equals_insensitive("order"))
      return word.equals_insensitive("group") ? "GROUP BY" : "ORDER BY";
    if (word.size() >= 3)
      if (StringRef near = findNearest(word, clauses); !near.empty() && near.size() <= word.size() + 2)
        return near;
  }
  return {};
}

static bool opens(TokenKind kind) {
  return (kind >= token::LPAREN && kind <= token::LPAREN_K) || kind == token::LBRACKET || kind == token::LBRACKET_T || kind == token::LBRACE;
}
static bool closes(TokenKind kind) { return kind == token::RPAREN || kind == token::RBRACKET || kind == token::RBRACE; }
static char closingOf(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

// Brackets that do not pair up explain more than what the grammar expected.
bool Parser::Impl::reportBrackets(const TokenBuffer &buffer, size_t from, size_t end, Sink sink) {
  llvm::SmallVector<size_t, 16> open;
  for (size_t i = from; i < end; ++i) {
    TokenKind kind = buffer.kinds[i];
    if (opens(kind)) {
      open.push_back(i);
    } else if (closes(kind)) {
      char close = buffer.text(i)[0];
      if (open.empty() || closingOf(buffer.text(open.back())[0]) != close) {
        char wanted = close == ')' ? '(' : close == ']' ? '[' : '{';
        sink.report(buffer.range(i), diag::BracketNotOpened, buffer.text(i), StringRef(&wanted, 1));
        return true;
      }
      open.pop_back();
    }
  }
  if (open.empty())
    return false;
  sink.report(buffer.range(open.back()), diag::BracketNotClosed, buffer.text(open.back()));
  return true;
}

void Parser::Impl::reportFlaw(const TokenBuffer &buffer, Flaw flaw, size_t at, Sink sink) {
  SourceRange here = pointAt(buffer, at), last = at ? buffer.range(at - 1) : here;
  switch (flaw) {
  case Flaw::None:
    return;
  case Flaw::EmptySelect:
    sink.report(here, diag::EmptySelectList, quoteToken(buffer, at));
    return;
  case Flaw::EmptyGroup:
    sink.report(here, diag::EmptyGroupBy, quoteToken(buffer, at));
    return;
  case Flaw::BetweenWithoutAnd:
    sink.report(last, diag::BetweenWithoutAnd);
    return;
  case Flaw::ClauseTwice:
    sink.report(last, diag::ClauseTwice);
    return;
  case Flaw::SecondAlias:
    sink.report(last, diag::SecondAlias, findClause(buffer, 0, at - 1));
    return;
  case Flaw::StrayOn:
    sink.report(last, diag::StrayOn);
    return;
  case Flaw::NotAName:
    sink.report(last, diag::LambdaParamNotAName);
    return;
  case Flaw::AssignInList:
    sink.report(last, diag::AssignInList);
    return;
  }
}

// What people forget about blocks: MODEL (name s.m cron '@daily') SELECT 1
static bool reportBlock(const TokenBuffer &buffer, size_t from, const SyntaxError &error, Sink sink) {
  if (buffer.kinds[from] != token::BLOCK)
    return false;
  StringRef word = buffer.text(error.token);
  bool ended = error.token > from && closes(buffer.kinds[error.token - 1]);
  if (error.place == "block" && (findProperty(modelProperties, word) || findProperty(auditProperties, word)))
    sink.report(pointAt(buffer, error.token), diag::PropertyNotSeparated, word);
  else if (ended && (word.equals_insensitive("select") || word.equals_insensitive("with")))
    sink.report(pointAt(buffer, error.token), diag::BlockNotEnded, quoteToken(buffer, error.token));
  else
    return false;
  return true;
}

// Where a tag of Jinja begins, `{{` or `{%`; `end` without one.
static size_t findTemplate(const TokenBuffer &buffer, size_t from, size_t end) {
  for (size_t i = from; i + 1 < end; ++i)
    if (buffer.text(i) == "{" && buffer.text(i).end() == buffer.begins[i + 1] && (buffer.text(i + 1) == "{" || buffer.text(i + 1) == "%"))
      return i;
  return end;
}

void Parser::Impl::reportErrors(const TokenBuffer &buffer, size_t from, size_t end, Sink sink) {
  for (size_t i = from; i < end; ++i)
    if (buffer.kinds[i] == token::NONE) // the scanner has said so
      return;
  for (size_t i = from; i < end; ++i)
    if (buffer.kinds[i] == token::UNKNOWN && buffer.text(i) == "@") {
      StringRef next = buffer.text(i + 1).take_front(1);
      sink.report(buffer.range(i), diag::MacroNameMissing, next.empty() ? StringRef("the end") : next);
      return;
    }
  if (size_t tag = findTemplate(buffer, from, end); tag != end) {
    sink.report(cover(buffer.range(tag), buffer.range(tag + 1)), diag::TemplateOutside);
    return;
  }
  if (reportBrackets(buffer, from, end, sink))
    return;
  Builder &builder = explaining->builder();
  bool empty = builder.flaw == Flaw::EmptySelect || builder.flaw == Flaw::EmptyGroup;
  bool flawFirst = builder.flaw != Flaw::None && !empty && !explaining->errors.empty() && builder.flawAt <= explaining->errors.front().token;
  if (explaining->errors.empty() || flawFirst) {
    reportFlaw(buffer, builder.flaw, builder.flawAt, sink);
    return;
  }
  const SyntaxError &error = explaining->errors.front();
  if (reportBlock(buffer, from, error, sink))
    return;
  std::string found = quoteToken(buffer, error.token), where = error.place.empty() ? "" : " in the " + error.place.str();
  SourceRange range = pointAt(buffer, error.token);
  if (error.expected.empty())
    sink.report(range, diag::SyntaxUnexpected, found, where);
  else if (error.missing)
    sink.report(range, diag::SyntaxMissing, found, error.expected, where);
  else
    sink.report(range, diag::SyntaxExpected, found, error.expected, where, findClause(buffer, from, error.token));
}

// ---- one statement

const Node *Parser::Impl::checkDepth(Builder &builder, const TokenBuffer &buffer, size_t from, size_t end, Sink sink) {
  const Node *tree = builder.result();
  if (tree && (buffer.depth > 20 || builder.steps > 100) && isDeeper(*tree, deepest)) {
    sink.report(builder.rangeOf(uint32_t(from), uint32_t(end)), diag::TreeTooDeep, deepest);
    return nullptr;
  }
  return tree;
}

// Whether a mistake is one: blocks always, and what dialects allow that we know.
bool Parser::Impl::isKnownSyntax(const TokenBuffer &buffer, size_t from) const {
  return dialect.wholeSyntax || buffer.kinds[from] == token::BLOCK;
}

// Whether the mistake is in the brackets of a macro, which has to be understood
// to be expanded: CREATE TABLE @x (a INT), where @{x} was meant.
static bool isInMacro(const TokenBuffer &buffer, size_t from, const ExplainingInstance &explaining) {
  if (explaining.errors.empty())
    return false;
  int depth = 0;
  for (size_t i = explaining.errors.front().token; i-- > from;) {
    depth += closes(buffer.kinds[i]) - opens(buffer.kinds[i]);
    if (depth < 0 && i > from && buffer.kinds[i - 1] == token::MACROFN)
      return true;
    depth = std::max(depth, 0);
  }
  return false;
}

// Whether a macro gives a clause: @WHERE(@x) a > 1. Only the grammar knows where
// the clause ends.
static bool holdsClauseMacro(const TokenBuffer &buffer, size_t from, size_t end) {
  static constexpr TokenKind clauses[] = {token::M_WHERE, token::M_GROUP, token::M_HAVING, token::M_ORDER,
                                          token::M_LIMIT, token::M_JOIN,  token::M_WITH};
  for (size_t i = from; i < end; ++i)
    if (llvm::is_contained(clauses, buffer.kinds[i]))
      return true;
  return false;
}

static bool beginsQuery(TokenKind first) {
  return first == token::SELECT || first == token::WITH || first == token::FROM || first == token::VALUES ||
         first == token::LPAREN || (first >= token::LPAREN_Q && first <= token::LPAREN_S);
}

// Whether a text is a mistake in every dialect: a query that ends where something
// has to follow, or a template where none is rendered.
static bool isMistake(const TokenBuffer &buffer, size_t from, size_t end, const ExplainingInstance &explaining) {
  bool query = beginsQuery(buffer.kinds[from]);
  bool unfinished = !explaining.errors.empty() && explaining.errors.front().token >= end;
  return (query && unfinished) || ((query || buffer.text(from) == "{") && findTemplate(buffer, from, end) != end);
}

// Text that is passed through: a query becomes Opaque, anything else a Command.
const Node *Parser::Impl::keepAsWritten(Builder &builder, TokenBuffer &buffer, size_t from, size_t end) {
  builder.begin(buffer, *arena);
  SourceRange range = builder.rangeOf(uint32_t(from), uint32_t(end));
  StringRef text = builder.textOf(uint32_t(from), uint32_t(end));
  if (beginsQuery(buffer.kinds[from])) {
    Opaque *node = arena->make<Opaque>();
    node->text = text;
    node->range = range;
    return node;
  }
  Command *node = arena->make<Command>();
  node->text = text;
  node->range = range;
  return node;
}

const Node *Parser::Impl::explain(TokenBuffer &buffer, size_t from, Start start, size_t end, Sink sink) {
  std::lock_guard lock(explainingMutex());
  if (!explaining)
    explaining = makeDiagInstance();
  explaining->builder().dialect = &dialect;
  Builder &builder = explaining->builder();
  builder.begin(buffer, *arena);
  builder.seek(from);
  if (explaining->parse(start))
    return checkDepth(builder, buffer, from, end, sink);
  bool statement = start == Start::Statement;
  TokenKind first = buffer.kinds[from];
  bool passable = statement && (!isKnownSyntax(buffer, from) || first == token::DDL || first == token::MERGE);
  bool broken = false;
  for (size_t i = from; i < end; ++i)
    broken |= buffer.kinds[i] == token::NONE;
  if (passable && !broken && !isInMacro(buffer, from, *explaining) && !holdsClauseMacro(buffer, from, end) &&
      !isMistake(buffer, from, end, *explaining)) {
    if (reportBrackets(buffer, from, end, sink))
      return nullptr;
    return keepAsWritten(builder, buffer, from, end);
  }
  reportErrors(buffer, from, end, sink);
  return nullptr;
}

const Node *Parser::Impl::parseAt(TokenBuffer &buffer, size_t from, Start start, size_t &end, Sink sink) {
  if (choice != ParserChoice::Diag) {
    Builder &builder = fast->builder();
    builder.reset();
    builder.seek(from);
    if (fast->parse(start)) {
      end = builder.pos();
      return checkDepth(builder, buffer, from, end, sink);
    }
  }
  end = from;
  while (!endsStatement(buffer.kinds[end]))
    ++end;
  return choice == ParserChoice::Fast ? nullptr : explain(buffer, from, start, end, sink);
}

// ---- files

namespace {
bool isMacro(const TokenBuffer &buffer, size_t i) {
  switch (buffer.kinds[i]) {
  case token::MACRO:
  case token::MACROFN:
  case token::MSTRING:
  case token::M_WHERE:
  case token::M_GROUP:
  case token::M_HAVING:
  case token::M_ORDER:
  case token::M_LIMIT:
  case token::M_JOIN:
  case token::M_WITH:
  case token::M_IF:
    return true;
  case token::STRING:
  case token::JINJA_TEXT:
  case token::PARAM:
  case token::CONTAINS:
  case token::CONTAINED:
  case token::DAT:
    return false;
  default:
    return buffer.text(i).contains('@');
  }
}

// Whether a token from `first` on, before `behind`, is for the macro evaluator.
// Each of those holds an at-sign, of which a text has few.
bool hasMacros(const TokenBuffer &buffer, size_t first, size_t behind) {
  const char *end = buffer.text(behind - 1).end();
  auto findSign = [end](const char *from) { return static_cast<const char *>(memchr(from, '@', size_t(end - from))); };
  for (const char *at = findSign(buffer.begins[first]); at; at = findSign(at + 1)) {
    const char *const *begins = buffer.begins.data();
    size_t token = size_t(std::upper_bound(begins + first, begins + behind, at) - begins) - 1;
    if (at < buffer.text(token).end() && isMacro(buffer, token))
      return true;
  }
  return false;
}

// Comments belong to the statement that they are before, in, or behind up to `;`.
ArrayRef<Comment> commentsUpTo(ArrayRef<Comment> all, size_t &first, size_t lastToken, Arena &arena) {
  size_t begin = first;
  while (first < all.size() && all[first].before <= lastToken)
    ++first;
  return arena.copy(all.slice(begin, first - begin));
}
} // namespace

// The tokens of the last file from `first` on, before `behind`: who expands the
// macros among them need not scan the text again.
const ScannedTokens *Parser::Impl::keepScanned(size_t first, size_t behind) {
  size_t count = behind - first;
  return arena->make<ScannedTokens>(arena->copy(ArrayRef(scanned.data() + first, count)),
                                    arena->copy(ArrayRef(tokens.begins.data() + first, count)),
                                    arena->copy(ArrayRef(tokens.lengths.data() + first, count)), tokens.blanksInNames);
}

// Reads the statements of a classified file, one after the other.
class Parser::Impl::FileStatements {
public:
  FileStatements(Impl &impl, const SourceFile &file, bool hasSigns, Sink sink)
      : impl(impl), buffer(impl.tokens), file(file), hasSigns(hasSigns), sink(sink) {}

  ArrayRef<ParsedStatement> read() {
    for (;;) {
      switch (buffer.kinds[next]) {
      case token::VIRTUAL_BEGIN:
        beginVirtual();
        break;
      case token::VIRTUAL_END:
        endVirtual();
        break;
      case token::SEMI:
        ++next;
        break;
      case token::END_OF_TEXT:
        return finish();
      default:
        readStatement();
      }
    }
  }

private:
  // The tokens from `first` on, before `behind`.
  ParsedStatement statementOf(size_t first, size_t behind) const {
    ParsedStatement statement;
    statement.range = cover(buffer.range(first), buffer.range(behind - 1));
    statement.text = file.text.slice(statement.range.begin - file.base, statement.range.end - file.base);
    return statement;
  }

  void readStatement() {
    size_t end = next;
    const Node *tree = impl.parseAt(buffer, next, Start::Statement, end, sink);
    ParsedStatement statement = statementOf(next, end);
    statement.tree = tree;
    statement.hasMacros = hasMacros(buffer, next, end);
    if (hasSigns && statement.text.contains('@'))
      statement.tokens = impl.keepScanned(next, end);
    if (comment < buffer.comments.size())
      statement.comments = commentsUpTo(buffer.comments, comment, end, *impl.arena);
    statements.push_back(statement);
    next = end;
  }

  void beginVirtual() {
    virtualAt = next++;
    virtualStart = statements.size();
  }

  void endVirtual() {
    if (!virtualAt)
      sink.report(buffer.range(next), diag::SyntaxUnexpected, "`" + buffer.text(next).str() + "`", " without its beginning");
    else
      closeVirtual(next + 1);
    ++next;
  }

  // Puts the statements since its beginning into one block, which ends before `behind`.
  void closeVirtual(size_t behind) {
    ParsedStatement block = statementOf(*virtualAt, behind);
    llvm::SmallVector<const Node *, 4> trees;
    for (const ParsedStatement &statement : ArrayRef(statements).drop_front(virtualStart)) {
      trees.push_back(statement.tree);
      block.hasMacros |= statement.hasMacros;
    }
    statements.truncate(virtualStart);
    VirtualUpdate *node = impl.arena->make<VirtualUpdate>();
    node->statements = impl.arena->copy(NodeList(trees));
    node->range = block.range;
    block.tree = llvm::is_contained(trees, nullptr) ? nullptr : node;
    statements.push_back(block);
    virtualAt.reset();
  }

  ArrayRef<ParsedStatement> finish() {
    if (virtualAt) {
      sink.report(buffer.range(*virtualAt), diag::VirtualUpdateNotClosed);
      closeVirtual(next);
    }
    return impl.arena->copy(ArrayRef<ParsedStatement>(statements));
  }

  Impl &impl;
  TokenBuffer &buffer;
  const SourceFile &file;
  bool hasSigns; // whether there is an at-sign in the file
  Sink sink;
  llvm::SmallVector<ParsedStatement, 8> statements;
  size_t next = 0, comment = 0;
  std::optional<size_t> virtualAt; // where ON_VIRTUAL_UPDATE_BEGIN stands, until its end
  size_t virtualStart = 0;         // its first statement
};

ParsedText Parser::parseFile(const SourceFile &file, Sink sink) {
  TokenBuffer &buffer = impl->tokens;
  buffer.clear();
  buffer.file = &file;
  scan(file.text, impl->dialect, buffer, sink);
  bool hasSigns = file.text.contains('@');
  if (hasSigns)
    impl->scanned.assign(buffer.kinds);
  if (!classify(buffer, impl->dialect, sink))
    return {};
  impl->fast->builder().begin(buffer, *impl->arena);
  return {Impl::FileStatements(*impl, file, hasSigns, sink).read()};
}

// ---- spliced buffers

const Node *Parser::Impl::parseWhole(TokenBuffer &buffer, Start start, Sink sink) {
  if (!classify(buffer, dialect, sink))
    return nullptr;
  size_t first = 0;
  while (start == Start::Statement && buffer.kinds[first] == token::SEMI)
    ++first;
  if (buffer.kinds[first] == token::END_OF_TEXT)
    return nullptr;
  fast->builder().begin(buffer, *arena);
  size_t end = first;
  const Node *tree = parseAt(buffer, first, start, end, sink);
  return tree;
}

const Node *Parser::parseStatement(TokenBuffer &tokens, Sink sink) { return impl->parseWhole(tokens, Start::Statement, sink); }
const Node *Parser::parseExpr(TokenBuffer &tokens, Sink sink) { return impl->parseWhole(tokens, Start::Expr, sink); }

} // namespace sluice
