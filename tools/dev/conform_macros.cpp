// Records of macros.jsonl: statements that a bare evaluator expands. The texts
// of what comes out are compared, or the kind of the first error.
#include "backend/sql/printer.h"
#include "frontend/parse/parse.h"
#include "tools/dev/conform.h"
#include "tools/dev/macro_text.h"

namespace sluice::conform {

// ---- errors

// What the reference calls the mistake that one of our codes names. A code that
// is not listed is about text that cannot be read.
struct ErrorKind {
  StringRef code, kind;
};

static constexpr ErrorKind errorKinds[] = {
    {"MacroVariableUndefined", "undefined_variable"},
    {"MacroCallsVariable", "unknown_macro"},
    {"MacroUnknown", "unknown_macro"},
    {"MacroNoColumns", "bad_arguments"},
    {"MacroLambdaNothing", "evaluation"},
    {"MacroArgs", "bad_arguments"},
    {"MacroKeywordOrder", "bad_arguments"},
    {"MacroDefPlace", "bad_arguments"},
    {"MacroFunctionArgs", "bad_arguments"},
    {"MacroEvaluation", "evaluation"},
    {"MacroRunaway", "evaluation"},
};

static StringRef errorKind(const Report &report) {
  for (const Diagnostic &problem : report.finish()) {
    if (problem.kind->severity != Severity::Error)
      continue;
    for (const ErrorKind &row : errorKinds)
      if (row.code == problem.kind->code)
        return row.kind;
    return "syntax";
  }
  return "";
}

// ---- comparing

static std::string showJson(const llvm::json::Value &value) {
  std::string text;
  llvm::raw_string_ostream(text) << value;
  return text;
}

static bool agrees(const llvm::json::Value &wanted, const llvm::json::Value &got, const Dialect &dialect) {
  if (wanted == got)
    return true;
  auto *left = wanted.getAsArray(), *right = got.getAsArray();
  if (left && right)
    return llvm::equal(*left, *right, [&](auto &a, auto &b) { return agrees(a, b, dialect); });
  auto a = wanted.getAsString(), b = got.getAsString();
  return a && b && sameMeaning(*a, *b, dialect);
}

void judgeMacros(const Record &record, Verdict &verdict) {
  Arena arena;
  Report report;
  const Dialect &dialect = dialectOf(record);
  MacroSettings settings;
  settings.locals["runtime_stage"] = Value::ofString(textOf(record, "stage").str());
  settings.locals["default_catalog"] = Value();
  readMacroValues(record.getObject("vars"), verdict.line, settings.variables);
  readMacroValues(record.getObject("locals"), verdict.line, settings.locals);
  readSchema(record.getObject("schema"), verdict.line, dialect, settings);
  llvm::json::Value got = expandText(textOf(record, "sql"), settings, dialect, arena, Sink(report));
  StringRef wantedKind = textOf(record, "error_kind"), kind = errorKind(report);
  if (!wantedKind.empty() || !kind.empty()) {
    if (wantedKind != "other" || kind.empty())
      verdict.compare("error_kind", wantedKind, kind);
    for (const Diagnostic &problem : report.finish())
      if (!verdict.disagreements.empty())
        verdict.disagreements.back().got += " (" + problem.message + ")";
    return;
  }
  const llvm::json::Value *wanted = record.get("result");
  if (!wanted || !agrees(*wanted, got, dialect))
    verdict.disagreements.push_back({"result", wanted ? showJson(*wanted) : "", showJson(got)});
}

} // namespace sluice::conform
