// The expander: replaces the macros of one token list.
//
// A statement has one, and so has each value that holds macros itself. All
// write to the work buffer of the context, at its end; what a call made on the
// way to its result is taken away again.
#pragma once
#include "passes/macros/calls.h"
#include "passes/macros/evaluate.h"

namespace sluice {

class Expander {
public:
  // `outer` is the call that everything made here is blamed on; none for the
  // tokens of a statement itself.
  Expander(MacroContext &context, const TokenBuffer &from, ArrayRef<MacroSite> sites, SourceRange outer);

  // Appends the tokens [first, last) with their macros expanded. Returns false
  // after an error; goes on nevertheless, so that all of them are said.
  bool expand(uint32_t first, uint32_t last);

  // Makes this the expander of a lambda's body.
  void bind(const Bindings &values) { bindings = &values; }

  // Evaluates a call and takes its arguments away again: what is left behind
  // `mark`, the size of the work buffer before, is the result alone.
  MacroResult call(uint32_t site);

  // Defines a local from @DEF(name, value). Returns false after an error.
  bool define(uint32_t site);

  std::optional<TokenSlice> splice(const MacroArg &arg);
  const Node *tree(const MacroArg &arg);
  std::optional<Datum> evaluate(const MacroArg &arg, StringRef macro, SourceRange place);
  std::optional<TokenSlice> write(StringRef sql);
  // The same for a text that holds macros, expanded.
  std::optional<TokenSlice> expandText(StringRef sql);
  std::optional<std::string> text(const MacroArg &arg);
  // A template, filled.
  std::string fill(StringRef text);

  // The body of a lambda with values for its parameters.
  MacroResult apply(const MacroArg &lambda, ArrayRef<std::string> values);

private:
  bool expandOnce(uint32_t first, uint32_t last);
  bool expandSite(uint32_t site);
  void copySite(uint32_t site);
  bool expandVariable(const MacroVar &var, uint32_t site);
  bool expandQuoted(uint32_t site);
  bool expandName(StringRef name, bool quoted, uint32_t site);
  bool expandString(uint32_t site);
  bool expandCall(uint32_t site);
  bool expandClause(uint32_t site);
  bool expandInBody(uint32_t site);
  bool expandLocal(const Value &local);
  bool warnOfLocal(const MacroSite &site, StringRef name);
  bool expandBareTemplate(StringRef name);
  bool expandTextAsName(StringRef text, bool isTable);
  bool expandValue(const Value &value);
  bool expandNested(StringRef sql);
  void glueNumber(uint32_t &next);
  bool place(const MacroResult &result, uint32_t mark);
  bool replaceAround(uint32_t site, const MacroResult &result, uint32_t mark);

  bool bindArgs(const MacroCall &call, uint32_t site, const struct Builtin &builtin, MacroCallFrame &frame);
  bool bindNamed(MacroArg arg, const KeywordArg &keyword, const struct Builtin &builtin, MacroCallFrame &frame);
  bool bindGiven(const MacroArg &arg, MacroCallFrame &frame);
  llvm::SmallVector<MacroArg, 4> argsOf(const MacroCall &call, uint32_t site) const;
  void reportUnknown(StringRef name, SourceRange place);
  MacroResult callKnown(const MacroCall &call, uint32_t site);
  MacroResult callDefined(const MacroCall &call, uint32_t site, const struct DefinedFunction &function);
  MacroResult applyDefined(const DefinedFunction &function, ArrayRef<std::string> values);
  void checkNeighbours(const MacroSite &site, size_t first);
  void defineFunction(StringRef name, const MacroArg &lambda);
  void withParamsAsLocals(llvm::function_ref<void()> action);
  MacroResult bodyResult(const Node &body, uint32_t first, uint32_t last);

  void reportTrap(ConditionTrap trap, SourceRange place, StringRef text);
  Outcome evalTree(const Node &tree, ArrayRef<MacroSite> inside);
  Outcome evalSite(uint32_t site);
  const Node *parseSlice(TokenSlice slice);

  uint32_t firstSiteIn(uint32_t token) const;
  SourceRange placeOf(const Node &node) const { return ownSource ? node.range : outer; }
  SourceRange blame() const { return outer; }
  bool checkBudget(size_t tokens);
  void writeHole(SourceRange blame);

  MacroContext &context;
  const TokenBuffer &from;
  ArrayRef<MacroSite> sites;
  SourceRange outer;
  bool ownSource;
  const Bindings *bindings = nullptr; // in the body of a lambda

  // A list that replaces more than the call that gave it: tokens of `from`, and
  // what stands for them.
  struct Replacement {
    uint32_t site = 0; // that gave it
    uint32_t first = 0, last = 0;
    SourceRange range; // of the outermost call
    std::string sql;
  };
  const Replacement *findReplacement(uint32_t token) const;
  llvm::SmallVector<Replacement, 1> replacements;
};

// Moves the slice to `mark` and takes away everything else behind it.
TokenSlice slideDown(TokenBuffer &tokens, uint32_t mark, TokenSlice slice);
void truncate(TokenBuffer &tokens, uint32_t size);

// Reports why tokens that macros made do not parse, with what they are.
void reportResult(const Report &parsing, const TokenBuffer &tokens, SourceRange fallback, Sink sink);

} // namespace sluice
