// Values on the way through the compiler, as text: what `--emit` shows.
#pragma once
#include "tools/driver/compile.h"

namespace sluice {

struct EmitKind {
  StringRef name;
  bool needsPlan; // of projects without errors only
  void (*print)(const Compilation &compilation, ArrayRef<GatewayPlan> plans, llvm::raw_ostream &out);
};

const EmitKind *findEmitKind(StringRef name);
std::string emitKindNames(); // "tokens, ast, ..."

// The final query of a model, as SQLMesh prints it on one line, or laid out for
// people; empty for models without one.
std::string renderQuery(const GatewayModels &models, const Variant &variant, bool pretty);

} // namespace sluice
