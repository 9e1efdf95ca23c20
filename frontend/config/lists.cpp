// Lists in messages.
#include "frontend/config/lists.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

std::string quotedList(ArrayRef<StringRef> names, StringRef word) {
  std::string text;
  for (auto [i, name] : llvm::enumerate(names)) {
    if (i > 0)
      text += i + 1 == names.size() ? (" " + word + " ").str() : std::string(", ");
    text += ("`" + name + "`").str();
  }
  return text;
}

} // namespace sluice
