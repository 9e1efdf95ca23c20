// How long each phase takes: milliseconds, and the peak of memory so far.
#pragma once
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <string>
#include <vector>

namespace sluice {

class Timings {
public:
  // Ends the phase that runs since the last call.
  void mark(std::string phase, size_t bytes = 0);
  // A table: phase, milliseconds, megabytes handled, peak memory.
  void print(llvm::raw_ostream &out) const;
  // The same as a trace that Chrome's viewer reads.
  void printTrace(llvm::raw_ostream &out) const;

private:
  using Clock = std::chrono::steady_clock;
  struct Phase {
    std::string name;
    double from, to; // milliseconds since the start
    size_t bytes;
    long peakKilobytes;
  };
  Clock::time_point start = Clock::now();
  std::vector<Phase> phases;
};

} // namespace sluice
