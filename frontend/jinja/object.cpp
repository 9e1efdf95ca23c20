// Truth, equality, order and text of the objects of templates.
#include "frontend/jinja/object.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice::jinja {

Object Object::ofText(Type type, std::string text) {
  Object result;
  result.type = type;
  result.text = std::move(text);
  return result;
}

Object Object::ofBool(bool flag) {
  Object result = ofType(Type::Bool);
  result.flag = flag;
  result.number = flag;
  return result;
}

Object Object::ofInt(int64_t number) {
  Object result = ofType(Type::Int);
  result.number = number;
  return result;
}

Object Object::ofFloat(double real) {
  Object result = ofType(Type::Float);
  result.real = real;
  return result;
}

Object Object::ofList(Objects items, Type type) {
  Object result = ofType(type);
  result.items = std::make_shared<Objects>(std::move(items));
  return result;
}

Object Object::ofMapping(Type type) {
  Object result = ofType(type);
  result.mapping = std::make_shared<Mapping>();
  return result;
}

// ---- mappings

// 1, 1.0 and True are one key, as in Python.
static std::string keyText(const Object &key) {
  if (key.isNumber())
    return "#" + (key.isInt() ? printInt(key.number) + ".0" : printReal(key.real));
  return printQuoted(key);
}

Object *Mapping::find(const Object &key) {
  auto place = places.find(keyText(key));
  return place == places.end() ? nullptr : &entries[place->second].second;
}

void Mapping::set(const Object &key, Object value) {
  auto [place, isNew] = places.try_emplace(keyText(key), entries.size());
  if (isNew)
    entries.push_back({key, std::move(value)});
  else
    entries[place->second].second = std::move(value);
}

bool Mapping::erase(const Object &key) {
  auto place = places.find(keyText(key));
  if (place == places.end())
    return false;
  size_t gone = place->second;
  entries.erase(entries.begin() + ptrdiff_t(gone));
  places.erase(place);
  for (auto &entry : places)
    entry.second -= entry.second > gone;
  return true;
}

// ---- truth and order

bool isTrue(const Object &object) {
  switch (object.type) {
  case Type::Undefined:
  case Type::None:
    return false;
  case Type::Bool:
  case Type::Int:
    return object.number != 0;
  case Type::Float:
    return object.real != 0;
  case Type::String:
    return !object.text.empty();
  case Type::List:
  case Type::Tuple:
    return !object.items->empty();
  case Type::Mapping:
    return !object.mapping->entries.empty();
  case Type::Date:
  case Type::DateTime:
  case Type::Namespace:
  case Type::Loop:
  case Type::Macro:
  case Type::Function:
  case Type::Method:
    return true;
  }
  return false;
}

namespace {

// Compares two objects. Lists that hold themselves, or each other a million
// times over, are compared only so far: beyond that they differ.
class Comparison {
public:
  bool isEqual(const Object &a, const Object &b);
  std::optional<int> findOrder(const Object &a, const Object &b);

private:
  bool enter() { return ++steps < 1'000'000 && depth < 200; }
  bool equalMappings(Mapping &a, Mapping &b);
  template <class T> static int orderOf(const T &a, const T &b) { return a < b ? -1 : b < a ? 1 : 0; }
  unsigned depth = 0;
  size_t steps = 0;
};

bool Comparison::equalMappings(Mapping &a, Mapping &b) {
  if (a.entries.size() != b.entries.size())
    return false;
  return llvm::all_of(a.entries, [&](auto &entry) {
    const Object *other = b.find(entry.first);
    return other && isEqual(entry.second, *other);
  });
}

bool Comparison::isEqual(const Object &a, const Object &b) {
  if (a.isNumber() && b.isNumber())
    return a.isInt() && b.isInt() ? a.number == b.number : a.asReal() == b.asReal();
  if (a.type != b.type || !enter())
    return false;
  ++depth;
  bool equal = a.flag == b.flag && a.number == b.number && a.text == b.text && a.macro == b.macro && a.loop == b.loop;
  if (a.isSequence())
    equal = a.items == b.items || llvm::equal(*a.items, *b.items, [&](auto &x, auto &y) { return isEqual(x, y); });
  else if (a.type == Type::Mapping)
    equal = a.mapping == b.mapping || equalMappings(*a.mapping, *b.mapping);
  else if (a.isMapping())
    equal = a.mapping == b.mapping;
  else if (a.isUndefined())
    equal = true;
  --depth;
  return equal;
}

std::optional<int> Comparison::findOrder(const Object &a, const Object &b) {
  if (a.isNumber() && b.isNumber())
    return a.isInt() && b.isInt() ? orderOf(a.number, b.number) : orderOf(a.asReal(), b.asReal());
  if (a.type != b.type || a.flag != b.flag || !enter())
    return std::nullopt;
  if (a.type == Type::String)
    return orderOf(a.text, b.text);
  if (a.type == Type::Date || a.type == Type::DateTime)
    return orderOf(a.number, b.number);
  if (!a.isSequence())
    return std::nullopt;
  ++depth;
  std::optional<int> order = orderOf(a.items->size(), b.items->size());
  for (auto [x, y] : llvm::zip(*a.items, *b.items))
    if (!isEqual(x, y)) {
      order = findOrder(x, y);
      break;
    }
  --depth;
  return order;
}

} // namespace

bool isEqual(const Object &a, const Object &b) { return Comparison().isEqual(a, b); }

std::optional<int> findOrder(const Object &a, const Object &b) { return Comparison().findOrder(a, b); }

// ---- text

static std::string printTime(const Object &object) {
  return object.type == Type::Date ? printDay(object.number) : printInstant(object.number) + (object.flag ? "+00:00" : "");
}

