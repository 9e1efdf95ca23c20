// sluice-conform: how far our answers agree with recorded answers of the
// reference.
//
//   sluice-conform [--quiet] [--only FILE:N] [--differences FILE] FILE.jsonl...
//
// A line per disagreement, then a line per file and level, or per file and
// operation: `render read: 300 of 369 agree, 2 deliberate`. A record that is
// answered otherwise on purpose stands in differences.yaml with our answer; it
// is counted as deliberate, never as agreement. The exit code is 0 if every
// record could be read.
#include "tools/dev/conform.h"
#include "frontend/parse/parse.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice::conform {

// ---- the drivers

// A file of records at a level, or an operation of a file. Without a function
// it is not built.
struct Driver {
  StringRef file;
  StringRef line; // a level of a file without operations, else the operation
  void (*judge)(const Record &record, Verdict &verdict) = nullptr;
};

static constexpr Driver drivers[] = {
    {.file = "macros", .line = "read", .judge = judgeMacros},
    {.file = "macros", .line = "qualified"},
    {.file = "macros", .line = "all"},
    {.file = "models", .line = "read", .judge = judgeModel},
    {.file = "models", .line = "qualified"},
    {.file = "models", .line = "all"},
    {.file = "render", .line = "read", .judge = judgeRender},
    {.file = "render", .line = "qualified"},
    {.file = "render", .line = "all"},
    {.file = "projects", .line = "read", .judge = judgeProject},
    {.file = "projects", .line = "qualified"},
    {.file = "projects", .line = "all"},
    {.file = "names", .line = "environment", .judge = judgeEnvironment},
    {.file = "names", .line = "names", .judge = judgeNames},
    {.file = "names", .line = "engine"},
};

// ---- comparing

StringRef textOf(const Record &record, StringRef member) { return record.getString(member).value_or(""); }

const Dialect &dialectOf(const Record &record, StringRef member) {
  const Dialect *dialect = findDialect(textOf(record, member));
  return dialect ? *dialect : *findDialect("");
}

std::optional<std::vector<const Node *>> parseText(StringRef text, const Dialect &dialect, Arena &arena) {
  Report report;
  SourceFile file{"record", arena.copy(text), 1};
  ParsedText parsed = Parser(dialect, arena).parseFile(file, Sink(report));
  std::vector<const Node *> trees;
  for (const ParsedStatement &statement : parsed.statements)
    trees.push_back(statement.tree);
  if (report.hasErrors() || llvm::is_contained(trees, nullptr))
    return std::nullopt;
  return trees;
}

bool sameMeaning(StringRef a, StringRef b, const Dialect &dialect) {
  Arena arena;
  auto left = parseText(a, dialect, arena), right = parseText(b, dialect, arena);
  return left && right && llvm::equal(*left, *right, equalMeaning);
}

void Verdict::compare(StringRef field, StringRef wanted, StringRef got) {
  if (wanted != got)
    disagreements.push_back({field.str(), wanted.str(), got.str()});
}

void Verdict::compareSql(StringRef field, StringRef wanted, StringRef got, const Dialect &dialect) {
  if (wanted != got && !sameMeaning(wanted, got, dialect))
    disagreements.push_back({field.str(), wanted.str(), got.str()});
}

// ---- deliberate differences

struct Difference {
  std::string file, input, answer, reason;
};

// What stands for a record in differences.yaml: its SQL or text, its id, or the
// first twelve digits of a hash of all of it.
static bool isInput(StringRef input, const Record &record, StringRef line) {
  for (StringRef member : {"sql", "file", "id"})
    if (auto text = record.getString(member); text && *text == input)
      return true;
  return StringRef(sha256(line).hex()).take_front(12) == input;
}

static std::string scalarText(llvm::yaml::Node *node) {
  llvm::SmallString<64> storage;
  if (auto *block = llvm::dyn_cast_or_null<llvm::yaml::BlockScalarNode>(node))
    return block->getValue().trim().str();
  auto *scalar = llvm::dyn_cast_or_null<llvm::yaml::ScalarNode>(node);
  return scalar ? scalar->getValue(storage).str() : "";
}

static Difference readDifference(llvm::yaml::MappingNode &entry) {
  Difference difference;
  for (llvm::yaml::KeyValueNode &pair : entry) {
    std::string key = scalarText(pair.getKey()), value = scalarText(pair.getValue());
    if (key == "file")
      difference.file = value;
    else if (key == "input")
      difference.input = value;
    else if (key == "answer")
      difference.answer = value;
    else if (key == "reason")
      difference.reason = value;
  }
  return difference;
}

// A difference without a reason does not count.
static std::vector<Difference> readDifferences(StringRef text) {
  std::vector<Difference> differences;
  llvm::SourceMgr sources;
  llvm::yaml::Stream stream(text, sources);
  auto *list = llvm::dyn_cast_or_null<llvm::yaml::SequenceNode>(stream.begin()->getRoot());
  if (!list)
    return differences;
  for (llvm::yaml::Node &item : *list)
    if (auto *entry = llvm::dyn_cast<llvm::yaml::MappingNode>(&item))
      if (Difference difference = readDifference(*entry); !difference.reason.empty())
        differences.push_back(std::move(difference));
  return differences;
}

// ---- running

struct Options {
  bool quiet = false;
  std::string onlyFile;
  unsigned onlyRecord = 0;
  std::vector<Difference> differences;
  std::vector<std::string> files;
};

