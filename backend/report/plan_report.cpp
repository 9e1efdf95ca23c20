// Writes plan.md.
#include "backend/report/plan_report.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice {
namespace {

// What readers and writers of an atomicity class notice.
struct AtomicityText {
  Atomicity atomicity;
  StringRef text;
};

constexpr AtomicityText atomicityTexts[] = {
    {Atomicity::Transaction,
     "All views move in one transaction: a reader sees all of them before it or all of them after it. While it runs, "
     "the views are locked; readers wait for the few milliseconds that it takes."},
    {Atomicity::ExchangeSets, "All views move in one statement that exchanges their names."},
    {Atomicity::ReplaceOne, "Each view moves by itself: for a moment some show the new tables and some the old ones."},
    {Atomicity::DropThenCreate, "Each view is missing for a moment while it moves."},
};

// Text as it can stand in a table of Markdown.
std::string cell(StringRef text) {
  std::string result;
  for (char c : text)
    result += c == '|' ? std::string("\\|") : c == '\n' ? std::string(" ") : std::string(1, c);
  return result;
}

size_t countOf(ArrayRef<ModelChange> changes, ChangeKind kind) {
  return size_t(llvm::count_if(changes, [&](const ModelChange &change) { return change.kind == kind; }));
}

void writeChanges(const GatewayPlan &plan, llvm::raw_ostream &out) {
  out << "## Changes\n\n";
  bool any = false;
  for (ChangeKind kind : {ChangeKind::Added, ChangeKind::Modified, ChangeKind::Indirect, ChangeKind::Removed}) {
    if (size_t count = countOf(plan.changes, kind)) {
      out << (any ? ", " : "") << count << ' ' << changeName(kind);
      any = true;
    }
  }
  if (!any) {
    out << "Nothing changed.\n\n";
    return;
  }
  out << ", " << countOf(plan.changes, ChangeKind::None) << " unchanged.\n\n| model | change | why | new table |\n|---|---|---|---|\n";
  for (const ModelChange &change : plan.changes)
    if (change.kind != ChangeKind::None)
      out << "| `" << cell(change.name) << "` | " << changeName(change.kind) << " | " << cell(change.reason) << " | "
          << (change.rebuilt ? "yes" : "no") << " |\n";
  out << '\n';
}

// Models that the scripts do not build, so that nobody looks for their views.
void writeLeftOut(const GatewayPlan &plan, ArrayRef<Variant> variants, llvm::raw_ostream &out) {
  bool any = false;
  for (const PlacedModel &model : plan.models)
    if (model.leftOut && !variants[model.variant].external()) {
      out << (any ? "" : "## Left out\n\nScripts cannot build these models yet, or something that they read.\n\n");
      out << "- `" << cell(variants[model.variant].body->name) << "` (" << variants[model.variant].body->kindName << ")\n";
      any = true;
    }
  out << (any ? "\n" : "");
}

void writeSteps(ArrayRef<PrintedScript> scripts, llvm::raw_ostream &out) {
  out << "## Steps\n\n";
  for (const PrintedScript &script : scripts) {
    out << "### " << script.file << "\n\n";
    for (const Step &step : script.steps) {
      out << step.id << ". " << stepName(step.kind);
      if (!step.model.empty())
        out << " `" << step.model << '`';
      if (step.destructive)
        out << " (destructive)";
      out << '\n';
    }
    out << '\n';
  }
}

void writeRisks(const GatewayPlan &plan, llvm::raw_ostream &out) {
  out << "## Locks, and what cannot be undone\n\n";
  for (const AtomicityText &entry : atomicityTexts)
    if (entry.atomicity == plan.plan.engine->atomicity)
      out << "- " << entry.text << '\n';
  out << "- `build.sql` makes objects that nobody reads yet; it changes none that is there.\n"
         "- `revert.sql` moves the views back. The tables that they read before must still be there: drop none until "
         "nobody wants to go back.\n"
         "- Effects of a model's own statements before and after its query are not undone.\n";
}

} // namespace

std::string printPlanReport(const GatewayPlan &plan, ArrayRef<PrintedScript> scripts, ArrayRef<Variant> variants) {
  std::string text;
  llvm::raw_string_ostream out(text);
  out << "# Plan for `" << plan.plan.environment << "` on `" << plan.plan.gateway << "`\n\n";
  out << "Engine: " << plan.plan.engine->name << ". ";
  if (plan.base)
    out << "Starts from the bundle `" << StringRef(plan.base->id).take_front(12) << "`.\n\n";
  else
    out << "The environment is new: no bundle of it was given as a base.\n\n";
  writeChanges(plan, out);
  writeLeftOut(plan, variants, out);
  writeSteps(scripts, out);
  writeRisks(plan, out);
  return text;
}

} // namespace sluice
