// The files of a project, read once.
//
//   Sources sources;
//   loadConfigText(files, root, sources, sink);       config.yaml and .env
//   Config config = readConfig(*sources.config, ...);
//   loadProjectText(files, root, config.ignorePatterns, jobs, sources, sink);
//
// Everything comes through one virtual file system, so that tests can count
// reads and make files that do not exist.
#pragma once
#include "ir/base/sink.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>

// What reads files includes it; all others are compiled a second faster without.
namespace llvm::vfs {
class FileSystem;
}

namespace sluice {

// What a file of a project is for; it follows from its folder and ending.
enum class FileRole : uint8_t {
  Config,
  Dotenv,
  Model,
  Audit,
  Metric,
  ExternalModels,
  JinjaMacros,
  UnitTests,
  Seed,
  PythonModel,
  PythonMacro,
  PythonSignal,
  PythonMaterialization,
  PythonLintRule,
};

struct ProjectFile {
  FileRole role;
  const SourceFile *source; // text without a byte order mark
  StringRef bytes;          // the file as it is
};

struct Sources {
  SourceMap map;
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> buffers;
  std::vector<ProjectFile> files;    // by path, within a role
  std::vector<std::string> unusable; // paths of files that are there but cannot be read, which was reported
  const SourceFile *config = nullptr, *dotenv = nullptr;
  const SourceFile *personal = nullptr; // the configuration of the user's home

  std::vector<const SourceFile *> ofRole(FileRole role) const;
};

// The nearest folder from `start` upwards that holds a configuration, or
// nothing.
std::optional<std::string> findProjectRoot(llvm::vfs::FileSystem &files, StringRef start);

// Reads the configuration and .env of a project. Reports a missing or double
// configuration; `sources.config` is null then.
void loadConfigText(llvm::vfs::FileSystem &files, StringRef root, Sources &sources, Sink sink);

// Reads the configuration of a folder that counts more than the project's, if
// there is one. Messages call the folder by `shown`. Two of them are reported.
void loadPersonalConfig(llvm::vfs::FileSystem &files, StringRef folder, StringRef shown, Sources &sources, Sink sink);

// Reads everything else but seeds, in parallel.
void loadProjectText(llvm::vfs::FileSystem &files, StringRef root, ArrayRef<std::string> ignorePatterns, unsigned jobs,
                     Sources &sources, Sink sink);

// Reads more files: the seeds that models name. `paths` are relative to the
// root, or absolute; one that cannot be read is left out.
void loadSeedText(llvm::vfs::FileSystem &files, StringRef root, ArrayRef<std::string> paths, unsigned jobs,
                  Sources &sources, Sink sink);

// Whether a path below the root matches a pattern as SQLMesh understands it:
// compared from the right, or as a glob from the root where it holds `**`.
bool matchesPattern(StringRef path, StringRef pattern);

} // namespace sluice