// A text in Python's quotes: double ones only where that saves escapes.
static void quoteText(StringRef text, std::string &out) {
  char quote = text.contains('\'') && !text.contains('"') ? '"' : '\'';
  out += quote;
  for (char c : text) {
    if (c == quote || c == '\\')
      (out += '\\') += c;
    else if (c == '\n' || c == '\r' || c == '\t')
      (out += '\\') += c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
    else if (uint8_t(c) < 0x20 || c == 0x7f) {
      out += "\\x";
      out += llvm::hexdigit(uint8_t(c) >> 4, true);
      out += llvm::hexdigit(uint8_t(c) & 15, true);
    } else
      out += c;
  }
  out += quote;
}

static constexpr unsigned deepest = 64;
static constexpr size_t longest = 64u << 20;

static void quoteObject(const Object &object, unsigned depth, std::string &out) {
  if (object.type == Type::String)
    return quoteText(object.text, out);
  if ((depth > deepest || out.size() > longest) && (object.isSequence() || object.isMapping())) {
    out += "...";
    return;
  }
  if (object.isSequence()) {
    bool list = object.type == Type::List;
    out += list ? '[' : '(';
    for (auto [i, item] : llvm::enumerate(*object.items)) {
      if (out.size() > longest)
        break;
      out += i > 0 ? ", " : "";
      quoteObject(item, depth + 1, out);
    }
    out += list ? "]" : object.items->size() == 1 ? ",)" : ")";
    return;
  }
  if (object.type == Type::Mapping || object.type == Type::Namespace) {
    out += object.type == Type::Namespace ? "<Namespace {" : "{";
    for (auto [i, entry] : llvm::enumerate(object.mapping->entries)) {
      out += i > 0 ? ", " : "";
      quoteObject(entry.first, depth + 1, out);
      out += ": ";
      quoteObject(entry.second, depth + 1, out);
    }
    out += object.type == Type::Namespace ? "}>" : "}";
    return;
  }
  out += object.isUndefined() ? "Undefined" : print(object);
}

std::string printQuoted(const Object &object) {
  std::string out;
  quoteObject(object, 0, out);
  return out;
}

std::string print(const Object &object) {
  switch (object.type) {
  case Type::Undefined:
    return {};
  case Type::None:
    return "None";
  case Type::Bool:
    return object.flag ? "True" : "False";
  case Type::Int:
    return printInt(object.number);
  case Type::Float:
    return printReal(object.real);
  case Type::String:
    return object.text;
  case Type::Date:
  case Type::DateTime:
    return printTime(object);
  case Type::List:
  case Type::Tuple:
  case Type::Mapping:
  case Type::Namespace:
    return printQuoted(object);
  case Type::Loop:
  case Type::Macro:
  case Type::Function:
  case Type::Method:
    return "<" + describe(object).drop_front(2).str() + " " + printQuoted(Object::ofString(object.text)) + ">";
  }
  return {};
}

StringRef describe(const Object &object) {
  static constexpr StringRef names[] = {"an undefined value", "none",      "a truth value", "a number", "a number",
                                        "a text",             "a date",    "a time",        "a list",   "a tuple",
                                        "a mapping",          "a namespace", "a loop",        "a macro",     "a function", "a method"};
  return names[size_t(object.type)];
}

// ---- from and to values

// A text that is no time stays a text.
static Object readTime(const Value &value) {
  Object result = Object::ofText(value.kind == Value::Kind::Date ? Type::Date : Type::DateTime, {});
  auto instant = findInstant(value.text);
  auto day = result.type == Type::Date ? findDay(value.text) : std::nullopt;
  if (result.type == Type::Date ? !day : !instant)
    return Object::ofString(value.text);
  result.number = day ? *day : instant->micros;
  result.flag = !day && instant->zoned;
  return result;
}

Object fromValue(const Value &value) {
  switch (value.kind) {
  case Value::Kind::Null:
    return Object::none();
  case Value::Kind::Bool:
    return Object::ofBool(value.flag);
  case Value::Kind::Int:
    if (auto number = findInt(value.text); number && *number >= INT64_MIN && *number <= INT64_MAX)
      return Object::ofInt(int64_t(*number));
    return Object::ofFloat(findReal(value.text).value_or(0));
  case Value::Kind::Float:
    return Object::ofFloat(findReal(value.text).value_or(0));
  case Value::Kind::String:
  case Value::Kind::Expr:
    return Object::ofString(value.text);
  case Value::Kind::Date:
  case Value::Kind::DateTime:
    return readTime(value);
  case Value::Kind::List: {
    Objects items;
    for (const sluice::Value &item : value.items)
      items.push_back(fromValue(item));
    return Object::ofList(std::move(items));
  }
  case Value::Kind::Map: {
    Object result = Object::ofMapping();
    for (auto [key, item] : llvm::zip(value.keys, value.items))
      result.mapping->set(Object::ofString(key), fromValue(item));
    return result;
  }
  }
  llvm_unreachable("all kinds are handled");
}

CivilTime civilTime(const Object &object) {
  return object.type == Type::Date ? civilDay(object.number) : civilInstant(object.number);
}

int64_t dayOf(const Object &object) {
  if (object.type == Type::Date)
    return object.number;
  return object.number / microsOfDay - (object.number % microsOfDay < 0);
}

// ---- characters

static bool startsCharacter(char c) { return (uint8_t(c) & 0xC0) != 0x80; }

size_t countCharacters(StringRef text) { return size_t(llvm::count_if(text, startsCharacter)); }

std::vector<StringRef> splitCharacters(StringRef text) {
  std::vector<StringRef> result;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    while (end < text.size() && !startsCharacter(text[end]))
      ++end;
    result.push_back(text.slice(i, end));
    i = end;
  }
  return result;
}

} // namespace sluice::jinja
