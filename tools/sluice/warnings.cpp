// The codes of all warnings, from the tables of diagnostics.
#include "tools/sluice/warnings.h"
#include "ir/base/sink.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

static constexpr DiagKind kinds[] = {
#define DIAG(CODE, SEVERITY, TEXT, HINT) {#CODE, Severity::SEVERITY, TEXT, HINT},
#include "backend/deploy/diag.def"
#include "frontend/config/diag.def"
#include "frontend/declare/diag.def"
#include "frontend/jinja/diag.def"
#include "frontend/lex/diag.def"
#include "frontend/parse/diag.def"
#include "frontend/source/diag.def"
#include "passes/elaborate/diag.def"
#include "passes/macros/diag.def"
#undef DIAG
};

std::string checkWarningCodes(ArrayRef<std::string> codes) {
  llvm::SmallVector<StringRef> warnings;
  for (const DiagKind &kind : kinds)
    if (kind.severity == Severity::Warning)
      warnings.push_back(kind.code);
  for (StringRef code : codes) {
    if (llvm::is_contained(warnings, code))
      continue;
    bool known = llvm::any_of(kinds, [&](const DiagKind &kind) { return kind.code == code; });
    std::string nearest = findNearest(code, warnings).str();
    std::string problem = "`" + code.str() + (known ? "` is no warning and stays" : "` is no warning");
    return problem + (nearest.empty() || known ? "" : "; did you mean `" + nearest + "`?");
  }
  return {};
}

} // namespace sluice
