// Finding and reading the files of a project.
//
//   config.yaml  .env  models/**/*.sql  audits/**/*.sql
//   external_models.yaml  external_models/**/*.yaml
//   macros/**/*.sql  tests/**/test*.yaml
#include "frontend/source/sources.h"
#include "frontend/config/diags.h"
#include "frontend/source/diags.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace sluice {

namespace path = llvm::sys::path;

std::vector<const SourceFile *> Sources::ofRole(FileRole role) const {
  std::vector<const SourceFile *> result;
  for (const ProjectFile &file : files)
    if (file.role == role)
      result.push_back(file.source);
  return result;
}

static constexpr StringRef configNames[] = {"config.yaml", "config.yml", "sqlmesh.yaml", "sqlmesh.yml", "config.py"};

static std::string join(StringRef root, StringRef relative) {
  llvm::SmallString<256> result(path::is_absolute(relative) ? "" : root);
  path::append(result, relative);
  return result.str().str();
}

std::optional<std::string> findProjectRoot(llvm::vfs::FileSystem &files, StringRef start) {
  for (StringRef folder = start; !folder.empty(); folder = path::parent_path(folder))
    for (StringRef name : configNames)
      if (files.exists(join(folder, name)))
        return folder.str();
  return std::nullopt;
}

// ---- reading

namespace {
// A file that was read but has no place among the sources yet.
struct Loaded {
  FileRole role;
  std::string path;
  std::unique_ptr<llvm::MemoryBuffer> buffer;
  std::error_code problem;
  bool isBinary = false;
  unsigned badLine = 0; // the first line that is no UTF-8, or 0
};
} // namespace

// The line of the first byte that is no UTF-8, or 0. Most texts are ASCII,
// which is seen eight bytes at a time.
static unsigned lineOfBadUtf8(StringRef text) {
  uint64_t bits = 0;
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8)
    bits |= llvm::support::endian::read64le(text.data() + at);
  for (; at < text.size(); ++at)
    bits |= uint8_t(text[at]);
  if (!(bits & 0x8080808080808080))
    return 0;
  auto *begin = reinterpret_cast<const llvm::UTF8 *>(text.begin()), *bad = begin;
  if (llvm::isLegalUTF8String(&bad, begin + text.size()))
    return 0;
  return unsigned(text.take_front(size_t(bad - begin)).count('\n')) + 1;
}

static Loaded load(llvm::vfs::FileSystem &files, StringRef root, FileRole role, std::string name) {
  auto buffer = files.getBufferForFile(join(root, name));
  if (!buffer)
    return {role, std::move(name), nullptr, buffer.getError()};
  StringRef text = (*buffer)->getBuffer();
  bool isBinary = text.contains('\0');
  unsigned badLine = isBinary ? 0 : lineOfBadUtf8(text);
  return {role, std::move(name), std::move(*buffer), {}, isBinary, badLine};
}

// Files in which connections and their passwords stand.
static bool isSecret(FileRole role) { return role == FileRole::Config || role == FileRole::Dotenv; }

// Whether a file can be used; says why not. What is no text is quoted without
// its bytes, which neither a terminal nor JSON can take.
static bool checkLoaded(const Loaded &loaded, Sources &sources, Sink sink) {
  if (!loaded.buffer)
    sink.report({}, diag::FileUnreadable, loaded.path, loaded.problem.message());
  else if (loaded.buffer->getBufferSize() > (1u << 30))
    sink.report({}, diag::FileTooLarge, loaded.path);
  else if (loaded.isBinary)
    sink.report(sources.map.add(loaded.path, "").range(0, 0), diag::FileBinary);
  else if (loaded.badLine)
    sink.report(sources.map.add(loaded.path, "").range(0, 0), diag::FileNotUtf8, loaded.badLine);
  else
    return true;
  return false;
}

// Gives a file its place; one that cannot be used is no part of the project.
static const SourceFile *adopt(Loaded loaded, Sources &sources, Sink sink) {
  if (!checkLoaded(loaded, sources, sink)) {
    sources.unusable.push_back(std::move(loaded.path));
    return nullptr;
  }
  StringRef bytes = loaded.buffer->getBuffer(), text = bytes;
  text.consume_front("\xEF\xBB\xBF");
  const SourceFile &file = sources.map.add(std::move(loaded.path), text, isSecret(loaded.role));
  sources.buffers.push_back(std::move(loaded.buffer));
  sources.files.push_back({loaded.role, &file, bytes});
  return &file;
}

void loadConfigText(llvm::vfs::FileSystem &files, StringRef root, Sources &sources, Sink sink) {
  StringRef found;
  for (StringRef name : configNames) {
    if (!files.exists(join(root, name)))
      continue;
    if (!found.empty()) {
      sink.report({}, diag::ConfigSeveral, found, name);
      return;
    }
    found = name;
  }
  if (found.empty())
    sink.report({}, diag::ConfigMissing, path::filename(root));
  else if (found == "config.py")
    sink.report({}, diag::ConfigPython);
  else
    sources.config = adopt(load(files, root, FileRole::Config, found.str()), sources, sink);
  if (sources.config && files.exists(join(root, ".env")))
    sources.dotenv = adopt(load(files, root, FileRole::Dotenv, ".env"), sources, sink);
}

