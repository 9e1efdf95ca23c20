// Reads CSV: fields, quotes, NULLs. Line ends are LF, CRLF or CR; blank lines
// are skipped.
#include "frontend/source/csv.h"
#include "frontend/source/diags.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

namespace sluice {

// What pandas takes for a missing value.
static constexpr StringRef defaultNulls[] = {
    "",      "#N/A", "#N/A N/A", "#NA",  "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
    "<NA>",  "N/A",  "NA",       "NULL", "NaN",     "None",     "n/a",  "nan",  "null"};

namespace {
class CsvReader {
public:
  CsvReader(const SourceFile &file, const CsvSettings &settings, Sink sink)
      : file(file), text(file.text), settings(settings), sink(sink) {}

  bool atEnd() const { return at == text.size(); }
  // The line that was read last.
  SourceRange here() const { return file.range(start, contentEnd); }

  // The next line that is not blank; empty at the end.
  std::vector<std::string> readLine() {
    std::vector<std::string> fields;
    while (!atEnd() && skipLineEnd()) {
    }
    start = at;
    if (atEnd())
      return fields;
    do
      fields.push_back(readField());
    while (take(settings.delimiter));
    contentEnd = at;
    skipLineEnd();
    return fields;
  }

private:
  bool take(char wanted) {
    if (atEnd() || text[at] != wanted)
      return false;
    ++at;
    return true;
  }

  bool skipLineEnd() {
    if (settings.lineEnd)
      return take(settings.lineEnd);
    bool any = take('\r');
    return take('\n') || any;
  }

  bool atFieldEnd() const {
    if (atEnd())
      return true;
    bool lineEnd = settings.lineEnd ? text[at] == settings.lineEnd : text[at] == '\n' || text[at] == '\r';
    return lineEnd || text[at] == settings.delimiter;
  }

  std::string readField() {
    std::string field;
    while (settings.skipInitialSpace && take(' ')) {
    }
    if (take(settings.quote))
      readQuoted(field);
    while (!atFieldEnd())
      readChar(field);
    return field;
  }

  void readChar(std::string &field) {
    if (settings.escape && text[at] == settings.escape && at + 1 < text.size())
      ++at;
    field += text[at++];
  }

  void readQuoted(std::string &field) {
    size_t open = at - 1;
    while (!atEnd()) {
      if (take(settings.quote)) {
        if (!settings.doubleQuote || !take(settings.quote))
          return;
        field += settings.quote;
      } else
        readChar(field);
    }
    sink.report(file.range(open, open + 1), diag::SeedQuoteOpen);
  }

  const SourceFile &file;
  StringRef text;
  const CsvSettings &settings;
  Sink sink;
  size_t at = 0, start = 0, contentEnd = 0;
};
} // namespace

static bool isNull(StringRef field, StringRef column, const CsvSettings &settings) {
  if ((settings.keepDefaultNulls && llvm::is_contained(defaultNulls, field)) || llvm::is_contained(settings.nulls, field))
    return true;
  return llvm::any_of(settings.columnNulls, [&](auto &entry) { return entry.first == column && llvm::is_contained(entry.second, field); });
}

// Of two columns with one name the second is `name.1`, the third `name.2`.
static void numberColumns(std::vector<std::string> &header) {
  llvm::StringMap<unsigned> seen;
  for (std::string &name : header)
    if (unsigned before = seen[name]++)
      name += "." + std::to_string(before);
}

std::optional<CsvTable> readCsv(const SourceFile &file, const CsvSettings &settings, Sink sink) {
  CsvReader reader(file, settings, sink);
  CsvTable table;
  table.header = reader.readLine();
  if (table.header.empty()) {
    sink.report(file.range(0, 0), diag::SeedEmpty);
    return std::nullopt;
  }
  numberColumns(table.header);
  for (std::vector<std::string> fields; !(fields = reader.readLine()).empty();) {
    if (fields.size() > table.header.size())
      sink.report(reader.here(), diag::SeedRowLong, fields.size(), table.header.size());
    else if (fields.size() < table.header.size())
      sink.report(reader.here(), diag::SeedRowShort, fields.size(), table.header.size());
    std::vector<std::optional<std::string>> row(table.header.size());
    for (size_t i = 0; i < std::min(row.size(), fields.size()); ++i)
      if (!isNull(fields[i], table.header[i], settings))
        row[i] = std::move(fields[i]);
    table.rows.push_back(std::move(row));
    table.places.push_back(reader.here());
  }
  return table;
}

} // namespace sluice
