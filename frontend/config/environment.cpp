// The process environment, and the lines of .env.
#include "frontend/config/environment.h"
#include "frontend/config/diags.h"
#include "llvm/ADT/StringExtras.h"
#include <unistd.h>

namespace sluice {

Environment processEnvironment() {
  Environment::Map result;
  for (char **entry = environ; *entry; ++entry) {
    auto [name, value] = StringRef(*entry).split('=');
    result[name.str()] = value.str();
  }
  return Environment(std::move(result));
}

// The value of a .env line: quoted as a whole, or up to a blank and '#'.
static std::string dotenvValue(StringRef text) {
  text = text.trim();
  if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"'))
    if (size_t end = text.find(text.front(), 1); end != StringRef::npos)
      return text.slice(1, end).str();
  return text.take_front(text.find(" #")).rtrim().str();
}

static bool isName(StringRef text) {
  return !text.empty() && !llvm::isDigit(text.front()) &&
         llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

Environment::Map readDotenv(const SourceFile &file, Sink sink) {
  Environment::Map result;
  llvm::SmallVector<StringRef> lines;
  file.text.split(lines, '\n');
  for (StringRef whole : lines) {
    StringRef line = whole.trim();
    if (line.empty() || line.front() == '#')
      continue;
    line.consume_front("export ");
    auto [name, value] = line.split('=');
    name = name.trim();
    if (line.contains('=') && isName(name))
      result[name.str()] = dotenvValue(value);
    else
      sink.report(file.range(whole), diag::DotenvSyntax);
  }
  return result;
}

} // namespace sluice
