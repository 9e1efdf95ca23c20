// Literals: numbers, strings in all their quotes, literals of a type, intervals.
//
//   r'a\b'               'a\\b'
//   DATE '2024-01-01'    CAST('2024-01-01' AS DATE)
//   INTERVAL '1 day'     INTERVAL '1' DAY
#include "backend/sql/writer.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

void printNode(Writer &w, const Number &node) {
  bool respelled = !w.options.asWritten;
  if (respelled && node.text.starts_with("."))
    w << '0';
  if (!respelled || !node.text.contains('_')) {
    w << node.text;
    return;
  }
  for (char c : node.text)
    if (c != '_')
      w << c;
}

// The text of a string that was written between double quotes, for single ones.
static void printRequoted(Writer &w, StringRef text) {
  for (size_t i = 0; i < text.size(); ++i) {
    bool pair = i + 1 < text.size();
    if (text[i] == '"' && pair && text[i + 1] == '"')
      ++i;
    else if (text[i] == '\\' && pair && w.dialect.backslashEscapes)
      w << text[i++];
    else if (text[i] == '\'')
      w << (w.dialect.backslashEscapes ? '\\' : '\'');
    w << text[i];
  }
}

// Whether a string is printed as a plain one: r'a\b' and '''a'''.
static bool isPlainWithEscapes(const Writer &w, const String &node) {
  bool raw = node.prefix.size() % 3 == 1 && llvm::toLower(node.prefix[0]) == 'r';
  bool triple = node.prefix.size() == 3 && (node.prefix[0] == '"' || node.prefix[0] == '\'');
  return !w.options.asWritten && w.dialect.rawStrings && (raw || triple);
}

// In a raw string a backslash is one; elsewhere it is an escape already.
static void printEscaped(Writer &w, StringRef text, bool raw) {
  w << '\'';
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && !raw && i + 1 < text.size())
      w << text[i++];
    else if (text[i] == '\\' || text[i] == '\'')
      w << '\\';
    if (text[i] == '\n')
      w << "\\n";
    else
      w << text[i];
  }
  w << '\'';
}

void printNode(Writer &w, const String &node) {
  if (w.format.first == &node) {
    w << '\'' << w.format.second << '\'';
    return;
  }
  if (node.prefix.starts_with("$")) {
    if (!w.options.asWritten && w.dialect.backslashEscapes)
      printEscaped(w, node.text, true);
    else if (w.options.asWritten)
      w << node.prefix << node.text << node.prefix;
    else
      printString(node.text, w.dialect, w.out);
    return;
  }
  if (isPlainWithEscapes(w, node)) {
    printEscaped(w, node.text, !node.prefix.empty() && llvm::toLower(node.prefix[0]) == 'r');
    return;
  }
  if (node.prefix.ends_with("\"\"\"") || node.prefix.ends_with("'''")) {
    w << node.prefix << node.text << node.prefix.take_back(3);
    return;
  }
  if (node.doubleQuoted && w.options.asWritten) {
    w << node.prefix << '"' << node.text << '"';
    return;
  }
  // SQLGlot prints prefixes small, except that of national strings.
  if (node.prefix.equals_insensitive("N") || node.prefix.equals_insensitive("U&"))
    w.word(node.prefix);
  else
    for (char c : node.prefix)
      w << llvm::toLower(c);
  w << '\'';
  if (node.doubleQuoted)
    printRequoted(w, node.text);
  else
    w << node.text;
  w << '\'';
}

void printNode(Writer &w, const Null &) { w << "NULL"; }
// Whether a truth stands where a value is wanted, and not a condition.
static bool isValueIn(const Node *around, const Node &node) {
  if (auto *select = dyn_cast_or_null<Select>(around))
    return llvm::is_contained(select->items, &node);
  if (auto *infix = dyn_cast_or_null<Infix>(around))
    return infix->ops.front() == Op::Equal || infix->ops.front() == Op::NotEqual;
  if (auto *when = dyn_cast_or_null<When>(around))
    return when->result == &node;
  return isa_and_nonnull<Aliased, Case, In, Is, Tuple, Values>(around);
}

