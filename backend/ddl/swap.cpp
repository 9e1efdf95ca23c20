// swap.sql and revert.sql: the same moves, there and back.
//
//   swap     orders: p.orders__01 -> p.orders__ab
//   revert   orders: p.orders__ab -> p.orders__01
//
// What a move starts from is what the guard of its script demands.
#include "backend/ddl/scripts.h"

namespace sluice {

static void emitMoves(const Plan &plan, const DdlHooks &hooks, ScriptWriter &writer, bool back) {
  std::vector<ViewMove> moves;
  moves.reserve(plan.views.size());
  for (const ViewChange &change : plan.views) {
    const ViewTarget *before = change.before ? &*change.before : nullptr;
    const ViewTarget *after = change.after ? &*change.after : nullptr;
    moves.push_back({&change, back ? after : before, back ? before : after});
  }
  Step &settings = writer.add(StepKind::Settings);
  for (StringRef line : hooks.head)
    settings.lines.push_back(line.str());
  hooks.emitViews(moves, writer);
}

void emitSwap(const Plan &plan, const DdlHooks &hooks, ScriptWriter &writer) { emitMoves(plan, hooks, writer, false); }

void emitRevert(const Plan &plan, const DdlHooks &hooks, ScriptWriter &writer) { emitMoves(plan, hooks, writer, true); }

} // namespace sluice
