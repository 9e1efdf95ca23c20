// The compiler between a file system and its values: a file system in memory
// counts what is read and lists its folders in the order that a test asks for.
#include "backend/report/diagnostics.h"
#include "llvm/ADT/StringMap.h"
#include "tools/driver/emit.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <mutex>
#include <random>

using namespace sluice;

namespace {

// Lists entries that were put into an order before.
class Listing : public llvm::vfs::detail::DirIterImpl {
public:
  explicit Listing(std::vector<llvm::vfs::directory_entry> entries) : entries(std::move(entries)) { show(); }
  std::error_code increment() override {
    ++at;
    show();
    return {};
  }

private:
  void show() { CurrentEntry = at < entries.size() ? entries[at] : llvm::vfs::directory_entry(); }
  std::vector<llvm::vfs::directory_entry> entries;
  size_t at = 0;
};

// Counts how often each file is opened; `seed` orders the entries of folders.
class WatchedFiles : public llvm::vfs::ProxyFileSystem {
public:
  WatchedFiles(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, unsigned seed)
      : ProxyFileSystem(std::move(files)), seed(seed) {}

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &path) override {
    std::lock_guard lock(mutex);
    ++opened[path.str()];
    return ProxyFileSystem::openFileForRead(path);
  }

  llvm::vfs::directory_iterator dir_begin(const llvm::Twine &folder, std::error_code &problem) override {
    std::vector<llvm::vfs::directory_entry> entries;
    for (auto at = ProxyFileSystem::dir_begin(folder, problem); !problem && at != llvm::vfs::directory_iterator(); at.increment(problem))
      entries.push_back(*at);
    std::shuffle(entries.begin(), entries.end(), std::mt19937(seed));
    return problem ? llvm::vfs::directory_iterator() : llvm::vfs::directory_iterator(std::make_shared<Listing>(std::move(entries)));
  }

  llvm::StringMap<unsigned> opened;

private:
  std::mutex mutex;
  unsigned seed;
};

struct TestFile {
  StringRef path, text;
};

constexpr TestFile goodFiles[] = {
    {"/p/config.yaml", "gateways:\n"
                       "  here: {connection: {type: sqlite, database: h.db}, variables: {least: 1}}\n"
                       "  there: {connection: {type: sqlite, database: t.db}, variables: {least: 2}}\n"
                       "model_defaults: {dialect: sqlite}\n"},
    {"/p/.env", "UNUSED=1\n"},
    {"/p/external_models.yaml", "- name: raw.clicks\n  columns: {id: INTEGER}\n"},
    {"/p/external_models/more.yaml", "- name: raw.views\n  columns: {id: INTEGER}\n"},
    {"/p/audits/a.sql", "AUDIT (name positive);\nSELECT * FROM @this_model WHERE id < @least\n"},
    {"/p/audits/deep/b.sql", "AUDIT (name even);\nSELECT * FROM @this_model WHERE id % 2 = 1\n"},
    {"/p/models/users.sql", "MODEL (name s.users, kind SEED (path '$root/seeds/users.csv'), columns (id INTEGER));\n"},
    {"/p/models/again.sql", "MODEL (name s.again, kind SEED (path '../seeds/users.csv'), columns (id INTEGER));\n"},
    {"/p/models/z/totals.sql", "MODEL (name @{gateway}_s.totals, kind FULL, audits (positive, even));\n"
                               "SELECT u.id AS id FROM s.users AS u JOIN raw.clicks AS c ON c.id = u.id WHERE u.id > @least\n"},
    {"/p/models/a/report.sql", "MODEL (name s.report);\nSELECT t.id AS id FROM @{gateway}_s.totals AS t, raw.views AS v\n"},
    {"/p/seeds/users.csv", "id\n1\n2\n"},
};

constexpr TestFile badFiles[] = {
    {"/p/models/c.sql", "MODEL (name s.c, kind NOTHING);\nSELECT 1 AS x\n"},
    {"/p/models/b/d.sql", "MODEL (name s.report);\nSELECT 1 AS x\n"},
    {"/p/models/b/e.sql", "MODEL (name s.e);\nSELECT (1 AS x\n"},
    {"/p/models/b/f.sql", "MODEL (name s.f, unheard 1);\nSELECT @nobody AS x\n"},
    {"/p/audits/z.sql", "AUDIT (name even);\nSELECT 1\n"},
};

