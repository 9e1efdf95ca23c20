// Conditions of macros: SQL that is evaluated while a project is compiled.
//
//   @IF(@n > 1 AND LOWER(@env) IN ('dev', 'test'), a, b)
//
// SQLMesh turns the condition into Python and runs it; this is the same without
// Python. AND and OR give one of their operands, NULL is None, a column is true
// and equal to itself only. What Python or SQLGlot's executor do not know is an
// error that names it.
#pragma once
#include "ir/syntax/ast.h"
#include "passes/macros/operators.h"

namespace sluice {

struct ConditionSource {
  const Dialect &dialect;
  const MacroStyle &style;
  // The value of a macro inside the condition: MacroVar, MacroString, MacroCall
  // or an Identifier that is a template.
  llvm::function_ref<Outcome(const Node &macro)> evalMacro;
  // Called for each NOT LIKE, whose negation the reference forgets.
  llvm::function_ref<void(const Node &node, StringRef op)> warnNotLike;
};

// The value of a condition, or what is wrong with it.
Outcome evaluateCondition(const Node &node, const ConditionSource &source);

// The text that a string literal means.
std::string readString(const String &literal, const Dialect &dialect);

} // namespace sluice
