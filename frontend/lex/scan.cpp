// The scanner: one pass over the bytes, a switch over the class of the first
// byte of each token.
//
//   SELECT @x AS a_@{y}, 'it''s'
//   SELECT MACRO AS IDENT COMMA STRING
//
// The byte behind the text is NUL, so looking one byte ahead is always allowed.
// A token kind given here says what the bytes are; `classify` decides later
// whether a keyword is one.
#include "frontend/lex/scan.h"
#include "frontend/lex/keywords.h"
#include "llvm/ADT/StringExtras.h"
#include <array>
#include <bit>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sluice {

namespace diag {
#define DIAG SLUICE_DIAG
#include "frontend/lex/diag.def"
#undef DIAG
} // namespace diag

namespace {
enum class Class : uint8_t { Unknown, Blank, Letter, Digit, Quote, At, Dot, Mark, Operator, Dollar, Slash, Minus, Hash, End };

constexpr auto classes = [] {
  std::array<Class, 256> table{};
  for (unsigned char c : {' ', '\t', '\r', '\n', '\f', '\v'})
    table[c] = Class::Blank;
  for (int c = 'a'; c <= 'z'; ++c)
    table[size_t(c)] = table[size_t(c - 32)] = Class::Letter;
  for (int c = 128; c < 256; ++c)
    table[size_t(c)] = Class::Letter;
  table['_'] = Class::Letter;
  for (int c = '0'; c <= '9'; ++c)
    table[size_t(c)] = Class::Digit;
  for (unsigned char c : {'\'', '"', '`', '['})
    table[c] = Class::Quote;
  for (unsigned char c : {'(', ')', ']', '{', '}', ',', ';'})
    table[c] = Class::Mark;
  for (unsigned char c : {'+', '*', '%', '&', '^', '~', '?', ':', '=', '<', '>', '!', '|'})
    table[c] = Class::Operator;
  table['@'] = Class::At;
  table['.'] = Class::Dot;
  table['$'] = Class::Dollar;
  table['/'] = Class::Slash;
  table['-'] = Class::Minus;
  table['#'] = Class::Hash;
  table[0] = Class::End;
  return table;
}();

constexpr auto marks = [] {
  std::array<TokenKind, 256> table{};
  table['('] = token::LPAREN, table[')'] = token::RPAREN, table['['] = token::LBRACKET, table[']'] = token::RBRACKET;
  table['{'] = token::LBRACE, table['}'] = token::RBRACE, table[','] = token::COMMA, table[';'] = token::SEMI;
  table['.'] = token::DOT;
  return table;
}();

// Symbols, those with one first byte together and longer ones first.
struct Symbol {
  char text[5];
  uint8_t length;
  TokenKind kind;
};
constexpr Symbol symbols[] = {
    {"!~~*", 4, token::NTILIKE}, {"!~~", 3, token::NTLIKE}, {"!~*", 3, token::NIMATCHES}, {"!=", 2, token::NEQ}, {"!~", 2, token::NMATCHES},
    {"#>>", 3, token::DHASH_ARROW}, {"#>", 2, token::HASH_ARROW}, {"#-", 2, token::HASH_MINUS}, {"#", 1, token::HASH},
    {"~~~", 3, token::GLOB}, {"~~*", 3, token::TILIKE}, {"~~", 2, token::TLIKE}, {"~*", 2, token::IMATCHES}, {"~", 1, token::TILDE},
    {"<=>", 3, token::NSEQ}, {"<->", 3, token::DISTANCE}, {"<=", 2, token::LTE}, {"<>", 2, token::NEQ}, {"<<", 2, token::SHL}, {"<@", 2, token::CONTAINED}, {"<", 1, token::LT},
    {"->>", 3, token::DARROW}, {"-|-", 3, token::ADJACENT}, {"->", 2, token::ARROW}, {"-", 1, token::MINUS},
    {"::", 2, token::DCOLON}, {":=", 2, token::ASSIGN}, {":", 1, token::COLON},
    {"=>", 2, token::FATARROW}, {"==", 2, token::EQ}, {"=", 1, token::EQ},
    {">=", 2, token::GTE}, {">>", 2, token::SHR}, {">", 1, token::GT},
    {"||", 2, token::CONCAT}, {"|", 1, token::PIPE},
    {"**", 2, token::DSTAR}, {"*", 1, token::STAR},
    {"&&", 2, token::DAMP}, {"&", 1, token::AMP},
    {"??", 2, token::COALESCE}, {"?|", 2, token::HAS_ANY}, {"?&", 2, token::HAS_ALL}, {"?", 1, token::PARAM},
    {"//", 2, token::DSLASH}, {"/", 1, token::SLASH},
    {"+", 1, token::PLUS},
    {"%", 1, token::PERCENT},
    {"^@", 2, token::UNKNOWN}, {"^", 1, token::CARET},
};

// For each first byte the row of `symbols` where to start looking.
constexpr auto firstSymbols = [] {
  std::array<uint8_t, 128> table{};
  for (size_t i = std::size(symbols); i-- > 0;)
    table[size_t(symbols[i].text[0])] = uint8_t(i);
  return table;
}();

constexpr bool isNameByte(unsigned char c) {
  return classes[c] == Class::Letter || classes[c] == Class::Digit || c == '$';
}
constexpr auto nameBytes = [] {
  std::array<bool, 256> table{};
  for (unsigned c = 0; c < 256; ++c)
    table[c] = isNameByte(uint8_t(c));
  return table;
}();

// Bytes behind a word that may make something else of it: N'text', a_@x.
constexpr auto continuesWord = [] {
  std::array<bool, 256> table{};
  table['\''] = table['"'] = table['&'] = table['@'] = true;
  return table;
}();

bool isName(char c) { return nameBytes[uint8_t(c)]; }
bool isLetter(char c) { return classes[uint8_t(c)] == Class::Letter; }
bool isDigit(char c) { return classes[uint8_t(c)] == Class::Digit; }
bool isBlank(char c) { return classes[uint8_t(c)] == Class::Blank; }

// The first byte from `at` on that no name has. Most names are shorter than
// sixteen bytes, so that one step without a branch per byte finds their end.
inline const char *nameEnd(const char *at, const char *end) {
#ifdef __SSE2__
  auto all = [](char c) { return _mm_set1_epi8(c); };
  for (; end - at >= 16; at += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at)), small = _mm_or_si128(bytes, all(0x20));
    __m128i letters = _mm_and_si128(_mm_cmpgt_epi8(small, all('a' - 1)), _mm_cmplt_epi8(small, all('z' + 1)));
    __m128i digits = _mm_and_si128(_mm_cmpgt_epi8(bytes, all('0' - 1)), _mm_cmplt_epi8(bytes, all('9' + 1)));
    __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, all('_')), _mm_cmpeq_epi8(bytes, all('$')));
    // A byte above 127 has the highest bit set, which is the one that counts.
    __m128i names = _mm_or_si128(_mm_or_si128(letters, digits), _mm_or_si128(marks, bytes));
    if (unsigned others = unsigned(~_mm_movemask_epi8(names)) & 0xFFFF)
      return at + std::countr_zero(others);
  }
