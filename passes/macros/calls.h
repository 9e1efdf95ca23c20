// What a built-in macro sees of its call, and what it gives back.
//
// Results are slices: runs of tokens at the end of the context's work buffer.
// @IF gives the slice of one of its arguments, @AND makes a new one of several.
//
//   @IF(TRUE, a.x, b.x)     work: a . x b . x      result: the first three
#pragma once
#include "passes/macros/datum.h"
#include "passes/macros/expand.h"
#include "passes/macros/sites.h"

namespace sluice {

// Tokens [first, last) of the work buffer.
struct TokenSlice {
  uint32_t first = 0, last = 0;
  uint32_t size() const { return last - first; }
};

// One: one slice. Nothing: the call vanishes. Several: its slices take its
// place, with commas between.
struct MacroResult {
  enum Kind { One, Nothing, Several, Failed };
  Kind kind = Failed;
  llvm::SmallVector<TokenSlice, 1> slices;

  static MacroResult of(std::optional<TokenSlice> slice) {
    MacroResult result;
    if (slice) {
      result.kind = One;
      result.slices.push_back(*slice);
    }
    return result;
  }
  static MacroResult nothing() {
    MacroResult result;
    result.kind = Nothing;
    return result;
  }
  static MacroResult failed() { return {}; }
};

// An argument: where it stands in the source or, if a macro gave it, its slice.
struct MacroArg {
  const Node *node = nullptr;   // null for one that a macro gave
  uint32_t first = 0, last = 0; // tokens of the source
  uint32_t site = 0;            // the first site that is not before it
  std::optional<TokenSlice> given;
};

class Expander;

struct MacroCallFrame {
  Expander &expander;
  MacroContext &context;
  const MacroCall &node;
  SourceRange range;                   // of the outermost call: where problems are shown
  llvm::SmallVector<MacroArg, 4> args; // by parameter; absent ones have neither node nor slice

  bool has(size_t i) const { return i < args.size() && (args[i].node || args[i].given); }

  // Expands an argument at the end of the work buffer; nothing after an error.
  std::optional<TokenSlice> splice(size_t i);
  // The tree of an argument, expanded; null after an error.
  const Node *tree(size_t i);
  // The value of an argument as a condition; nothing after an error.
  std::optional<Datum> evaluate(size_t i);
  // Scans a text at the end of the work buffer.
  std::optional<TokenSlice> write(StringRef sql);
  // Says that the arguments are wrong: "2 arguments", "a name in quotes".
  MacroResult wrongArgs(const llvm::Twine &found, const llvm::Twine &wanted);
};

} // namespace sluice
