// Settings of a seed's file.
//
//   kind SEED (path 'x.csv', csv_settings (delimiter = ';', na_values = ['-']))
#include "ir/syntax/text.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/header.h"

namespace sluice {

// The settings in `csv_settings (delimiter = ';', ...)`.
CsvSettings readCsvSettings(const Node *list, Sink sink) {
  CsvSettings settings;
  for (const Node *item : listItems(list)) {
    auto [name, value] = splitPair(item);
    std::string text = plainText(value).value_or("");
    auto oneByte = [&](char &to) {
      if (text == "\\t")
        text = "\t";
      if (text.size() == 1)
        to = text.front();
      else
        sink.report(item->range, diag::KindParameterValue, name, "one character");
    };
    if (name == "delimiter")
      oneByte(settings.delimiter);
    else if (name == "quotechar")
      oneByte(settings.quote);
    else if (name == "escapechar")
      oneByte(settings.escape);
    else if (name == "doublequote")
      settings.doubleQuote = plainBool(value).value_or(true);
    else if (name == "skipinitialspace")
      settings.skipInitialSpace = plainBool(value).value_or(false);
    else if (name == "keep_default_na")
      settings.keepDefaultNulls = plainBool(value).value_or(true);
    else if (name == "na_values")
      for (const Node *null : listItems(value))
        settings.nulls.push_back(plainText(null).value_or(""));
    else
      sink.report(item->range, diag::KindParameter, "SEED with csv_settings", name);
  }
  return settings;
}

} // namespace sluice