#endif
  while (isName(*at))
    ++at;
  return at;
}

class Scanner {
public:
  Scanner(StringRef text, const Dialect &dialect, TokenBuffer &tokens, Sink sink, SourceRange blame)
      : at(text.begin()), end(text.end()), count(tokens.size()), dialect(dialect), tokens(tokens), sink(sink), blame(blame) {
    reserve(text.size() / 4 + 64);
    if (text.starts_with("\xEF\xBB\xBF"))
      at += 3;
  }

  void run() {
    while (true) {
      readPlain();
      TokenKind kind = readToken();
      if (kind == token::END_OF_TEXT)
        break;
      if (kind != noToken)
        push(kind);
    }
    tokens.kinds.resize(count);
    tokens.begins.resize(count);
    tokens.lengths.resize(count);
  }

private:
  static constexpr TokenKind noToken = -2; // a comment was read
  static constexpr unsigned deepestType = 200;

  // The three arrays grow together: one count and one room serve all, and the
  // buffer learns its size at the end.
  [[gnu::noinline]] void reserve(size_t more) {
    tokens.kinds.reserve(count + more);
    tokens.begins.reserve(count + more);
    tokens.lengths.reserve(count + more);
    kinds = tokens.kinds.data(), begins = tokens.begins.data(), lengths = tokens.lengths.data();
    room = std::min({tokens.kinds.capacity(), tokens.begins.capacity(), tokens.lengths.capacity()});
  }
  void push(TokenKind kind) {
    if (count == room) [[unlikely]]
      reserve(count + 64);
    kinds[count] = kind;
    begins[count] = start;
    lengths[count] = uint32_t(at - start);
    ++count;
  }

