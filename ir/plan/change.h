// How a model differs from what is deployed, for reviewers.
#pragma once
#include "ir/base/arena.h"
#include <string>
#include <vector>

namespace sluice {

enum class ChangeKind : uint8_t { None, Added, Removed, Modified, Indirect };

struct ModelChange {
  std::string fqn, name;
  ChangeKind kind = ChangeKind::None;
  std::string reason; // a sentence, empty for None
  bool rebuilt = false; // its table has another name than before
};

inline StringRef changeName(ChangeKind kind) {
  static constexpr StringRef names[] = {"none", "added", "removed", "modified", "indirect"};
  return names[size_t(kind)];
}

} // namespace sluice
