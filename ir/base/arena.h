// Memory that is given back all at once. Syntax trees and the texts that they
// view live here; nothing allocated from an arena has a destructor that runs.
//
//   StringRef kept = arena.copy("text");
//   ArrayRef<int> list = arena.copy(ArrayRef<int>(vector));
#pragma once
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"
#include <type_traits>

namespace sluice {

using llvm::ArrayRef;
using llvm::StringRef;

class Arena {
public:
  template <class T, class... Args> T *make(Args &&...args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (memory.Allocate<T>()) T{std::forward<Args>(args)...};
  }

  template <class T> ArrayRef<T> copy(ArrayRef<T> list) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (list.empty())
      return {};
    T *to = memory.Allocate<T>(list.size());
    std::uninitialized_copy(list.begin(), list.end(), to);
    return {to, list.size()};
  }

  // The copy is followed by a NUL byte, which the scanner relies on.
  StringRef copy(StringRef text) {
    char *to = memory.Allocate<char>(text.size() + 1);
    std::copy(text.begin(), text.end(), to);
    to[text.size()] = 0;
    return {to, text.size()};
  }

  // Gives everything back but the first slab; all that was made is gone.
  void reset() { memory.Reset(); }

  size_t bytes() const { return memory.getTotalMemory(); }

private:
  // Slabs grow slowly: an arena per thread holds thousands of trees.
  llvm::BumpPtrAllocatorImpl<llvm::MallocAllocator, 65536, 65536, 64> memory;
};

} // namespace sluice
