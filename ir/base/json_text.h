// JSON as text, appended to a string: a manifest has a quarter of a million
// values, so nothing is built that would be taken apart again.
//
//   JsonLine line(out);
//   line.text("name", "s.t").number("id", 3).flag("idempotent", true).close();
//   {"name":"s.t","id":3,"idempotent":true}
#pragma once
#include "ir/base/hash.h"

namespace sluice {

// Appends a string with its quotes; control characters, quotes and backslashes
// are escaped. The text is UTF-8 already.
void appendJsonString(StringRef text, std::string &out);

// One object on one line. Names of members need no escapes.
class JsonLine {
public:
  explicit JsonLine(std::string &out) : out(out) { out += '{'; }

  JsonLine &text(StringRef name, StringRef value);
  JsonLine &textOrNull(StringRef name, StringRef value); // null where empty
  JsonLine &number(StringRef name, uint64_t value);
  JsonLine &flag(StringRef name, bool value);
  JsonLine &digest(StringRef name, const Digest &value, StringRef prefix = "");
  // An object inside this one; members go there until `end`.
  JsonLine &object(StringRef name);
  JsonLine &end();
  // An array of texts or numbers; `item(i)` gives each.
  template <class List, class Item> JsonLine &texts(StringRef name, const List &list, Item item) {
    key(name) += '[';
    bool first = true;
    for (const auto &entry : list) {
      if (!first)
        out += ',';
      first = false;
      appendJsonString(item(entry), out);
    }
    out += ']';
    return *this;
  }
  JsonLine &numbers(StringRef name, ArrayRef<unsigned> list);
  void close() { out += '}'; }

private:
  std::string &key(StringRef name);
  std::string &out;
  bool first = true;
};

} // namespace sluice
