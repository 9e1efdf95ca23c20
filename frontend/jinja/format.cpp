// Python's two ways to fill values into a text.
//
//   '%s has %d' | format('a', 2)     '{} has {n}'.format('a', n=2)
#include "frontend/jinja/evaluate.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice::jinja {
namespace {

// `[[fill]align][sign][0][width][,][.precision][type]`, the part that both ways share.
struct Spec {
  char fill = ' ', align = 0, sign = 0, type = 0;
  bool commas = false;
  unsigned width = 0;
  std::optional<unsigned> precision;
};

std::string groupDigits(std::string digits) {
  size_t end = std::min(digits.find('.'), digits.size());
  size_t begin = !digits.empty() && digits[0] == '-';
  for (size_t at = end; at > begin + 3; at -= 3)
    digits.insert(at - 3, ",");
  return digits;
}

std::string formatNumber(const Object &value, const Spec &spec) {
  std::string text;
  llvm::raw_string_ostream out(text);
  unsigned precision = spec.precision.value_or(6);
  switch (spec.type) {
  case 'f':
  case 'F':
    out << llvm::format("%.*f", int(precision), value.asReal());
    break;
  case 'e':
    out << llvm::format("%.*e", int(precision), value.asReal());
    break;
  case '%':
    out << llvm::format("%.*f", int(precision), value.asReal() * 100) << '%';
    break;
  case 'x':
  case 'X':
    out << llvm::utohexstr(uint64_t(value.number), spec.type == 'x');
    break;
  case 'd':
  case 'i':
    out << (value.isInt() ? value.number : int64_t(value.real));
    break;
  default:
    out << print(value);
  }
  return spec.commas ? groupDigits(text) : text;
}

// Fills up to the width: numbers to the right, texts to the left.
std::string pad(std::string text, const Spec &spec, bool number) {
  size_t size = countCharacters(text);
  if (size >= spec.width)
    return text;
  size_t missing = spec.width - size;
  char align = spec.align ? spec.align : number ? '>' : '<';
  if (align == '=' ) {
    size_t at = !text.empty() && (text[0] == '-' || text[0] == '+');
    return text.insert(at, std::string(missing, spec.fill));
  }
  size_t left = align == '>' ? missing : align == '^' ? missing / 2 : 0;
  return std::string(left, spec.fill) + text + std::string(missing - left, spec.fill);
}

std::optional<std::string> formatValue(const Object &value, const Spec &spec, Evaluator &evaluator, Place place) {
  if (spec.width > 100'000 || spec.precision.value_or(0) > 1000) {
    evaluator.fail(place, "the width of a format is too large");
    return std::nullopt;
  }
  bool number = value.isNumber() && spec.type != 's';
  if (StringRef("dixXfFe%").contains(spec.type ? spec.type : 's') && !value.isNumber()) {
    evaluator.fail(place, llvm::Twine("the format `") + llvm::Twine(spec.type) + "` wants a number, and got " + describe(value));
    return std::nullopt;
  }
  std::string text = number ? formatNumber(value, spec) : print(value);
  if (!number && spec.precision)
    text.resize(std::min<size_t>(text.size(), *spec.precision));
  if (number && spec.sign == '+' && text[0] != '-')
    text.insert(0, "+");
  return pad(std::move(text), spec, number);
}

unsigned takeNumber(StringRef &text) {
  unsigned number = 0;
  text.consumeInteger(10, number);
  return number;
}

} // namespace