  StringRef lexeme() const { return {start, size_t(at - start)}; }
  SourceRange range(StringRef text) const {
    return blame || !tokens.file ? blame : tokens.file->range(text);
  }
  TokenKind last() const { return count ? kinds[count - 1] : TokenKind(token::SEMI); }
  // Whether the last token ends where this one begins.
  bool isGlued() const {
    return count && begins[count - 1] + lengths[count - 1] == start;
  }

  // Reads words and marks, which most tokens are, with everything that it needs in
  // registers, and stops where another token begins.
  void readPlain() {
    TokenKind *kinds = this->kinds;
    const char **begins = this->begins, *here = at, *begin = at, *end = this->end;
    uint32_t *lengths = this->lengths;
    size_t i = count;
    while (true) {
      while (isBlank(*here))
        ++here;
      begin = here;
      if (i == room) [[unlikely]]
        break;
      Class first = classes[uint8_t(*here)];
      TokenKind kind = marks[uint8_t(*here)];
      if (first == Class::Letter) {
        here = nameEnd(here + 1, end);
        kind = wordKind(begin, size_t(here - begin), size_t(end - begin));
        if (continuesWord[uint8_t(*here)] || kind == token::JINJA_BEGIN) [[unlikely]]
          break;
      } else if (first == Class::Mark || (first == Class::Dot && !isDigit(here[1]))) {
        ++here;
        if (kind == token::SEMI) [[unlikely]]
          angles = 0;
      } else {
        break;
      }
      kinds[i] = kind;
      begins[i] = begin;
      lengths[i++] = uint32_t(here - begin);
    }
    count = i;
    start = at = begin;
  }

  TokenKind readToken() {
    switch (classes[uint8_t(*at)]) {
    case Class::Letter:
      return readWord();
    case Class::Digit:
      return readNumber();
    case Class::Dot:
      return readDot();
    case Class::Quote:
      return readQuote();
    case Class::At:
      return readAt();
    case Class::Minus:
      if (dialect.dashedNames && continuesDashedName())
        return readDashedName();
      return at[1] == '-' ? readLineComment(2) : readSymbol();
    case Class::Slash:
      if (at[1] == '*')
        return at[2] == '+' && startsHint() ? readHint() : readBlockComment();
      return at[1] == '/' && dialect.slashComments && !isScheme() ? readLineComment(2) : readSymbol();
    case Class::Hash:
      return dialect.hashComments ? readLineComment(1) : readHash();
    case Class::Dollar:
      return readDollar();
    case Class::Operator:
      return readSymbol();
    case Class::End:
      if (at >= end)
        return token::END_OF_TEXT;
      return readUnknown();
    case Class::Mark:
      angles = *at == ';' ? 0 : angles;
      return marks[uint8_t(*at++)];
    case Class::Blank:
    case Class::Unknown:
      return readUnknown();
    }
    return readUnknown();
  }

  // ---- words

  // A word that may be the beginning of something: N'text', a_@x.
  TokenKind readWord() {
    at = nameEnd(at + 1, end);
    if (*at == '\'' || *at == '"' || *at == '&')
      if (TokenKind kind = readPrefixedString(); kind != token::NONE)
        return kind;
    if (*at == '@' && continuesTemplate())
      return readTemplate();
    TokenKind kind = wordKind(start, size_t(at - start), size_t(end - start));
    return kind == token::JINJA_BEGIN ? readJinja() : kind;
  }

  // `a_@x`, `a_@{x}`: an at-sign directly behind a name, with a name behind it.
  bool continuesTemplate() const { return at[1] == '{' || isLetter(at[1]); }

