// Settings of a seed's file; their names are those of pandas.
//
//   kind SEED (path 'x.csv', csv_settings (delimiter = ';', na_values = ['-']))
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/header.h"

namespace sluice {
namespace {

class SettingsReader {
public:
  explicit SettingsReader(Sink sink) : sink(sink) {}
  CsvSettings settings;

  void read(StringRef name, const Node *value);

private:
  void readChar(StringRef name, const Node *value, char &to);
  void readEncoding(const Node *value);
  void readNulls(const Node *value);

  Sink sink;
};

std::vector<std::string> textsOf(const Node *list) {
  std::vector<std::string> texts;
  for (const Node *item : listItems(list))
    texts.push_back(plainText(item).value_or(""));
  return texts;
}

// One character; `\t` and its like are two in dialects without escapes.
void SettingsReader::readChar(StringRef name, const Node *value, char &to) {
  std::string text = plainText(value).value_or("");
  char escape = llvm::StringSwitch<char>(text).Case("\\t", '\t').Case("\\n", '\n').Case("\\r", '\r').Case("\\\\", '\\').Default(0);
  if (escape)
    to = escape;
  else if (text.size() == 1)
    to = text.front();
  else
    sink.report(value->range, diag::KindParameterValue, name, "one character");
}

void SettingsReader::readEncoding(const Node *value) {
  std::string text = StringRef(plainText(value).value_or("")).lower();
  if (!llvm::is_contained({"utf-8", "utf8", "utf-8-sig", "utf_8", "ascii"}, text))
    sink.report(value->range, diag::KindParameterValue, "encoding", "utf-8");
}

// `['-', 'none']`, or texts by column: `(a = ['-'], b = ['none'])`.
void SettingsReader::readNulls(const Node *value) {
  for (const Node *item : listItems(value))
    if (auto [column, texts] = splitPair(item); texts)
      settings.columnNulls.push_back({column, textsOf(texts)});
    else
      settings.nulls.push_back(plainText(item).value_or(""));
}

void SettingsReader::read(StringRef name, const Node *value) {
  if (name == "delimiter")
    readChar(name, value, settings.delimiter);
  else if (name == "quotechar")
    readChar(name, value, settings.quote);
  else if (name == "escapechar")
    readChar(name, value, settings.escape);
  else if (name == "lineterminator")
    readChar(name, value, settings.lineEnd);
  else if (name == "doublequote")
    settings.doubleQuote = plainBool(value).value_or(false);
  else if (name == "skipinitialspace")
    settings.skipInitialSpace = plainBool(value).value_or(false);
  else if (name == "keep_default_na")
    settings.keepDefaultNulls = plainBool(value).value_or(false);
  else if (name == "encoding")
    readEncoding(value);
  else if (name == "na_values")
    readNulls(value);
  else {
    static constexpr StringRef names[] = {"delimiter",        "quotechar",      "escapechar", "lineterminator", "doublequote",
                                          "skipinitialspace", "keep_default_na", "encoding",  "na_values"};
    sink.report(value->range, diag::KindParameter, "SEED with csv_settings", name, findNearest(name, names));
  }
}

} // namespace

CsvSettings readCsvSettings(const PropertyValue &value, Sink sink) {
  SettingsReader reader(sink);
  for (auto [key, item] : llvm::zip(value.keys, value.items))
    reader.read(key, item);
  return std::move(reader.settings);
}

} // namespace sluice
