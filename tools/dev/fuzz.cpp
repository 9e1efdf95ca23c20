// sluice-fuzz: throws mutated SQL at the scanner and the parser.
//
//   sluice-fuzz --runs 10000 --seed 1 test/conformance/macros.jsonl test/frontend
//
// Seeds are the SQL texts of the given files: the strings of .jsonl records, the
// inputs of .cases files, whole .sql files. A run copies one, changes a few tokens
// or bytes, and parses it in some dialect. Whatever the text is, nothing may
// crash or hang; what the fast parser accepts, the explaining one must accept
// with an equal tree; and the printed text must mean the same as the tree.
#include "backend/sql/printer.h"
#include "frontend/lex/scan.h"
#include "frontend/parse/parse.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include <random>

using namespace sluice;
namespace cl = llvm::cl;

namespace {
// ---- one text

struct Failure {
  std::string what, first, second;
};

struct Parsed {
  Report report;
  std::vector<std::string> trees;
  std::vector<const Node *> nodes;
  bool macros = false;
};

void parseText(StringRef text, const Dialect &dialect, ParserChoice choice, Arena &arena, Parsed &result) {
  SourceMap sources;
  const SourceFile &file = sources.add("fuzz.sql", arena.copy(text));
  Parser parser(dialect, arena, choice);
  for (const ParsedStatement &statement : parser.parseFile(file, Sink(result.report)).statements) {
    result.trees.push_back(statement.tree ? dumpTree(statement.tree) : "");
    result.nodes.push_back(statement.tree);
    result.macros |= statement.hasMacros;
  }
}

// What the fast parser accepts, the explaining one accepts with an equal tree.
std::optional<Failure> compareParsers(StringRef text, const Dialect &dialect, const Parsed &fast, Arena &arena) {
  Parsed slow;
  parseText(text, dialect, ParserChoice::Diag, arena, slow);
  for (size_t i = 0; i < fast.trees.size(); ++i)
    if (i >= slow.trees.size() || slow.trees[i] != fast.trees[i])
      return Failure{"fast and diag differ", fast.trees[i], i < slow.trees.size() ? slow.trees[i] : "(nothing)"};
  return std::nullopt;
}

// Each tree is printed as it is written, and the text gives an equal tree.
std::optional<Failure> checkPrinting(const Parsed &parsed, const Dialect &dialect, Arena &arena) {
  for (size_t i = 0; i < parsed.nodes.size(); ++i) {
    std::string sql = sqlText(parsed.nodes[i], {.dialect = &dialect, .asWritten = true});
    Parsed again;
    parseText(sql, dialect, ParserChoice::Both, arena, again);
    if (again.nodes.size() != 1 || !equalMeaning(again.nodes[0], parsed.nodes[i]))
      return Failure{"the printed text means something else: " + sql, parsed.trees[i], again.trees.empty() ? "(nothing)" : again.trees[0]};
  }
  return std::nullopt;
}

// What is wrong with the parser's answers for a text, if anything is.
std::optional<Failure> checkText(StringRef text, const Dialect &dialect) {
  Arena arena;
  Parsed fast, both;
  parseText(text, dialect, ParserChoice::Both, arena, both);
  parseText(text, dialect, ParserChoice::Fast, arena, fast);
  bool accepted = llvm::none_of(fast.trees, [](const std::string &tree) { return tree.empty(); });
  if (!fast.report.hasErrors() && accepted && !fast.trees.empty())
    if (auto failure = compareParsers(text, dialect, fast, arena))
      return failure;
  return both.report.hasErrors() ? std::nullopt : checkPrinting(both, dialect, arena);
}

// ---- seeds

void addStrings(const llvm::json::Value &value, std::vector<std::string> &seeds) {
  if (auto text = value.getAsString()) {
    if (text->contains(' '))
      seeds.push_back(text->str());
  } else if (auto *list = value.getAsArray()) {
    for (const llvm::json::Value &item : *list)
      addStrings(item, seeds);
  } else if (auto *object = value.getAsObject()) {
    for (const auto &member : *object)
      if (!StringRef(member.first).starts_with("error"))
        addStrings(member.second, seeds);
  }
}

void addCases(StringRef text, std::vector<std::string> &seeds) {
  while (!text.empty()) {
    auto [one, rest] = text.split("\n====\n");
    seeds.push_back(one.split("\n----\n").first.str());
    text = rest;
  }
}

void addFile(StringRef path, std::vector<std::string> &seeds) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return;
  StringRef text = (*buffer)->getBuffer();
  if (path.ends_with(".jsonl")) {
    llvm::SmallVector<StringRef, 0> lines;
    text.split(lines, '\n', -1, false);
    for (StringRef line : lines) {
      auto value = llvm::json::parse(line);
      if (value)
        addStrings(*value, seeds);
      else
        llvm::consumeError(value.takeError());
    }
  } else if (path.ends_with(".cases")) {
    addCases(text, seeds);
  } else if (path.ends_with(".sql")) {
    seeds.push_back(text.str());
  }
}

