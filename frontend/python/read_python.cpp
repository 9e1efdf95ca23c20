// Reads literals and decorators of Python.
#include "frontend/python/read_python.h"
#include "frontend/python/lexer.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

namespace sluice {

const PythonArgument *PythonDecorator::find(StringRef wanted) const {
  auto found = llvm::find_if(arguments, [&](const PythonArgument &argument) { return argument.name == wanted; });
  return found == arguments.end() ? nullptr : &*found;
}

namespace {

using Kind = PythonToken::Kind;

class PythonReader {
public:
  explicit PythonReader(const SourceFile &file) : tokens(scanPython(file)) {}
  std::vector<PythonDecorator> decorators;

  void read();

private:
  const PythonToken &here() const { return tokens[at]; }
  bool take(StringRef mark) {
    if (!here().is(mark))
      return false;
    ++at;
    return true;
  }
  void skipLine();
  void skipValue();
  std::optional<Value> readValue();
  std::optional<Value> readAtom();
  std::optional<Value> readText();
  std::optional<Value> readName();
  std::optional<Value> readList(StringRef close);
  std::optional<Value> readMap();
  std::optional<Value> readArgumentsAsMap();
  std::vector<PythonArgument> readArguments();
  void readDecorator();
  void readAssignment();
  void finishFunction(size_t first);

