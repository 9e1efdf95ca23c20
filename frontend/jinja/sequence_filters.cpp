// Filters that work on lists and mappings.
#include "frontend/jinja/filter_call.h"
#include "ir/base/json_text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice::jinja {

// The part that an argument such as 'a.b' or 0 names; the item itself without one.
static Object partOf(const Object &item, const Object *path, const FilterCall &call) {
  if (!path || path->type == Type::None)
    return item;
  if (path->isInt())
    return call.evaluator.index(item, *path, call.place);
  Object part = item;
  llvm::SmallVector<StringRef, 4> names;
  StringRef(path->text).split(names, '.');
  for (StringRef name : names) {
    int64_t at = 0;
    Object key = name.getAsInteger(10, at) ? Object::ofString(name.str()) : Object::ofInt(at);
    part = call.evaluator.index(part, key, call.place);
  }
  return part;
}

// What a text is ordered by where case does not count.
static Object orderKey(const Object &part, bool caseSensitive) {
  return caseSensitive || part.type != Type::String ? part : Object::ofString(StringRef(part.text).lower());
}

Object listItems(const FilterCall &call) {
  auto items = call.name == "items" && call.value.isMapping() ? std::nullopt : call.items();
  if (call.value.type == Type::Mapping && call.name == "items")
    return callMethod(call.value, "items", call.evaluator, {}, call.place);
  return items ? Object::ofList(std::move(*items)) : Object();
}

Object countItems(const FilterCall &call) {
  if (call.value.isMapping())
    return Object::ofInt(int64_t(call.value.mapping->entries.size()));
  auto items = call.items();
  return items ? Object::ofInt(int64_t(items->size())) : Object();
}

Object firstItem(const FilterCall &call) {
  auto items = call.items();
  return !items ? Object() : items->empty() ? Object::undefined("first") : items->front();
}

Object lastItem(const FilterCall &call) {
  auto items = call.items();
  return !items ? Object() : items->empty() ? Object::undefined("last") : items->back();
}

Object reverseItems(const FilterCall &call) {
  auto items = call.items();
  if (!items)
    return {};
  std::reverse(items->begin(), items->end());
  if (call.value.type != Type::String)
    return Object::ofList(std::move(*items));
  std::string text;
  for (const Object &character : *items)
    text += character.text;
  return Object::ofString(std::move(text));
}

Object joinItems(const FilterCall &call) {
  auto items = call.items();
  std::string text, separator = call.text("d");
  if (!items)
    return {};
  for (auto [i, item] : llvm::enumerate(*items)) {
    text += i > 0 ? separator : "";
    text += print(partOf(item, call.arg("attribute"), call));
  }
  return Object::ofString(std::move(text));
}

Object sumItems(const FilterCall &call) {
  auto items = call.items();
  const Object *start = call.arg("start");
  Object sum = start ? *start : Object::ofInt(0);
  for (const Object &item : items.value_or(Objects()))
    if (!call.evaluator.hasFailed())
      sum = call.evaluator.add(sum, partOf(item, call.arg("attribute"), call), call.place);
  return sum;
}

// Sorts by keys; false when two cannot be ordered, which is reported.
static bool sortByKeys(std::vector<std::pair<Object, Object>> &keyed, bool reverse, const FilterCall &call) {
  bool ordered = true;
  // Whether all are of one kind is asked first: the order must hold for any two.
  for (auto &[key, item] : keyed)
    ordered &= findOrder(keyed.front().first, key).has_value();
  if (!ordered || call.evaluator.hasFailed()) {
    call.evaluator.fail(call.place, "the filter `" + call.name + "` cannot order values of different kinds");
    return false;
  }
  llvm::stable_sort(keyed, [&](auto &a, auto &b) {
    int order = findOrder(a.first, b.first).value_or(0);
    return reverse ? order > 0 : order < 0;
  });
  return true;
}

static std::optional<std::vector<std::pair<Object, Object>>> keyItems(const FilterCall &call) {
  auto items = call.items();
  if (!items)
    return std::nullopt;
  std::vector<std::pair<Object, Object>> keyed;
  for (Object &item : *items) {
    Object key = orderKey(partOf(item, call.arg("attribute"), call), call.flag("case_sensitive", false));
    keyed.push_back({std::move(key), std::move(item)});
  }
  return call.evaluator.hasFailed() ? std::nullopt : std::optional(std::move(keyed));
}

