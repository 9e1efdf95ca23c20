// Problems as text: for people, and as JSON lines for programs.
//
//   models/a.sql:2:8: error: there is no audit `not_nul` [AuditUnknown]
//     audits (not_nul(columns := (id)))
//             ^~~~~~~
//     did you mean `not_null`?
#pragma once
#include "ir/base/sink.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice {

// One problem after the other; with `color`, in the colours of a terminal.
void printDiagnostics(ArrayRef<Diagnostic> diagnostics, const SourceMap &sources, bool color, llvm::raw_ostream &out);

// One JSON object per line: code, severity, message, hint, file, range, notes,
// expansion, gateways.
void printDiagnosticsJson(ArrayRef<Diagnostic> diagnostics, const SourceMap &sources, llvm::raw_ostream &out);

} // namespace sluice
