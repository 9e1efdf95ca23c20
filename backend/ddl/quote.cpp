// Quoting: the one place where a name or a text of the user becomes SQL.
#include "backend/ddl/quote.h"
#include "backend/sql/printer.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

std::string quoteName(StringRef name, const Dialect &dialect) {
  std::string text;
  text.reserve(name.size() + 2);
  printQuotedName(name, dialect, text);
  return text;
}

std::string objectText(const ObjectName &name, const Dialect &dialect) {
  std::string text;
  for (StringRef part : {StringRef(name.catalog), StringRef(name.schema), StringRef(name.name)}) {
    if (part.empty())
      continue;
    if (!text.empty())
      text += '.';
    text += quoteName(part, dialect);
  }
  return text;
}

std::string nameList(ArrayRef<std::string> names, const Dialect &dialect) {
  std::string text;
  for (StringRef name : names) {
    if (!text.empty())
      text += ", ";
    text += quoteName(name, dialect);
  }
  return text;
}

std::string quoteText(StringRef text, StringRef charFunction) {
  auto isSpecial = [](char c) { return c == '\'' || c == '\r' || c == 0; };
  std::string quoted = "'";
  quoted.reserve(text.size() + 16);
  for (StringRef rest = text; !rest.empty();) {
    StringRef plain = rest.take_until(isSpecial);
    quoted.append(plain.data(), plain.size());
    rest = rest.drop_front(plain.size());
    if (rest.empty())
      break;
    char c = rest.front();
    if (c == '\'')
      quoted += "''";
    else
      quoted += ("' || " + charFunction + "(" + llvm::Twine(int(c)) + ") || '").str();
    rest = rest.drop_front();
  }
  quoted += '\'';
  // One text made of several has parentheses, since it may stand beside operators.
  bool joined = text.contains('\r') || text.contains('\0');
  return joined ? "(" + quoted + ")" : quoted;
}

std::string commentText(StringRef text) {
  std::string plain = text.str();
  std::erase_if(plain, [](char c) { return c == '\r' || c == 0; });
  return quoteText(plain, "");
}

std::string dollarQuote(StringRef text) {
  std::string tag = "$sluice";
  for (unsigned i = 1; text.contains(tag); ++i)
    tag = "$sluice" + std::to_string(i) + "_";
  return tag + "$" + text.str() + tag + "$";
}

std::string nested(StringRef statement) {
  statement = statement.rtrim();
  while (statement.consume_back(";"))
    statement = statement.rtrim();
  return ("\n" + statement + "\n").str();
}

} // namespace sluice
