// Places in source text: looked up by bisection over the files' bases.
#include "ir/base/source.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"

namespace sluice {

const SourceFile &SourceMap::add(std::string path, StringRef text, bool secret) {
  if (text.size() > ~0u - next - 1)
    llvm::report_fatal_error("the project has more than 4 GB of text");
  files.push_back({std::move(path), text, next, secret});
  next += uint32_t(text.size()) + 1;
  return files.back();
}

const SourceFile *SourceMap::find(uint32_t place) const {
  auto after = llvm::upper_bound(files, place, [](uint32_t place, const SourceFile &file) { return place < file.base; });
  return place == 0 || after == files.begin() ? nullptr : &*std::prev(after);
}

const SourceFile *SourceMap::findPath(StringRef path) const {
  auto found = llvm::find_if(files, [&](const SourceFile &file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

Position position(const SourceFile &file, uint32_t place) {
  size_t offset = std::min<size_t>(place - file.base, file.text.size());
  StringRef before = file.text.take_front(offset);
  size_t lineStart = before.rfind('\n') + 1; // npos + 1 is the first line
  Position result{unsigned(before.count('\n')) + 1, 1};
  for (char c : before.drop_front(lineStart))
    result.column += (c & 0xC0) != 0x80;
  return result;
}

StringRef lineAt(const SourceFile &file, uint32_t place) {
  size_t offset = std::min<size_t>(place - file.base, file.text.size());
  size_t start = file.text.take_front(offset).rfind('\n') + 1;
  return file.text.slice(start, file.text.find('\n', offset)).rtrim('\r');
}

} // namespace sluice