  // Whether `at` is the at-sign of `@{x}`; steps over it then.
  bool readBraces() {
    const char *close = at + 2;
    while (close < end && (isName(*close) || *close == ' ' || *close == '\t'))
      ++close;
    if (*close != '}')
      return false;
    tokens.blanksInNames |= StringRef(at, size_t(close - at)).find_first_of(" \t") != StringRef::npos;
    at = close + 1;
    return true;
  }

  TokenKind readTemplate() {
    while (*at == '@' && continuesTemplate()) {
      if (at[1] == '{') {
        if (!readBraces()) {
          at += 2;
          sink.report(range(lexeme()), diag::BadTemplate);
          return token::NONE;
        }
      } else {
        ++at;
      }
      while (isName(*at))
        ++at;
    }
    return token::IDENT;
  }

  // The text of a Jinja block up to JINJA_END is one token, whatever is in it.
  TokenKind readJinja() {
    const char *semicolon = at;
    while (isBlank(*semicolon))
      ++semicolon;
    if (*semicolon != ';')
      return token::IDENT;
    StringRef word = lexeme();
    StringRef rest(semicolon + 1, size_t(end - semicolon - 1));
    size_t length = rest.find_insensitive("JINJA_END");
    if (length == StringRef::npos) {
      sink.report(range(word), diag::UnterminatedJinja, word.upper());
      at = end;
      return token::NONE;
    }
    push(token::JINJA_BEGIN);
    StringRef text = rest.take_front(length).trim();
    start = text.empty() ? rest.begin() : text.begin();
    at = start + text.size();
    push(token::JINJA_TEXT);
    start = rest.begin() + length;
    at = start + strlen("JINJA_END");
    return token::JINJA_END;
  }

  // ---- numbers

  void readDigits() {
    while (isDigit(*at) || (*at == '_' && isDigit(at[1]) && !dialect.namesStartWithDigit))
      ++at;
  }

  TokenKind readNumber() {
    if (*at == '0' && (at[1] | 32) == 'x' && isxdigit(uint8_t(at[2]))) {
      at += 2;
      while (isxdigit(uint8_t(*at)))
        ++at;
      return token::NUMBER;
    }
    readDigits();
    if (dialect.numberSuffixes && readSuffix())
      return token::NUMBER;
    bool named = dialect.namesStartWithDigit || (dialect.dashedNames && last() == token::DOT); // t.25x
    if (named && isLetter(*at) && !isExponent()) {
      while (isName(*at))
        ++at;
      return token::IDENT;
    }
    if (*at == '.' && at[1] != '.') {
      ++at;
      readDigits();
    }
    readExponent();
    if (dialect.numberSuffixes)
      readSuffix();
    return token::NUMBER;
  }

  // The letters behind a number that say its type: 1L. They may be a name's, as in 1left.
  bool readSuffix() {
    const char *behind = nameEnd(at, end);
    const NumberSuffix *suffix = findNumberSuffix({start, size_t(behind - start)});
    if (!suffix || behind != at + suffix->letters.size())
      return false;
    at = behind;
    return true;
  }

  bool isExponent() const {
    return (*at | 32) == 'e' && (isDigit(at[1]) || ((at[1] == '+' || at[1] == '-') && isDigit(at[2])));
  }
  void readExponent() {
    if (!isExponent())
      return;
    at += 2;
    readDigits();
  }

  // `.5` is a number, but `t.5` and `(a).1` name a member.
  TokenKind readDot() {
    ++at;
    if (!isDigit(*at) || (isGlued() && endsOperand(last())))
      return token::DOT;
    readDigits();
    readExponent();
    if (dialect.numberSuffixes)
      readSuffix();
    return token::NUMBER;
  }

  static bool endsOperand(TokenKind kind) {
    return kind == token::IDENT || kind == token::QIDENT || kind == token::RPAREN || kind == token::RBRACKET ||
           kind == token::MACRO || isKeyword(kind);
  }

  // ---- quotes

  TokenKind readQuote() {
    char quote = *at;
    if (quote == '\'')
      return readString(quote, dialect.backslashEscapes);
    if (dialect.nameQuotes.contains(quote))
      return readQuotedName(quote == '[' ? ']' : quote);
    if (dialect.stringQuotes.contains(quote))
      return readString(quote, dialect.backslashEscapes);
    if (quote == '[') {
      ++at;
      return token::LBRACKET;
    }
    return readUnknown();
  }