// TRUE; in T-SQL, which has no such literal, 1 or (1 = 1).
void printNode(Writer &w, const Bool &node) {
  if (!w.spelling.truthIsBit || w.options.asWritten)
    w << (node.value ? "TRUE" : "FALSE");
  else if (isValueIn(w.around, node))
    w << (node.value ? '1' : '0');
  else
    w << (node.value ? "(1 = 1)" : "(1 = 0)");
}
void printNode(Writer &w, const Placeholder &node) { w << node.text; }

// 'x'::TEXT, where only this form of a cast can stand.
static void printColons(Writer &w, const Node *value) {
  auto *cast = dyn_cast_or_null<Cast>(value);
  if (!cast)
    w.node(value, level::primary);
  else
    printColons(w, cast->operand), (w << "::").node(cast->type);
}

// '2024-01-01 10:00 +02': a time with a zone behind it.
static bool hasZone(StringRef text) {
  size_t time = text.find(':');
  return time != StringRef::npos && llvm::any_of(text.drop_front(time), [](char c) { return llvm::isAlpha(c) || c == '+' || c == '-'; });
}

// SQLite has no typed literals: there a date is made by a function.
void printNode(Writer &w, const TypedLiteral &node) {
  auto *type = dyn_cast_or_null<Type>(node.type);
  auto *value = dyn_cast_or_null<String>(node.value);
  bool isJson = type && type->name.equals_insensitive("JSON") && !w.spelling.jsonLiteral.empty();
  bool zoned = type && value && w.spelling.zonedTimestamps && type->name.equals_insensitive("TIMESTAMP") && hasZone(value->text);
  if (w.options.asWritten)
    printColons(w.node(node.type) << ' ', node.value);
  else if (isJson)
    (w << w.spelling.jsonLiteral << '(').node(node.value) << ')';
  else if (zoned)
    (w << "CAST(").node(node.value) << " AS TIMESTAMP WITH TIME ZONE)";
  else
    printCast(w, "CAST", node.value, node.type, nullptr);
}

// The number and the unit of '1 day', or nothing.
static std::pair<StringRef, StringRef> splitInterval(StringRef text) {
  text = text.trim(' ');
  StringRef number = text.take_front(text.find_if([](char c) { return !llvm::isDigit(c) && c != '.' && c != '-'; }));
  StringRef unit = text.drop_front(number.size()).ltrim(' ');
  bool plain = !number.empty() && llvm::isDigit(number.back()) && !unit.empty() && llvm::all_of(unit, llvm::isAlpha);
  return plain ? std::pair(number, unit) : std::pair(StringRef(), StringRef());
}

// What stands between the quotes of an interval's value; empty where the value
// is no constant.
static StringRef constantOf(const Node *value) {
  if (auto *string = dyn_cast_or_null<String>(value))
    return string->prefix.empty() && !string->doubleQuoted ? string->text : StringRef();
  auto *number = dyn_cast_or_null<Number>(value);
  return number ? number->text : StringRef();
}

void printNode(Writer &w, const Interval &node) {
  w << "INTERVAL ";
  StringRef constant = constantOf(node.value), unit = node.unit;
  bool respelled = !w.options.asWritten && !constant.empty() && node.toUnit.empty();
  if (respelled && unit.empty() && splitInterval(constant).first.data())
    std::tie(constant, unit) = splitInterval(constant);
  if (!respelled || unit.empty()) {
    w.node(node.value, level::term);
  } else if (w.spelling.interval == IntervalForm::OneString) {
    (w << '\'' << constant << ' ').word(unit) << '\'';
    return;
  } else {
    w << '\'' << constant << '\'';
  }
  if (!unit.empty())
    (w << ' ').word(unit);
  if (node.unitExpr)
    (w << ' ').node(node.unitExpr);
  if (!node.toUnit.empty())
    (w << " TO ").word(node.toUnit);
}

} // namespace sluice
