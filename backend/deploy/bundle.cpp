// Writing a bundle. Everything for `build/g/prod` happens below one folder
// beside it, `build/g/.prod.sluice`, which also is the lock against a second
// writer:
//
//   .prod.sluice/new     is filled, then exchanges its name with prod
//   .prod.sluice/new     is now the old bundle, and is removed with its folder
#include "backend/deploy/bundle.h"
#include "backend/deploy/diag.h"
#include "ir/base/hash.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

std::string checksumText(ArrayRef<BundleFile> files) {
  std::vector<std::string> lines;
  for (const BundleFile &file : files)
    lines.push_back(file.name + "\n" + file.hash.hex());
  llvm::sort(lines);
  std::string text;
  for (StringRef line : lines)
    text += (line.split('\n').second + "  " + line.split('\n').first + "\n").str();
  return text;
}

static bool writeAll(int to, StringRef text) {
  while (!text.empty()) {
    ssize_t written = ::write(to, text.data(), std::min<size_t>(text.size(), 1 << 30));
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    text = text.drop_front(size_t(written));
  }
  return true;
}

static std::string below(StringRef folder, StringRef name) { return (folder + "/" + name).str(); }

// Gives `fresh` the name of `target`. Where the file system cannot exchange two
// names there is a moment without a bundle; the old one then stands at `aside`.
static int takePlace(const std::string &fresh, const std::string &target, const std::string &aside) {
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0)
    return 0;
  if (errno == ENOENT)
    return ::rename(fresh.c_str(), target.c_str()) == 0 ? 0 : errno;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  if (::rename(target.c_str(), aside.c_str()) != 0)
    return errno;
  if (::rename(fresh.c_str(), target.c_str()) == 0)
    return 0;
  int error = errno;
  ::rename(aside.c_str(), target.c_str());
  return error;
}

// What a run that was ended in the middle left behind. If it was ended between
// the two renames of a file system without exchange, the old bundle goes back.
static void cleanLeftovers(const std::string &fresh, const std::string &target, const std::string &aside) {
  if (fs::is_directory(aside) && !fs::exists(target))
    ::rename(aside.c_str(), target.c_str());
  fs::remove_directories(fresh);
  fs::remove_directories(aside);
}

// Opens the working folder and waits until nobody else has it. The folder that
// was locked may have been removed by who had it before: then again.
static int lockFolder(const std::string &work) {
  for (;;) {
    if (::mkdir(work.c_str(), 0777) != 0 && errno != EEXIST)
      return -1;
    int folder = ::open(work.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 && errno == ENOENT)
      continue;
    if (folder < 0 || ::flock(folder, LOCK_EX) != 0)
      return folder;
    struct stat held, named;
    if (::fstat(folder, &held) == 0 && ::stat(work.c_str(), &named) == 0 && held.st_ino == named.st_ino)
      return folder;
    ::close(folder);
  }
}

BundleWriter::BundleWriter(StringRef folder, const Sink &sink) : sink(sink) {
  llvm::SmallString<256> plain(folder);
  path::remove_dots(plain, true);
  target = plain.str().str();
  parent = path::parent_path(target).empty() ? "." : path::parent_path(target).str();
  work = below(parent, ("." + path::filename(target) + ".sluice").str());
  fresh = below(work, "new");
  aside = below(work, "old");
  open();
}

void BundleWriter::open() {
  if (std::error_code error = fs::create_directories(parent, true, fs::perms::all_all))
    return fail(parent, error.value());
  if (fs::exists(target) && !fs::is_directory(target)) {
    sink.report({}, diag::OutputIsNoFolder, target);
    failed = true;
    return;
  }
  lock = lockFolder(work);
  if (lock < 0)
    return fail(work, errno);
  cleanLeftovers(fresh, target, aside);
  if (::mkdir(fresh.c_str(), 0777) != 0)
    fail(fresh, errno);
}

BundleWriter::~BundleWriter() {
  if (lock < 0)
    return;
  fs::remove_directories(work);
  ::close(lock);
}

// The first problem ends the bundle; what follows is silent.
void BundleWriter::fail(StringRef place, int error) {
  if (!failed.exchange(true))
    sink.report({}, diag::OutputNotWritable, place, StringRef(std::strerror(error)));
}

void BundleWriter::add(StringRef name, StringRef content) {
  BundleFileWriter file(*this, name);
  file.append(content);
  add(file.finish());
}

BundleFileWriter::BundleFileWriter(BundleWriter &bundle, StringRef name)
    : bundle(bundle), name(name.str()), place(below(bundle.fresh, name)) {
  if (bundle.failed)
    return;
  file = ::open(place.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0)
    bundle.fail(place, errno);
}

BundleFileWriter::~BundleFileWriter() {
  if (file >= 0)
    ::close(file);
}

// Enough for a system call to cost nothing, and little enough for a cache.
static constexpr size_t bytesPerWrite = 1 << 17;

void BundleFileWriter::append(StringRef piece) {
  buffer.append(piece.data(), piece.size());
  if (buffer.size() >= bytesPerWrite)
    flush();
}

void BundleFileWriter::flush() {
  hash.add(buffer);
  if (file >= 0 && !bundle.failed && !writeAll(file, buffer))
    bundle.fail(place, errno);
  buffer.clear();
}

BundleFile BundleFileWriter::finish() {
  flush();
  return {std::move(name), hash.finish()};
}

bool BundleWriter::commit() {
  add("SHA256SUMS", checksumText(written));
  if (failed)
    return false;
  if (int error = takePlace(fresh, target, aside))
    fail(target, error);
  return !failed;
}

} // namespace sluice