  // Steps from an opening quote behind its closing one. A doubled quote stands
  // for itself.
  bool skipQuoted(char quote, bool escapes) {
    ++at;
    while (true) {
      if (escapes)
        while (at < end && *at != quote)
          at += *at == '\\' && at + 1 < end ? 2 : 1;
      else if (auto *found = static_cast<const char *>(memchr(at, quote, size_t(end - at))))
        at = found;
      else
        at = end;
      if (at >= end)
        return false;
      ++at;
      if (*at != quote)
        return true;
      ++at;
    }
  }

  TokenKind readString(char quote, bool escapes) {
    if (dialect.tripleQuotes && at[1] == quote && at[2] == quote)
      return readTripleString(quote, escapes);
    const char *open = at;
    if (skipQuoted(quote, escapes))
      return token::STRING;
    at = end;
    sink.report(range({open, 1}), diag::UnterminatedString, StringRef(&quote, 1));
    return token::NONE;
  }

  TokenKind readTripleString(char quote, bool escapes) {
    const char marks[] = {quote, quote, quote, 0};
    for (at += 3; at < end; ++at) {
      if (escapes && *at == '\\' && at + 1 < end) {
        ++at;
      } else if (StringRef(at, size_t(end - at)).starts_with(marks)) {
        at += 3;
        return token::STRING;
      }
    }
    sink.report(range({start, 3}), diag::UnterminatedString, StringRef(marks));
    return token::NONE;
  }

  TokenKind readQuotedName(char close) {
    const char *open = at;
    if (skipQuoted(close, false)) {
      // "a"@{x} is one template only in the unquoted form; quotes end a name.
      return token::QIDENT;
    }
    at = end;
    sink.report(range({open, 1}), diag::UnterminatedName, StringRef(&close, 1));
    return token::NONE;
  }

  // N'', X'', B'', E'', R'', U&'': the word before the quote says how to read it.
  TokenKind readPrefixedString() {
    StringRef prefix = lexeme();
    if (prefix.size() > 2)
      return token::NONE;
    if (*at == '&') {
      if (!prefix.equals_insensitive("U") || at[1] != '\'')
        return token::NONE;
      ++at;
      return readString(*at, false);
    }
    if (!dialect.stringQuotes.contains(*at))
      return token::NONE;
    bool raw = prefix.equals_insensitive("r") || prefix.equals_insensitive("rb") || prefix.equals_insensitive("br");
    if (raw && dialect.rawStrings)
      return readString(*at, false);
    if (prefix.equals_insensitive("e") && dialect.escapeStrings)
      return readString(*at, true);
    if (prefix.size() == 1 && dialect.stringPrefixes && StringRef("nNxXbB").contains(prefix[0]))
      return readString(*at, dialect.backslashEscapes);
    return token::NONE;
  }

  // $$text$$ and $tag$text$tag$ where the dialect has them; $1 and $name.
  TokenKind readDollar() {
    ++at;
    const char *tag = at;
    while (isName(*tag) && *tag != '$')
      ++tag;
    if (dialect.dollarStrings && *tag == '$' && !isDigit(*at)) {
      StringRef mark(start, size_t(tag + 1 - start));
      size_t length = StringRef(tag + 1, size_t(end - tag - 1)).find(mark);
      if (length != StringRef::npos) {
        at = tag + 1 + length + mark.size();
        return token::STRING;
      }
      at = end;
      sink.report(range(mark), diag::UnterminatedString, mark);
      return token::NONE;
    }
    at = tag;
    return at == start + 1 ? readUnknown() : TokenKind(token::PARAM);
  }

  // ---- macros

  // @x{y} is a variable of that name, which there never is: @{x}y was meant.
  void readStrayBraces() {
    const char *close = at + 1;
    while (*at == '{' && isName(*close))
      ++close;
    if (*at != '{' || close == at + 1 || *close != '}')
      return;
    for (at = close + 1; isName(*at);)
      ++at;
  }

