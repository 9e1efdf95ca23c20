// Files that are opened when their text is asked for, and then once.
#include "tools/driver/plain_files.h"
#include "llvm/Support/MemoryBuffer.h"

namespace sluice {
namespace {

class PlainFile : public llvm::vfs::File {
public:
  explicit PlainFile(std::string path) : path(std::move(path)) {}

  llvm::ErrorOr<llvm::vfs::Status> status() override { return llvm::vfs::getRealFileSystem()->status(path); }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine &, int64_t, bool nulTerminated,
                                                               bool isVolatile) override {
    return llvm::MemoryBuffer::getFile(path, /*IsText=*/false, nulTerminated, isVolatile);
  }
  std::error_code close() override { return {}; }

private:
  std::string path;
};

class PlainFileSystem : public llvm::vfs::ProxyFileSystem {
public:
  PlainFileSystem() : ProxyFileSystem(llvm::vfs::getRealFileSystem()) {}
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &path) override {
    return std::unique_ptr<llvm::vfs::File>(new PlainFile(path.str()));
  }
};

} // namespace

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> plainFileSystem() {
  return llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>(new PlainFileSystem);
}

} // namespace sluice
