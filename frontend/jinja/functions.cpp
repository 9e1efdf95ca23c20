// What templates can call without anybody's help: range, dict, namespace, ...
// and the ways to loop over a value.
#include "frontend/jinja/evaluate.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice::jinja {

std::optional<Objects> Evaluator::iterate(const Object &object, Place place) {
  if (object.isUndefined())
    return Objects();
  if (object.isSequence())
    return *object.items;
  Objects result;
  if (object.type == Type::String) {
    for (StringRef character : splitCharacters(object.text))
      result.push_back(Object::ofString(character.str()));
    return result;
  }
  if (object.type == Type::Mapping) {
    for (auto &entry : object.mapping->entries)
      result.push_back(entry.first);
    return result;
  }
  fail(place, describe(object) + " cannot be looped over");
  return std::nullopt;
}

namespace {

Object callRange(Evaluator &evaluator, const Args &args, Place place) {
  auto first = findWhole(args.get(0, "")), second = findWhole(args.get(1, "")), third = findWhole(args.get(2, ""));
  if (!first || (args.positional.size() > 1 && !second) || (args.positional.size() > 2 && !third) || !args.named.empty())
    return evaluator.fail(place, "`range` takes one to three whole numbers");
  int64_t from = second ? *first : 0, to = second ? *second : *first, step = third.value_or(1);
  if (step == 0)
    return evaluator.fail(place, "the step of `range` cannot be zero");
  // As the reference's own limit for templates that nobody vouches for.
  constexpr int64_t longest = 100'000;
  Objects items;
  for (int64_t i = from; (step > 0 ? i < to : i > to); i += step) {
    if (int64_t(items.size()) >= longest)
      return evaluator.fail(place, "`range` gives more than 100000 numbers");
    items.push_back(Object::ofInt(i));
  }
  return Object::ofList(std::move(items));
}

// Pairs of a list, or another mapping; then the arguments by name.
Object callDict(Evaluator &evaluator, const Args &args, Place place) {
  Object result = Object::ofMapping();
  if (const Object *given = args.get(0, "")) {
    if (given->isMapping())
      *result.mapping = *given->mapping;
    else if (auto pairs = evaluator.iterate(*given, place)) {
      for (const Object &pair : *pairs)
        if (pair.isSequence() && pair.items->size() == 2)
          result.mapping->set((*pair.items)[0], (*pair.items)[1]);
        else
          return evaluator.fail(place, "`dict` takes a mapping, or a list of pairs");
    }
  }
  for (auto &[name, value] : args.named)
    result.mapping->set(Object::ofString(name), value);
  return result;
}

Object callNamespace(Evaluator &evaluator, const Args &args, Place place) {
  Object result = callDict(evaluator, args, place);
  result.type = Type::Namespace;
  return result;
}

// Functions whose results keep a place of their own, or differ each time, say what
// to write instead.
Object callCycler(Evaluator &evaluator, const Args &args, Place place) {
  if (args.positional.empty())
    return evaluator.fail(place, "`cycler` takes the values to go through");
  return evaluator.notBuilt(place, "`cycler`", "use `loop.cycle(...)`");
}

Object callJoiner(Evaluator &evaluator, const Args &, Place place) {
  return evaluator.notBuilt(place, "`joiner`", "use `if not loop.last`");
}

Object callLipsum(Evaluator &evaluator, const Args &, Place place) {
  return evaluator.notBuilt(place, "`lipsum`", "its text is another each time");
}

struct Function {
  StringRef name;
  Object (*call)(Evaluator &evaluator, const Args &args, Place place);
};

constexpr Function functions[] = {
    {.name = "cycler", .call = callCycler}, {.name = "dict", .call = callDict},
    {.name = "joiner", .call = callJoiner}, {.name = "lipsum", .call = callLipsum},
    {.name = "namespace", .call = callNamespace}, {.name = "range", .call = callRange},
};

const Function *findFunction(StringRef name) {
  auto found = llvm::find_if(functions, [&](const Function &function) { return function.name == name; });
  return found == std::end(functions) ? nullptr : found;
}

} // namespace

bool isFunction(StringRef name) { return findFunction(name) != nullptr; }

std::optional<Object> callFunction(StringRef name, Evaluator &evaluator, const Args &args, Place place) {
  const Function *function = findFunction(name);
  return function ? std::optional(function->call(evaluator, args, place)) : std::nullopt;
}

} // namespace sluice::jinja
