// Text, tags, and the tokens inside of tags.
#include "frontend/jinja/lex.h"
#include "frontend/jinja/diags.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

namespace sluice::jinja {
namespace {

bool isNameStart(char c) { return llvm::isAlpha(c) || c == '_' || uint8_t(c) >= 0x80; }
bool isNamePart(char c) { return isNameStart(c) || llvm::isDigit(c); }

// The longest come first.
constexpr StringRef operators[] = {"**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<",
                                   ">",  "=",  "(",  ")",  "[",  "]",  "{", "}", ".", ",", ":", "|", ";"};

class Lexer {
public:
  Lexer(const Template &source, Sink sink) : source(source), text(source.text), sink(sink) {}
  std::vector<Token> tokens;

  bool run();

private:
  void add(Token::Kind kind, size_t from, size_t to, std::string text = {}) {
    tokens.push_back({kind, {uint32_t(from), uint32_t(to)}, std::move(text), {}});
  }
  bool fail(size_t from, size_t to, const llvm::Twine &problem, StringRef hint = {}) {
    sink.report(source.rangeOf({uint32_t(from), uint32_t(to)}), diag::JinjaSyntax, problem, hint);
    return false;
  }
  void addText(size_t from, size_t to, bool stripEnd);
  bool readTag(size_t open);
  bool readComment(size_t open);
  std::optional<size_t> findRawTag(size_t open, StringRef name) const;
  bool readRaw(size_t open, size_t bodyBegin);
  bool readTokens(StringRef closing, size_t open);
  bool readToken();
  void readNumber();
  bool readString();
  size_t skipBlanks(size_t from) const {
    return std::min(text.find_first_not_of(" \t\r\n\f\v", from), text.size());
  }
  // Where the next `{{`, `{%` or `{#` stands, or npos.
  size_t findOpening(size_t from) const {
    for (size_t open = text.find('{', from); open != StringRef::npos; open = text.find('{', open + 1))
      if (open + 1 < text.size() && StringRef("{%#").contains(text[open + 1]))
        return open;
    return StringRef::npos;
  }
  // Behind a closing mark: where text goes on, without what `-%}` strips.
  size_t afterTag(size_t end, bool strips) const { return strips ? skipBlanks(end) : end; }

