// Audits of a model: which ones it names, and the queries they become.
#pragma once
#include "frontend/declare/declarations.h"
#include "ir/project/config.h"
#include "passes/elaborate/header.h"
#include "passes/elaborate/model_tree.h"

namespace sluice {

// An argument as it is written; its macros are expanded where it is used.
struct AuditArgument {
  std::string name; // lower case
  std::string text;
};

// `not_null(columns := (a, b))`
struct AuditCall {
  std::string name; // lower case
  std::vector<AuditArgument> args;
  SourceRange range;
  const AuditArgument *find(StringRef name) const;
};

// The calls of an `audits` or `signals` property: one call, or a list in
// brackets. `file` holds the text; without one (a default of config.yaml)
// `blame` is where problems point. Signals may be bare arguments in brackets.
std::vector<AuditCall> readCalls(StringRef text, const SourceFile *file, SourceRange blame, const Dialect &dialect,
                                 bool allowBare, Sink sink);

// The expressions of an argument such as `(a, b)`, `[a, b]` or `a`.
std::vector<std::string> splitItems(StringRef text, const Dialect &dialect);

// Reports what is wrong with the properties of an AUDIT block.
void checkAuditBlock(const AuditDecl &audit, Sink sink, bool inlineAudit);

// A built-in audit: SQL as an author would write it in an AUDIT file.
struct BuiltinAudit {
  StringRef name;
  StringRef needs;    // arguments that have no default, blank-separated
  StringRef defaults; // `name=value` of the others, blank-separated
  StringRef example;
  StringRef query;
  StringRef definitions = {}; // @DEF statements before it
};

ArrayRef<BuiltinAudit> builtinAudits();

// The audit of that name, or the one that `<name>_non_blocking` is made of; or
// null.
const BuiltinAudit *findBuiltinAudit(StringRef name);

// The calls that the MODEL block of a file has.
std::vector<AuditCall> readOwnAudits(const ModelDecl &model, const TreeInputs &inputs);

// Finds and expands the audits of a model: those of the configuration's
// defaults, and its own.
void addAudits(const ModelDecl &model, const TreeInputs &inputs, const Header &header, std::vector<AuditCall> own,
               ModelExpander &expander, ModelTree &tree);

// The model's own name as an author would write it in the dialect.
std::string writeOwnName(const TableName &table, const Dialect &dialect);

} // namespace sluice
