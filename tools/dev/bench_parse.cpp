// sluice-bench: how fast texts become tokens and trees.
//
//   sluice-bench parse models/ [dialect [repetitions]]      317.2 MB/s ...
//
// Reads all .sql files below the given folders or files first, then measures one
// thread's processor time over them; the best of the repetitions counts.
#include "frontend/lex/scan.h"
#include "frontend/parse/parse.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
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
  for (const SourceFile &file : corpus.sources.all())
    for (const ParsedStatement &statement : parser.parseFile(file, Sink(report)).statements) {
      ++count.statements;
      count.failed += !statement.tree;
    }
  count.memory = arena.bytes();
  return count;
}
} // namespace

int main(int argc, char **argv) {
  if (argc < 3) {
    llvm::errs() << "usage: sluice-bench lex|parse|fast|diag PATH [DIALECT [REPETITIONS]]\n";
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
  double best = 1e9, first = 0;
  Count count;
  for (unsigned i = 0; i < repetitions; ++i) {
    double start = processorSeconds();
    count = mode == "lex" ? lexAll(corpus, *dialect) : parseAll(corpus, *dialect, choice);
    double seconds = processorSeconds() - start;
    best = std::min(best, seconds);
    first = i ? first : seconds;
  }
  llvm::outs() << mode << ": " << llvm::format("%.1f MB/s", double(corpus.bytes) / best / 1e6) << " (first time "
               << llvm::format("%.1f), ", double(corpus.bytes) / first / 1e6) << corpus.sources.all().size() << " files, " << llvm::format("%.2f MB", double(corpus.bytes) / 1e6) << ", "
               << count.statements << " statements, " << count.failed << " failed, " << count.tokens << " tokens, "
               << llvm::format("%.1f MB of trees\n", double(count.memory) / 1e6);
}
