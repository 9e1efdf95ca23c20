// What a built-in macro sees of its call, and what it gives back.
//
// Results are slices: runs of tokens at the end of the context's work buffer.
// @IF gives the slice of one of its arguments, @AND makes a new one of several.
//
//   @IF(TRUE, a.x, b.x)     work: a . x b . x      result: the first three
#pragma once
#include "frontend/lex/scan.h"
#include "passes/macros/datum.h"
#include "passes/macros/evaluate.h"
#include "passes/macros/expand.h"
#include "passes/macros/sites.h"

namespace sluice {

// Tokens [first, last) of the work buffer.
struct TokenSlice {
  uint32_t first = 0, last = 0;
  uint32_t size() const { return last - first; }
};

// One: one slice. Nothing: the call vanishes. Several: its slices take its
// place, with commas between; without any, the call vanishes.
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
  static MacroResult several(llvm::SmallVector<TokenSlice, 1> slices) {
    MacroResult result;
    result.kind = Several;
    result.slices = std::move(slices);
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

// What stands for the parameters of a lambda: SQL, by name in lower case.
using Bindings = llvm::StringMap<std::string>;

struct MacroCallFrame {
  Expander &expander;
  MacroContext &context;
  const MacroCall &node;
  SourceRange range;                   // of the outermost call: where problems are shown
  llvm::SmallVector<MacroArg, 4> args; // by parameter; absent ones have neither node nor slice
  llvm::SmallVector<std::pair<StringRef, MacroArg>, 1> named = {}; // those that have a name only

  bool has(size_t i) const { return i < args.size() && (args[i].node || args[i].given); }

  // Expands an argument at the end of the work buffer; nothing after an error.
  std::optional<TokenSlice> splice(size_t i);
  // The tree of an argument, expanded; null after an error.
  const Node *tree(size_t i);
  // The value of an argument as a condition; nothing after an error.
  std::optional<Datum> evaluate(size_t i);
  // Scans a text at the end of the work buffer.
  std::optional<TokenSlice> write(StringRef sql);
  // The SQL of an argument, expanded; nothing after an error.
  std::optional<std::string> text(size_t i);
  std::optional<std::string> text(const MacroArg &arg);
  // The same for the argument `name := value` of a macro with any number of
  // others; null if it is not given.
  const MacroArg *findNamed(StringRef name) const;
  // The items that the first `count` arguments stand for: those of a list where
  // a list is the only one.
  std::optional<std::vector<std::string>> items(size_t count);
  // Applies a lambda to one item, of which a tuple is several values. Nothing
  // and lists as the result are reported.
  MacroResult applyTo(StringRef item, const MacroArg &lambda);
  MacroResult apply(const MacroArg &lambda, ArrayRef<std::string> values);
  // Says that the arguments are wrong: "2 arguments", "a name in quotes".
  MacroResult wrongArgs(const llvm::Twine &found, const llvm::Twine &wanted);

private:
  MacroResult one(MacroResult result);
};

// The items of SQL that is a list or a tuple, [a, b] or (a, b), or what stands in
// a pair of parentheses; nothing where it is none of them.
std::optional<std::vector<std::string>> findItems(StringRef sql, const Dialect &dialect);

// The same for a tuple alone; parentheses around one value are none.
std::optional<std::vector<std::string>> findTupleItems(StringRef sql, const Dialect &dialect);

// What an expression is called: of a name its last part, of a literal its text,
// of a cast what its operand is called; empty for others.
std::string bareName(const Node &node, const Dialect &dialect);

} // namespace sluice
