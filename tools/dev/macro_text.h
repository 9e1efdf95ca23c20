// Macros expanded in a text by themselves, without a project: for records and for
// tests of the evaluator.
#pragma once
#include "ir/base/sink.h"
#include "ir/dialect/dialects.h"
#include "ir/project/value.h"
#include "passes/macros/expand.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"

namespace sluice {

struct MacroSettings {
  llvm::StringMap<Value> locals, variables; // by lower-case name
  // Columns of relations, by lower-case name; without any, none are known yet.
  llvm::StringMap<std::vector<RelationColumn>> schema;
};

// A value as JSON; an object with one of the keys date, datetime, table, column
// and expr is what JSON has no literal for. `line` is the JSON as it is written:
// once read, 1.0 and 1 are the same.
Value readMacroValue(const llvm::json::Value &json, StringRef line);
void readMacroValues(const llvm::json::Object *object, StringRef line, llvm::StringMap<Value> &values);

// A schema as JSON: {"s.t": {"a": "int"}}. Names get the dialect's case; a type
// that is `unknown` is none. `line` is the JSON as it is written, since columns
// have an order.
void readSchema(const llvm::json::Object *object, StringRef line, const Dialect &dialect, MacroSettings &settings);

// The texts of all statements but definitions: one text, or a list; null for a
// statement that vanishes.
llvm::json::Value expandText(StringRef sql, const MacroSettings &settings, const Dialect &dialect, Arena &arena,
                             Sink sink);

} // namespace sluice
