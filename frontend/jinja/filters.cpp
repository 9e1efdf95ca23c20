// Filters: `x | upper`, `items | join(', ')`.
//
// A row says what a filter's arguments are called, so that they can be given by
// place or by name.
#include "frontend/jinja/filter_call.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>

namespace sluice::jinja {

const Object *FilterCall::arg(StringRef wanted) const {
  llvm::SmallVector<StringRef, 4> names;
  params.split(names, ' ', -1, false);
  auto found = llvm::find(names, wanted);
  return found == names.end() ? nullptr : args.get(size_t(found - names.begin()), wanted);
}

std::string FilterCall::text(StringRef wanted, StringRef otherwise) const {
  const Object *given = arg(wanted);
  return given ? print(*given) : otherwise.str();
}

bool FilterCall::flag(StringRef wanted, bool otherwise) const {
  const Object *given = arg(wanted);
  return given ? isTrue(*given) : otherwise;
}

std::optional<Objects> FilterCall::items() const { return evaluator.iterate(value, place); }

namespace {

// ---- one value

// A filter that is a method of texts with the same arguments.
Object viaMethod(const FilterCall &call) {
  return callMethod(Object::ofString(print(call.value)), call.name, call.evaluator, call.args, call.place);
}

Object trim(const FilterCall &call) {
  const Object *chars = call.arg("chars");
  Args args;
  if (chars && chars->type != Type::None)
    args.positional.push_back(*chars);
  return callMethod(Object::ofString(print(call.value)), "strip", call.evaluator, args, call.place);
}

// Words begin behind blanks, hyphens and opening brackets.
Object title(const FilterCall &call) {
  std::string text = StringRef(print(call.value)).lower();
  for (size_t i = 0; i < text.size(); ++i)
    if (i == 0 || StringRef(" \t\n-({[<").contains(text[i - 1]))
      text[i] = llvm::toUpper(text[i]);
  return Object::ofString(std::move(text));
}

Object otherwise(const FilterCall &call) {
  bool missing = call.value.isUndefined() || (call.flag("boolean", false) && !isTrue(call.value));
  const Object *given = call.arg("default_value");
  return !missing ? call.value : given ? *given : Object::ofString("");
}

Object toText(const FilterCall &call) { return Object::ofString(print(call.value)); }

Object toInt(const FilterCall &call) {
  const Object *given = call.arg("default");
  Object fallback = given ? *given : Object::ofInt(0);
  if (call.value.isNumber())
    return call.value.isInt() ? Object::ofInt(call.value.number) : Object::ofInt(int64_t(std::trunc(call.value.real)));
  if (call.value.type != Type::String)
    return fallback;
  unsigned radix = unsigned(findWhole(call.arg("base")).value_or(10));
  StringRef text = StringRef(call.value.text).trim();
  int64_t number = 0;
  bool negative = text.consume_front("-");
  if (radix == 16)
    text.consume_front_insensitive("0x");
  if (radix >= 2 && radix <= 36 && !text.getAsInteger(radix, number))
    return Object::ofInt(negative ? -number : number);
  if (auto real = findReal(call.value.text); real && radix == 10 && std::abs(*real) < 9e18)
    return Object::ofInt(int64_t(*real));
  return fallback;
}

Object toFloat(const FilterCall &call) {
  if (call.value.isNumber())
    return Object::ofFloat(call.value.asReal());
  if (call.value.type == Type::String)
    if (auto real = findReal(call.value.text))
      return Object::ofFloat(*real);
  const Object *given = call.arg("default");
  return given ? *given : Object::ofFloat(0);
}

Object absolute(const FilterCall &call) {
  if (!call.value.isNumber())
    return call.wrong("a number");
  return call.value.isInt() ? Object::ofInt(std::abs(call.value.number)) : Object::ofFloat(std::abs(call.value.real));
}

// To even where two are equally near, as Python does.
Object roundNumber(const FilterCall &call) {
  if (!call.value.isNumber())
    return call.wrong("a number");
  int64_t precision = findWhole(call.arg("precision")).value_or(0);
  std::string method = call.text("method", "common");
  double factor = std::pow(10.0, double(precision)), scaled = call.value.asReal() * factor;
  if (method == "ceil")
    scaled = std::ceil(scaled);
  else if (method == "floor")
    scaled = std::floor(scaled);
  else if (method == "common")
    scaled = std::nearbyint(scaled);
  else
    return call.wrong("the methods `common`, `ceil` and `floor`");
  return Object::ofFloat(scaled / factor);
}

Object formatFilter(const FilterCall &call) {
  Object mapping = Object::ofMapping();
  for (auto &[name, value] : call.args.named)
    mapping.mapping->set(Object::ofString(name), value);
  return formatPercent(print(call.value), call.args.positional, call.args.named.empty() ? nullptr : &mapping, call.evaluator,
                       call.place);
}

// Lines after the first get blanks in front, but for empty ones.
Object indent(const FilterCall &call) {
  const Object *width = call.arg("width");
  std::string space = width && width->type == Type::String
                          ? width->text
                          : std::string(size_t(std::clamp<int64_t>(findWhole(width).value_or(4), 0, 1000)), ' ');
  bool first = call.flag("first", false), blank = call.flag("blank", false);
  std::string text = print(call.value), result;
  llvm::SmallVector<StringRef> lines;
  StringRef(text).split(lines, '\n');
  for (auto [i, line] : llvm::enumerate(lines)) {
    result += i > 0 ? "\n" : "";
    result += (i == 0 ? first : blank || !line.trim().empty()) ? space : std::string();
    result += line;
  }
  return Object::ofString(std::move(result));
}

Object truncate(const FilterCall &call) {
  size_t length = size_t(std::max<int64_t>(findWhole(call.arg("length")).value_or(255), 0));
  size_t leeway = size_t(std::max<int64_t>(findWhole(call.arg("leeway")).value_or(5), 0));
  std::string text = print(call.value), end = call.text("end", "...");
  std::vector<StringRef> characters = splitCharacters(text);
  if (characters.size() <= length + leeway)
    return Object::ofString(std::move(text));
  std::string cut;
  for (StringRef character : ArrayRef(characters).take_front(length - std::min(length, countCharacters(end))))
    cut += character;
  if (!call.flag("killwords", false))
    cut = StringRef(cut).substr(0, StringRef(cut).rfind(' ')).str();
  return Object::ofString(cut + end);
}

Object wordcount(const FilterCall &call) {
  int64_t count = 0;
  bool inWord = false;
  for (char c : print(call.value)) {
    bool part = llvm::isAlnum(c) || c == '_' || uint8_t(c) >= 0x80;
    count += part && !inWord;
    inWord = part;
  }
  return Object::ofInt(count);
}

Object escapeHtml(const FilterCall &call) {
  std::string result;
  for (char c : print(call.value))
    switch (c) {
    case '&': result += "&amp;"; break;
    case '<': result += "&lt;"; break;
    case '>': result += "&gt;"; break;
    case '\'': result += "&#39;"; break;
    case '"': result += "&#34;"; break;
    default: result += c;
    }
  return Object::ofString(std::move(result));
}

Object urlencode(const FilterCall &call) {
  std::string result;
  for (char c : print(call.value))
    if (llvm::isAlnum(c) || StringRef("_.-~/").contains(c))
      result += c;
    else
      ((result += '%') += llvm::hexdigit(uint8_t(c) >> 4)) += llvm::hexdigit(uint8_t(c) & 15);
  return Object::ofString(std::move(result));
}

Object same(const FilterCall &call) { return call.value; }

Object attribute(const FilterCall &call) { return call.evaluator.member(call.value, call.text("name"), call.place); }

// ---- the table

constexpr FilterRow filters[] = {
    {.name = "abs", .apply = absolute},
    {.name = "attr", .params = "name", .apply = attribute},
    {.name = "batch", .params = "linecount fill_with", .apply = batchItems},
    {.name = "capitalize", .apply = viaMethod},
    {.name = "center", .params = "width", .apply = viaMethod},
    {.name = "count", .apply = countItems},
    {.name = "d", .params = "default_value boolean", .apply = otherwise},
    {.name = "default", .params = "default_value boolean", .apply = otherwise},
    {.name = "dictsort", .params = "case_sensitive by reverse", .apply = sortMapping},
    {.name = "e", .apply = escapeHtml},
    {.name = "escape", .apply = escapeHtml},
    {.name = "first", .apply = firstItem},
    {.name = "float", .params = "default", .apply = toFloat},
    {.name = "format", .apply = formatFilter},
    {.name = "groupby", .params = "attribute default case_sensitive", .apply = groupItems},
    {.name = "indent", .params = "width first blank", .apply = indent},
    {.name = "int", .params = "default base", .apply = toInt},
    {.name = "items", .apply = listItems},
    {.name = "join", .params = "d attribute", .apply = joinItems},
    {.name = "last", .apply = lastItem},
    {.name = "length", .apply = countItems},
    {.name = "list", .apply = listItems},
    {.name = "lower", .apply = viaMethod},
    {.name = "map", .params = "attribute default", .apply = mapItems},
    {.name = "max", .params = "case_sensitive attribute", .apply = extremeItem},
    {.name = "min", .params = "case_sensitive attribute", .apply = extremeItem},
    {.name = "reject", .apply = selectItems},
    {.name = "rejectattr", .apply = selectItems},
    {.name = "replace", .params = "old new count", .apply = viaMethod},
    {.name = "reverse", .apply = reverseItems},
    {.name = "round", .params = "precision method", .apply = roundNumber},
    {.name = "safe", .apply = same},
    {.name = "select", .apply = selectItems},
    {.name = "selectattr", .apply = selectItems},
    {.name = "slice", .params = "slices fill_with", .apply = sliceItems},
    {.name = "sort", .params = "reverse case_sensitive attribute", .apply = sortItems},
    {.name = "string", .apply = toText},
    {.name = "sum", .params = "attribute start", .apply = sumItems},
    {.name = "title", .apply = title},
    {.name = "tojson", .params = "indent", .apply = toJson},
    {.name = "trim", .params = "chars", .apply = trim},
    {.name = "truncate", .params = "length killwords end leeway", .apply = truncate},
    {.name = "unique", .params = "case_sensitive attribute", .apply = uniqueItems},
    {.name = "upper", .apply = viaMethod},
    {.name = "urlencode", .apply = urlencode},
    {.name = "wordcount", .apply = wordcount},
};

} // namespace

std::vector<StringRef> filterNames() {
  std::vector<StringRef> names;
  for (const FilterRow &row : filters)
    names.push_back(row.name);
  return names;
}

Object Evaluator::filter(StringRef name, const Object &value, const Args &args, Place place) {
  for (const FilterRow &row : filters)
    if (row.name == name)
      return spend(place) ? row.apply({value, args, *this, place, row.name, row.params}) : Object();
  if (!failed)
    sink.report(rangeOf(place), diag::JinjaName, "filter", name, findNearest(name, filterNames()));
  failed = true;
  return {};
}

} // namespace sluice::jinja
