// From steps to text. A step stands under one comment line that says its
// number, what it does and for which model:
//
//   -- step 12 | backfill | staging.orders
//   CREATE TABLE ...
#include "backend/ddl/emit.h"
#include "llvm/ADT/STLExtras.h"

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

static size_t lengthOf(const Script &script) {
  size_t length = script.title.size() + 256;
  for (const Step &step : script.steps) {
    length += step.model.size() + 48;
    for (const std::string &line : step.lines)
      length += line.size() + 1;
  }
  return length;
}

PrintedScript printScript(Script &script, const Engine &) {
  PrintedScript printed;
  printed.text.reserve(lengthOf(script));
  llvm::SmallVector<StringRef, 16> title;
  StringRef(script.title).split(title, '\n');
  for (StringRef line : title)
    appendComment(printed.text, line);
  for (Step &step : script.steps) {
    printed.text += '\n';
    size_t begin = printed.text.size();
    std::string head = "step " + std::to_string(step.id) + " | " + stepName(step.kind).str();
    appendComment(printed.text, step.model.empty() ? head : head + " | " + step.model);
    for (const std::string &line : step.lines) {
      printed.text += line;
      printed.text += '\n';
    }
    step.lines = {};
    printed.ranges.push_back({begin, printed.text.size()});
  }
  return printed;
}

} // namespace sluice
