// Deployed bundles, read back from their manifests.
#pragma once
#include "ir/base/sink.h"
#include "ir/plan/deployed.h"

namespace llvm::vfs {
class FileSystem;
}

namespace sluice {

// Reads the manifest in a bundle's folder. A folder that is none, or that holds
// a manifest of another schema, is reported.
std::optional<DeployedBundle> loadBase(llvm::vfs::FileSystem &files, StringRef folder, Sink sink);

} // namespace sluice
