// Quoting: the one place where a name or a text of the user becomes SQL.
#include "backend/ddl/quote.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

std::string quoteName(StringRef name, const Dialect &dialect) {
  std::string text(1, dialect.openQuote);
  for (char c : name) {
    text += c;
    if (c == dialect.closeQuote)
      text += c;
  }
  return text + dialect.closeQuote;
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
  std::string quoted = "'";
  for (char c : text) {
    if (c == '\r' || c == 0) {
      quoted += ("' || " + charFunction + "(" + llvm::Twine(int(c)) + ") || '").str();
      continue;
    }
    quoted += c;
    if (c == '\'')
      quoted += c;
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
