// Literals in the spelling of a dialect, from the table of styles.
#include "passes/macros/values.h"
#include "frontend/lex/token_kinds.h"
#include "passes/macros/datum.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

void appendString(StringRef text, const Dialect &dialect, std::string &out) {
  out += '\'';
  for (char c : text) {
    if (c == '\'' || (c == '\\' && dialect.backslashEscapes))
      out += c;
    out += c;
  }
  out += '\'';
}

bool isSafeName(StringRef name) {
  auto isStart = [](char c) { return llvm::isAlpha(c) || c == '_'; };
  auto isPart = [&](char c) { return isStart(c) || llvm::isDigit(c) || (c & 0x80); };
  return !name.empty() && isStart(name[0]) && llvm::all_of(name, isPart);
}

void appendName(StringRef name, bool quoted, const Dialect &dialect, std::string &out) {
  if (!quoted && isSafeName(name)) {
    out += name;
    return;
  }
  out += dialect.openQuote;
  for (char c : name) {
    if (c == dialect.closeQuote)
      out += c;
    out += c;
  }
  out += dialect.closeQuote;
}

std::string readQuoted(StringRef written, char quote, bool backslashEscapes) {
  std::string text;
  text.reserve(written.size());
  for (size_t i = 0; i < written.size(); ++i) {
    bool doubled = written[i] == quote && i + 1 < written.size() && written[i + 1] == quote;
    bool escaped = backslashEscapes && written[i] == '\\' && i + 1 < written.size();
    if (doubled || escaped)
      ++i;
    constexpr StringRef letters = "ntr0", meanings("\n\t\r\0", 4);
    size_t letter = escaped ? letters.find(written[i]) : StringRef::npos;
    text += letter == StringRef::npos ? written[i] : meanings[letter];
  }
  return text;
}

static void appendFilled(StringRef style, ArrayRef<StringRef> args, std::string &out) {
  for (; !style.empty(); style = style.drop_front())
    if (style.size() > 2 && style[0] == '{' && style[2] == '}') {
      out += args[size_t(style[1] - '0')];
      style = style.drop_front(2);
    } else {
      out += style.front();
    }
}

std::string fillStyle(StringRef style, ArrayRef<StringRef> args) {
  std::string text;
  appendFilled(style, args, text);
  return text;
}

static void appendTime(const Value &value, const MacroStyle &style, std::string &out) {
  StringRef text = value.text;
  size_t zone = text.find_last_of("+-Z");
  bool zoned = zone != StringRef::npos && zone > 10;
  StringRef local = zoned ? text.take_front(zone) : text;
  auto [seconds, fraction] = local.split('.');
  StringRef digits = fraction.rtrim('0').size() > 3 ? "6" : "3";
  StringRef plain = zoned ? style.zoned : style.local, fine = zoned ? style.zonedFine : style.localFine;
  appendFilled(fraction.rtrim('0').empty() || fine.empty() ? plain : fine, {text, local, digits}, out);
}

static void appendItems(ArrayRef<Value> items, const Dialect &dialect, std::string &out) {
  for (const Value &item : items) {
    if (&item != items.begin())
      out += ", ";
    appendValue(item, ListForm::Array, dialect, out);
  }
}

static void appendMap(const Value &map, const MacroStyle &style, const Dialect &dialect, std::string &out) {
  out += style.mapName;
  out += '(';
  out += style.mapInPairs ? "" : style.arrayOpen;
  for (size_t i = 0; i < map.keys.size(); ++i) {
    out += i ? ", " : "";
    appendString(map.keys[i], dialect, out);
    if (style.mapInPairs) {
      out += ", ";
      appendValue(map.items[i], ListForm::Array, dialect, out);
    }
  }
  if (!style.mapInPairs) {
    ((out += style.arrayClose) += ", ") += style.arrayOpen;
    appendItems(map.items, dialect, out);
    out += style.arrayClose;
  }
  out += ')';
}

static void appendList(const Value &list, ListForm form, const Dialect &dialect, std::string &out) {
  const MacroStyle &style = macroStyle(dialect);
  out += form == ListForm::Tuple ? "(" : style.arrayOpen;
  appendItems(list.items, dialect, out);
  out += form == ListForm::Tuple ? ")" : style.arrayClose;
}

