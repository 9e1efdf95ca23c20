// Bundles: a folder of files that appears whole or not at all.
//
//   build/production/prod/build.sql swap.sql revert.sql ... SHA256SUMS
//
// The new folder is written beside the old one, made durable, and then the two
// exchange their names in one step of the file system. Whoever reads the folder
// finds all files of one bundle; whoever ends this program in the middle leaves
// the previous bundle, and a folder of a known name that the next run removes.
#pragma once
#include "ir/base/sink.h"

namespace sluice {

// A file of a bundle; `name` holds no slash.
struct BundleFile {
  std::string name, content;
};

// The text of SHA256SUMS: a line per file, sorted by name, as `sha256sum -c` reads it.
std::string checksumText(ArrayRef<BundleFile> files);

// Writes the files and SHA256SUMS as the bundle `folder`; folders above it are
// made. Reports what fails, and then the previous bundle is as it was. Gives
// whether the new bundle is in place. Two calls for one folder at the same time
// take turns.
bool storeBundle(StringRef folder, ArrayRef<BundleFile> files, const Sink &sink);

} // namespace sluice