  const Template &source;
  StringRef text;
  Sink sink;
  size_t at = 0;
};

// Line ends are single line feeds in what a template gives.
void Lexer::addText(size_t from, size_t to, bool stripEnd) {
  StringRef piece = text.slice(from, to);
  if (stripEnd)
    piece = piece.rtrim(" \t\r\n\f\v");
  if (piece.empty())
    return;
  std::string plain;
  for (size_t i = 0; i < piece.size(); ++i)
    if (piece[i] != '\r')
      plain += piece[i];
    else if (i + 1 == piece.size() || piece[i + 1] != '\n')
      plain += '\n';
  add(Token::Text, from, from + piece.size(), std::move(plain));
}

bool Lexer::readComment(size_t open) {
  size_t end = text.find("#}", open + 2);
  if (end == StringRef::npos)
    return fail(open, open + 2, "this comment is never closed", "end it with `#}`");
  at = afterTag(end + 2, text[end - 1] == '-' && end > open + 2);
  return true;
}

// Where a tag `{% name %}` at `open` ends, if it is one.
std::optional<size_t> Lexer::findRawTag(size_t open, StringRef name) const {
  size_t place = open + 2;
  if (place < text.size() && (text[place] == '-' || text[place] == '+'))
    ++place;
  place = skipBlanks(place);
  if (!text.substr(place).starts_with(name) || isNamePart(text.substr(place + name.size(), 1).empty() ? ' ' : text[place + name.size()]))
    return std::nullopt;
  place = skipBlanks(place + name.size());
  if (place < text.size() && (text[place] == '-' || text[place] == '+'))
    ++place;
  return text.substr(place).starts_with("%}") ? std::optional(place + 2) : std::nullopt;
}

// Everything between {% raw %} and {% endraw %} is text.
bool Lexer::readRaw(size_t open, size_t bodyBegin) {
  bool stripBegin = text[bodyBegin - 3] == '-';
  for (size_t close = text.find("{%", bodyBegin); close != StringRef::npos; close = text.find("{%", close + 2))
    if (auto end = findRawTag(close, "endraw")) {
      addText(std::min(afterTag(bodyBegin, stripBegin), close), close, text[close + 2] == '-');
      at = afterTag(*end, text[*end - 3] == '-');
      return true;
    }
  return fail(open, bodyBegin, "this `raw` is never closed", "end it with `{% endraw %}`");
}

void Lexer::readNumber() {
  size_t from = at;
  auto digits = [&](auto isPart) {
    while (at < text.size() && (isPart(text[at]) || (text[at] == '_' && at + 1 < text.size() && isPart(text[at + 1]))))
      ++at;
  };
  unsigned radix = 10;
  if (text[at] == '0' && at + 1 < text.size())
    switch (text[at + 1] | 0x20) {
    case 'x': radix = 16; break;
    case 'o': radix = 8; break;
    case 'b': radix = 2; break;
    default: break;
    }
  if (radix != 10)
    at += 2;
  digits([&](char c) { return radix == 16 ? llvm::isHexDigit(c) : llvm::isDigit(c); });
  bool real = false;
  if (radix == 10 && at + 1 < text.size() && text[at] == '.' && llvm::isDigit(text[at + 1])) {
    real = true;
    ++at;
    digits(llvm::isDigit);
  }
  if (radix == 10 && at < text.size() && (text[at] | 0x20) == 'e') {
    size_t exponent = at + 1;
    if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-'))
      ++exponent;
    if (exponent < text.size() && llvm::isDigit(text[exponent])) {
      real = true;
      at = exponent;
      digits(llvm::isDigit);
    }
  }
  std::string plain = text.slice(from, at).str();
  std::erase(plain, '_');
  int64_t number = 0;
  StringRef whole = radix == 10 ? StringRef(plain) : StringRef(plain).drop_front(2);
  bool fits = !real && !whole.getAsInteger(radix, number);
  add(fits ? Token::Int : Token::Float, from, at);
  tokens.back().number = fits ? Object::ofInt(number) : Object::ofFloat(findReal(plain).value_or(0));
}

// Appends the character that \xhh, \uhhhh or \Uhhhhhhhh stands for; false if it is none.
bool appendCode(StringRef digits, std::string &out) {
  uint32_t code = 0;
  char bytes[UNI_MAX_UTF8_BYTES_PER_CODE_POINT];
  char *end = bytes;
  if (digits.getAsInteger(16, code) || !llvm::ConvertCodePointToUTF8(code, end))
    return false;
  out.append(bytes, end);
  return true;
}

bool Lexer::readString() {
  size_t open = at;
  char quote = text[at++];
  std::string value;
  for (; at < text.size() && text[at] != quote; ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      value += text[at];
      continue;
    }
    char c = text[++at];
    static constexpr StringRef plain = "\\'\"abfnrtv0", meaning = StringRef("\\'\"\a\b\f\n\r\t\v\0", 11);
    size_t width = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (width && appendCode(text.substr(at + 1, width), value))
      at += width;
    else if (size_t i = plain.find(c); i != StringRef::npos)
      value += meaning[i];
    else if (c != '\n')
      (value += '\\') += c;
  }
  if (at == text.size())
    return fail(open, open + 1, "this text is never closed", quote == '"' ? "end it with `\"`" : "end it with `'`");
  ++at;
  add(Token::String, open, at, std::move(value));
  return true;
}

bool Lexer::readToken() {
  char c = text[at];
  if (isNameStart(c)) {
    size_t from = at;
    while (at < text.size() && isNamePart(text[at]))
      ++at;
    add(Token::Name, from, at, text.slice(from, at).str());
    return true;
  }
  if (llvm::isDigit(c)) {
    readNumber();
    return true;
  }
  if (c == '\'' || c == '"')
    return readString();
  for (StringRef op : operators)
    if (text.substr(at).starts_with(op)) {
      add(Token::Op, at, at + op.size(), op.str());
      at += op.size();
      return true;
    }
  return fail(at, at + 1, "unexpected character `" + text.substr(at, 1) + "`");
}

// The tokens of a tag up to its closing mark, which counts only outside of
// brackets: {{ {'a': {}} }}.
bool Lexer::readTokens(StringRef closing, size_t open) {
  std::vector<char> brackets;
  for (at = skipBlanks(at); at < text.size(); at = skipBlanks(at)) {
    StringRef rest = text.substr(at);
    bool marked = (rest.starts_with("-") || rest.starts_with("+")) && rest.drop_front().starts_with(closing);
    if (brackets.empty() && (marked || rest.starts_with(closing))) {
      bool strips = marked && rest.front() == '-';
      size_t end = at + marked + closing.size();
      add(closing == "%}" ? Token::BlockEnd : Token::OutputEnd, at, end);
      at = afterTag(end, strips);
      return true;
    }
    if (!readToken())
      return false;
    const Token &token = tokens.back();
    if (token.is("(") || token.is("[") || token.is("{"))
      brackets.push_back(token.text[0] == '(' ? ')' : token.text[0] == '[' ? ']' : '}');
    else if (token.is(")") || token.is("]") || token.is("}")) {
      if (brackets.empty() || brackets.back() != token.text[0])
        return fail(token.place.begin, token.place.end, "`" + token.text + "` closes nothing that is open here");
      brackets.pop_back();
    }
  }
  return fail(open, open + 2, "this tag is never closed", closing == "%}" ? "end it with `%}`" : "end it with `}}`");
}

bool Lexer::readTag(size_t open) {
  if (text[open + 1] == '#')
    return readComment(open);
  bool block = text[open + 1] == '%';
  if (block)
    if (auto end = findRawTag(open, "raw"))
      return readRaw(open, *end);
  at = open + 2;
  if (at < text.size() && (text[at] == '-' || text[at] == '+'))
    ++at;
  add(block ? Token::BlockBegin : Token::OutputBegin, open, at);
  return readTokens(block ? "%}" : "}}", open);
}

bool Lexer::run() {
  if (text.ends_with("\r\n"))
    text = text.drop_back(2);
  else if (text.ends_with("\n") || text.ends_with("\r"))
    text = text.drop_back();
  while (at < text.size()) {
    size_t open = findOpening(at);
    if (open == StringRef::npos) {
      addText(at, text.size(), false);
      break;
    }
    addText(at, open, open + 2 < text.size() && text[open + 2] == '-');
    if (!readTag(open))
      return false;
  }
  add(Token::End, text.size(), text.size());
  return true;
}

} // namespace

std::optional<std::vector<Token>> lex(const Template &source, Sink sink) {
  Lexer lexer(source, sink);
  return lexer.run() ? std::optional(std::move(lexer.tokens)) : std::nullopt;
}

} // namespace sluice::jinja
