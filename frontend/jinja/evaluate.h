// Runs a template.
//
// Names are looked up in scopes, from the inside out, then among the globals of
// the caller. A loop and a macro open scopes; `if` does not. After an error,
// which is reported once, everything stops.
#pragma once
#include "frontend/jinja/diags.h"
#include "frontend/jinja/render.h"
#include "frontend/jinja/tree.h"

namespace sluice::jinja {

struct Scope {
  std::shared_ptr<Scope> outer;
  llvm::StringMap<Object> names;
};

// The arguments of a call, evaluated.
struct Args {
  Objects positional;
  std::vector<std::pair<std::string, Object>> named;

  const Object *find(StringRef name) const;
  // The argument at a place or of a name, or null.
  const Object *get(size_t place, StringRef name) const;
};

class Evaluator {
public:
  Evaluator(const Template &source, const Globals &globals, Sink sink, RenderedText &out);
  ~Evaluator();

  // Runs the whole template; false after an error.
  bool run();

  // ---- for the tables of functions, filters, tests and methods

  // Reports what is wrong with a value, and stops.
  Object fail(Place place, const llvm::Twine &problem);
  Object notBuilt(Place place, const llvm::Twine &what, StringRef hint);
  bool hasFailed() const { return failed; }
  // What a value yields one by one; nothing where it cannot be looped over, which is reported.
  std::optional<Objects> iterate(const Object &object, Place place);
  Object call(const Object &callee, Args args, Place place);
  Object member(const Object &object, StringRef name, Place place);
  Object index(const Object &object, const Object &key, Place place);
  Object filter(StringRef name, const Object &value, const Args &args, Place place);
  Object test(StringRef name, const Object &value, const Args &args, Place place);
  // Whether `a op b` holds.
  std::optional<bool> compare(StringRef op, const Object &a, const Object &b, Place place);
  Object add(const Object &a, const Object &b, Place place);
  Object arithmetic(StringRef op, const Object &a, const Object &b, Place place);
  // Counts work and reports a template that does not end.
  bool spend(Place place, size_t amount = 1);

  const Globals &globals;

private:
  enum class Flow : uint8_t { Next, Break, Continue, Stop };

  // ---- statements
  Flow runBody(const Body &body);
  Flow runStmt(const Stmt &stmt);
  Flow runOutput(const Stmt &stmt);
  Flow runIf(const Stmt &stmt);
  Flow runFor(const Stmt &stmt, Objects items, unsigned depth);
  bool enterRound(const Stmt &stmt, const std::shared_ptr<Scope> &outer, const Object &item);
  bool keepWanted(const Stmt &stmt, const std::shared_ptr<Scope> &outer, Objects &items);
  Flow runForStmt(const Stmt &stmt);
  Flow runSet(const Stmt &stmt);
  Flow runSetBlock(const Stmt &stmt);
  Flow runCall(const Stmt &stmt);
  Flow runFilterBlock(const Stmt &stmt);
  Flow runWith(const Stmt &stmt);
  bool assign(const Target &target, Object value, Place place);
  std::optional<std::string> capture(const Body &body);
  void write(std::string text, Place place, bool isValue);
  std::string wordsOf(const Stmt &stmt) const;

  // ---- expressions
  Object eval(const Expr &expr);
  Object evalName(const Expr &expr);
  Object evalBinary(const Expr &expr);
  Object evalUnary(const Expr &expr);
  Object evalCompare(const Expr &expr);
  Object evalSlice(const Expr &expr);
  Object evalCall(const Expr &expr);
  Object evalLoopCall(const Expr &expr);
  Object applyFilters(const Expr &expr, const Object &value);
  bool evalArgs(const Expr &expr, Args &args);
  const Object *findName(StringRef name);
  Object callMacro(const Object &macro, Args args, Place place);
  Objects items(const Expr &expr, size_t from);
  Object makeMacro(const MacroDef &def) const;
  SourceRange rangeOf(Place place) const { return home->rangeOf(place); }

  const Template *home; // the template whose text is running
  Sink sink;
  RenderedText &out;
  std::shared_ptr<Scope> scope;
  struct OpenLoop {
    const Stmt *stmt;
    std::shared_ptr<Scope> scope;
    unsigned depth;
  };
  std::vector<OpenLoop> loops; // that are `recursive`
  // Scopes that hold macros, which hold their scope: taken apart at the end.
  std::vector<std::shared_ptr<Scope>> macroScopes;
  bool failed = false;
  unsigned depth = 0; // of calls
  size_t steps = 0;
};

// The names that a table knows, for messages.
std::vector<StringRef> filterNames();
std::vector<StringRef> testNames();

// What a function of Jinja's own gives: range, dict, namespace, ...; nothing for a name that is none.
std::optional<Object> callFunction(StringRef name, Evaluator &evaluator, const Args &args, Place place);
bool isFunction(StringRef name);

// A method of a text, a list, a mapping or a time: `'a'.upper()`.
bool isMethod(const Object &object, StringRef name);
Object callMethod(const Object &object, StringRef name, Evaluator &evaluator, const Args &args, Place place);

// Python's `%` on a text, and its str.format().
Object formatPercent(StringRef format, const Objects &values, const Object *mapping, Evaluator &evaluator, Place place);
Object formatBraces(StringRef format, Evaluator &evaluator, const Args &args, Place place);

// A member of `loop`; undefined for a name that is none.
Object loopMember(const LoopState &loop, StringRef name);

// A whole number, or nothing.
std::optional<int64_t> findWhole(const Object *object);

} // namespace sluice::jinja
