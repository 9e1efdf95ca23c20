// sluice-bench: how fast texts become tokens and trees.
//
//   sluice-bench parse models/ [dialect [repetitions]]      317.2 MB/s ...
//   sluice-bench compare models/                            ... and the yardstick's, on files that it accepts
//
// Reads all .sql files below the given folders or files first, then measures one
// thread's processor time over them; the best of the repetitions counts. The
// trees of a file are given back before the next, as the compiler does.
#include "frontend/lex/scan.h"
#include "frontend/parse/parse.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include "test/bench/yardstick/rd_parser.h"
#include <ctime>
#include <malloc.h>

using namespace sluice;

namespace {
struct Corpus {
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> buffers;
  SourceMap sources;
  size_t bytes = 0;

  void add(StringRef path) {
    auto buffer = llvm::MemoryBuffer::getFile(path);
    if (!buffer)
      return;
    bytes += (*buffer)->getBufferSize();
    sources.add(path.str(), (*buffer)->getBuffer());
    buffers.push_back(std::move(*buffer));
  }

  void addTree(const std::string &path) {
    std::error_code error;
    if (!llvm::sys::fs::is_directory(path))
      return add(path);
    for (llvm::sys::fs::recursive_directory_iterator i(path, error), end; i != end && !error; i.increment(error))
      if (StringRef(i->path()).ends_with(".sql"))
        add(i->path());
  }
};

double processorSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

struct Count {
  size_t tokens = 0, statements = 0, failed = 0, memory = 0;
};

Count lexAll(const Corpus &corpus, const Dialect &dialect) {
  Report report;
  TokenBuffer tokens;
  Count count;
  for (const SourceFile &file : corpus.sources.all()) {
    tokens.clear();
    tokens.file = &file;
    scan(file.text, dialect, tokens, Sink(report));
    classify(tokens, dialect, Sink(report));
    count.tokens += tokens.size();
  }
  return count;
}

Count parseAll(const Corpus &corpus, const Dialect &dialect, ParserChoice choice) {
  Report report;
  Arena arena;
  Parser parser(dialect, arena, choice);
  Count count;
  for (const SourceFile &file : corpus.sources.all()) {
    count.memory = std::max(count.memory, arena.bytes());
    arena.reset();
    for (const ParsedStatement &statement : parser.parseFile(file, Sink(report)).statements) {
      ++count.statements;
      count.failed += !statement.tree;
    }
  }
  return count;
}

Count yardstickAll(const Corpus &corpus) {
  yardstick::TokenBuf tokens;
  yardstick::RdParser parser;
  Count count;
  for (const SourceFile &file : corpus.sources.all())
    count.failed += !yardstick::accepts(file.text, tokens, parser);
  return count;
}

// The files that the yardstick accepts.
Corpus acceptedByYardstick(const Corpus &corpus) {
  Corpus accepted;
  yardstick::TokenBuf tokens;
  yardstick::RdParser parser;
  for (const SourceFile &file : corpus.sources.all())
    if (yardstick::accepts(file.text, tokens, parser)) {
      accepted.sources.add(file.path, file.text);
      accepted.bytes += file.text.size();
    }
  return accepted;
}

struct Measured {
  Count count;
  double best = 1e9, first = 0; // seconds
};

Measured measure(unsigned repetitions, llvm::function_ref<Count()> run) {
  Measured result;
  for (unsigned i = 0; i < repetitions; ++i) {
    double start = processorSeconds();
    result.count = run();
    double seconds = processorSeconds() - start;
    result.best = std::min(result.best, seconds);
    result.first = i ? result.first : seconds;
  }
  return result;
}

void print(StringRef name, const Corpus &corpus, const Measured &measured) {
  double megabytes = double(corpus.bytes) / 1e6;
  llvm::outs() << name << ": " << llvm::format("%.1f MB/s", megabytes / measured.best) << llvm::format(" (first time %.1f), ", megabytes / measured.first)
               << corpus.sources.all().size() << " files, " << llvm::format("%.2f MB, ", megabytes) << measured.count.failed << " failed"
               << llvm::format(", at most %.2f MB of trees at once\n", double(measured.count.memory) / 1e6);
}

// Both parsers in turns, so that what else the machine does meets both.
void compare(const Corpus &corpus, const Dialect &dialect, unsigned repetitions) {
  Measured ours, theirs;
  for (unsigned i = 0; i < repetitions; ++i) {
    Measured a = measure(1, [&] { return parseAll(corpus, dialect, ParserChoice::Both); });
    Measured b = measure(1, [&] { return yardstickAll(corpus); });
    ours = {a.count, std::min(ours.best, a.best), i ? ours.first : a.first};
    theirs = {b.count, std::min(theirs.best, b.best), i ? theirs.first : b.first};
  }
  print("parse", corpus, ours);
  print("yardstick", corpus, theirs);
  llvm::outs() << llvm::format("ratio: %.0f %%\n", 100 * theirs.best / ours.best);
}
} // namespace

int main(int argc, char **argv) {
  if (argc < 3) {
    llvm::errs() << "usage: sluice-bench lex|parse|fast|diag|compare PATH [DIALECT [REPETITIONS]]\n";
    return 2;
  }
  StringRef mode = argv[1];
  Corpus corpus;
  corpus.addTree(argv[2]);
  const Dialect *dialect = findDialect(argc > 3 ? argv[3] : "duckdb");
  unsigned repetitions = 5;
  if (!dialect || (argc > 4 && StringRef(argv[4]).getAsInteger(10, repetitions)))
    return 2;
  ParserChoice choice = mode == "fast" ? ParserChoice::Fast : mode == "diag" ? ParserChoice::Diag : ParserChoice::Both;
  // Memory of one repetition serves the next: the best one shows the work without
  // the system's page faults, the first one shows it with them.
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  if (mode == "compare")
    compare(acceptedByYardstick(corpus), *dialect, repetitions);
  else if (mode == "lex")
    print(mode, corpus, measure(repetitions, [&] { return lexAll(corpus, *dialect); }));
  else
    print(mode, corpus, measure(repetitions, [&] { return parseAll(corpus, *dialect, choice); }));
}
