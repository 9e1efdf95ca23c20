// One loop over many independent things, on all cores.
//
//   parallelEach(models.size(), jobs, [&](size_t i) { ... });
//
// Each index is handed out once. Results go to slots by index, so nothing that
// comes out depends on the number of threads or on their timing.
#pragma once
#include "llvm/ADT/STLFunctionalExtras.h"
#include <cstddef>

namespace sluice {

// As many threads as the machine has.
unsigned machineJobs();

// Calls `body(i)` for each i below `count`, on at most `jobs` threads, the
// calling one among them; returns when all are done. `body` must not throw.
void parallelEach(size_t count, unsigned jobs, llvm::function_ref<void(size_t)> body);

// The same, where `body(i, worker)` also learns which of the threads it runs
// on, a number below `jobs`: for arenas and buffers that a thread keeps.
void parallelEachOn(size_t count, unsigned jobs, llvm::function_ref<void(size_t, unsigned)> body);

// The same for blocks of neighbours, each of `size` indices but the last one:
// `body(first, end, worker)` does those from `first` on, below `end`.
void parallelBlocks(size_t count, size_t size, unsigned jobs, llvm::function_ref<void(size_t, size_t, unsigned)> body);

} // namespace sluice