void addPath(const std::string &path, std::vector<std::string> &seeds) {
  std::error_code error;
  if (!llvm::sys::fs::is_directory(path))
    return addFile(path, seeds);
  for (llvm::sys::fs::recursive_directory_iterator i(path, error), end; i != end && !error; i.increment(error))
    addFile(i->path(), seeds);
}

// ---- mutations

class Mutator {
public:
  explicit Mutator(uint64_t seed) : random(seed) {}

  size_t below(size_t limit) { return limit ? random() % limit : 0; }

  std::string mutate(const std::string &seed, const std::vector<std::string> &seeds) {
    std::string text = seed;
    for (size_t count = below(4); count-- > 0;)
      text = below(3) ? mutateTokens(text, seeds) : mutateBytes(text);
    return text;
  }

private:
  std::string mutateBytes(std::string text) {
    static constexpr StringRef bytes = "'\"`()[]{}@,;.:-/*$#?\\ \n\xC3\xA4<>=|&~!0aE_";
    size_t place = below(text.size() + 1);
    switch (below(4)) {
    case 0:
      return text.substr(0, place);
    case 1:
      text.insert(place, 1, bytes[below(bytes.size())]);
      return text;
    case 2:
      text.erase(place, 1 + below(3));
      return text;
    default:
      if (place < text.size())
        text[place] = bytes[below(bytes.size())];
      return text;
    }
  }

  static std::vector<std::string> tokensOf(StringRef text) {
    SourceMap sources;
    Report report;
    TokenBuffer tokens;
    std::string copy = text.str();
    tokens.file = &sources.add("tokens", copy);
    scan(tokens.file->text, *findDialect("duckdb"), tokens, Sink(report));
    std::vector<std::string> words;
    for (size_t i = 0; i < tokens.size(); ++i)
      words.push_back(tokens.text(i).str());
    return words;
  }

  std::string mutateTokens(StringRef text, const std::vector<std::string> &seeds) {
    std::vector<std::string> words = tokensOf(text);
    if (words.empty())
      return text.str();
    size_t a = below(words.size()), b = below(words.size());
    switch (below(5)) {
    case 0:
      words.erase(words.begin() + ptrdiff_t(a));
      break;
    case 1:
      words.insert(words.begin() + ptrdiff_t(a), words[b]);
      break;
    case 2:
      std::swap(words[a], words[b]);
      break;
    case 3:
      words[a] = words[b];
      break;
    default:
      std::vector<std::string> others = tokensOf(seeds[below(seeds.size())]);
      if (!others.empty())
        words[a] = others[below(others.size())];
    }
    return llvm::join(words, " ");
  }

  std::mt19937_64 random;
};

StringRef dialectOf(size_t number) {
  static constexpr StringRef names[] = {"",      "duckdb", "postgres",   "sqlite", "bigquery", "snowflake",
                                        "mysql", "spark",  "clickhouse", "tsql",   "trino",    "redshift"};
  return names[number % std::size(names)];
}
} // namespace

#ifdef SLUICE_FUZZ
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 1)
    return 0;
  StringRef text(reinterpret_cast<const char *>(data) + 1, size - 1);
  if (checkText(text, *findDialect(dialectOf(data[0]))))
    __builtin_trap();
  return 0;
}
#else
int main(int argc, char **argv) {
  cl::opt<unsigned> runs("runs", cl::init(10000), cl::desc("how many texts to try"));
  cl::opt<uint64_t> seed("seed", cl::init(1), cl::desc("where the random numbers begin"));
  cl::opt<bool> verbose("verbose", cl::desc("print each text before it is tried"));
  cl::opt<unsigned> show("show", cl::init(10), cl::desc("how many failures to print"));
  cl::list<std::string> paths(cl::Positional, cl::OneOrMore, cl::desc("files and folders with SQL"));
  cl::ParseCommandLineOptions(argc, argv, "throws mutated SQL at the parser\n");

  std::vector<std::string> seeds;
  for (const std::string &path : paths)
    addPath(path, seeds);
  llvm::sort(seeds);
  if (seeds.empty()) {
    llvm::errs() << "there is no SQL in these files\n";
    return 2;
  }
  Mutator mutator(seed);
  unsigned failures = 0;
  for (unsigned run = 0; run < runs; ++run) {
    std::string text = mutator.mutate(seeds[mutator.below(seeds.size())], seeds);
    StringRef dialect = dialectOf(mutator.below(64));
    if (verbose)
      llvm::errs() << "[" << dialect << "] " << text << "\n\n";
    auto failure = checkText(text, *findDialect(dialect));
    if (failure && failures++ < show)
      llvm::outs() << "[" << dialect << "] " << text << "\n  " << failure->what << "\n  " << failure->first << "\n  "
                   << failure->second << "\n";
  }
  llvm::outs() << runs << " texts, " << failures << " failures\n";
  return failures != 0;
}
#endif