void appendValue(const Value &value, ListForm form, const Dialect &dialect, std::string &out) {
  switch (value.kind) {
  case Value::Kind::Null:
    out += "NULL";
    return;
  case Value::Kind::Bool:
    out += value.flag ? "TRUE" : "FALSE";
    return;
  case Value::Kind::Float:
    if (std::optional<double> real = findReal(value.text))
      out += printReal(*real);
    else
      out += value.text;
    return;
  case Value::Kind::Int:
  case Value::Kind::Expr:
    out += value.text;
    return;
  case Value::Kind::String:
    return appendString(value.text, dialect, out);
  case Value::Kind::Date:
    return appendFilled(macroStyle(dialect).date, {value.text}, out);
  case Value::Kind::DateTime:
    return appendTime(value, macroStyle(dialect), out);
  case Value::Kind::List:
    return appendList(value, form, dialect, out);
  case Value::Kind::Map:
    return appendMap(value, macroStyle(dialect), dialect, out);
  }
}

// Whether a sign behind this token is part of a number, and not between two.
static bool comesBeforeOperand(const TokenBuffer &tokens, size_t i) {
  TokenKind kind = tokens.kinds[i];
  return kind == token::LPAREN || kind == token::LBRACKET || kind == token::COMMA || infixTable.known[kind];
}

// Whether a token begins where the one before it ends.
static bool isGlued(const TokenBuffer &tokens, size_t i) {
  return tokens.begins[i - 1] + tokens.lengths[i - 1] == tokens.begins[i];
}

std::string copyTokens(const TokenBuffer &tokens, size_t first, size_t last) {
  std::string text;
  for (size_t i = first; i < last; ++i) {
    if (i > first && !isGlued(tokens, i))
      text += ' ';
    text += tokens.text(i);
  }
  return text;
}

static bool needsBlank(const TokenBuffer &tokens, size_t i, size_t first) {
  TokenKind left = tokens.kinds[i - 1], right = tokens.kinds[i];
  if (left == token::DOT || left == token::LPAREN || left == token::LBRACKET || left == token::DCOLON)
    return false;
  if (right == token::DOT || right == token::COMMA || right == token::RPAREN || right == token::RBRACKET ||
      right == token::DCOLON)
    return false;
  if (right == token::LPAREN || right == token::LBRACKET)
    return !isGlued(tokens, i) || infixTable.known[left];
  if (left == token::MINUS || left == token::PLUS)
    return right == left || (i - 1 > first && !comesBeforeOperand(tokens, i - 2));
  return true;
}

std::string joinTokens(const TokenBuffer &tokens, size_t first, size_t last) {
  std::string text;
  for (size_t i = first; i < last; ++i) {
    if (i > first && needsBlank(tokens, i, first))
      text += ' ';
    bool function = i + 1 < last && tokens.kinds[i + 1] == token::LPAREN && tokens.kinds[i] == token::IDENT &&
                    isGlued(tokens, i + 1);
    text += function ? tokens.text(i).upper() : tokens.text(i).str();
  }
  return text;
}

// Scans the SQL of a value; what is wrong in it is said where it is parsed.
static void appendBareExpr(StringRef sql, const Dialect &dialect, std::string &out) {
  Report unused;
  TokenBuffer tokens;
  scan(sql, dialect, tokens, Sink(unused), SourceRange{1, 1});
  StringRef only = tokens.size() == 1 ? tokens.text(0) : StringRef();
  if (only.size() < 2 || (tokens.kinds[0] != token::STRING && tokens.kinds[0] != token::QIDENT))
    out += joinTokens(tokens, 0, tokens.size());
  else
    out += readQuoted(only.drop_front().drop_back(), only.back(),
                      tokens.kinds[0] == token::STRING && dialect.backslashEscapes);
}

void appendBare(const Value &value, const Dialect &dialect, std::string &out) {
  if (value.kind == Value::Kind::String)
    out += value.text;
  else if (value.kind == Value::Kind::Expr)
    appendBareExpr(value.text, dialect, out);
  else
    appendValue(value, ListForm::Array, dialect, out);
}

} // namespace sluice
