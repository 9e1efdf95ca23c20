// Bundles as folders: written whole, exchanged, errors reported.
#include "backend/deploy/bundle.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <fstream>
#include <gtest/gtest.h>

using namespace sluice;

namespace {
class Bundle : public testing::Test {
protected:
  void SetUp() override { ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("bundle", folder)); }
  void TearDown() override { llvm::sys::fs::remove_directories(folder); }

  std::string at(StringRef name) { return (folder + "/" + name).str(); }
  std::string content(StringRef name) {
    auto buffer = llvm::MemoryBuffer::getFile(at(name));
    return buffer ? (*buffer)->getBuffer().str() : "";
  }
  using Contents = std::vector<std::pair<std::string, std::string>>;
  bool store(StringRef name, const Contents &contents) {
    BundleWriter writer(at(name), Sink(report));
    for (auto &[file, content] : contents)
      writer.add(file, content);
    return writer.commit();
  }

  llvm::SmallString<128> folder;
  Report report;
};
} // namespace

TEST_F(Bundle, ReplacesTheOldOneWhole) {
  EXPECT_TRUE(store("g/prod", {{"b.sql", "one"}, {"a.sql", "old"}}));
  EXPECT_TRUE(store("g/prod", {{"b.sql", "two"}}));
  EXPECT_EQ(content("g/prod/b.sql"), "two");
  EXPECT_FALSE(llvm::sys::fs::exists(at("g/prod/a.sql")));
  EXPECT_FALSE(llvm::sys::fs::exists(at("g/.prod.sluice")));
  EXPECT_FALSE(report.hasErrors());
}

TEST_F(Bundle, ChecksumsAreSortedByName) {
  EXPECT_EQ(checksumText({{"b", sha256("x")}, {"a", sha256("")}}),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n"
            "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  b\n");
}

TEST_F(Bundle, LeftoversAreRemoved) {
  ASSERT_FALSE(llvm::sys::fs::create_directories(at("g/.prod.sluice/new")));
  std::ofstream(at("g/.prod.sluice/new/half.sql")) << "half";
  EXPECT_TRUE(store("g/prod", {{"b.sql", "two"}}));
  EXPECT_FALSE(llvm::sys::fs::exists(at("g/.prod.sluice")));
  EXPECT_FALSE(llvm::sys::fs::exists(at("g/prod/half.sql")));
}

TEST_F(Bundle, AnOldOneThatStandsAsideComesBack) {
  ASSERT_FALSE(llvm::sys::fs::create_directories(at("g/.prod.sluice/old")));
  std::ofstream(at("g/.prod.sluice/old/b.sql")) << "before";
  // The new bundle cannot be written: a name with a folder that is not there.
  EXPECT_FALSE(store("g/prod", {{"none/b.sql", "two"}}));
  EXPECT_EQ(content("g/prod/b.sql"), "before");
  EXPECT_TRUE(report.hasErrors());
}

TEST_F(Bundle, AFileInThePlaceOfAFolderIsReported) {
  std::ofstream(at("file")) << "x";
  EXPECT_FALSE(store("file", {{"b.sql", "two"}}));
  EXPECT_FALSE(store("file/prod", {{"b.sql", "two"}}));
  std::vector<Diagnostic> problems = report.finish();
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(content("file"), "x");
}
