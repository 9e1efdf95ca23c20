// Looks types up in the rows that tools/dev/column_types.py makes of SQLGlot's
// answers: READ for what a word means, WRITE for how a meaning is spelled.
#include "ir/dialect/type_words.h"
#include "ir/dialect/dialect_set.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {
namespace {

struct WordRow {
  StringRef name, other;
  DialectSet dialects;
};
constexpr WordRow meanings[] = {
#define READ(WORD, MEANING, DIALECTS) {WORD, MEANING, bitsOf(DIALECTS)},
#define WRITE(MEANING, WORD, DIALECTS)
#include "ir/dialect/type_words.def"
#undef READ
#undef WRITE
};
constexpr WordRow spellings[] = {
#define READ(WORD, MEANING, DIALECTS)
#define WRITE(MEANING, WORD, DIALECTS) {MEANING, WORD, bitsOf(DIALECTS)},
#include "ir/dialect/type_words.def"
#undef READ
#undef WRITE
};

// A type's words, and its arguments with their parentheses.
struct TypeParts {
  llvm::SmallString<32> words;
  StringRef args;
};

TypeParts split(StringRef type) {
  size_t open = type.find('('), close = type.rfind(')');
  if (open == StringRef::npos || close == StringRef::npos || close < open)
    return {capitals(type.trim()), {}};
  TypeParts parts{capitals(type.take_front(open).rtrim()), type.slice(open, close + 1)};
  StringRef rest = type.drop_front(close + 1);
  parts.words += capitals(rest);
  return parts;
}

StringRef find(ArrayRef<WordRow> rows, StringRef words, DialectSet dialect) {
  const WordRow *row = findRow(rows, words, dialect);
  return row ? row->other : StringRef();
}

// The other words for a type, with its arguments unless these are lost.
std::string translate(ArrayRef<WordRow> rows, StringRef type, const Dialect &dialect) {
  TypeParts parts = split(type);
  DialectSet bit = bitOf(dialect);
  if (!parts.args.empty())
    if (StringRef whole = find(rows, (parts.words + "()").str(), bit); !whole.empty())
      return whole.str();
  StringRef found = find(rows, parts.words, bit);
  StringRef words = found.empty() ? StringRef(parts.words) : found;
  return parts.args.empty() ? words.str() : (words.take_front(words.find('(')) + parts.args).str();
}

} // namespace

std::string readType(StringRef written, const Dialect &dialect) {
  bool plain = llvm::all_of(written, [](char c) { return llvm::isAlnum(c) || StringRef("_ (),").contains(c); });
  if (!plain)
    return {};
  return translate(meanings, written, dialect);
}

std::string writeType(StringRef meaning, const Dialect &dialect) { return translate(spellings, meaning, dialect); }

} // namespace sluice
