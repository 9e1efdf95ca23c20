// Checks of property values, one small reader per type.
#include "passes/elaborate/values.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

TypeHelp helpFor(PropertyType type) {
  switch (type) {
  case PropertyType::Text:
    return {"a text", "'text'"};
  case PropertyType::Bool:
    return {"true or false", "true"};
  case PropertyType::Integer:
    return {"a whole number", "7"};
  case PropertyType::Cron:
    return {"a schedule: five cron fields, or @hourly, @daily, @weekly, @monthly, @yearly, in quotes", "'@daily'"};
  case PropertyType::Zone:
    return {"the name of a time zone", "'Europe/Berlin'"};
  case PropertyType::Unit:
    return {"year, month, day, hour, half_hour, quarter_hour or five_minute", "hour"};
  case PropertyType::Time:
    return {"a date, a date and time, or words such as '1 week ago'", "'2024-01-01'"};
  case PropertyType::Texts:
    return {"a list of texts", "(a, b)"};
  case PropertyType::Name:
    return {"a table name", "schema.table"};
  case PropertyType::Names:
    return {"a list of table names", "(schema.a, schema.b)"};
  case PropertyType::Exprs:
    return {"a list of expressions", "(a, b)"};
  case PropertyType::Columns:
    return {"a list of columns with their types", "(a INT, b TEXT)"};
  case PropertyType::Pairs:
    return {"a list of pairs", "(a = 'x', b = 'y')"};
  case PropertyType::Kind:
    return {"a model kind", "FULL"};
  case PropertyType::Audits:
    return {"a list of calls", "(not_null(columns := (id)))"};
  case PropertyType::Any:
    return {"a value", "x"};
  }
  llvm_unreachable("all types are handled");
}

// One field of a schedule: `*`, `5`, `1-5`, `*/10`, `1,15`, or names of months
// and days.
static bool isCronField(StringRef field, unsigned low, unsigned high) {
  llvm::SmallVector<StringRef> parts;
  field.split(parts, ',');
  return llvm::all_of(parts, [&](StringRef part) {
    auto [range, step] = part.split('/');
    unsigned number;
    if (part.contains('/') && (step.getAsInteger(10, number) || number == 0))
      return false;
    auto isEnd = [&](StringRef text) {
      bool word = text.size() == 3 && llvm::all_of(text, llvm::isAlpha);
      return word || (!text.getAsInteger(10, number) && number >= low && number <= high);
    };
    auto [from, to] = range.split('-');
    return range == "*" || range == "?" || range == "L" || (isEnd(from) && (!range.contains('-') || isEnd(to)));
  });
}

bool isCron(StringRef text) {
  static constexpr StringRef words[] = {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"};
  if (text.starts_with("@"))
    return llvm::is_contained(words, text.lower());
  static constexpr unsigned limits[][2] = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}};
  llvm::SmallVector<StringRef> fields;
  llvm::SplitString(text, fields, " \t");
  return fields.size() == 5 && llvm::all_of(llvm::zip(fields, limits), [](auto pair) {
           return isCronField(std::get<0>(pair), std::get<1>(pair)[0], std::get<1>(pair)[1]);
         });
}

static bool isUnit(StringRef text) {
  static constexpr StringRef units[] = {"year", "month", "day", "hour", "half_hour", "quarter_hour", "five_minute"};
  return llvm::is_contained(units, text.lower());
}

// `2024-01-01`, with or without a time of day behind it.
static bool isDateText(StringRef text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-')
    return false;
  unsigned year, month, day;
  if (text.take_front(4).getAsInteger(10, year) || text.slice(5, 7).getAsInteger(10, month) ||
      text.slice(8, 10).getAsInteger(10, day) || month < 1 || month > 12 || day < 1 || day > 31)
    return false;
  return text.drop_front(10).find_first_not_of("0123456789:.+-TZ ") == StringRef::npos;
}

bool isTime(StringRef text) {
  uint64_t number;
  if (!text.getAsInteger(10, number))
    return true;
  std::string lower = text.lower();
  if (lower == "today" || lower == "yesterday" || lower == "tomorrow" || lower == "now" || isDateText(text))
    return true;
  llvm::SmallVector<StringRef> words;
  llvm::SplitString(lower, words, " ");
  bool ago = words.size() == 3 && words[2] == "ago", in = words.size() == 3 && words[0] == "in";
  static constexpr StringRef units[] = {"minute", "hour", "day", "week", "month", "year"};
  return (ago || in) && !words[in].getAsInteger(10, number) && llvm::is_contained(units, words[in + 1].rtrim('s'));
}

static bool isZone(StringRef text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_+-") ==
                              StringRef::npos;
}

static bool allItems(const Node *value, llvm::function_ref<bool(const Node *)> check) {
  return llvm::all_of(listItems(value), check);
}

bool hasType(const Node *value, PropertyType type) {
  auto text = plainText(value);
  switch (type) {
  case PropertyType::Text:
    return text.has_value();
  case PropertyType::Bool:
    return plainBool(value).has_value();
  case PropertyType::Integer: {
    int64_t number;
    return text && !StringRef(*text).getAsInteger(10, number);
  }
  case PropertyType::Cron:
    return text && isCron(*text);
  case PropertyType::Zone:
    return text && isZone(*text);
  case PropertyType::Unit:
    return text && isUnit(*text);
  case PropertyType::Time:
    return text && isTime(*text);
  case PropertyType::Texts:
  case PropertyType::Names:
    return allItems(value, [](const Node *item) { return plainText(item).has_value(); });
  case PropertyType::Name:
    return isa_and_nonnull<Name>(value);
  case PropertyType::Columns:
    return isa_and_nonnull<Null>(value) || allItems(value, [](const Node *item) { return isa<ColumnDecl>(item); });
  case PropertyType::Pairs:
    return allItems(value, [](const Node *item) { return splitPair(item).second != nullptr; });
  case PropertyType::Exprs:
  case PropertyType::Kind:
  case PropertyType::Audits:
  case PropertyType::Any:
    return value != nullptr;
  }
  llvm_unreachable("all types are handled");
}

} // namespace sluice
