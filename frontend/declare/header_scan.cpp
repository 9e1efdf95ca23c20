// Walks over the header of a file. It would rather understand nothing than
// something wrong: who asks then reads the whole file.
#include "frontend/declare/header_scan.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {
namespace {

class HeaderScan {
public:
  explicit HeaderScan(StringRef text) : rest(text) {}
  std::optional<HeaderText> run();

private:
  void skipString();
  bool skipComment();
  void skipBlanks();
  StringRef takeWord();
  StringRef takeValue();
  void addProperty(StringRef name, StringRef value);

  StringRef rest;
  HeaderText header;
  bool sure = true;
};

// A string or a quoted name; `rest` stands at its quote. A doubled quote looks
// like two strings, which does no harm.
void HeaderScan::skipString() {
  size_t end = rest.find(rest.front(), 1);
  sure &= end != StringRef::npos && !rest.take_front(end).contains('\\');
  rest = rest.drop_front(end == StringRef::npos ? rest.size() : end + 1);
}

bool HeaderScan::skipComment() {
  StringRef close = rest.starts_with("--") ? "\n" : rest.starts_with("/*") ? "*/" : "";
  if (close.empty())
    return false;
  size_t end = rest.find(close, 2);
  // Some dialects let comments of this kind stand in each other.
  sure &= end != StringRef::npos && !rest.slice(2, end).contains("/*");
  rest = rest.drop_front(end == StringRef::npos ? rest.size() : end + close.size());
  return true;
}

void HeaderScan::skipBlanks() {
  do
    rest = rest.ltrim();
  while (skipComment());
}

StringRef HeaderScan::takeWord() {
  skipBlanks();
  StringRef word = rest.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
  rest = rest.drop_front(word.size());
  return word;
}

// Everything up to the ',' or ')' that ends the property.
StringRef HeaderScan::takeValue() {
  skipBlanks();
  StringRef all = rest;
  size_t depth = 0, length = 0;
  while (sure && !rest.empty()) {
    char c = rest.front();
    if (depth == 0 && (c == ',' || c == ')'))
      return all.take_front(length);
    if (skipComment())
      continue;
    depth += c == '(' || c == '[' || c == '{';
    depth -= depth && (c == ')' || c == ']' || c == '}');
    sure &= !StringRef("#$\\").contains(c) && !rest.starts_with("//") && !rest.starts_with("{{") && !rest.starts_with("{%");
    if (StringRef("'\"`").contains(c))
      skipString();
    else
      rest = rest.drop_front();
    if (!llvm::isSpace(c))
      length = all.size() - rest.size();
  }
  sure = false;
  return {};
}

void HeaderScan::addProperty(StringRef name, StringRef value) {
  StringRef *known = name.equals_insensitive("name") ? &header.name : name.equals_insensitive("kind") ? &header.kind : nullptr;
  sure &= !name.empty() && !value.empty() && !(known && !known->empty());
  if (known)
    *known = value;
}

std::optional<HeaderText> HeaderScan::run() {
  sure = takeWord().equals_insensitive("model");
  skipBlanks();
  sure &= rest.consume_front("(");
  while (sure) {
    StringRef name = takeWord();
    addProperty(name, takeValue());
    skipBlanks();
    if (rest.consume_front(")"))
      break;
    sure &= rest.consume_front(",");
  }
  return sure && !header.name.empty() ? std::optional(header) : std::nullopt;
}

} // namespace

std::optional<HeaderText> findHeaderText(StringRef text) { return HeaderScan(text).run(); }

std::optional<StringRef> findLastPart(StringRef name) {
  StringRef part = name.drop_front(name.rfind('.') + 1).trim();
  for (StringRef quote : {"\"", "`"})
    if (part.size() > 2 && part.starts_with(quote) && part.ends_with(quote))
      part = part.drop_front().drop_back();
  if (part.empty() || !llvm::all_of(part, [](char c) { return llvm::isAlnum(c) || c == '_'; }))
    return std::nullopt;
  return part;
}

} // namespace sluice
