// swap.sql and revert.sql: the same moves, there and back.
//
//   swap     orders: p.orders__01 -> p.orders__ab
//   revert   orders: p.orders__ab -> p.orders__01
//
// What a move starts from is what the guard of its script demands.
#include "backend/ddl/emit.h"
#include "backend/ddl/hooks.h"
#include "backend/ddl/title.h"

namespace sluice {

static Script emitMoves(const Plan &plan, StringRef file, bool back) {
  const DdlHooks &hooks = *findDdlHooks(*plan.engine);
  ScriptWriter writer{plan, *findDialect(plan.engine->dialect), {file.str(), makeTitle(plan, hooks, file), {}}};
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
  return std::move(writer.script);
}

Script emitSwap(const Plan &plan) { return emitMoves(plan, "swap.sql", false); }

Script emitRevert(const Plan &plan) { return emitMoves(plan, "revert.sql", true); }

} // namespace sluice
