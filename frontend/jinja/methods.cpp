// Methods of Python's objects that templates use: 'a'.upper(), list.append(x).
#include "frontend/jinja/evaluate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice::jinja {
namespace {

struct MethodCall {
  const Object &self;
  const Args &args;
  Evaluator &evaluator;
  Place place;
  StringRef name;

  const Object *arg(size_t i, StringRef named = {}) const { return args.get(i, named); }
  StringRef text(size_t i, StringRef otherwise = {}) const {
    const Object *given = arg(i);
    return given && given->type == Type::String ? StringRef(given->text) : otherwise;
  }
  Object wrong(StringRef wanted) const { return evaluator.fail(place, "`" + name + "` takes " + wanted); }
};

// ---- texts

constexpr StringRef blanks = " \t\n\r\f\v";

Object strip(const MethodCall &call) {
  StringRef text = call.self.text, chars = call.text(0, blanks);
  if (call.name != "rstrip")
    text = text.ltrim(chars);
  if (call.name != "lstrip")
    text = text.rtrim(chars);
  return Object::ofString(text.str());
}

std::string capitalize(StringRef text) {
  std::string result = text.lower();
  if (!result.empty())
    result[0] = llvm::toUpper(result[0]);
  return result;
}

std::string titleCase(StringRef text) {
  std::string result = text.lower();
  for (size_t i = 0; i < result.size(); ++i)
    if (i == 0 || !llvm::isAlpha(result[i - 1]))
      result[i] = llvm::toUpper(result[i]);
  return result;
}

Object changeCase(const MethodCall &call) {
  StringRef text = call.self.text;
  if (call.name == "upper")
    return Object::ofString(text.upper());
  if (call.name == "lower" || call.name == "casefold")
    return Object::ofString(text.lower());
  if (call.name == "capitalize")
    return Object::ofString(capitalize(text));
  if (call.name == "title")
    return Object::ofString(titleCase(text));
  std::string swapped;
  for (char c : text)
    swapped += llvm::isUpper(c) ? llvm::toLower(c) : llvm::toUpper(c);
  return Object::ofString(std::move(swapped));
}

Object replaceText(const MethodCall &call) {
  if (!call.arg(0) || !call.arg(1) || call.arg(0)->type != Type::String || call.arg(1)->type != Type::String)
    return call.wrong("two texts");
  StringRef rest = call.self.text, from = call.arg(0)->text, to = call.arg(1)->text;
  int64_t left = findWhole(call.arg(2)).value_or(-1);
  std::string result;
  for (; left != 0 && !from.empty(); --left) {
    size_t at = rest.find(from);
    if (at == StringRef::npos)
      break;
    (result += rest.take_front(at)) += to;
    rest = rest.drop_front(at + from.size());
  }
  return Object::ofString(result + rest.str());
}

// Without a separator: at any white space, of which none is left.
Objects splitBlanks(StringRef text, int64_t most) {
  Objects parts;
  for (text = text.ltrim(blanks); !text.empty(); text = text.ltrim(blanks)) {
    size_t end = most == 0 ? StringRef::npos : text.find_first_of(blanks);
    parts.push_back(Object::ofString((most == 0 ? text.rtrim(blanks) : text.take_front(end)).str()));
    text = end == StringRef::npos ? StringRef() : text.drop_front(end);
    --most;
  }
  return parts;
}

Object splitText(const MethodCall &call) {
  const Object *separator = call.arg(0, "sep");
  int64_t most = findWhole(call.arg(1, "maxsplit")).value_or(-1);
  StringRef text = call.self.text;
  if (!separator || separator->type == Type::None)
    return Object::ofList(splitBlanks(text, most));
  if (separator->type != Type::String || separator->text.empty())
    return call.wrong("a text that is not empty");
  llvm::SmallVector<StringRef> parts;
  if (call.name == "rsplit" && most >= 0) {
    for (StringRef rest = text; ; --most) {
      size_t at = most == 0 ? StringRef::npos : rest.rfind(separator->text);
      parts.insert(parts.begin(), at == StringRef::npos ? rest : rest.drop_front(at + separator->text.size()));
      if (at == StringRef::npos)
        break;
      rest = rest.take_front(at);
    }
  } else
    text.split(parts, separator->text, int(std::clamp<int64_t>(most, -1, INT32_MAX)));
  Objects result;
  for (StringRef part : parts)
    result.push_back(Object::ofString(part.str()));
  return Object::ofList(std::move(result));
}

Object splitLines(const MethodCall &call) {
  llvm::SmallVector<StringRef> lines;
  StringRef text = call.self.text;
  text.consume_back("\n");
  if (!call.self.text.empty())
    text.split(lines, '\n');
  Objects result;
  for (StringRef line : lines)
    result.push_back(Object::ofString(line.rtrim('\r').str()));
  return Object::ofList(std::move(result));
}

Object joinTexts(const MethodCall &call) {
  auto parts = call.arg(0) ? call.evaluator.iterate(*call.arg(0), call.place) : std::nullopt;
  if (!parts)
    return call.evaluator.hasFailed() ? Object() : call.wrong("a list of texts");
  std::string result;
  for (auto [i, part] : llvm::enumerate(*parts)) {
    if (part.type != Type::String)
      return call.wrong("a list of texts");
    result += (i > 0 ? call.self.text : std::string()) + part.text;
  }
  return Object::ofString(std::move(result));
}

// One text, or a tuple of them, any of which may fit.
Object hasEdge(const MethodCall &call) {
  const Object *given = call.arg(0);
  Objects wanted = given && given->type == Type::Tuple ? *given->items : given ? Objects{*given} : Objects();
  if (wanted.empty() || llvm::any_of(wanted, [](const Object &object) { return object.type != Type::String; }))
    return call.wrong("a text, or a tuple of texts");
  bool front = call.name == "startswith";
  return Object::ofBool(llvm::any_of(wanted, [&](const Object &edge) {
    StringRef text = call.self.text;
    return front ? text.starts_with(edge.text) : text.ends_with(edge.text);
  }));
}

Object cutEdge(const MethodCall &call) {
  StringRef text = call.self.text;
  if (call.name == "removeprefix")
    text.consume_front(call.text(0));
  else
    text.consume_back(call.text(0));
  return Object::ofString(text.str());
}

Object findText(const MethodCall &call) {
  if (!call.arg(0) || call.arg(0)->type != Type::String)
    return call.wrong("a text");
  StringRef text = call.self.text;
  if (call.name == "count")
    return Object::ofInt(int64_t(text.count(call.text(0))));
  size_t at = call.name == "rfind" ? text.rfind(call.text(0)) : text.find(call.text(0));
  if (at == StringRef::npos)
    return call.name == "index" ? call.evaluator.fail(call.place, "the text is not found") : Object::ofInt(-1);
  return Object::ofInt(int64_t(countCharacters(text.take_front(at))));
}

Object padText(const MethodCall &call) {
  auto width = findWhole(call.arg(0));
  if (!width || *width > 100'000)
    return call.wrong("a width of at most 100000");
  std::string text = call.self.text;
  size_t size = countCharacters(text), missing = *width > int64_t(size) ? size_t(*width) - size : 0;
  if (call.name == "zfill") {
    size_t at = !text.empty() && (text[0] == '-' || text[0] == '+');
    return Object::ofString(text.insert(at, std::string(missing, '0')));
  }
  char fill = call.text(1, " ").empty() ? ' ' : call.text(1, " ")[0];
  size_t left = call.name == "rjust" ? missing : call.name == "ljust" ? 0 : missing / 2 + (missing & size_t(*width) & 1);
  return Object::ofString(std::string(left, fill) + text + std::string(missing - left, fill));
}

Object isKind(const MethodCall &call) {
  StringRef text = call.self.text;
  auto all = [&](auto holds) { return Object::ofBool(!text.empty() && llvm::all_of(text, holds)); };
  if (call.name == "isdigit" || call.name == "isnumeric" || call.name == "isdecimal")
    return all(llvm::isDigit);
  if (call.name == "isalpha")
    return all(llvm::isAlpha);
  if (call.name == "isalnum")
    return all(llvm::isAlnum);
  if (call.name == "isspace")
    return all([](char c) { return blanks.contains(c); });
  bool lower = call.name == "islower";
  return Object::ofBool(llvm::any_of(text, llvm::isAlpha) && (lower ? text.lower() : text.upper()) == text);
}

Object formatText(const MethodCall &call) { return formatBraces(call.self.text, call.evaluator, call.args, call.place); }

// ---- lists

Object appendItem(const MethodCall &call) {
  if (!call.arg(0) || !call.evaluator.spend(call.place))
    return call.wrong("a value");
  call.self.items->push_back(*call.arg(0));
  return Object::none();
}

Object extendList(const MethodCall &call) {
  auto items = call.arg(0) ? call.evaluator.iterate(*call.arg(0), call.place) : std::nullopt;
  if (!items || !call.evaluator.spend(call.place, items->size()))
    return call.evaluator.hasFailed() ? Object() : call.wrong("a list");
  call.self.items->insert(call.self.items->end(), items->begin(), items->end());
  return Object::none();
}

Object insertItem(const MethodCall &call) {
  auto at = findWhole(call.arg(0));
  if (!at || !call.arg(1))
    return call.wrong("a place and a value");
  Objects &items = *call.self.items;
  int64_t size = int64_t(items.size());
  items.insert(items.begin() + std::clamp<int64_t>(*at < 0 ? *at + size : *at, 0, size), *call.arg(1));
  return Object::none();
}

Object popItem(const MethodCall &call) {
  Objects &items = *call.self.items;
  int64_t at = findWhole(call.arg(0)).value_or(-1), size = int64_t(items.size());
  at += at < 0 ? size : 0;
  if (at < 0 || at >= size)
    return call.evaluator.fail(call.place, "`pop` finds nothing at that place");
  Object result = items[size_t(at)];
  items.erase(items.begin() + at);
  return result;
}

Object findItem(const MethodCall &call) {
  if (!call.arg(0))
    return call.wrong("a value");
  Objects &items = *call.self.items;
  auto same = [&](const Object &item) { return isEqual(item, *call.arg(0)); };
  if (call.name == "count")
    return Object::ofInt(llvm::count_if(items, same));
  auto found = llvm::find_if(items, same);
  if (found == items.end())
    return call.evaluator.fail(call.place, "the value is not in the list");
  int64_t at = found - items.begin();
  if (call.name == "index")
    return Object::ofInt(at);
  items.erase(found);
  return Object::none();
}

Object rearrange(const MethodCall &call) {
  Objects &items = *call.self.items;
  if (call.name == "copy")
    return Object::ofList(items);
  if (call.name == "clear")
    items.clear();
  else if (call.name == "reverse")
    std::reverse(items.begin(), items.end());
  else {
    Object sorted = call.evaluator.filter("sort", call.self, {}, call.place);
    if (call.evaluator.hasFailed())
      return {};
    items = *sorted.items;
  }
  return Object::none();
}

// ---- mappings

Object listMapping(const MethodCall &call) {
  Objects result;
  for (auto &[key, value] : call.self.mapping->entries)
    result.push_back(call.name == "keys" ? key : call.name == "values" ? value : Object::ofList({key, value}, Type::Tuple));
  return Object::ofList(std::move(result));
}

Object getEntry(const MethodCall &call) {
  if (!call.arg(0))
    return call.wrong("a key");
  if (const Object *found = call.self.mapping->find(*call.arg(0))) {
    Object result = *found;
    if (call.name == "pop")
      call.self.mapping->erase(*call.arg(0));
    return result;
  }
  Object otherwise = call.arg(1) ? *call.arg(1) : Object::none();
  if (call.name == "pop" && !call.arg(1))
    return call.evaluator.fail(call.place, "`pop` finds no such key");
  if (call.name == "setdefault")
    call.self.mapping->set(*call.arg(0), otherwise);
  return otherwise;
}

Object updateMapping(const MethodCall &call) {
  auto other = callFunction("dict", call.evaluator, call.args, call.place);
  if (call.evaluator.hasFailed())
    return {};
  for (auto &[key, value] : other->mapping->entries)
    call.self.mapping->set(key, value);
  return Object::none();
}

Object copyMapping(const MethodCall &call) {
  Object result = Object::ofMapping();
  *result.mapping = *call.self.mapping;
  return result;
}

// ---- loops and times

Object cycleLoop(const MethodCall &call) {
  if (call.args.positional.empty())
    return call.wrong("the values to go through");
  return call.args.positional[call.self.loop->at % call.args.positional.size()];
}

Object hasChanged(const MethodCall &call) {
  Objects &last = call.self.loop->lastSeen;
  bool same = last.size() == 1 && isEqual(last[0], Object::ofList(call.args.positional));
  last = {Object::ofList(call.args.positional)};
  return Object::ofBool(!same);
}

constexpr StringRef monthNames[] = {"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
constexpr StringRef dayNames[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

// Days from Sunday, and from the first of January, 1.
unsigned weekday(const Object &time) { return unsigned(((dayOf(time) + 4) % 7 + 7) % 7); }
unsigned dayOfYear(const Object &time) {
  std::string newYear = print(time).substr(0, 4) + "-01-01";
  return unsigned(dayOf(time) - findDay(newYear).value_or(dayOf(time))) + 1;
}

// One directive of strftime; false for one that is not known.
bool formatDirective(char directive, const CivilTime &civil, const Object &time, llvm::raw_ostream &out) {
  unsigned hour12 = civil.hour % 12 == 0 ? 12 : civil.hour % 12;
  switch (directive) {
  case 'Y': out << llvm::format("%04d", int(civil.year)); return true;
  case 'y': out << llvm::format("%02d", int(civil.year % 100)); return true;
  case 'm': out << llvm::format("%02u", civil.month); return true;
  case 'd': out << llvm::format("%02u", civil.day); return true;
  case 'H': out << llvm::format("%02u", civil.hour); return true;
  case 'I': out << llvm::format("%02u", hour12); return true;
  case 'M': out << llvm::format("%02u", civil.minute); return true;
  case 'S': out << llvm::format("%02u", civil.second); return true;
  case 'f': out << llvm::format("%06u", civil.microsecond); return true;
  case 'j': out << llvm::format("%03u", dayOfYear(time)); return true;
  case 'p': out << (civil.hour < 12 ? "AM" : "PM"); return true;
  case 'B': out << monthNames[civil.month - 1]; return true;
  case 'b': out << monthNames[civil.month - 1].take_front(3); return true;
  case 'A': out << dayNames[weekday(time)]; return true;
  case 'a': out << dayNames[weekday(time)].take_front(3); return true;
  case 'w': out << weekday(time); return true;
  case 'u': out << (weekday(time) == 0 ? 7 : weekday(time)); return true;
  case 'z': out << (time.flag ? "+0000" : ""); return true;
  case 'Z': out << (time.flag ? "UTC" : ""); return true;
  case '%': out << '%'; return true;
  default: return false;
  }
}

Object formatTime(const MethodCall &call) {
  if (!call.arg(0) || call.arg(0)->type != Type::String)
    return call.wrong("a format such as '%Y-%m-%d'");
  CivilTime civil = civilTime(call.self);
  std::string result;
  llvm::raw_string_ostream out(result);
  StringRef format = call.arg(0)->text;
  for (size_t i = 0; i < format.size(); ++i)
    if (format[i] != '%' || i + 1 == format.size())
      out << format[i];
    else if (!formatDirective(format[++i], civil, call.self, out))
      return call.evaluator.notBuilt(call.place, "`%" + llvm::Twine(format[i]) + "` in `strftime`", "");
  return Object::ofString(std::move(result));
}

Object isoTime(const MethodCall &call) {
  std::string text = print(call.self);
  if (size_t at = text.find(' '); at != std::string::npos)
    text[at] = 'T';
  return Object::ofString(std::move(text));
}

Object dateOf(const MethodCall &call) {
  Object result = Object::ofText(Type::Date, {});
  result.number = dayOf(call.self);
  return result;
}

Object secondsOf(const MethodCall &call) { return Object::ofFloat(double(call.self.number) / 1e6); }

Object weekdayOf(const MethodCall &call) {
  unsigned fromMonday = (weekday(call.self) + 6) % 7;
  return Object::ofInt(fromMonday + (call.name == "isoweekday"));
}

// ---- the table

struct MethodRow {
  Type type;
  StringRef names; // blank-separated
  Object (*call)(const MethodCall &call);
};

constexpr MethodRow methods[] = {
    {Type::String, "strip lstrip rstrip", strip},
    {Type::String, "upper lower casefold capitalize title swapcase", changeCase},
    {Type::String, "replace", replaceText},
    {Type::String, "split rsplit", splitText},
    {Type::String, "splitlines", splitLines},
    {Type::String, "join", joinTexts},
    {Type::String, "startswith endswith", hasEdge},
    {Type::String, "removeprefix removesuffix", cutEdge},
    {Type::String, "find rfind index count", findText},
    {Type::String, "zfill ljust rjust center", padText},
    {Type::String, "isdigit isnumeric isdecimal isalpha isalnum isspace islower isupper", isKind},
    {Type::String, "format", formatText},
    {Type::List, "append", appendItem},
    {Type::List, "extend", extendList},
    {Type::List, "insert", insertItem},
    {Type::List, "pop", popItem},
    {Type::List, "index count remove", findItem},
    {Type::List, "copy clear reverse sort", rearrange},
    {Type::Tuple, "index count", findItem},
    {Type::Mapping, "items keys values", listMapping},
    {Type::Mapping, "get pop setdefault", getEntry},
    {Type::Mapping, "update", updateMapping},
    {Type::Mapping, "copy", copyMapping},
    {Type::Loop, "cycle", cycleLoop},
    {Type::Loop, "changed", hasChanged},
    {Type::Date, "strftime", formatTime},
    {Type::Date, "isoformat", isoTime},
    {Type::Date, "weekday isoweekday", weekdayOf},
    {Type::DateTime, "strftime", formatTime},
    {Type::DateTime, "isoformat", isoTime},
    {Type::DateTime, "weekday isoweekday", weekdayOf},
    {Type::DateTime, "date", dateOf},
    {Type::DateTime, "timestamp", secondsOf},
};

const MethodRow *findMethod(Type type, StringRef name) {
  for (const MethodRow &row : methods) {
    if (row.type != type)
      continue;
    llvm::SmallVector<StringRef, 8> names;
    row.names.split(names, ' ');
    if (llvm::is_contained(names, name))
      return &row;
  }
  return nullptr;
}

} // namespace

bool isMethod(const Object &object, StringRef name) { return findMethod(object.type, name) != nullptr; }

Object callMethod(const Object &object, StringRef name, Evaluator &evaluator, const Args &args, Place place) {
  return findMethod(object.type, name)->call({object, args, evaluator, place, name});
}

} // namespace sluice::jinja