  TokenKind readAt() {
    switch (at[1]) {
    case '\'':
    case '"':
      ++at;
      return readString(*at, false) == token::STRING ? TokenKind(token::MSTRING) : TokenKind(token::NONE);
    case '{':
      return readTemplate();
    case '>':
      at += 2;
      return token::CONTAINS;
    case '@':
      if (!isName(at[2])) {
        at += 2;
        return token::DAT;
      }
      ++at;
      break;
    default:
      break;
    }
    ++at;
    while (*at == ' ' || *at == '\t')
      ++at;
    const char *name = at;
    while (isName(*at))
      ++at;
    if (at != name)
      readStrayBraces();
    if (at != name)
      return *at == '@' && continuesTemplate() && name == start + 1 ? readTemplate() : TokenKind(token::MACRO);
    at = start + 1;
    return token::UNKNOWN; // the parser says so, unless the statement is kept as it is written
  }

  // ---- symbols and comments

  // file://: no comment
  bool isScheme() const { return last() == token::COLON && isGlued(); }

  // #1 is the first column of the list, #t a table, in dialects that have them.
  TokenKind readHash() {
    const char *name = at + 1 + (at[1] == '#');
    if (dialect.hashNames && isLetter(*name) && !(endsOperand(last()) && isGlued())) {
      for (at = name; isName(*at);)
        ++at;
      return token::IDENT;
    }
    if (!startsParameter() || !isDigit(at[1]))
      return readSymbol();
    for (++at; isDigit(*at);)
      ++at;
    return token::PARAM;
  }

  // my-project: the rest of a table's name.
  bool continuesDashedName() const {
    bool table = count > 1 && last() == token::IDENT && isGlued() && isName(at[1]);
    TokenKind before = table ? kinds[count - 2] : TokenKind(token::NONE);
    return table && (isNameOfBlock() || before == token::FROM || before == token::JOIN || before == token::INTO || before == token::UPDATE ||
                     before == token::TABLE || before == token::USING);
  }
  // MODEL (name my-project.s.t): whether the last token begins a model's name.
  bool isNameOfBlock() const {
    if (count < 4 || (kinds[count - 3] != token::LPAREN && kinds[count - 3] != token::COMMA))
      return false;
    return StringRef(begins[count - 2], lengths[count - 2]).equals_insensitive("name");
  }
  TokenKind readDashedName() {
    start = begins[--count];
    while (*at == '-' && isName(at[1]))
      for (++at; isName(*at);)
        ++at;
    return token::IDENT;
  }

  // A comment that is part of the query: SELECT /*+ BROADCAST(t) */ a.
  bool startsHint() const {
    TokenKind kind = last();
    return dialect.hints && (kind == token::SELECT || kind == token::UPDATE || kind == token::DELETE);
  }
  TokenKind readHint() {
    size_t close = StringRef(at, size_t(end - at)).find("*/");
    if (close == StringRef::npos)
      return readBlockComment();
    at += close + 2;
    return token::HINT;
  }

  TokenKind readSymbol() {
    if (*at == '<' && opensType()) {
      ++at, ++angles;
      return token::LANGLE;
    }
    if (*at == '>' && angles) {
      ++at, --angles;
      return token::RANGLE;
    }
    if (*at == ':' && (isLetter(at[1]) || (isDigit(at[1]) && !dialect.wholeSyntax)) && startsParameter())
      return readParameter();
    if (*at == '%' && (at[1] == 's' || at[1] == '(') && startsParameter())
      if (const char *behind = findFormat()) {
        at = behind;
        return token::PARAM;
      }
    for (size_t i = firstSymbols[uint8_t(*at)]; i < std::size(symbols) && symbols[i].text[0] == *at; ++i) {
      const Symbol &symbol = symbols[i];
      if (!matches(symbol))
        continue;
      if (symbol.kind == token::HAS_ANY && at[2] == '|') // `? || a`
        continue;
      at += symbol.length;
      return symbol.kind;
    }
    return readUnknown();
  }

  // Each byte of a symbol is looked at only if those before it match, so the
  // NUL behind the text ends the comparison.
  bool matches(const Symbol &symbol) const {
    for (unsigned k = 1; k < symbol.length; ++k)
      if (at[k] != symbol.text[k])
        return false;
    return true;
  }

