// Finds the dialect of a file before the file can be scanned, since scanning
// needs it:
//
//   MODEL (name s.t, dialect snowflake, ...)     -> snowflake
//
// SQLMesh looks with a regular expression at the first 10,000 characters; the
// same places are found here by walking over them.
#include "frontend/declare/declarations.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

namespace {
// A cursor over text that skips blanks and comments.
struct Cursor {
  StringRef rest;

  bool skipOne() {
    if (!rest.empty() && llvm::isSpace(rest.front())) {
      rest = rest.drop_front();
      return true;
    }
    StringRef end = rest.starts_with("--") ? "\n" : rest.starts_with("/*") ? "*/" : "";
    size_t close = end.empty() ? StringRef::npos : rest.find(end, 2);
    if (close == StringRef::npos)
      return false;
    rest = rest.drop_front(close + end.size());
    return true;
  }
  bool skipBlanks() {
    bool any = false;
    while (skipOne())
      any = true;
    return any;
  }
};
} // namespace

// `dialect NAME` and then ',' or ')'; the text stands behind a '(' or ','.
static StringRef dialectProperty(StringRef text) {
  Cursor cursor{text};
  cursor.skipBlanks();
  if (!cursor.rest.consume_front_insensitive("dialect") || !cursor.skipBlanks())
    return {};
  if (!cursor.rest.empty() && StringRef("'\"").contains(cursor.rest.front()))
    cursor.rest = cursor.rest.drop_front();
  StringRef name = cursor.rest.take_while([](char c) { return llvm::isAlnum(c); });
  cursor.rest = cursor.rest.drop_front(name.size());
  if (!cursor.rest.empty() && StringRef("'\"").contains(cursor.rest.front()))
    cursor.rest = cursor.rest.drop_front();
  cursor.skipBlanks();
  bool ends = !cursor.rest.empty() && StringRef(",)").contains(cursor.rest.front());
  return ends && !name.empty() && llvm::isAlpha(name.front()) ? name : StringRef();
}

// Where a header's '(' stands behind the word `model` or `audit`, or npos.
static size_t findHeader(StringRef text) {
  for (size_t at = text.find('('); at != StringRef::npos; at = text.find('(', at + 1)) {
    StringRef word = text.take_front(at).rtrim();
    if (word.ends_with_insensitive("model") || word.ends_with_insensitive("audit"))
      return at;
  }
  return StringRef::npos;
}

// Whether the word stands anywhere: most files of a project leave it out.
static bool mentionsDialect(StringRef text) {
  for (char first : {'d', 'D'})
    for (size_t at = text.find(first); at != StringRef::npos; at = text.find(first, at + 1))
      if (text.substr(at).starts_with_insensitive("dialect"))
        return true;
  return false;
}

StringRef findDialectName(StringRef text) {
  text = text.take_front(10000);
  size_t header = mentionsDialect(text) ? findHeader(text) : StringRef::npos;
  StringRef rest = header == StringRef::npos ? StringRef() : text.drop_front(header);
  while (!rest.empty()) {
    rest = rest.drop_front();
    if (StringRef name = dialectProperty(rest); !name.empty())
      return name;
    rest = rest.drop_until([](char c) { return c == '(' || c == ','; });
  }
  return {};
}

} // namespace sluice