Object sortItems(const FilterCall &call) {
  auto keyed = keyItems(call);
  if (!keyed || !sortByKeys(*keyed, call.flag("reverse", false), call))
    return {};
  Objects result;
  for (auto &[key, item] : *keyed)
    result.push_back(std::move(item));
  return Object::ofList(std::move(result));
}

Object extremeItem(const FilterCall &call) {
  auto keyed = keyItems(call);
  if (!keyed || !sortByKeys(*keyed, call.name == "max", call))
    return {};
  return keyed->empty() ? Object::undefined(call.name) : keyed->front().second;
}

Object sortMapping(const FilterCall &call) {
  if (!call.value.isMapping())
    return call.wrong("a mapping");
  bool byValue = call.text("by", "key") == "value";
  std::vector<std::pair<Object, Object>> keyed;
  for (auto &[key, value] : call.value.mapping->entries)
    keyed.push_back({orderKey(byValue ? value : key, call.flag("case_sensitive", false)),
                     Object::ofList({key, value}, Type::Tuple)});
  if (!sortByKeys(keyed, call.flag("reverse", false), call))
    return {};
  Objects result;
  for (auto &[key, pair] : keyed)
    result.push_back(std::move(pair));
  return Object::ofList(std::move(result));
}

Object uniqueItems(const FilterCall &call) {
  auto keyed = keyItems(call);
  Objects result;
  Mapping seen;
  for (auto &[key, item] : keyed.value_or(std::vector<std::pair<Object, Object>>()))
    if (!seen.find(key)) {
      seen.set(key, Object::none());
      result.push_back(std::move(item));
    }
  return Object::ofList(std::move(result));
}

// A pair of a value and its items, which also have the names `grouper` and `list`.
static Object makeGroup(Object value) {
  Object group = Object::ofList({std::move(value), Object::ofList({})}, Type::Tuple);
  group.mapping = std::make_shared<Mapping>();
  group.mapping->set(Object::ofString("grouper"), (*group.items)[0]);
  group.mapping->set(Object::ofString("list"), (*group.items)[1]);
  return group;
}

// Groups by value.
Object groupItems(const FilterCall &call) {
  if (!call.arg("attribute"))
    return call.wrong("the attribute to group by");
  auto keyed = keyItems(call);
  if (!keyed || !sortByKeys(*keyed, false, call))
    return {};
  Objects groups;
  for (auto [i, entry] : llvm::enumerate(*keyed)) {
    if (i == 0 || !isEqual(entry.first, (*keyed)[i - 1].first))
      groups.push_back(makeGroup(partOf(entry.second, call.arg("attribute"), call)));
    (*groups.back().items)[1].items->push_back(entry.second);
  }
  return Object::ofList(std::move(groups));
}

// map('filter', ...), map(attribute='a', default=x).
Object mapItems(const FilterCall &call) {
  auto items = call.items();
  if (!items)
    return {};
  const Object *path = call.args.find("attribute"), *missing = call.args.find("default");
  if (!path && (call.args.positional.empty() || call.args.positional[0].type != Type::String))
    return call.wrong("a filter's name, or `attribute=`");
  Objects result;
  for (const Object &item : *items) {
    if (path) {
      Object part = partOf(item, path, call);
      result.push_back(part.isUndefined() && missing ? *missing : part);
    } else {
      Args rest = call.args;
      std::string name = rest.positional.front().text;
      rest.positional.erase(rest.positional.begin());
      result.push_back(call.evaluator.filter(name, item, rest, call.place));
    }
    if (call.evaluator.hasFailed())
      return {};
  }
  return Object::ofList(std::move(result));
}

// select('odd'), rejectattr('kind', 'eq', 'x'): without a test, truth decides.
Object selectItems(const FilterCall &call) {
  auto items = call.items();
  if (!items)
    return {};
  bool byPart = call.name.ends_with("attr"), wanted = call.name.starts_with("select");
  Args rest = call.args;
  auto takeFirst = [&]() -> std::optional<Object> {
    if (rest.positional.empty())
      return std::nullopt;
    Object first = rest.positional.front();
    rest.positional.erase(rest.positional.begin());
    return first;
  };
  std::optional<Object> path = byPart ? takeFirst() : std::nullopt, name = takeFirst();
  if (byPart && !path)
    return call.wrong("the attribute to look at");
  Objects result;
  for (const Object &item : *items) {
    Object part = partOf(item, path ? &*path : nullptr, call);
    bool holds = name ? isTrue(call.evaluator.test(name->text, part, rest, call.place)) : isTrue(part);
    if (call.evaluator.hasFailed())
      return {};
    if (holds == wanted)
      result.push_back(item);
  }
  return Object::ofList(std::move(result));
}