void loadPersonalConfig(llvm::vfs::FileSystem &files, StringRef folder, StringRef shown, Sources &sources, Sink sink) {
  StringRef found;
  for (StringRef name : configNames) {
    if (name.ends_with(".py") || !files.exists(join(folder, name)))
      continue;
    if (!found.empty())
      return sink.report({}, diag::ConfigSeveral, (shown + "/" + found).str(), (shown + "/" + name).str()), void();
    found = name;
  }
  if (found.empty())
    return;
  Loaded loaded = load(files, folder, FileRole::Config, found.str());
  loaded.path = (shown + "/" + found).str();
  sources.personal = adopt(std::move(loaded), sources, sink);
}

// ---- listing

bool matchesPattern(StringRef path, StringRef pattern) {
  if (pattern.contains("**")) {
    auto glob = llvm::GlobPattern::create(pattern);
    if (glob)
      return glob->match(path);
    llvm::consumeError(glob.takeError());
    return false;
  }
  llvm::SmallVector<StringRef> parts, wanted;
  path.split(parts, '/');
  pattern.split(wanted, '/');
  if (wanted.size() > parts.size())
    return false;
  auto tail = ArrayRef(parts).take_back(wanted.size());
  return llvm::all_of(llvm::zip(tail, wanted), [](auto pair) {
    auto glob = llvm::GlobPattern::create(std::get<1>(pair));
    if (glob)
      return glob->match(std::get<0>(pair));
    llvm::consumeError(glob.takeError());
    return false;
  });
}

namespace {
struct Listed {
  FileRole role;
  std::string path;
};
} // namespace

// All files below a folder with one of the endings, by path.
static void listFolder(llvm::vfs::FileSystem &files, StringRef root, StringRef folder, ArrayRef<StringRef> endings, FileRole role,
                       ArrayRef<std::string> ignored, std::vector<Listed> &result) {
  std::error_code problem;
  std::string base = join(root, folder);
  size_t first = result.size();
  for (llvm::vfs::recursive_directory_iterator at(files, base, problem), end; !problem && at != end;
       at.increment(problem)) {
    StringRef name = at->path();
    if (llvm::none_of(endings, [&](StringRef ending) { return name.ends_with(ending); }) || at->type() == llvm::sys::fs::file_type::directory_file)
      continue;
    std::string relative = name.drop_front(root.size()).ltrim('/').str();
    if (llvm::none_of(ignored, [&](StringRef pattern) { return matchesPattern(relative, pattern); }))
      result.push_back({role, std::move(relative)});
  }
  std::sort(result.begin() + ptrdiff_t(first), result.end(),
            [](const Listed &a, const Listed &b) { return a.path < b.path; });
}

static void loadListed(llvm::vfs::FileSystem &files, StringRef root, std::vector<Listed> listed, unsigned jobs,
                       Sources &sources, Sink sink) {
  std::vector<Loaded> loaded(listed.size());
  parallelEach(listed.size(), jobs, [&](size_t i) {
    loaded[i] = load(files, root, listed[i].role, std::move(listed[i].path));
  });
  for (Loaded &file : loaded)
    adopt(std::move(file), sources, sink);
}

void loadProjectText(llvm::vfs::FileSystem &files, StringRef root, ArrayRef<std::string> ignorePatterns, unsigned jobs,
                     Sources &sources, Sink sink) {
  std::vector<Listed> listed;
  // A folder is walked once for both languages.
  listFolder(files, root, "models", {".sql", ".py"}, FileRole::Model, ignorePatterns, listed);
  listFolder(files, root, "macros", {".sql", ".py"}, FileRole::JinjaMacros, ignorePatterns, listed);
  for (Listed &file : listed)
    if (StringRef(file.path).ends_with(".py"))
      file.role = file.role == FileRole::Model ? FileRole::PythonModel : FileRole::PythonMacro;
  listFolder(files, root, "audits", {".sql"}, FileRole::Audit, ignorePatterns, listed);
  listFolder(files, root, "metrics", {".sql"}, FileRole::Metric, ignorePatterns, listed);
  listFolder(files, root, "signals", {".py"}, FileRole::PythonSignal, ignorePatterns, listed);
  listFolder(files, root, "materializations", {".py"}, FileRole::PythonMaterialization, ignorePatterns, listed);
  listFolder(files, root, "linter", {".py"}, FileRole::PythonLintRule, ignorePatterns, listed);
  StringRef external = files.exists(join(root, "external_models.yaml")) ? "external_models.yaml" : "schema.yaml";
  if (files.exists(join(root, external)))
    listed.push_back({FileRole::ExternalModels, external.str()});
  listFolder(files, root, "external_models", {".yaml"}, FileRole::ExternalModels, ignorePatterns, listed);
  listFolder(files, root, "tests", {".yaml", ".yml"}, FileRole::UnitTests, ignorePatterns, listed);
  llvm::erase_if(listed, [](const Listed &file) {
    return file.role == FileRole::UnitTests && !path::filename(file.path).starts_with("test");
  });
  // Zero bytes are no model and no mistake.
  loadListed(files, root, std::move(listed), jobs, sources, sink);
}

void loadSeedText(llvm::vfs::FileSystem &files, StringRef root, ArrayRef<std::string> paths, unsigned jobs,
                  Sources &sources, Sink sink) {
  std::vector<Listed> listed;
  for (const std::string &name : paths)
    if (files.exists(join(root, name)))
      listed.push_back({FileRole::Seed, name});
  loadListed(files, root, std::move(listed), jobs, sources, sink);
}

} // namespace sluice
