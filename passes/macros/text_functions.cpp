// Functions on texts. A text is UTF-8; what counts characters goes through the
// places where they begin.
#include "passes/macros/text_functions.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

using Kind = Datum::Kind;
using Args = ArrayRef<Datum>;

static Outcome wrongKind(StringRef function, const Datum &given) {
  return Outcome::failed(("`" + function + "` of " + describe(given)).str());
}

// Where each character begins, and the end.
static llvm::SmallVector<size_t, 64> beginsOf(StringRef text) {
  llvm::SmallVector<size_t, 64> begins;
  for (size_t i = 0; i < text.size(); ++i)
    if ((text[i] & 0xC0) != 0x80)
      begins.push_back(i);
  begins.push_back(text.size());
  return begins;
}

// The characters [from, to), in the way Python slices: negative numbers count
// from the end, and what lies outside is left out.
static std::string slice(StringRef text, __int128 from, __int128 to) {
  auto begins = beginsOf(text);
  __int128 length = __int128(begins.size()) - 1;
  auto place = [&](__int128 at) { return size_t(std::clamp<__int128>(at < 0 ? at + length : at, 0, length)); };
  size_t first = place(from), last = place(to);
  return first < last ? text.slice(begins[first], begins[last]).str() : std::string();
}

static constexpr __int128 toTheEnd = __int128(1) << 100;

Outcome evalConcat(Args args, const MacroStyle &style) {
  std::string text;
  for (const Datum &arg : args) {
    if (style.strictConcat && arg.kind != Kind::String)
      return wrongKind("CONCAT", arg);
    text += printDatum(arg);
  }
  return Datum::ofString(text);
}

Outcome evalConcatWs(Args args, const MacroStyle &) {
  std::string text;
  for (const Datum &arg : args) {
    if (arg.kind != Kind::String)
      return wrongKind("CONCAT_WS", arg);
    if (&arg == args.begin())
      continue;
    text += (&arg == args.begin() + 1 ? "" : args[0].text) + arg.text;
  }
  return Datum::ofString(text);
}

static Outcome evalSide(StringRef name, Args args, bool left) {
  if (args[0].kind != Kind::String || !args[1].isInt())
    return wrongKind(name, args[0].kind == Kind::String ? args[1] : args[0]);
  __int128 count = args[1].number;
  return Datum::ofString(left ? slice(args[0].text, 0, count) : slice(args[0].text, -count, toTheEnd));
}

Outcome evalLeft(Args args, const MacroStyle &) { return evalSide("LEFT", args, true); }
Outcome evalRight(Args args, const MacroStyle &) { return evalSide("RIGHT", args, false); }

Outcome evalSubstring(Args args, const MacroStyle &) {
  if (args[0].kind != Kind::String || !args[1].isInt() || (args.size() > 2 && !args[2].isInt()))
    return wrongKind("SUBSTRING", args[0]);
  __int128 start = args[1].number, length = __int128(beginsOf(args[0].text).size()) - 1;
  if (start == 0)
    return Datum::ofString("");
  start = start < 0 ? length + start : start - 1;
  return Datum::ofString(slice(args[0].text, start, args.size() > 2 ? start + args[2].number : toTheEnd));
}

static Outcome findText(const Datum &text, const Datum &wanted, const Datum *from) {
  if (text.kind != Kind::String || wanted.kind != Kind::String || (from && !from->isInt()))
    return wrongKind("STRPOS", text.kind == Kind::String ? wanted : text);
  auto begins = beginsOf(text.text);
  __int128 first = from ? from->number - 1 : 0, length = __int128(begins.size()) - 1;
  first = first < 0 ? std::max<__int128>(first + length, 0) : first;
  if (first > length)
    return Datum::ofInt(0);
  size_t found = StringRef(text.text).find(wanted.text, begins[size_t(first)]);
  if (found == StringRef::npos)
    return Datum::ofInt(0);
  return Datum::ofInt(llvm::lower_bound(begins, found) - begins.begin() + 1);
}

Outcome evalStrpos(Args args, const MacroStyle &) {
  return findText(args[0], args[1], args.size() > 2 ? &args[2] : nullptr);
}
Outcome evalLocate(Args args, const MacroStyle &) {
  return findText(args[1], args[0], args.size() > 2 ? &args[2] : nullptr);
}

// The case of other letters depends on more than the letter.
static Outcome changeCase(StringRef name, const Datum &text, std::string (StringRef::*change)() const) {
  if (text.kind != Kind::String)
    return wrongKind(name, text);
  if (llvm::any_of(text.text, [](char c) { return c & 0x80; }))
    return Outcome::failed(("`" + name + "` of letters outside ASCII is not available").str());
  return Datum::ofString((StringRef(text.text).*change)());
}

Outcome evalLower(Args args, const MacroStyle &) { return changeCase("LOWER", args[0], &StringRef::lower); }
Outcome evalUpper(Args args, const MacroStyle &) { return changeCase("UPPER", args[0], &StringRef::upper); }

// The code point of a text of one character.
Outcome evalOrd(Args args, const MacroStyle &) {
  if (args[0].kind != Kind::String || beginsOf(args[0].text).size() != 2)
    return wrongKind("ORD", args[0]);
  StringRef bytes = args[0].text;
  unsigned char head = bytes.bytes_begin()[0];
  unsigned point = bytes.size() == 1 ? head : head & (0xFFu >> (bytes.size() + 1));
  for (char next : bytes.drop_front())
    point = point << 6 | (unsigned(next) & 0x3F);
  return Datum::ofInt(point);
}

Outcome evalTrim(Args args, const MacroStyle &) {
  for (const Datum &arg : args)
    if (arg.kind != Kind::String)
      return wrongKind("TRIM", arg);
  return Datum::ofString(StringRef(args[0].text).trim(args.size() > 1 ? StringRef(args[1].text) : " \t\n\v\f\r").str());
}

} // namespace sluice