// Rows of so many items; the last is filled up where there is something to fill it with.
Object batchItems(const FilterCall &call) {
  auto items = call.items();
  int64_t size = findWhole(call.arg("linecount")).value_or(0);
  if (!items || size < 1)
    return call.evaluator.hasFailed() ? Object() : call.wrong("how many items a row has");
  Objects rows;
  for (auto [i, item] : llvm::enumerate(*items)) {
    if (i % size_t(size) == 0)
      rows.push_back(Object::ofList({}));
    rows.back().items->push_back(std::move(item));
  }
  const Object *fill = call.arg("fill_with");
  while (fill && !rows.empty() && rows.back().items->size() < size_t(size) && call.evaluator.spend(call.place))
    rows.back().items->push_back(*fill);
  return Object::ofList(std::move(rows));
}

// So many columns of nearly equal length.
Object sliceItems(const FilterCall &call) {
  auto items = call.items();
  int64_t count = findWhole(call.arg("slices")).value_or(0);
  if (!items || count < 1 || !call.evaluator.spend(call.place, size_t(count)))
    return call.evaluator.hasFailed() ? Object() : call.wrong("how many slices there are");
  size_t each = items->size() / size_t(count), longer = items->size() % size_t(count), next = 0;
  const Object *fill = call.arg("fill_with");
  Objects slices;
  for (size_t i = 0; i < size_t(count); ++i) {
    Objects slice;
    for (size_t n = each + (i < longer); n > 0; --n)
      slice.push_back(std::move((*items)[next++]));
    if (fill && i >= longer)
      slice.push_back(*fill);
    slices.push_back(Object::ofList(std::move(slice)));
  }
  return Object::ofList(std::move(slices));
}

// ---- JSON

// A character beyond ASCII as JSON escapes it: by its UTF-16 units.
static void writeEscaped(StringRef character, std::string &out) {
  llvm::SmallVector<llvm::UTF16, 2> units;
  llvm::convertUTF8ToUTF16String(character, units);
  for (llvm::UTF16 unit : units)
    llvm::raw_string_ostream(out) << "\\u" << llvm::format_hex_no_prefix(unit, 4);
}

// Texts as JSON that is also safe in HTML, which is what Jinja writes.
static void writeJsonText(StringRef text, std::string &out) {
  std::string plain;
  appendJsonString(text, plain);
  for (StringRef character : splitCharacters(plain))
    if (character.size() > 1 || StringRef("<>&'").contains(character))
      writeEscaped(character, out);
    else
      out += character;
}

static bool writeJson(const Object &object, unsigned depth, std::string &out) {
  if (depth > 64)
    return false;
  bool first = true, good = true;
  if (object.isSequence()) {
    out += '[';
    for (const Object &item : *object.items) {
      out += std::exchange(first, false) ? "" : ", ";
      good &= writeJson(item, depth + 1, out);
    }
    out += ']';
    return good;
  }
  if (object.type == Type::Mapping) {
    out += '{';
    std::vector<std::pair<std::string, const Object *>> entries;
    for (auto &[key, value] : object.mapping->entries)
      entries.push_back({print(key), &value});
    llvm::sort(entries, [](auto &a, auto &b) { return a.first < b.first; });
    for (auto &[key, value] : entries) {
      out += std::exchange(first, false) ? "" : ", ";
      writeJsonText(key, out);
      out += ": ";
      good &= writeJson(*value, depth + 1, out);
    }
    out += '}';
    return good;
  }
  if (object.type == Type::String)
    writeJsonText(object.text, out);
  else if (object.type == Type::None)
    out += "null";
  else if (object.type == Type::Bool)
    out += object.flag ? "true" : "false";
  else if (object.isNumber())
    out += print(object);
  else
    return false;
  return good;
}

Object toJson(const FilterCall &call) {
  if (call.arg("indent"))
    return call.evaluator.notBuilt(call.place, "`indent` of `tojson`", "leave it out");
  std::string text;
  if (!writeJson(call.value, 0, text))
    return call.wrong("what JSON can hold");
  return Object::ofString(std::move(text));
}

} // namespace sluice::jinja
