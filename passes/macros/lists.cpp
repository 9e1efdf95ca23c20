// Macros that apply a lambda to the items of a list: @EACH, @FILTER, @REDUCE.
//
//   @EACH([a, b], x -> x + 1)              a + 1, b + 1
//   @FILTER([1, 2, 3], x -> x > 1)         2, 3
//   @REDUCE([a, b, c], (x, y) -> x * y)    a * b * c
//
// The items are those of a list, or all arguments before the lambda.
#include "passes/macros/expander.h"
#include "passes/macros/families.h"
#include "passes/macros/values.h"

namespace sluice {

// The lambda that ends the arguments, or null, which is reported.
static const MacroArg *findLambda(MacroCallFrame &call) {
  if (!call.args.empty() && call.args.back().node && isa<Lambda>(call.args.back().node))
    return &call.args.back();
  call.wrongArgs("no function", "items, and a function such as x -> x + 1 behind them");
  return nullptr;
}

MacroResult evalEach(MacroCallFrame &call) {
  const MacroArg *lambda = findLambda(call);
  auto items = lambda ? call.items(call.args.size() - 1) : std::nullopt;
  if (!items)
    return MacroResult::failed();
  MacroResult all = MacroResult::several({});
  for (const std::string &item : *items) {
    MacroResult result = call.applyTo(item, *lambda);
    if (result.kind != MacroResult::One)
      return MacroResult::failed();
    all.slices.push_back(result.slices[0]);
  }
  return all;
}

// The result for an item is evaluated as a condition.
MacroResult evalFilter(MacroCallFrame &call) {
  const MacroArg *lambda = findLambda(call);
  auto items = lambda ? call.items(call.args.size() - 1) : std::nullopt;
  if (!items)
    return MacroResult::failed();
  MacroResult kept = MacroResult::several({});
  for (const std::string &item : *items) {
    MacroResult result = call.applyTo(item, *lambda);
    if (result.kind != MacroResult::One)
      return MacroResult::failed();
    MacroArg made;
    made.given = result.slices[0];
    std::optional<Datum> condition = call.expander.evaluate(made, call.node.name.upper(), call.range);
    if (!condition)
      return MacroResult::failed();
    if (!isTrue(*condition))
      continue;
    std::optional<TokenSlice> slice = call.write(item);
    if (!slice)
      return MacroResult::failed();
    kept.slices.push_back(*slice);
  }
  return kept;
}

// From left to right; one item is itself.
MacroResult evalReduce(MacroCallFrame &call) {
  const MacroArg *lambda = findLambda(call);
  auto items = lambda ? call.items(call.args.size() - 1) : std::nullopt;
  if (!items)
    return MacroResult::failed();
  if (items->empty())
    return call.wrongArgs("an empty list", "at least one item");
  std::string folded = items->front();
  for (const std::string &item : ArrayRef(*items).drop_front()) {
    MacroResult result = call.apply(*lambda, {folded, item});
    if (result.kind != MacroResult::One)
      return MacroResult::failed();
    folded = copyTokens(call.context.work, result.slices[0].first, result.slices[0].last);
  }
  return MacroResult::of(call.write(folded));
}

} // namespace sluice
