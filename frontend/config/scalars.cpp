// Types of plain YAML scalars.
#include "frontend/config/scalars.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace sluice {

static bool isInteger(StringRef text) {
  if (!text.consume_front("-"))
    text.consume_front("+");
  return !text.empty() && llvm::all_of(text, llvm::isDigit);
}

static bool isFloat(StringRef text) {
  double ignored;
  bool shape = text.find_first_not_of("+-0123456789.eE") == StringRef::npos && text.find_first_of("0123456789") != StringRef::npos;
  return shape && !text.getAsDouble(ignored);
}

Value scalarValue(StringRef text) {
  if (text.empty() || text == "~" || text.equals_insensitive("null"))
    return {};
  int truth = llvm::StringSwitch<int>(text).Cases("true", "True", "TRUE", 1).Cases("false", "False", "FALSE", 0).Default(-1);
  if (truth >= 0)
    return Value::ofBool(truth);
  if (isInteger(text))
    return {Value::Kind::Int, false, text.ltrim('+').str(), {}, {}};
  if (isFloat(text))
    return {Value::Kind::Float, false, text.str(), {}, {}};
  return Value::ofString(text.str());
}

bool isDate(StringRef text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-')
    return false;
  return isInteger(text.take_front(4)) && isInteger(text.slice(5, 7)) && isInteger(text.slice(8, 10));
}

} // namespace sluice