struct Count {
  unsigned total = 0, agree = 0, deliberate = 0;
  bool built = false;
};

static bool isDeliberate(const Options &options, StringRef file, const Record &record, StringRef line,
                         const Verdict &verdict) {
  return llvm::all_of(verdict.disagreements, [&](const Disagreement &disagreement) {
    return llvm::any_of(options.differences, [&](const Difference &difference) {
      return difference.file == file && difference.answer == disagreement.got &&
             isInput(difference.input, record, line);
    });
  });
}

static void printDisagreements(StringRef file, unsigned number, const Record &record, const Verdict &verdict) {
  StringRef input = textOf(record, record.get("file") ? "file" : "sql");
  for (const Disagreement &one : verdict.disagreements)
    llvm::outs() << file << ':' << number << ' ' << one.field << "\n  input   " << input << "\n  wanted  " << one.wanted
                 << "\n  got     " << one.got << '\n';
}

// Judges a record by each driver of its file that concerns it.
static void judgeRecord(const Options &options, StringRef file, unsigned number, StringRef line, const Record &record,
                        llvm::MapVector<StringRef, Count> &counts) {
  StringRef op = textOf(record, "op");
  for (const Driver &driver : drivers) {
    if (driver.file != file || (!op.empty() && driver.line != op))
      continue;
    Count &count = counts[driver.line];
    Verdict verdict;
    verdict.line = line;
    verdict.built = driver.judge;
    if (driver.judge)
      driver.judge(record, verdict);
    if (!verdict.built)
      continue;
    count.built = true;
    ++count.total;
    bool agrees = verdict.disagreements.empty();
    bool deliberate = !agrees && isDeliberate(options, file, record, line, verdict);
    count.agree += agrees;
    count.deliberate += deliberate;
    if (!agrees && !deliberate && !options.quiet)
      printDisagreements(file, number, record, verdict);
  }
}

static void printCounts(StringRef file, const llvm::MapVector<StringRef, Count> &counts) {
  if (counts.empty())
    llvm::outs() << file << ": not built\n";
  for (const auto &[line, count] : counts) {
    llvm::outs() << file << ' ' << line << ": ";
    if (count.built)
      llvm::outs() << count.agree << " of " << count.total << " agree, " << count.deliberate << " deliberate\n";
    else
      llvm::outs() << "not built\n";
  }
}

// Returns whether every record could be read.
static bool judgeFile(const Options &options, StringRef path, llvm::MapVector<StringRef, Count> &counts) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer) {
    llvm::errs() << "sluice-conform: cannot read " << path << '\n';
    return false;
  }
  StringRef file = llvm::sys::path::stem(path);
  bool readable = true;
  unsigned number = 0;
  llvm::SmallVector<StringRef, 0> lines;
  (*buffer)->getBuffer().split(lines, '\n');
  for (StringRef line : lines) {
    ++number;
    if (line.trim().empty() || (options.onlyRecord && (file != options.onlyFile || number != options.onlyRecord)))
      continue;
    auto value = llvm::json::parse(line);
    const Record *record = value ? value->getAsObject() : nullptr;
    if (!record) {
      llvm::consumeError(value.takeError());
      llvm::errs() << "sluice-conform: " << path << ':' << number << " is no JSON object\n";
      readable = false;
      continue;
    }
    if (options.onlyRecord)
      llvm::outs() << llvm::formatv("{0:2}\n", *value);
    judgeRecord(options, file, number, line, *record, counts);
  }
  return readable;
}

static bool loadDifferences(Options &options, StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (buffer)
    options.differences = readDifferences((*buffer)->getBuffer());
  return bool(buffer);
}

static bool readOptions(ArrayRef<char *> args, Options &options) {
  for (size_t i = 0; i < args.size(); ++i) {
    StringRef arg = args[i];
    bool more = i + 1 < args.size();
    if (arg == "--quiet") {
      options.quiet = true;
    } else if (arg == "--only" && more) {
      auto [file, number] = StringRef(args[++i]).rsplit(':');
      options.onlyFile = llvm::sys::path::stem(file).str();
      if (number.getAsInteger(10, options.onlyRecord))
        return false;
    } else if (arg == "--differences" && more) {
      if (!loadDifferences(options, args[++i]))
        return false;
    } else if (arg.starts_with("-")) {
      return false;
    } else {
      options.files.push_back(arg.str());
    }
  }
  return !options.files.empty();
}

static int run(ArrayRef<char *> args) {
  Options options;
  loadDifferences(options, SLUICE_DIFFERENCES);
  if (!readOptions(args, options)) {
    llvm::errs() << "usage: sluice-conform [--quiet] [--only FILE:N] [--differences FILE] FILE.jsonl...\n";
    return 2;
  }
  bool readable = true;
  std::vector<std::pair<std::string, llvm::MapVector<StringRef, Count>>> results;
  for (const std::string &path : options.files) {
    auto &result = results.emplace_back(llvm::sys::path::stem(path).str(), llvm::MapVector<StringRef, Count>());
    readable &= judgeFile(options, path, result.second);
  }
  for (const auto &[file, counts] : results)
    printCounts(file, counts);
  return readable ? 0 : 1;
}

} // namespace sluice::conform

int main(int argc, char **argv) { return sluice::conform::run(llvm::ArrayRef(argv + 1, size_t(argc - 1))); }
