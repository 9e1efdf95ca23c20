// Values on the way through the compiler, as text: what `--emit` shows.
#pragma once
#include "tools/driver/compile.h"

namespace sluice {

struct EmitKind {
  StringRef name;
  bool needsPlan; // of projects without errors only
  bool pretty;    // with texts for people
  void (*print)(const Compilation &compilation, ArrayRef<GatewayPlan> plans, llvm::raw_ostream &out);
};

const EmitKind *findEmitKind(StringRef name);
std::string emitKindNames(); // "tokens, ast, ..."

// The final query of a model; empty for models without one.
std::string renderQuery(const Variant &variant);

} // namespace sluice
