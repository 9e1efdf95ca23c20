// Audits of a model: which ones it names, and the queries they become.
#pragma once
#include "frontend/declare/declarations.h"
#include "ir/project/config.h"

namespace sluice {

// An argument as it is written; its macros are expanded where it is used.
struct AuditArgument {
  std::string name; // lower case
  StringRef text;
};

// `not_null(columns := (a, b))`
struct AuditCall {
  std::string name; // lower case
  std::vector<AuditArgument> args;
  SourceRange range;
  const AuditArgument *find(StringRef name) const;
};

// The calls of an `audits` property: one call, or a list in brackets. `file`
// holds the text; without one (a default of config.yaml) `blame` is where
// problems point.
std::vector<AuditCall> readAuditCalls(StringRef text, const SourceFile *file, SourceRange blame,
                                      const Dialect &dialect, Sink sink);

// Reports unknown, double and wrong properties of an AUDIT block.
void checkAuditBlock(const Block &block, Sink sink);

// A built-in audit.
struct BuiltinAudit {
  StringRef name;
  StringRef example;
  // The query's text over a table, or nothing when the arguments are wrong.
  // Null: known, but not built yet.
  std::optional<std::string> (*query)(const AuditCall &call, StringRef table, const Dialect &dialect) = nullptr;
};

ArrayRef<BuiltinAudit> builtinAudits();

} // namespace sluice
