// From steps to text. A step stands under one comment line that says its
// number, what it does and for which model:
//
//   -- step 12 | backfill | staging.orders
//   CREATE TABLE ...
#include "backend/ddl/scripts.h"
#include "backend/ddl/title.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

static constexpr StringRef stepNames[] = {"settings", "schema",    "create",    "backfill", "audit",
                                          "guard",    "swap-view", "drop-view", "finish"};

StringRef stepName(StepKind kind) { return stepNames[size_t(kind)]; }

// A comment ends with its line, whatever the text in it holds.
static void appendComment(std::string &to, StringRef text) {
  to += "-- ";
  for (char c : text)
    to += uint8_t(c) < 0x20 ? ' ' : c;
  to += '\n';
}

static void appendStep(std::string &to, const Step &step) {
  std::string head = "step " + std::to_string(step.id) + " | " + stepName(step.kind).str();
  appendComment(to, step.model.empty() ? head : head + " | " + step.model);
  for (const std::string &line : step.lines) {
    to += line;
    to += '\n';
  }
}

// What is written at the head of a file, and what makes its steps.
struct ScriptRow {
  StringRef file;
  void (*emit)(const Plan &plan, const DdlHooks &hooks, ScriptWriter &writer);
};
static constexpr ScriptRow scriptRows[] = {{"build.sql", emitBuild}, {"swap.sql", emitSwap}, {"revert.sql", emitRevert}};

StringRef scriptFile(ScriptKind kind) { return scriptRows[size_t(kind)].file; }

void emitSteps(ScriptKind kind, const Plan &plan, TakeStep take) {
  ScriptWriter writer(plan, take);
  scriptRows[size_t(kind)].emit(plan, *findDdlHooks(*plan.engine), writer);
  writer.finish();
}

PrintedScript printScript(ScriptKind kind, const Plan &plan, llvm::function_ref<void(StringRef)> out) {
  PrintedScript printed{scriptFile(kind).str(), {}, {}};
  std::string title = makeTitle(plan, *findDdlHooks(*plan.engine), printed.file), text;
  for (StringRef line : llvm::split(title, '\n'))
    appendComment(text, line);
  size_t written = 0;
  emitSteps(kind, plan, [&](Step step) {
    text += '\n';
    size_t begin = written + text.size();
    appendStep(text, step);
    out(text);
    written += text.size();
    text.clear();
    step.lines = {};
    printed.ranges.push_back({begin, written});
    printed.steps.push_back(std::move(step));
  });
  return printed;
}

} // namespace sluice
