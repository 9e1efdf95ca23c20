// The parallel loop: threads take blocks of indices from a shared counter.
#include "ir/base/parallel.h"
#include "llvm/ADT/SmallVector.h"
#include <algorithm>
#include <atomic>
#include <thread>

namespace sluice {

unsigned machineJobs() { return std::max(1u, std::thread::hardware_concurrency()); }

void parallelEachOn(size_t count, unsigned jobs, llvm::function_ref<void(size_t, unsigned)> body) {
  jobs = unsigned(std::min<size_t>(std::max(1u, jobs), count));
  // Small blocks balance uneven work; a block of one index would make the
  // threads meet at the counter.
  size_t block = std::clamp<size_t>(count / (size_t(jobs) * 16 + 1), 1, 64);
  std::atomic<size_t> next{0};
  auto work = [&](unsigned worker) {
    for (size_t from; (from = next.fetch_add(block)) < count;)
      for (size_t i = from; i < std::min(from + block, count); ++i)
        body(i, worker);
  };
  llvm::SmallVector<std::thread, 8> threads;
  for (unsigned worker = 1; worker < jobs; ++worker)
    threads.emplace_back(work, worker);
  if (count)
    work(0);
  for (std::thread &thread : threads)
    thread.join();
}

void parallelEach(size_t count, unsigned jobs, llvm::function_ref<void(size_t)> body) {
  parallelEachOn(count, jobs, [&](size_t i, unsigned) { body(i); });
}

void parallelBlocks(size_t count, size_t size, unsigned jobs, llvm::function_ref<void(size_t, size_t, unsigned)> body) {
  parallelEachOn((count + size - 1) / size, jobs,
                 [&](size_t i, unsigned worker) { body(i * size, std::min(count, (i + 1) * size), worker); });
}

} // namespace sluice