  // `:name` is a parameter unless something stands before it that a colon could
  // divide: a[1:n], {'k':v}, a:b.
  bool startsParameter() const {
    TokenKind kind = last();
    bool word = (isKeyword(kind) && kind != token::END && kind != token::NULL_) || kind == token::TYPED || kind == token::BARE;
    return word ? !isGlued() : !endsOperand(kind) && kind != token::STRING && kind != token::NUMBER && kind != token::LBRACKET &&
                               kind != token::RBRACE && kind != token::PARAM;
  }
  // %s and %(name)s, which drivers of Python fill; null if it is neither.
  const char *findFormat() const {
    const char *name = at + 1;
    if (*name == '(') {
      ++name;
      while (isName(*name))
        ++name;
      if (*name++ != ')')
        return nullptr;
    }
    return *name == 's' && !isName(name[1]) ? name + 1 : nullptr;
  }
  TokenKind readParameter() {
    do
      ++at;
    while (isName(*at));
    return token::PARAM;
  }

  // ARRAY<, STRUCT<, MAP<, without a blank; inside, any name.
  bool opensType() const {
    if (!isGlued() || angles == deepestType)
      return false;
    TokenKind kind = last();
    if (kind == token::ARRAY || kind == token::MAP)
      return isLetter(at[1]) || at[1] == '"' || at[1] == ' ';
    StringRef word = tokens.text(count - 1);
    return kind == token::IDENT && (angles || word.equals_insensitive("struct") || word.equals_insensitive("object") || word.equals_insensitive("list"));
  }

  TokenKind readLineComment(size_t mark) {
    auto *line = static_cast<const char *>(memchr(at, '\n', size_t(end - at)));
    at = line ? line : end;
    addComment(lexeme().drop_front(mark));
    return noToken;
  }

  TokenKind readBlockComment() {
    unsigned depth = 1;
    for (at += 2; at < end && depth; ++at) {
      if (*at == '*' && at[1] == '/') {
        --depth, ++at;
      } else if (dialect.nestedComments && *at == '/' && at[1] == '*') {
        ++depth, ++at;
      }
    }
    if (depth) {
      at = end;
      sink.report(range({start, 2}), diag::UnterminatedComment);
      return token::NONE;
    }
    addComment(lexeme().drop_front(2).drop_back(2));
    return noToken;
  }

  void addComment(StringRef text) { tokens.comments.push_back({text.trim(), uint32_t(count), range(lexeme())}); }

  TokenKind readUnknown() {
    at = start + 1;
    if (!dialect.wholeSyntax)
      return token::UNKNOWN;
    bool printable = llvm::isPrint(*start);
    sink.report(range(lexeme()), diag::UnknownCharacter,
                printable ? lexeme().str() : "\\x" + llvm::utohexstr(uint8_t(*start), true, 2));
    return token::NONE;
  }

  const char *at, *end, *start = nullptr;
  TokenKind *kinds = nullptr;
  const char **begins = nullptr;
  uint32_t *lengths = nullptr;
  size_t count, room = 0; // of tokens, in each array
  unsigned angles = 0; // open `<` of types
  const Dialect &dialect;
  TokenBuffer &tokens;
  Sink sink;
  SourceRange blame;
};
} // namespace

void scan(StringRef text, const Dialect &dialect, TokenBuffer &tokens, Sink sink, SourceRange blame) {
  assert(*text.end() == 0 && "looking one byte ahead is allowed");
  size_t before = tokens.size();
  bool rangesAreSpelledOut = !tokens.blamed.empty() || blame;
  if (rangesAreSpelledOut)
    for (size_t i = tokens.blamed.size(); i < before; ++i)
      tokens.blamed.push(tokens.file ? tokens.file->range(tokens.text(i)) : SourceRange{});
  Scanner(text, dialect, tokens, sink, blame).run();
  if (rangesAreSpelledOut)
    for (size_t i = before; i < tokens.size(); ++i)
      tokens.blamed.push(blame || !tokens.file ? blame : tokens.file->range(tokens.text(i)));
}

} // namespace sluice
