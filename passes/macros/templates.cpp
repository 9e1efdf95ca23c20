// Filling templates, one placeholder after the other.
#include "passes/macros/templates.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

using llvm::StringRef;

// The longest name at the beginning of a text; empty if there is none.
static StringRef nameAt(StringRef text) {
  if (text.empty() || !(llvm::isAlpha(text[0]) || text[0] == '_'))
    return {};
  return text.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
}

// The placeholder at the beginning of a text, of which `text` begins with @;
// sets the name. Empty if there is none.
static StringRef placeholderAt(StringRef text, StringRef &name) {
  bool braces = text.size() > 1 && text[1] == '{';
  name = nameAt(text.drop_front(braces ? 2 : 1));
  size_t end = name.size() + (braces ? 2 : 1);
  if (name.empty() || (braces && (end >= text.size() || text[end] != '}')))
    return {};
  return text.take_front(end + braces);
}

std::optional<std::string> findPlainTemplate(StringRef text) {
  std::string plain;
  for (size_t at; (at = text.find("@{")) != StringRef::npos;) {
    size_t close = text.find('}', at);
    StringRef name = text.slice(at + 2, close).trim();
    auto isNameByte = [](char c) { return llvm::isAlnum(c) || c == '_' || c == '$' || (c & 0x80); };
    if (close == StringRef::npos || name.empty() || !llvm::all_of(name, isNameByte))
      return std::nullopt;
    ((plain += text.take_front(at + 2)) += name) += '}';
    text = text.drop_front(close + 1);
  }
  return plain + text.str();
}

void fillTemplate(StringRef text, TemplateLookup lookup, std::string &out) {
  while (!text.empty()) {
    size_t at = text.find('@');
    out += text.take_front(at);
    text = text.substr(at);
    if (text.empty())
      return;
    StringRef name, placeholder = placeholderAt(text, name);
    if (text.starts_with("@@")) {
      out += '@';
      text = text.drop_front(2);
    } else if (!placeholder.empty() && lookup(name, out)) {
      text = text.drop_front(placeholder.size());
    } else {
      out += '@';
      text = text.drop_front();
    }
  }
}

} // namespace sluice
