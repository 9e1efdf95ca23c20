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

// What a condition does not mean, though it seems to.
enum class ConditionTrap : uint8_t {
  NotLike,        // NOT LIKE, of which the reference forgets the NOT
  ColumnCompared, // a column equals only itself
  ListVariable,   // IN @list finds nothing
  TypesDiffer,    // 1 = '1' is false
  NullCompared,   // a = NULL is NULL
  GatewayCase,    // names of gateways are in lower case
};

struct ConditionSource {
  const Dialect &dialect;
  const MacroStyle &style;
  // The value of a macro inside the condition: MacroVar, MacroString, MacroCall
  // or an Identifier that is a template.
  llvm::function_ref<Outcome(const Node &macro)> evalMacro;
  // Called for each trap, with the text that it is about.
  llvm::function_ref<void(ConditionTrap trap, const Node &node, StringRef text)> warn;
};

// The value of a condition, or what is wrong with it.
Outcome evaluateCondition(const Node &node, const ConditionSource &source);

// The text that a string literal means.
std::string readString(const String &literal, const Dialect &dialect);

} // namespace sluice
