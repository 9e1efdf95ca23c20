// The machine's files, read with as few system calls as can be.
#pragma once
#include "llvm/Support/VirtualFileSystem.h"

namespace sluice {

// As LLVM's real file system, but a file that is opened for reading is not asked
// for its real path, which costs as much as reading it.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> plainFileSystem();

} // namespace sluice