Object formatPercent(StringRef format, const Objects &values, const Object *mapping, Evaluator &evaluator, Place place) {
  std::string result;
  size_t next = 0;
  for (size_t percent; (percent = format.find('%')) != StringRef::npos;) {
    result += format.take_front(percent);
    format = format.drop_front(percent + 1);
    if (format.consume_front("%")) {
      result += '%';
      continue;
    }
    const Object *value = next < values.size() ? &values[next] : nullptr;
    if (format.consume_front("(")) {
      auto [key, rest] = format.split(')');
      value = mapping ? mapping->mapping->find(Object::ofString(key.str())) : nullptr;
      format = rest;
    } else
      ++next;
    Spec spec;
    for (; !format.empty() && StringRef("-+ 0#").contains(format.front()); format = format.drop_front())
      if (format.front() == '-')
        spec.align = '<';
      else if (format.front() == '0')
        spec.fill = '0', spec.align = spec.align ? spec.align : '=';
      else if (format.front() == '+')
        spec.sign = '+';
    spec.width = takeNumber(format);
    if (format.consume_front("."))
      spec.precision = takeNumber(format);
    spec.type = format.empty() ? 0 : format.front();
    format = format.drop_front(!format.empty());
    if (!value)
      return evaluator.fail(place, "there are fewer values than the format takes");
    if (!spec.type || !StringRef("srdifFexX").contains(spec.type))
      return evaluator.fail(place, "the format has no valid letter behind `%`");
    if (spec.width && !spec.align)
      spec.align = '>';
    Object shown = spec.type == 'r' ? Object::ofString(printQuoted(*value)) : *value;
    spec.type = spec.type == 'r' ? 's' : spec.type;
    auto text = formatValue(shown, spec, evaluator, place);
    if (!text)
      return {};
    result += *text;
  }
  if (!mapping && next < values.size())
    return evaluator.fail(place, "there are more values than the format takes");
  return Object::ofString(result + format.str());
}

static Spec readSpec(StringRef text) {
  Spec spec;
  if (text.size() > 1 && StringRef("<>^=").contains(text[1])) {
    spec.fill = text[0];
    spec.align = text[1];
    text = text.drop_front(2);
  } else if (!text.empty() && StringRef("<>^=").contains(text[0])) {
    spec.align = text[0];
    text = text.drop_front();
  }
  if (text.consume_front("+"))
    spec.sign = '+';
  if (text.starts_with("0") && !spec.align)
    spec.fill = '0', spec.align = '=';
  spec.width = takeNumber(text);
  spec.commas = text.consume_front(",");
  if (text.consume_front("."))
    spec.precision = takeNumber(text);
  spec.type = text.empty() ? 0 : text.front();
  return spec;
}

// The value that `0`, `name`, `name.part` or nothing stands for.
static Object fieldValue(StringRef field, size_t &next, Evaluator &evaluator, const Args &args, Place place) {
  auto [name, rest] = field.split('.');
  size_t at = 0;
  const Object *found = name.empty()               ? args.get(next++, "")
                        : !name.getAsInteger(10, at) ? args.get(at, "")
                                                   : args.find(name);
  if (!found)
    return evaluator.fail(place, "the format asks for `" + field + "`, which is not given");
  Object value = *found;
  for (; !rest.empty() && !evaluator.hasFailed(); std::tie(name, rest) = rest.split('.'))
    value = evaluator.member(value, rest.split('.').first, place);
  return value;
}

Object formatBraces(StringRef format, Evaluator &evaluator, const Args &args, Place place) {
  std::string result;
  size_t next = 0;
  while (!format.empty()) {
    size_t at = std::min(format.find_first_of("{}"), format.size());
    result += format.take_front(at);
    format = format.drop_front(at);
    if (format.empty())
      break;
    char brace = format.front();
    format = format.drop_front();
    if (format.consume_front(StringRef(&brace, 1))) {
      result += brace;
      continue;
    }
    size_t close = format.find('}');
    if (brace == '}' || close == StringRef::npos)
      return evaluator.fail(place, "a brace of the format has no partner");
    auto [field, specText] = format.take_front(close).split(':');
    format = format.drop_front(close + 1);
    auto [name, conversion] = field.split('!');
    Object value = fieldValue(name, next, evaluator, args, place);
    if (conversion == "r")
      value = Object::ofString(printQuoted(value));
    if (evaluator.hasFailed())
      return {};
    auto text = formatValue(value, readSpec(specText), evaluator, place);
    if (!text)
      return {};
    result += *text;
  }
  return Object::ofString(std::move(result));
}

} // namespace sluice::jinja
