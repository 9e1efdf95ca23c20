// Tests: `x is defined`, `n is divisibleby 3`.
#include "frontend/jinja/evaluate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice::jinja {
namespace {

struct Question {
  const Object &value;
  const Args &args;
  Evaluator &evaluator;
  Place place;
};

using Answer = std::optional<bool>;

Answer isParity(const Question &question, int64_t wanted) {
  if (auto number = findWhole(&question.value))
    return (*number % 2 != 0) == (wanted != 0);
  question.evaluator.fail(question.place, "`is even` and `is odd` ask about whole numbers");
  return std::nullopt;
}

Answer isDivisible(const Question &question) {
  auto number = findWhole(&question.value), by = findWhole(question.args.get(0, "num"));
  if (number && by && *by != 0)
    return *number % *by == 0;
  question.evaluator.fail(question.place, "`is divisibleby` asks about two whole numbers, of which the second is not zero");
  return std::nullopt;
}

template <const char *const &Op> Answer isCompared(const Question &question) {
  const Object *other = question.args.get(0, "");
  if (!other) {
    question.evaluator.fail(question.place, "this test needs a value to compare with");
    return std::nullopt;
  }
  return question.evaluator.compare(Op, question.value, *other, question.place);
}
constexpr const char *equal = "==", *unequal = "!=", *less = "<", *lessOrEqual = "<=", *greater = ">",
                     *greaterOrEqual = ">=", *within = "in";

Answer isSame(const Question &question) {
  const Object *other = question.args.get(0, "other");
  return other && other->type == question.value.type && isEqual(question.value, *other);
}

bool isCase(const Object &value, bool lower) {
  StringRef text = value.text;
  std::string changed = lower ? text.lower() : text.upper();
  return value.type == Type::String && changed == text && llvm::any_of(text, llvm::isAlpha);
}

bool isIterable(const Object &value) {
  return value.isSequence() || value.type == Type::Mapping || value.type == Type::String || value.isUndefined();
}

bool isCallable(const Object &value) {
  return value.type == Type::Macro || value.type == Type::Function || value.type == Type::Method;
}

Answer isFilterName(const Question &question) { return llvm::is_contained(filterNames(), question.value.text); }
Answer isTestName(const Question &question) { return llvm::is_contained(testNames(), question.value.text); }

struct TestRow {
  StringRef name;
  Answer (*answer)(const Question &question);
};

constexpr TestRow tests[] = {
    {.name = "!=", .answer = isCompared<unequal>},
    {.name = "<", .answer = isCompared<less>},
    {.name = "<=", .answer = isCompared<lessOrEqual>},
    {.name = "==", .answer = isCompared<equal>},
    {.name = ">", .answer = isCompared<greater>},
    {.name = ">=", .answer = isCompared<greaterOrEqual>},
    {.name = "boolean", .answer = [](const Question &q) -> Answer { return q.value.type == Type::Bool; }},
    {.name = "callable", .answer = [](const Question &q) -> Answer { return isCallable(q.value); }},
    {.name = "defined", .answer = [](const Question &q) -> Answer { return !q.value.isUndefined(); }},
    {.name = "divisibleby", .answer = isDivisible},
    {.name = "eq", .answer = isCompared<equal>},
    {.name = "equalto", .answer = isCompared<equal>},
    {.name = "even", .answer = [](const Question &q) { return isParity(q, 0); }},
    {.name = "false", .answer = [](const Question &q) -> Answer { return q.value.type == Type::Bool && !q.value.flag; }},
    {.name = "filter", .answer = isFilterName},
    {.name = "float", .answer = [](const Question &q) -> Answer { return q.value.type == Type::Float; }},
    {.name = "ge", .answer = isCompared<greaterOrEqual>},
    {.name = "greaterthan", .answer = isCompared<greater>},
    {.name = "gt", .answer = isCompared<greater>},
    {.name = "in", .answer = isCompared<within>},
    {.name = "integer", .answer = [](const Question &q) -> Answer { return q.value.type == Type::Int; }},
    {.name = "iterable", .answer = [](const Question &q) -> Answer { return isIterable(q.value); }},
    {.name = "le", .answer = isCompared<lessOrEqual>},
    {.name = "lessthan", .answer = isCompared<less>},
    {.name = "lower", .answer = [](const Question &q) -> Answer { return isCase(q.value, true); }},
    {.name = "lt", .answer = isCompared<less>},
    {.name = "mapping", .answer = [](const Question &q) -> Answer { return q.value.type == Type::Mapping; }},
    {.name = "ne", .answer = isCompared<unequal>},
    {.name = "none", .answer = [](const Question &q) -> Answer { return q.value.type == Type::None; }},
    {.name = "number", .answer = [](const Question &q) -> Answer { return q.value.isNumber(); }},
    {.name = "odd", .answer = [](const Question &q) { return isParity(q, 1); }},
    {.name = "sameas", .answer = isSame},
    {.name = "sequence", .answer = [](const Question &q) -> Answer { return isIterable(q.value); }},
    {.name = "string", .answer = [](const Question &q) -> Answer { return q.value.type == Type::String; }},
    {.name = "test", .answer = isTestName},
    {.name = "true", .answer = [](const Question &q) -> Answer { return q.value.type == Type::Bool && q.value.flag; }},
    {.name = "undefined", .answer = [](const Question &q) -> Answer { return q.value.isUndefined(); }},
    {.name = "upper", .answer = [](const Question &q) -> Answer { return isCase(q.value, false); }},
};

} // namespace

std::vector<StringRef> testNames() {
  std::vector<StringRef> names;
  for (const TestRow &row : tests)
    names.push_back(row.name);
  return names;
}

Object Evaluator::test(StringRef name, const Object &value, const Args &args, Place place) {
  for (const TestRow &row : tests)
    if (row.name == name)
      return Object::ofBool(row.answer({value, args, *this, place}).value_or(false));
  if (!failed)
    sink.report(rangeOf(place), diag::JinjaName, "test", name, findNearest(name, testNames()));
  failed = true;
  return {};
}

} // namespace sluice::jinja
