// Expressions of templates, and calls.
#include "frontend/jinja/evaluate.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

namespace sluice::jinja {

static constexpr size_t mostSteps = 5'000'000;
static constexpr unsigned deepestCall = 150;

const Object *Args::find(StringRef name) const {
  auto found = llvm::find_if(named, [&](auto &entry) { return entry.first == name; });
  return found == named.end() ? nullptr : &found->second;
}

const Object *Args::get(size_t place, StringRef name) const {
  return place < positional.size() ? &positional[place] : find(name);
}

std::optional<int64_t> findWhole(const Object *object) {
  return object && object->isInt() ? std::optional(object->number) : std::nullopt;
}

// ---- errors and budget

Object Evaluator::fail(Place place, const llvm::Twine &problem) {
  if (!failed)
    sink.report(rangeOf(place), diag::JinjaValue, problem);
  failed = true;
  return {};
}

Object Evaluator::notBuilt(Place place, const llvm::Twine &what, StringRef hint) {
  if (!failed)
    sink.report(rangeOf(place), diag::JinjaNotBuilt, what, hint);
  failed = true;
  return {};
}

bool Evaluator::spend(Place place, size_t amount) {
  steps += amount;
  if (steps <= mostSteps || failed)
    return !failed;
  sink.report(rangeOf(place), diag::JinjaRunaway, mostSteps, "steps");
  failed = true;
  return false;
}

// ---- names

const Object *Evaluator::findName(StringRef name) {
  for (Scope *at = scope.get(); at; at = at->outer.get())
    if (auto found = at->names.find(name); found != at->names.end())
      return &found->second;
  auto found = globals.names.find(name);
  return found == globals.names.end() ? nullptr : &found->second;
}

Object Evaluator::makeMacro(const MacroDef &def) const {
  Object result = Object::ofText(Type::Macro, def.name);
  result.macro = &def;
  result.closure = scope;
  return result;
}

Object Evaluator::evalName(const Expr &expr) {
  if (const Object *found = findName(expr.text))
    return *found;
  if (globals.library)
    if (const MacroDef *def = globals.library->find(expr.text)) {
      Object result = Object::ofText(Type::Macro, def->name);
      result.macro = def;
      return result;
    }
  if (llvm::is_contained(globals.functions, expr.text) || isFunction(expr.text))
    return Object::ofText(Type::Function, expr.text);
  return Object::undefined(expr.text);
}

// ---- operators

std::optional<bool> Evaluator::compare(StringRef op, const Object &a, const Object &b, Place place) {
  if (op == "==" || op == "!=")
    return isEqual(a, b) == (op == "==");
  if (op == "in" || op == "not in") {
    bool found = false;
    if (b.type == Type::String && a.type == Type::String)
      found = StringRef(b.text).contains(a.text);
    else if (b.isMapping())
      found = b.mapping->find(a) != nullptr;
    else if (auto values = iterate(b, place))
      found = llvm::any_of(*values, [&](const Object &value) { return isEqual(a, value); });
    else
      return std::nullopt;
    return found == (op == "in");
  }
  auto order = findOrder(a, b);
  if (!order) {
    fail(place, llvm::Twine("`") + op + "` cannot compare " + describe(a) + " with " + describe(b));
    return std::nullopt;
  }
  return op == "<" ? *order < 0 : op == "<=" ? *order <= 0 : op == ">" ? *order > 0 : *order >= 0;
}

Object Evaluator::evalCompare(const Expr &expr) {
  Object left = eval(*expr.items[0]);
  for (size_t i = 0; i < expr.names.size() && !failed; ++i) {
    Object right = eval(*expr.items[i + 1]);
    if (failed)
      return {};
    auto holds = compare(expr.names[i], left, right, expr.place);
    if (!holds || !*holds)
      return Object::ofBool(false);
    left = std::move(right);
  }
  return Object::ofBool(true);
}

Object Evaluator::add(const Object &a, const Object &b, Place place) {
  if (a.type == Type::String && b.type == Type::String)
    return spend(place, (a.text.size() + b.text.size()) / 64) ? Object::ofString(a.text + b.text) : Object();
  if (a.isSequence() && a.type == b.type) {
    if (!spend(place, a.items->size() + b.items->size()))
      return {};
    Objects items = *a.items;
    items.insert(items.end(), b.items->begin(), b.items->end());
    return Object::ofList(std::move(items), a.type);
  }
  return arithmetic("+", a, b, place);
}

static int64_t floorDivide(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

// Whole numbers; nothing where the result does not fit or is no whole number.
static std::optional<Object> wholeArithmetic(StringRef op, int64_t a, int64_t b) {
  int64_t result = 0;
  bool overflow = false;
  if (op == "+")
    overflow = __builtin_add_overflow(a, b, &result);
  else if (op == "-")
    overflow = __builtin_sub_overflow(a, b, &result);
  else if (op == "*")
    overflow = __builtin_mul_overflow(a, b, &result);
  else if (op == "//" && !(a == INT64_MIN && b == -1))
    result = floorDivide(a, b);
  else if (op == "%")
    result = b == -1 ? 0 : a - floorDivide(a, b) * b;
  else if (op == "**" && b >= 0) {
    result = 1;
    for (int64_t i = 0; i < b && !overflow && result != 0 && (a != 1); ++i)
      overflow = (a == -1 && i >= 2) ? (result = b % 2 ? -1 : 1, i = b, false) : __builtin_mul_overflow(result, a, &result);
  } else
    return std::nullopt;
  return overflow ? std::nullopt : std::optional(Object::ofInt(result));
}

static double realArithmetic(StringRef op, double a, double b) {
  if (op == "+")
    return a + b;
  if (op == "-")
    return a - b;
  if (op == "*")
    return a * b;
  if (op == "/")
    return a / b;
  if (op == "//")
    return std::floor(a / b);
  if (op == "**")
    return std::pow(a, b);
  double rest = std::fmod(a, b);
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

Object Evaluator::arithmetic(StringRef op, const Object &a, const Object &b, Place place) {
  if (!a.isNumber() || !b.isNumber()) {
    const Object &undefined = a.isUndefined() ? a : b;
    if (undefined.isUndefined() && !failed) {
      sink.report(rangeOf(place), diag::JinjaUndefined, undefined.text, ("`" + op + "` needs one").str());
      failed = true;
      return {};
    }
    return fail(place, llvm::Twine("`") + op + "` cannot take " + describe(a) + " and " + describe(b));
  }
  if ((op == "/" || op == "//" || op == "%") && b.asReal() == 0)
    return fail(place, "division by zero");
  if (a.isInt() && b.isInt() && op != "/") {
    if (auto whole = wholeArithmetic(op, a.number, b.number))
      return *whole;
    if (op != "**" || b.number >= 0)
      return fail(place, "the number is too large");
  }
  return Object::ofFloat(realArithmetic(op, a.asReal(), b.asReal()));
}

static Object repeat(const Object &object, int64_t count) {
  count = std::max<int64_t>(count, 0);
  if (object.type == Type::String) {
    std::string text;
    for (int64_t i = 0; i < count; ++i)
      text += object.text;
    return Object::ofString(std::move(text));
  }
  Objects items;
  for (int64_t i = 0; i < count; ++i)
    items.insert(items.end(), object.items->begin(), object.items->end());
  return Object::ofList(std::move(items), object.type);
}

Object Evaluator::evalBinary(const Expr &expr) {
  StringRef op = expr.text;
  Object left = eval(*expr.items[0]);
  if (failed || (op == "and" && !isTrue(left)) || (op == "or" && isTrue(left)))
    return left;
  Object right = eval(*expr.items[1]);
  if (failed || op == "and" || op == "or")
    return right;
  if (op == "~")
    return add(Object::ofString(print(left)), Object::ofString(print(right)), expr.place);
  if (op == "+")
    return add(left, right, expr.place);
  if (op == "%" && left.type == Type::String)
    return formatPercent(left.text, right.type == Type::Tuple ? *right.items : Objects{right},
                         right.isMapping() ? &right : nullptr, *this, expr.place);
  bool leftLong = left.type == Type::String || left.isSequence(), rightLong = right.type == Type::String || right.isSequence();
  if (op == "*" && (leftLong ? right.isInt() : rightLong && left.isInt())) {
    const Object &object = leftLong ? left : right;
    int64_t count = std::clamp<int64_t>(leftLong ? right.number : left.number, 0, int64_t(mostSteps));
    size_t size = object.type == Type::String ? object.text.size() : object.items->size();
    return spend(expr.place, size * size_t(count)) ? repeat(object, count) : Object();
  }
  return arithmetic(op, left, right, expr.place);
}

Object Evaluator::evalUnary(const Expr &expr) {
  Object value = eval(*expr.items[0]);
  if (failed)
    return {};
  if (expr.text == "not")
    return Object::ofBool(!isTrue(value));
  if (expr.text == "-")
    return arithmetic("*", value, Object::ofInt(-1), expr.place);
  return value.isNumber() ? value : fail(expr.place, llvm::Twine("`+` cannot take ") + describe(value));
}

// ---- members

Object Evaluator::member(const Object &object, StringRef name, Place place) {
  if (object.isUndefined()) {
    if (!failed)
      sink.report(rangeOf(place), diag::JinjaUndefined, object.text, ("`." + name + "` asks for a part of it").str());
    failed = true;
    return {};
  }
  if (isMethod(object, name)) {
    Object result = Object::ofText(Type::Method, name.str());
    result.items = std::make_shared<Objects>(Objects{object});
    return result;
  }
  if (object.type == Type::Loop)
    return loopMember(*object.loop, name);
  if (object.mapping)
    if (const Object *found = object.mapping->find(Object::ofString(name.str())))
      return *found;
  if (object.type == Type::Macro && name == "name")
    return Object::ofString(object.text);
  if (object.type == Type::Date || object.type == Type::DateTime) {
    CivilTime civil = civilTime(object);
    const std::pair<StringRef, int64_t> parts[] = {{"year", civil.year}, {"month", civil.month},   {"day", civil.day},
                                                    {"hour", civil.hour},           {"minute", civil.minute}, {"second", civil.second},
                                                    {"microsecond", civil.microsecond}};
    for (auto &[part, value] : parts)
      if (part == name)
        return Object::ofInt(value);
  }
  return Object::undefined(name);
}

static std::optional<size_t> findPlace(const Object &key, size_t size) {
  if (!key.isInt())
    return std::nullopt;
  int64_t at = key.number < 0 ? key.number + int64_t(size) : key.number;
  return at >= 0 && size_t(at) < size ? std::optional<size_t>(at) : std::nullopt;
}

Object Evaluator::index(const Object &object, const Object &key, Place place) {
  if (object.isSequence()) {
    if (auto at = findPlace(key, object.items->size()))
      return (*object.items)[*at];
  } else if (object.type == Type::String && key.isInt()) {
    std::vector<StringRef> characters = splitCharacters(object.text);
    if (auto at = findPlace(key, characters.size()))
      return Object::ofString(characters[*at].str());
  } else if (object.isMapping()) {
    if (const Object *found = object.mapping->find(key))
      return *found;
  }
  if (key.type == Type::String || object.isUndefined())
    return member(object, key.type == Type::String ? StringRef(key.text) : "[]", place);
  return Object::undefined(print(key));
}

Object Evaluator::evalSlice(const Expr &expr) {
  Object object = eval(*expr.items[0]);
  std::optional<int64_t> bounds[3];
  for (size_t i = 0; i < 3; ++i)
    if (expr.items[i + 1]) {
      Object bound = eval(*expr.items[i + 1]);
      bounds[i] = findWhole(&bound);
      if (!failed && !bounds[i] && bound.type != Type::None)
        return fail(expr.place, "the bounds of a slice are whole numbers");
    }
  if (failed)
    return {};
  Objects all;
  if (object.isSequence())
    all = *object.items;
  else if (object.type == Type::String)
    for (StringRef character : splitCharacters(object.text))
      all.push_back(Object::ofString(character.str()));
  else
    return fail(expr.place, describe(object) + " cannot be cut into slices");
  int64_t size = int64_t(all.size()), step = bounds[2].value_or(1);
  if (step == 0)
    return fail(expr.place, "the step of a slice cannot be zero");
  auto clamp = [&](int64_t bound) {
    bound += bound < 0 ? size : 0;
    return step > 0 ? std::clamp<int64_t>(bound, 0, size) : std::clamp<int64_t>(bound, -1, size - 1);
  };
  int64_t from = bounds[0] ? clamp(*bounds[0]) : step > 0 ? 0 : size - 1;
  int64_t to = bounds[1] ? clamp(*bounds[1]) : step > 0 ? size : -1;
  Objects result;
  for (int64_t i = from; step > 0 ? i < to : i > to; i += std::clamp<int64_t>(step, -size - 1, size + 1))
    result.push_back(std::move(all[size_t(i)]));
  if (object.type != Type::String)
    return Object::ofList(std::move(result), object.type);
  std::string text;
  for (const Object &character : result)
    text += character.text;
  return Object::ofString(std::move(text));
}

// ---- calls

bool Evaluator::evalArgs(const Expr &expr, Args &args) {
  for (const ExprPtr &item : ArrayRef(expr.items).drop_front()) {
    args.positional.push_back(eval(*item));
    if (failed)
      return false;
  }
  for (auto &[name, value] : expr.keywords) {
    args.named.push_back({name, eval(*value)});
    if (failed)
      return false;
  }
  return true;
}

// Parameters from arguments, then defaults, which may use parameters before
// them; what is left over are varargs and kwargs, where the body uses these.
Object Evaluator::callMacro(const Object &macro, Args args, Place place) {
  const MacroDef &def = *macro.macro;
  auto inner = std::make_shared<Scope>();
  inner->outer = macro.closure;
  std::shared_ptr<Scope> outer = std::exchange(scope, inner);
  const Template *outerHome = home;
  Objects rest;
  if (args.positional.size() > def.params.size()) {
    rest.assign(args.positional.begin() + ptrdiff_t(def.params.size()), args.positional.end());
    if (!def.usesVarargs)
      fail(place, "the macro `" + def.name + "` takes " + llvm::Twine(def.params.size()) + " arguments, but got " +
                      llvm::Twine(args.positional.size()));
  }
  home = def.home;
  for (auto [i, param] : llvm::enumerate(def.params)) {
    auto named = llvm::find_if(args.named, [&](auto &entry) { return entry.first == param.name; });
    if (i < args.positional.size())
      inner->names[param.name] = args.positional[i];
    else if (named != args.named.end()) {
      inner->names[param.name] = std::move(named->second);
      args.named.erase(named);
    } else
      inner->names[param.name] = param.otherwise ? eval(*param.otherwise) : Object::undefined(param.name);
  }
  Object kwargs = Object::ofMapping();
  for (auto &[name, value] : args.named)
    if (name == "caller")
      inner->names["caller"] = std::move(value);
    else if (def.usesKwargs)
      kwargs.mapping->set(Object::ofString(name), std::move(value));
    else {
      home = outerHome;
      fail(place, "the macro `" + def.name + "` has no parameter `" + name + "`");
    }
  if (def.usesVarargs)
    inner->names["varargs"] = Object::ofList(std::move(rest), Type::Tuple);
  if (def.usesKwargs)
    inner->names["kwargs"] = kwargs;
  home = def.home;
  auto text = failed ? std::nullopt : capture(def.body);
  home = outerHome;
  scope = std::move(outer);
  return text ? Object::ofString(std::move(*text)) : Object();
}

Object Evaluator::call(const Object &callee, Args args, Place place) {
  if (!spend(place))
    return {};
  if (depth >= deepestCall) {
    sink.report(rangeOf(place), diag::JinjaRunaway, deepestCall, "calls inside each other");
    failed = true;
    return {};
  }
  ++depth;
  Object result;
  if (callee.type == Type::Macro)
    result = callMacro(callee, std::move(args), place);
  else if (callee.type == Type::Method)
    result = callMethod(callee.items->front(), callee.text, *this, args, place);
  else if (callee.type == Type::Function) {
    if (llvm::is_contained(globals.functions, callee.text)) {
      // Their parameters are few and have an order.
      for (auto &[name, value] : args.named)
        args.positional.push_back(std::move(value));
      if (auto given = globals.call(callee.text, args.positional, rangeOf(place)))
        result = std::move(*given);
      else
        fail(place, "wrong arguments for `" + callee.text + "`");
    } else if (auto given = callFunction(callee.text, *this, args, place))
      result = std::move(*given);
  } else if (callee.isUndefined()) {
    std::string foreign = globals.findForeign ? globals.findForeign(callee.text) : std::string();
    if (!foreign.empty())
      notBuilt(place, foreign, "");
    else if (!failed)
      sink.report(rangeOf(place), diag::JinjaUndefined, callee.text, "it is called");
    failed = true;
  } else
    fail(place, describe(callee) + " cannot be called");
  --depth;
  return result;
}

// `loop(items)` runs the body of a recursive loop once more.
Object Evaluator::evalLoopCall(const Expr &expr) {
  Args args;
  if (!evalArgs(expr, args) || args.positional.size() != 1)
    return failed ? Object() : fail(expr.place, "`loop` takes what the loop goes on with");
  auto items = iterate(args.positional[0], expr.place);
  if (!items || !spend(expr.place))
    return {};
  OpenLoop loop = loops.back();
  if (loop.depth >= deepestCall)
    return fail(expr.place, "the loop is nested too deeply");
  std::string saved = std::exchange(out.text, {});
  std::vector<RenderedText::Piece> pieces = std::exchange(out.pieces, {});
  std::shared_ptr<Scope> outer = std::exchange(scope, loop.scope);
  Flow flow = runFor(*loop.stmt, std::move(*items), loop.depth + 1);
  scope = std::move(outer);
  std::string text = std::exchange(out.text, std::move(saved));
  out.pieces = std::move(pieces);
  return flow == Flow::Stop ? Object() : Object::ofString(std::move(text));
}

Object Evaluator::evalCall(const Expr &expr) {
  const Expr &callee = *expr.items[0];
  if (callee.kind == Expr::Name && callee.text == "loop" && !loops.empty())
    return evalLoopCall(expr);
  Object function = eval(callee);
  Args args;
  if (failed || !evalArgs(expr, args))
    return {};
  return call(function, std::move(args), expr.place);
}

Object Evaluator::applyFilters(const Expr &expr, const Object &value) {
  Object input = expr.items[0] ? applyFilters(*expr.items[0], value) : value;
  Args args;
  if (failed || !evalArgs(expr, args))
    return {};
  return filter(expr.text, input, args, expr.place);
}

Objects Evaluator::items(const Expr &expr, size_t from) {
  Objects result;
  for (size_t i = from; i < expr.items.size() && !failed; ++i)
    result.push_back(eval(*expr.items[i]));
  return result;
}

Object Evaluator::eval(const Expr &expr) {
  if (!spend(expr.place))
    return {};
  switch (expr.kind) {
  case Expr::Constant:
    return expr.constant;
  case Expr::Name:
    return evalName(expr);
  case Expr::List:
  case Expr::Tuple:
    return Object::ofList(items(expr, 0), expr.kind == Expr::List ? Type::List : Type::Tuple);
  case Expr::Dict: {
    Objects flat = items(expr, 0);
    Object result = Object::ofMapping();
    for (size_t i = 0; i + 1 < flat.size(); i += 2)
      result.mapping->set(flat[i], flat[i + 1]);
    return result;
  }
  case Expr::Attribute: {
    Object object = eval(*expr.items[0]);
    return failed ? Object() : member(object, expr.text, expr.place);
  }
  case Expr::Index: {
    Object object = eval(*expr.items[0]), key = eval(*expr.items[1]);
    return failed ? Object() : index(object, key, expr.place);
  }
  case Expr::Slice:
    return evalSlice(expr);
  case Expr::Call:
    return evalCall(expr);
  case Expr::Filter: {
    Object value = eval(*expr.items[0]);
    Args args;
    return failed || !evalArgs(expr, args) ? Object() : filter(expr.text, value, args, expr.place);
  }
  case Expr::Test: {
    Object value = eval(*expr.items[0]);
    Args args;
    return failed || !evalArgs(expr, args) ? Object() : test(expr.text, value, args, expr.place);
  }
  case Expr::Unary:
    return evalUnary(expr);
  case Expr::Binary:
    return evalBinary(expr);
  case Expr::Compare:
    return evalCompare(expr);
  case Expr::Choice: {
    Object condition = eval(*expr.items[1]);
    if (failed)
      return {};
    return isTrue(condition) ? eval(*expr.items[0]) : expr.items[2] ? eval(*expr.items[2]) : Object();
  }
  }
  llvm_unreachable("all kinds are handled");
}

} // namespace sluice::jinja
