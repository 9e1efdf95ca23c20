// Reports: filled by all threads, ordered at the end.
#include "ir/base/sink.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// Fills the placeholders of a text. An argument that the text shows and that is
// empty sets `incomplete`.
static std::string fill(StringRef text, ArrayRef<DiagArg> args, bool &incomplete) {
  std::string result;
  while (!text.empty()) {
    bool placeholder = text.size() > 2 && text[0] == '{' && llvm::isDigit(text[1]) && text[2] == '}';
    if (!placeholder) {
      result += text.front();
      text = text.drop_front();
      continue;
    }
    const std::string &arg = args[size_t(text[1] - '0')].text;
    incomplete |= arg.empty();
    result += arg;
    text = text.drop_front(3);
  }
  return result;
}

Diagnostic Sink::make(SourceRange range, const DiagKind &kind, std::vector<DiagArg> args) const {
  bool ignored = false, incomplete = false;
  Diagnostic result{&kind, range, fill(kind.text, args, ignored), fill(kind.hint, args, incomplete), {}, {}};
  if (incomplete)
    result.hint.clear();
  if (!gateway.empty())
    result.gateways.push_back(gateway.str());
  return result;
}

size_t Report::size() const {
  std::lock_guard lock(mutex);
  return diagnostics.size();
}

void Report::add(Diagnostic diagnostic) {
  errors += diagnostic.kind->severity == Severity::Error;
  std::lock_guard lock(mutex);
  diagnostics.push_back(std::move(diagnostic));
}

static auto placeAndText(const Diagnostic &d) { return std::tie(d.range, d.kind->code, d.message, d.gateways); }

static bool sameProblem(const Diagnostic &a, const Diagnostic &b) {
  return a.range == b.range && a.kind == b.kind && a.message == b.message;
}

// A problem that was also found without a gateway is not bound to one.
static void addGateways(Diagnostic &to, const Diagnostic &from) {
  if (to.gateways.empty() || from.gateways.empty())
    to.gateways.clear();
  else
    for (const std::string &gateway : from.gateways)
      if (!llvm::is_contained(to.gateways, gateway))
        to.gateways.push_back(gateway);
}

std::vector<Diagnostic> Report::finish(size_t gateways) const {
  std::lock_guard lock(mutex);
  std::vector<Diagnostic> sorted = diagnostics;
  llvm::stable_sort(sorted, [](auto &a, auto &b) { return placeAndText(a) < placeAndText(b); });
  std::vector<Diagnostic> result;
  for (Diagnostic &d : sorted)
    if (!result.empty() && sameProblem(result.back(), d))
      addGateways(result.back(), d);
    else
      result.push_back(std::move(d));
  for (Diagnostic &d : result)
    if (d.gateways.size() == gateways)
      d.gateways.clear();
  return result;
}

StringRef findNearest(StringRef wanted, ArrayRef<StringRef> candidates) {
  std::string lower = wanted.lower();
  unsigned best = wanted.size() < 3 ? 1 : unsigned(wanted.size()) / 3 + 2;
  StringRef result;
  for (StringRef candidate : candidates) {
    unsigned distance = StringRef(lower).edit_distance(candidate.lower(), true, best);
    if (distance < best) {
      best = distance;
      result = candidate;
    }
  }
  return result;
}

} // namespace sluice
