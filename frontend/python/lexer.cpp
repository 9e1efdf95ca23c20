// Scans Python.
#include "frontend/python/lexer.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {
namespace {

class PythonScanner {
public:
  explicit PythonScanner(const SourceFile &file) : file(file), text(file.text) {}
  std::vector<PythonToken> run();

private:
  bool atEnd() const { return at >= text.size(); }
  bool looksAt(StringRef what) const { return text.substr(at).starts_with(what); }
  void push(PythonToken::Kind kind, size_t from);
  bool skipBlanks();
  bool readText();
  void readQuoted(StringRef quote, bool raw, PythonToken &token);
  void readWord();
  void readMark();

  const SourceFile &file;
  StringRef text;
  size_t at = 0, lineStart = 0;
  unsigned depth = 0;
  std::vector<PythonToken> tokens;
};

void PythonScanner::push(PythonToken::Kind kind, size_t from) {
  PythonToken token;
  token.kind = kind;
  token.text = text.slice(from, at);
  token.range = file.range(from, at);
  bool first = tokens.empty() || tokens.back().kind == PythonToken::Kind::Line;
  token.indent = first ? unsigned(from - lineStart) : 0;
  tokens.push_back(std::move(token));
}

// Blanks, comments, and line ends that end nothing. Gives whether the file goes
// on.
bool PythonScanner::skipBlanks() {
  while (!atEnd()) {
    char c = text[at];
    if (c == '#')
      at = std::min(text.find('\n', at), text.size());
    else if (c == '\\' && at + 1 < text.size() && (text[at + 1] == '\n' || text[at + 1] == '\r'))
      at += 2;
    else if (c == '\n') {
      if (depth == 0 && !tokens.empty() && tokens.back().kind != PythonToken::Kind::Line)
        push(PythonToken::Kind::Line, at);
      lineStart = ++at;
    } else if (llvm::isSpace(c))
      ++at;
    else
      return true;
  }
  return false;
}

static char escaped(char c) {
  switch (c) {
  case 'n':
    return '\n';
  case 't':
    return '\t';
  case 'r':
    return '\r';
  default:
    return c;
  }
}

void PythonScanner::readQuoted(StringRef quote, bool raw, PythonToken &token) {
  at += quote.size();
  while (!atEnd() && !looksAt(quote)) {
    bool escapes = text[at] == '\\' && at + 1 < text.size();
    if (escapes && text[at + 1] == '\n' && !raw)
      at += 2;
    else if (escapes) {
      token.value += raw ? std::string{text[at], text[at + 1]} : std::string(1, escaped(text[at + 1]));
      at += 2;
    } else
      token.value += text[at++];
  }
  at = std::min(at + quote.size(), text.size());
}

// A text with its prefix: r"..", f'..', """..""".
bool PythonScanner::readText() {
  size_t from = at, quoteAt = text.find_first_not_of("rRbBfFuU", at);
  if (quoteAt == StringRef::npos || quoteAt - at > 2 || (text[quoteAt] != '"' && text[quoteAt] != '\''))
    return false;
  std::string prefix = text.slice(at, quoteAt).lower();
  StringRef quote = text.substr(quoteAt, 3);
  if (quote != "\"\"\"" && quote != "'''")
    quote = quote.take_front();
  PythonToken token;
  at = quoteAt;
  readQuoted(quote, prefix.find('r') != std::string::npos, token);
  push(PythonToken::Kind::Text, from);
  tokens.back().value = std::move(token.value);
  tokens.back().plain = prefix.find_first_of("fb") == std::string::npos;
  return true;
}

void PythonScanner::readWord() {
  size_t from = at;
  bool number = llvm::isDigit(text[at]);
  while (!atEnd() && (llvm::isAlnum(text[at]) || text[at] == '_' || uint8_t(text[at]) >= 0x80 || (number && text[at] == '.')))
    ++at;
  push(number ? PythonToken::Kind::Number : PythonToken::Kind::Name, from);
}

void PythonScanner::readMark() {
  char c = text[at];
  depth += StringRef("([{").contains(c);
  depth -= StringRef(")]}").contains(c) && depth > 0;
  push(PythonToken::Kind::Mark, at++);
  tokens.back().text = text.slice(at - 1, at);
  tokens.back().range = file.range(at - 1, at);
}

std::vector<PythonToken> PythonScanner::run() {
  while (skipBlanks()) {
    if (readText())
      continue;
    char c = text[at];
    if (llvm::isAlnum(c) || c == '_' || uint8_t(c) >= 0x80)
      readWord();
    else
      readMark();
  }
  push(PythonToken::Kind::Line, at);
  // Readers look a few tokens ahead.
  for (unsigned i = 0; i < 8; ++i)
    push(PythonToken::Kind::End, at);
  return std::move(tokens);
}

} // namespace

std::vector<PythonToken> scanPython(const SourceFile &file) { return PythonScanner(file).run(); }

} // namespace sluice