  std::vector<PythonToken> tokens;
  size_t at = 0;
  unsigned nesting = 0;
  std::map<std::string, Value> constants; // that the file sets
};

void PythonReader::skipLine() {
  while (here().kind != Kind::Line && here().kind != Kind::End)
    ++at;
  at += here().kind == Kind::Line;
}

// Goes to the `,` or the bracket behind a value that is not understood.
void PythonReader::skipValue() {
  unsigned depth = 0;
  for (; here().kind != Kind::End && here().kind != Kind::Line; ++at) {
    bool opens = here().is("(") || here().is("[") || here().is("{"), closes = here().is(")") || here().is("]") || here().is("}");
    if (depth == 0 && (closes || here().is(",")))
      return;
    depth += opens;
    depth -= closes;
  }
}

// Texts that follow each other are one.
std::optional<Value> PythonReader::readText() {
  std::string text;
  bool plain = true;
  for (; here().kind == Kind::Text; ++at) {
    text += here().value;
    plain &= here().plain;
  }
  return plain ? std::optional(Value::ofString(text)) : std::nullopt;
}

std::optional<Value> PythonReader::readList(StringRef close) {
  Value list;
  list.kind = Value::Kind::List;
  bool known = true, comma = false;
  while (here().kind != Kind::End && !here().is(close)) {
    auto item = readValue();
    known &= item.has_value();
    list.items.push_back(item.value_or(Value()));
    comma = take(",");
    if (!comma)
      break;
  }
  if (!take(close))
    return std::nullopt;
  // `(a)` is a; `(a,)` is a list.
  if (known && close == ")" && list.items.size() == 1 && !comma)
    return list.items.front();
  return known ? std::optional(list) : std::nullopt;
}

std::optional<Value> PythonReader::readMap() {
  Value map;
  map.kind = Value::Kind::Map;
  bool known = true;
  while (here().kind != Kind::End && !here().is("}")) {
    size_t first = at;
    auto key = readValue();
    // Without a colon it is a set, which is a list here.
    if (!here().is(":") && map.keys.empty()) {
      at = first;
      return readList("}");
    }
    if (!take(":"))
      return std::nullopt;
    auto item = readValue();
    known &= key && item;
    map.keys.push_back(key ? key->text : "");
    map.items.push_back(item.value_or(Value()));
    if (!take(","))
      break;
  }
  return take("}") && known ? std::optional(map) : std::nullopt;
}

// `dict(a=1)`, and kinds that are written as calls of their class.
std::optional<Value> PythonReader::readArgumentsAsMap() {
  Value map;
  map.kind = Value::Kind::Map;
  bool known = true;
  for (PythonArgument &argument : readArguments()) {
    known &= argument.value && !argument.name.empty();
    map.keys.push_back(argument.name);
    map.items.push_back(argument.value.value_or(Value()));
  }
  return known ? std::optional(map) : std::nullopt;
}

// True, False, None, a constant of the file, `dict(...)`; of `ModelKindName.FULL`,
// which is no text, the last word.
std::optional<Value> PythonReader::readName() {
  std::string first = here().text.str(), last = first;
  bool dotted = false;
  ++at;
  while (here().is(".") && tokens[at + 1].kind == Kind::Name) {
    last = tokens[at + 1].text.str();
    dotted = true;
    at += 2;
  }
  if (take("("))
    return first == "dict" && !dotted ? readArgumentsAsMap() : std::nullopt;
  if (dotted)
    return llvm::is_contained({"ModelKindName", "IntervalUnit", "OnDestructiveChange", "OnAdditiveChange"}, first)
               ? std::optional(Value::ofExpr(last))
               : std::nullopt;
  if (first == "True" || first == "False")
    return Value::ofBool(first == "True");
  if (first == "None")
    return Value();
  auto constant = constants.find(first);
  return constant == constants.end() ? std::nullopt : std::optional(constant->second);
}

std::optional<Value> PythonReader::readAtom() {
  if (here().kind == Kind::Text)
    return readText();
  if (here().kind == Kind::Name)
    return readName();
  bool negative = take("-");
  if (here().kind == Kind::Number) {
    std::string text = (negative ? "-" : "") + here().text.str();
    ++at;
    llvm::erase(text, '_');
    return Value{text.find('.') == std::string::npos ? Value::Kind::Int : Value::Kind::Float, false, text, {}, {}};
  }
  if (take("["))
    return readList("]");
  if (take("("))
    return readList(")");
  return take("{") ? readMap() : std::nullopt;
}

// A value with nothing behind it: `1 + x` has to be computed.
std::optional<Value> PythonReader::readValue() {
  if (++nesting > 200) {
    --nesting;
    skipValue();
    return std::nullopt;
  }
  auto value = readAtom();
  --nesting;
  bool ends = here().is(",") || here().is(")") || here().is("]") || here().is("}") || here().is(":") ||
              here().kind == Kind::Line || here().kind == Kind::End;
  if (ends)
    return value;
  skipValue();
  return std::nullopt;
}

std::vector<PythonArgument> PythonReader::readArguments() {
  std::vector<PythonArgument> arguments;
  while (here().kind != Kind::End && !here().is(")")) {
    PythonArgument argument;
    size_t first = at;
    if (here().kind == Kind::Name && tokens[at + 1].is("=") && !tokens[at + 2].is("=")) {
      argument.name = here().text.str();
      at += 2;
    }
    argument.value = readValue();
    argument.range = cover(tokens[first].range, tokens[std::max(first, at - 1)].range);
    arguments.push_back(std::move(argument));
    if (!take(","))
      break;
  }
  take(")");
  return arguments;
}

void PythonReader::readDecorator() {
  PythonDecorator decorator;
  SourceRange start = here().range;
  ++at;
  while (here().kind == Kind::Name) {
    decorator.name = here().text.str();
    ++at;
    if (!take("."))
      break;
  }
  if (take("("))
    decorator.arguments = readArguments();
  decorator.range = cover(start, tokens[at - 1].range);
  decorators.push_back(std::move(decorator));
  skipLine();
}

// NAME = data, at the beginning of a line.
void PythonReader::readAssignment() {
  std::string name = here().text.str();
  at += 2;
  if (auto value = readValue())
    constants[name] = std::move(*value);
  skipLine();
}

// The function below decorators, and what it asks its context for. Its body ends
// where a line begins at the margin.
void PythonReader::finishFunction(size_t first) {
  take("async");
  std::string name = take("def") && here().kind == Kind::Name ? here().text.str() : "";
  std::vector<std::string> tables;
  skipLine();
  for (; here().kind != Kind::End && !(tokens[at - 1].kind == Kind::Line && here().indent == 0); ++at)
    if (here().is("context") && tokens[at + 1].is(".") && (tokens[at + 2].is("table") || tokens[at + 2].is("resolve_table")) &&
        tokens[at + 3].is("(") && tokens[at + 4].kind == Kind::Text && tokens[at + 4].plain)
      tables.push_back(tokens[at + 4].value);
  for (size_t i = first; i < decorators.size(); ++i) {
    decorators[i].function = name;
    decorators[i].tables = tables;
  }
}

void PythonReader::read() {
  size_t first = 0;
  while (here().kind != Kind::End) {
    bool margin = at == 0 || (tokens[at - 1].kind == Kind::Line && here().indent == 0);
    if (margin && here().is("@"))
      readDecorator();
    else if (margin && (here().is("def") || here().is("async") || here().is("class"))) {
      finishFunction(first);
      first = decorators.size();
    } else if (margin && here().kind == Kind::Name && tokens[at + 1].is("=") && !tokens[at + 2].is("="))
      readAssignment();
    else
      skipLine();
  }
}

} // namespace

std::vector<PythonDecorator> readDecorators(const SourceFile &file) {
  PythonReader reader(file);
  reader.read();
  return std::move(reader.decorators);
}

std::vector<std::string> readClassNames(const SourceFile &file) {
  std::vector<PythonToken> tokens = scanPython(file);
  std::vector<std::string> names;
  for (size_t i = 0; i + 2 < tokens.size(); ++i)
    if (tokens[i].is("class") && tokens[i + 1].kind == Kind::Name)
      names.push_back(tokens[i + 1].text.str());
    else if (tokens[i].is("NAME") && tokens[i + 1].is("=") && tokens[i + 2].kind == Kind::Text)
      names.push_back(tokens[i + 2].value);
  return names;
}

} // namespace sluice
