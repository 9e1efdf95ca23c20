// Bundles: a folder of files that appears whole or not at all.
//
//   build/production/prod/build.sql swap.sql revert.sql ... SHA256SUMS
//
// The new folder is written beside the old one, and then the two exchange their
// names in one step of the file system. Whoever reads the folder
// finds all files of one bundle; whoever ends this program in the middle leaves
// the previous bundle, and a folder of a known name that the next run removes.
#pragma once
#include "ir/base/hash.h"
#include "ir/base/sink.h"
#include <atomic>

namespace sluice {

// A file of a bundle that has been written.
struct BundleFile {
  std::string name; // holds no slash
  Digest hash;
};

// Writes one bundle, file by file, so that no file need be in memory. Until
// `commit`, the previous bundle is as it was; a writer that goes without a commit
// leaves it so. Two writers of one folder take turns.
class BundleWriter {
public:
  // Makes the folders above `folder` and the working folder beside it. Problems
  // of this and the other functions are reported; after one, nothing is written.
  BundleWriter(StringRef folder, const Sink &sink);
  ~BundleWriter();

  void add(BundleFile file) { written.push_back(std::move(file)); }
  void add(StringRef name, StringRef content);
  // Writes SHA256SUMS and puts the new bundle in place. Gives whether it is.
  bool commit();

  ArrayRef<BundleFile> files() const { return written; }
  const std::string &folder() const { return target; }

private:
  friend class BundleFileWriter;
  void fail(StringRef place, int error);
  void open();

  Sink sink;
  std::string target, parent, work, fresh, aside;
  int lock = -1; // a descriptor of the working folder; below zero: there is none
  std::atomic<bool> failed{false};
  std::vector<BundleFile> written;
};

// Writes one file of a bundle piece by piece. Several may be at work at once, on
// threads of their own.
class BundleFileWriter {
public:
  BundleFileWriter(BundleWriter &bundle, StringRef name);
  ~BundleFileWriter();
  void append(StringRef piece);
  // What is then added to the bundle.
  BundleFile finish();

private:
  void flush();

  BundleWriter &bundle;
  std::string name, place, buffer;
  int file = -1;
  Sha256 hash;
};

// The text of SHA256SUMS: a line per file, sorted by name, as `sha256sum -c` reads it.
std::string checksumText(ArrayRef<BundleFile> files);

} // namespace sluice
