// Where problems go. A phase is handed a Sink and never stops because of one:
//
//   sink.report(range, diag::UnknownGateway, name, nearest).note(other, "...");
//
// Sinks are views of one Report, which any number of threads fill at once; the
// order of a finished report depends only on the places and the texts in it.
#pragma once
#include "ir/base/diag.h"
#include <atomic>
#include <mutex>

namespace sluice {

class Report {
public:
  void add(Diagnostic diagnostic);
  bool hasErrors() const { return errors != 0; }
  // How many problems were added and not taken.
  size_t size() const;
  // All problems by place and text, each once: the same problem on several
  // gateways is one problem that names them, unless they are all there are.
  std::vector<Diagnostic> finish(size_t gateways = 0) const;
  // Everything that was added, for a report that is passed on.
  std::vector<Diagnostic> take() { return std::exchange(diagnostics, {}); }

private:
  mutable std::mutex mutex;
  std::vector<Diagnostic> diagnostics;
  std::atomic<unsigned> errors{0};
};

// Built by Sink::report; reaches the report when the statement ends.
class PendingDiagnostic {
public:
  PendingDiagnostic(Report &report, Diagnostic diagnostic) : report(report), diagnostic(std::move(diagnostic)) {}
  PendingDiagnostic(const PendingDiagnostic &) = delete;
  ~PendingDiagnostic() { report.add(std::move(diagnostic)); }
  PendingDiagnostic &note(SourceRange range, std::string message) {
    diagnostic.notes.push_back({range, std::move(message)});
    return *this;
  }

private:
  Report &report;
  Diagnostic diagnostic;
};

// Cheap to copy. A sink may be bound to the gateway that is compiled, and to
// the macro calls whose result is looked at.
class Sink {
public:
  explicit Sink(Report &report) : target(&report) {}

  Sink forGateway(StringRef gateway) const {
    Sink bound = *this;
    bound.gateway = gateway;
    return bound;
  }

  // Cold: whatever leads to a problem is laid out of the way of what does not.
  template <unsigned Arity, class... Args>
  [[gnu::cold, gnu::noinline]] PendingDiagnostic report(SourceRange range, const Diag<Arity> &diag, Args &&...args) const {
    static_assert(sizeof...(Args) == Arity, "one argument per placeholder");
    return PendingDiagnostic(*target, make(range, diag.kind, {DiagArg(std::forward<Args>(args))...}));
  }

  Report &all() const { return *target; }

private:
  Diagnostic make(SourceRange range, const DiagKind &kind, std::vector<DiagArg> args) const;
  Report *target;
  StringRef gateway;
};

// The candidate that is nearest to `wanted` in spelling, case aside; empty if
// none is near enough to be meant.
StringRef findNearest(StringRef wanted, ArrayRef<StringRef> candidates);

} // namespace sluice
