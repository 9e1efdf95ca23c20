// Rows of seeds: read from CSV, checked against the declared types, or typed by
// what the file holds.
//
//   id,price,name            id BIGINT, price DOUBLE, name TEXT
//   1,2.5,Ada
#include "frontend/source/csv.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/elaborate.h"
#include "passes/macros/datum.h"

namespace sluice {
namespace {

// What a column's values are checked as.
enum class Family : uint8_t { Text, Integer, Number, Bool };

Family familyOf(StringRef type) {
  return llvm::StringSwitch<Family>(type.split('(').first.rtrim().upper())
      .Cases("TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "HUGEINT", "INT2", "INT4", "INT8", Family::Integer)
      .Cases("DOUBLE", "DOUBLE PRECISION", "FLOAT", "REAL", "DECIMAL", "NUMERIC", "FLOAT8", Family::Number)
      .Cases("BOOLEAN", "BOOL", Family::Bool)
      .Default(Family::Text);
}

StringRef describeFamily(Family family) {
  switch (family) {
  case Family::Text:
    return "text";
  case Family::Integer:
    return "whole number";
  case Family::Number:
    return "number";
  case Family::Bool:
    return "truth value";
  }
  llvm_unreachable("all families are handled");
}

bool isInteger(StringRef text) {
  int64_t number;
  return !text.trim().ltrim('+').getAsInteger(10, number);
}

bool isNumber(StringRef text) {
  double number;
  if (llvm::is_contained({"inf", "-inf", "infinity", "-infinity"}, text.trim().lower()))
    return true;
  return text.find_first_of("0123456789") != StringRef::npos && text.find_first_of("xXpP") == StringRef::npos &&
         !text.trim().getAsDouble(number);
}

std::optional<bool> readTruth(StringRef text) {
  return llvm::StringSwitch<std::optional<bool>>(text.lower())
      .Cases("true", "t", "yes", "y", "on", "1", true)
      .Cases("false", "f", "no", "n", "off", "0", false)
      .Default(std::nullopt);
}

// As pandas sees it: only these words make a column of booleans.
bool isBoolWord(StringRef text) { return text.equals_insensitive("true") || text.equals_insensitive("false"); }

bool fits(StringRef text, Family family) {
  switch (family) {
  case Family::Text:
    return true;
  case Family::Integer:
    return isInteger(text);
  case Family::Number:
    return isNumber(text);
  case Family::Bool:
    return readTruth(text).has_value();
  }
  llvm_unreachable("all families are handled");
}

// What the values of a column have in common. Whole numbers with gaps are
// numbers with a fraction, as they are for SQLMesh, whose reader has no gaps
// among integers.
Family inferFamily(const CsvTable &table, size_t column) {
  if (table.rows.empty())
    return Family::Text;
  bool gap = false, all[3] = {true, true, true};
  for (const auto &row : table.rows)
    if (const auto &cell = row[column]) {
      all[0] &= isInteger(*cell);
      all[1] &= isNumber(*cell);
      all[2] &= isBoolWord(*cell);
    } else
      gap = true;
  if (all[0] && !gap)
    return Family::Integer;
  if (all[1])
    return Family::Number;
  return all[2] && !gap ? Family::Bool : Family::Text;
}

StringRef typeOf(Family family) {
  switch (family) {
  case Family::Text:
    return "TEXT";
  case Family::Integer:
    return "BIGINT";
  case Family::Number:
    return "DOUBLE";
  case Family::Bool:
    return "BOOLEAN";
  }
  llvm_unreachable("all families are handled");
}

// What becomes of a value that SQLMesh reads as a number or a truth value before
// it is made a text again: `001` is `1`, and `1` beside a gap is `1.0`.
std::string asText(StringRef cell, Family inferred) {
  int64_t whole;
  double real;
  if (inferred == Family::Integer && !cell.trim().ltrim('+').getAsInteger(10, whole))
    return std::to_string(whole);
  if (inferred == Family::Number && !cell.trim().getAsDouble(real))
    return printReal(real);
  if (inferred == Family::Bool)
    return cell.equals_insensitive("true") ? "True" : "False";
  return cell.str();
}

class SeedReader {
public:
  SeedReader(ModelBody &body, CsvTable table, Sink sink) : body(body), table(std::move(table)), sink(sink) {}

  void read();
  SeedData data;

private:
  // The first value of a column that is not of its type.
  struct Misfit {
    size_t row;
    std::string value;
    Family family;
    std::string column;
  };

  void declareColumns();
  void reportMisfits();
  std::optional<std::string> readCell(size_t row, size_t from, Family family, StringRef column);
  std::string readText(StringRef cell, size_t row, size_t from, StringRef column);

  ModelBody &body;
  CsvTable table;
  Sink sink;
  std::vector<Misfit> firstMisfits;
  llvm::StringMap<size_t> misfits; // how many values of a column are not of its type
  std::vector<size_t> sources;     // for each column of the model, that of the file
  std::vector<Family> inferred;    // of each column of the file
  llvm::StringSet<> changed;       // columns of which a text is another than in the file
};

// Matches declared columns with the header of the file; without a declaration
// the file's columns are the model's.
void SeedReader::declareColumns() {
  llvm::SmallVector<std::string> names;
  for (const std::string &name : table.header)
    names.push_back(normalizeName(name, false, *body.dialect));
  if (body.columns.empty()) {
    for (auto [i, name] : llvm::enumerate(names)) {
      body.columns.push_back({name, typeOf(inferFamily(table, i)).str(), true});
      sources.push_back(i);
    }
    return;
  }
  llvm::SmallVector<StringRef> known(names.begin(), names.end());
  for (const ModelColumn &column : body.columns) {
    // A quoted name may be that of the file in another case.
    auto found = llvm::find(names, column.name);
    if (found == names.end())
      found = llvm::find(names, normalizeName(column.name, false, *body.dialect));
    size_t at = size_t(found - names.begin());
    if (at == names.size()) {
      sink.report(body.find("columns")->range, diag::SeedColumnMissing, column.name, findNearest(column.name, known));
      body.poisoned = true;
    }
    sources.push_back(at);
  }
}

// A cell as an engine reads it: truth values are 1 and 0, everything else stays.
std::optional<std::string> SeedReader::readCell(size_t row, size_t from, Family family, StringRef column) {
  std::optional<std::string> &cell = table.rows[row][from];
  if (!cell)
    return std::nullopt;
  if (!fits(*cell, family)) {
    if (misfits[column]++ == 0)
      firstMisfits.push_back({row, *cell, family, column.str()});
    body.poisoned = true;
  }
  if (family == Family::Bool)
    return readTruth(*cell).value_or(false) ? "1" : "0";
  return family == Family::Text ? readText(*cell, row, from, column) : StringRef(*cell).trim().str();
}

// The first value that changes is told: its author may have meant it as it
// stands.
std::string SeedReader::readText(StringRef cell, size_t row, size_t from, StringRef column) {
  if (inferred[from] == Family::Text)
    return cell.str();
  std::string text = asText(cell, inferred[from]);
  if (text != cell && changed.insert(column).second)
    sink.report(table.places[row], diag::SeedTextChanged, cell, column, text);
  return text;
}

// A wrong type is one mistake, however many rows there are.
void SeedReader::reportMisfits() {
  for (const Misfit &first : firstMisfits) {
    auto pending = sink.report(table.places[first.row], diag::SeedValue, first.value, describeFamily(first.family), first.column);
    if (size_t more = misfits[first.column] - 1)
      pending.note(table.places[first.row], "the same holds for " + std::to_string(more) + " more of its values");
  }
}

void SeedReader::read() {
  declareColumns();
  if (body.poisoned)
    return;
  for (size_t i = 0; i < table.header.size(); ++i)
    inferred.push_back(inferFamily(table, i));
  llvm::SmallVector<Family> families;
  for (const ModelColumn &column : body.columns)
    families.push_back(familyOf(column.type));
  StableHash hash;
  hash.add("seed").add(uint64_t(body.columns.size()));
  for (size_t row = 0; row < table.rows.size(); ++row) {
    data.rows.emplace_back();
    for (auto [i, column] : llvm::enumerate(body.columns)) {
      data.rows.back().push_back(readCell(row, sources[i], families[i], column.name));
      const auto &cell = data.rows.back().back();
      hash.add(uint64_t(cell.has_value())).add(StringRef(cell ? *cell : ""));
    }
  }
  data.hash = hash.finish();
  reportMisfits();
}

void forEachSeed(Project &project, llvm::function_ref<void(ModelBody &)> visit) {
  for (BodyList &bodies : project.bodies)
    for (ModelBody &body : llvm::make_pointee_range(bodies))
      if (body.kind == Kind::Seed && body.enabled && !body.poisoned)
        visit(body);
}

} // namespace

std::vector<std::string> seedPaths(const Project &project) {
  std::vector<std::string> paths;
  for (const BodyList &bodies : project.bodies)
    for (const ModelBody &body : llvm::make_pointee_range(bodies))
      if (body.kind == Kind::Seed && body.enabled && !body.poisoned)
        paths.push_back(body.seedPath);
  llvm::sort(paths);
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

void readSeeds(const Sources &sources, Project &project, unsigned jobs, Sink sink) {
  std::vector<ModelBody *> bodies;
  forEachSeed(project, [&](ModelBody &body) { bodies.push_back(&body); });
  std::vector<SeedData> data(bodies.size());
  llvm::StringMap<const SourceFile *> files;
  for (const SourceFile *file : sources.ofRole(FileRole::Seed))
    files[file->path] = file;
  parallelEach(bodies.size(), jobs, [&](size_t i) {
    ModelBody &body = *bodies[i];
    const SourceFile *file = files.lookup(body.seedPath);
    std::optional<CsvTable> table;
    if (file)
      table = readCsv(*file, body.csv, sink);
    else if (!llvm::is_contained(sources.unusable, body.seedPath))
      sink.report(body.seedRange, diag::SeedPathMissing, body.seedPath);
    body.poisoned |= !table;
    if (body.poisoned)
      return;
    SeedReader reader(body, std::move(*table), sink);
    reader.read();
    data[i] = std::move(reader.data);
  });
  for (auto [body, rows] : llvm::zip(bodies, data)) {
    project.seeds.push_back(std::move(rows));
    body->seed = &project.seeds.back();
    body->data = StableHash().add(body->data).add(body->seed->hash).finish();
  }
}

} // namespace sluice
