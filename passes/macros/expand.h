// Macros: from what the author wrote to SQL that an engine understands.
//
//   @DEF(p, a + b);
//   SELECT @p * 2, @IF(@gateway = 'prod', c, d) FROM s_@{env}.t
//   SELECT a + b * 2, c FROM s_dev.t
//
// The result of a macro is text that takes the place of the call: no
// parentheses are added. No text is printed for that. A statement is scanned
// again, the tokens of each macro are replaced by others (copied from the
// arguments, or scanned once from a value), and the list is parsed. Arguments
// come before the call that they belong to, both branches of @IF included, so
// an undefined variable is an error wherever it stands.
#pragma once
#include "frontend/parse/parse.h"
#include "ir/base/source.h"
#include "ir/project/python_macro.h"
#include "ir/project/value.h"
#include "ir/time/run_times.h"
#include "passes/macros/styles.h"
#include "llvm/ADT/StringMap.h"
#include <memory>
#include <optional>

namespace sluice {

// The value of a variable of the configuration or of a blueprint, or null. It is
// asked whenever an expansion reads one that is no local: two gateways that answer
// alike share the result.
using VariableLookup = llvm::function_ref<const Value *(StringRef lowerName)>;

// A column of a relation; the type is spelled as the dialect does, and is empty
// where it is not known.
struct RelationColumn {
  std::string name, type;
};

// What is known of a relation's columns. While a project is loaded no relation's
// columns are known yet, and a macro that wants them gives a stand-in.
struct RelationColumns {
  enum Kind {
    NotYet,  // of no relation
    Unknown, // of others
    Known,   // `columns`
  };
  Kind kind = NotYet;
  ArrayRef<RelationColumn> columns = {};
};

// The columns of a relation, whose name is given as a macro's argument. A model
// whose expansion asked (`MacroContext::askedColumns`) is to be elaborated after
// those that it reads.
using ColumnsLookup = llvm::function_ref<RelationColumns(const Node &relation)>;

// A lambda that @DEF names, with the tokens that it stands in.
struct DefinedFunction {
  SourceFile file{"", "", 1};
  TokenBuffer tokens;
  const Lambda *lambda = nullptr;
  uint32_t first = 0, last = 0; // its tokens
};

// What the expansions of one model share. Locals are those of @DEF, and what
// the caller puts there: this_model, runtime_stage, times.
class MacroContext {
public:
  MacroContext(const Dialect &dialect, Parser &parser, Arena &arena, Sink sink, VariableLookup lookup);

  // Forgets locals and keeps the memory: for the next model.
  void restart(Arena &arena, Sink sink, VariableLookup lookup);

  // The value of a local or, failing that, of a variable; null if there is none.
  const Value *find(StringRef name);
  const Value *findLocal(StringRef lowerName);
  const Value *findVariable(StringRef name);  // of the configuration
  const Value *findBlueprint(StringRef name);
  // Whether a template that spells a name like this does not see its variable.
  bool isHidden(StringRef name);
  // Whether a variable, be there one or not, has no value in this text.
  bool isWithheld(StringRef lowerName) const;
  // Whether a variable of a model has the name of a macro: SQLMesh does not find it
  // by @star alone.
  bool isCalledLikeMacro(StringRef lowerName) const;
  // Whether there is a value, without asking for it.
  bool knows(StringRef lowerName);

  const Dialect &dialect;
  const MacroStyle &style;
  Parser &parser;
  Arena *arena;
  Sink sink;
  llvm::StringMap<Value> locals;     // by lower-case name
  llvm::StringMap<std::shared_ptr<const DefinedFunction>> functions; // of @DEF, by lower-case name
  std::optional<VariableLookup> blueprint; // its variables hide those of the configuration
  // SQLMesh gives a model the variables that it finds in the model's text, where
  // it takes a template's names for lower-case ones: with @{X} alone, x is none of
  // them. Says whether a name, in lower case, is found; all are without it.
  std::optional<llvm::function_ref<bool(StringRef lowerName)>> isMentioned;
  // In what a template gives, no name is looked for: there only variables have a
  // value that are found elsewhere in the model. Set while such text is expanded.
  std::optional<llvm::function_ref<bool(StringRef lowerName)>> isGiven;
  std::optional<ColumnsLookup> columns;
  bool askedColumns = false;
  const RunTimes *times = nullptr; // what time variables stand for; null: there are none
  bool hasInterval = true;         // whether start_* and end_* are among them
  bool askedTimes = false;
  bool askedModel = false; // whether this_model was looked up
  ArrayRef<PythonMacro> pythonMacros; // of the project
  ArrayRef<StringRef> variableNames; // all that `lookup` knows, to say what was meant

  // Buffers of the expansion that runs.
  TokenBuffer source, work, piece;
  std::string text;
  unsigned depth = 0; // calls and values inside each other
  size_t made = 0;    // tokens so far
  bool inFunction = false; // whether the body of a function of @DEF is expanded
  bool hasHoles = false; // whether a macro has given nothing so far
  llvm::SmallVector<StringRef, 4> params; // of the lambdas whose bodies are expanded

  static constexpr unsigned maxDepth = 200;
  static constexpr size_t maxTokens = 1'000'000;

private:
  const Value *findTime(StringRef lowerName);

  VariableLookup lookup;
  llvm::StringMap<Value> timeValues; // those that were asked for
};

struct Expansion {
  enum Kind {
    Tree,     // `tree`, or `several` where a statement gives a list
    Vanished, // @DEF, or a condition that is false
    Failed,   // reported
  };
  Kind kind = Failed;
  const Node *tree = nullptr;
  std::vector<const Node *> several;
};

// Expands all macros of a statement that the context's parser has read. A @DEF
// statement defines a local and vanishes.
Expansion expandStatement(const ParsedStatement &statement, MacroContext &context);

} // namespace sluice