struct Outcome {
  std::string values;   // the project and the problems, as text
  bool healthy = false;
  llvm::IntrusiveRefCntPtr<WatchedFiles> files;
};

Outcome compileFiles(ArrayRef<TestFile> good, ArrayRef<TestFile> bad, unsigned seed, unsigned jobs) {
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  for (ArrayRef<TestFile> part : {good, bad})
    for (const TestFile &file : part)
      memory->addFile(file.path, 0, llvm::MemoryBuffer::getMemBufferCopy(file.text));
  Outcome outcome;
  outcome.files = llvm::makeIntrusiveRefCnt<WatchedFiles>(memory, seed);
  Env env{outcome.files, {}, jobs};
  Compilation compilation(env, CompileOptions{"/p", {}, true});
  compileProject(compilation);
  outcome.healthy = compilation.usable && !compilation.report.hasErrors();
  llvm::raw_string_ostream out(outcome.values);
  printDiagnosticsJson(compilation.report.finish(compilation.project.config.gateways.size()), compilation.sources.map, out);
  for (const ProjectInput &input : compilation.project.inputs)
    out << input.path << ' ' << input.hash.hex() << '\n';
  for (const GatewayModels &models : compilation.project.gateways)
    for (uint32_t index : models.order) {
      const Variant &variant = models.variants[index];
      out << variant.fqn << ' ' << variant.source.whole.hex() << ' ' << variant.resolved.whole.hex() << ' '
          << variant.physical.hex() << '\n'
          << renderQuery(variant) << '\n';
    }
  return outcome;
}

} // namespace

TEST(Pipeline, EachFileIsReadOnceForAllGateways) {
  Outcome outcome = compileFiles(goodFiles, {}, 1, 4);
  EXPECT_TRUE(outcome.healthy) << outcome.values;
  for (const TestFile &file : goodFiles)
    EXPECT_EQ(outcome.files->opened.lookup(file.path), 1u) << file.path.str();
  EXPECT_EQ(outcome.files->opened.size(), std::size(goodFiles));
}

TEST(Pipeline, FilesWithMistakesAreReadOnceToo) {
  Outcome outcome = compileFiles(goodFiles, badFiles, 1, 4);
  EXPECT_FALSE(outcome.healthy);
  for (auto &entry : outcome.files->opened)
    EXPECT_EQ(entry.second, 1u) << entry.first().str();
}

TEST(Pipeline, TheOrderOfFoldersAndTheNumberOfThreadsChangeNothing) {
  std::string expected = compileFiles(goodFiles, {}, 0, 1).values;
  EXPECT_NE(expected.find("there_s"), std::string::npos) << expected;
  for (unsigned seed = 1; seed < 20; ++seed)
    ASSERT_EQ(compileFiles(goodFiles, {}, seed, 1 + seed % 8).values, expected) << "seed " << seed;
}

TEST(Pipeline, ProblemsComeInTheSameOrder) {
  std::string expected = compileFiles(goodFiles, badFiles, 0, 1).values;
  EXPECT_GE(std::count(expected.begin(), expected.end(), '\n'), 5);
  for (unsigned seed = 1; seed < 20; ++seed)
    ASSERT_EQ(compileFiles(goodFiles, badFiles, seed, 1 + seed % 8).values, expected) << "seed " << seed;
}

TEST(Pipeline, NothingIsReadWhenTheConfigurationCannotBeUsed) {
  constexpr TestFile broken[] = {{"/p/config.yaml", "gateways: 1\n"}, {"/p/models/a.sql", "MODEL (name s.t);\nSELECT 1 AS x\n"}};
  Outcome outcome = compileFiles(broken, {}, 0, 1);
  EXPECT_FALSE(outcome.healthy);
  EXPECT_EQ(outcome.files->opened.lookup("/p/models/a.sql"), 0u);
}
