// Appends JSON.
#include "ir/base/json_text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// Which bytes cannot stand in a string as they are.
static constexpr auto escaped = [] {
  std::array<bool, 256> table{};
  std::fill_n(table.begin(), 0x20, true);
  table['"'] = table['\\'] = true;
  return table;
}();

static bool needsEscape(char c) { return escaped[uint8_t(c)]; }

static void appendEscaped(char c, std::string &out) {
  static constexpr StringRef digits = "0123456789abcdef";
  switch (c) {
  case '"':
  case '\\':
    out += '\\';
    out += c;
    return;
  case '\n':
    out += "\\n";
    return;
  case '\t':
    out += "\\t";
    return;
  case '\r':
    out += "\\r";
    return;
  default:
    out += "\\u00";
    out += digits[uint8_t(c) >> 4];
    out += digits[uint8_t(c) & 15];
  }
}

void appendJsonString(StringRef text, std::string &out) {
  out += '"';
  while (!text.empty()) {
    size_t plain = size_t(llvm::find_if(text, needsEscape) - text.begin());
    out.append(text.data(), plain);
    text = text.drop_front(plain);
    if (!text.empty()) {
      appendEscaped(text.front(), out);
      text = text.drop_front();
    }
  }
  out += '"';
}

std::string &JsonLine::key(StringRef name) {
  if (!first)
    out += ',';
  first = false;
  out += '"';
  out.append(name.data(), name.size());
  out += "\":";
  return out;
}

JsonLine &JsonLine::text(StringRef name, StringRef value) {
  appendJsonString(value, key(name));
  return *this;
}

JsonLine &JsonLine::textOrNull(StringRef name, StringRef value) {
  if (!value.empty())
    return text(name, value);
  key(name) += "null";
  return *this;
}

JsonLine &JsonLine::number(StringRef name, uint64_t value) {
  key(name) += llvm::utostr(value);
  return *this;
}

JsonLine &JsonLine::flag(StringRef name, bool value) {
  key(name) += value ? "true" : "false";
  return *this;
}

JsonLine &JsonLine::digest(StringRef name, const Digest &value, StringRef prefix) {
  key(name) += '"';
  out.append(prefix.data(), prefix.size());
  value.appendHex(out);
  out += '"';
  return *this;
}

JsonLine &JsonLine::object(StringRef name) {
  key(name) += '{';
  first = true;
  return *this;
}

JsonLine &JsonLine::end() {
  out += '}';
  first = false;
  return *this;
}

JsonLine &JsonLine::numbers(StringRef name, ArrayRef<unsigned> list) {
  key(name) += '[';
  for (auto [i, value] : llvm::enumerate(list)) {
    out += i ? "," : "";
    out += llvm::utostr(value);
  }
  out += ']';
  return *this;
}

} // namespace sluice
