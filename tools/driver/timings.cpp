// Measures phases.
#include "tools/driver/timings.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include <sys/resource.h>

namespace sluice {

void Timings::mark(std::string phase, size_t bytes) {
  double now = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  phases.push_back({std::move(phase), phases.empty() ? 0 : phases.back().to, now, bytes, usage.ru_maxrss});
}

void Timings::print(llvm::raw_ostream &out) const {
  out << "phase                ms         MB      peak MB\n";
  for (const Phase &phase : phases)
    out << llvm::format("%-12s %10.1f %10.1f %12.1f\n", phase.name.c_str(), phase.to - phase.from,
                        double(phase.bytes) / 1e6, double(phase.peakKilobytes) / 1024);
}

void Timings::printTrace(llvm::raw_ostream &out) const {
  llvm::json::OStream json(out);
  json.array([&] {
    for (const Phase &phase : phases)
      json.object([&] {
        json.attribute("name", phase.name);
        json.attribute("ph", "X");
        json.attribute("pid", 1);
        json.attribute("tid", 1);
        json.attribute("ts", phase.from * 1000);
        json.attribute("dur", (phase.to - phase.from) * 1000);
      });
  });
  out << '\n';
}

} // namespace sluice
