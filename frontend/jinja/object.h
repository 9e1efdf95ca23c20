// What a template computes with: the objects of Python that Jinja shows.
//
//   {{ [1, 'a', none] }}     List(Int 1, String "a", None)     prints [1, 'a', None]
//   {{ missing }}            Undefined                         prints nothing
//
// Lists, mappings and namespaces are shared, not copied: `x.append(1)` is seen
// by everyone who has x.
#pragma once
#include "ir/base/numbers.h"
#include "ir/project/value.h"
#include "ir/time/calendar.h"
#include "llvm/ADT/StringMap.h"
#include <memory>

namespace sluice::jinja {

struct Object;
using Objects = std::vector<Object>;
struct Mapping;
struct LoopState;
struct MacroDef;
struct Scope;

enum class Type : uint8_t {
  Undefined,
  None,
  Bool,
  Int,
  Float,
  String,
  Date,
  DateTime,
  List,
  Tuple,
  Mapping,
  Namespace,
  Loop,     // `loop` inside of {% for %}
  Macro,    // of {% macro %}, or the body of {% call %}
  Function, // a row of the table of functions, by name
  Method,   // `text.upper`, not called yet
};

struct Object {
  Type type = Type::Undefined;
  bool flag = false;   // of Bool; of DateTime: in UTC rather than without a zone
  int64_t number = 0;  // of Bool, Int; days of Date, microseconds of DateTime since 1970
  double real = 0;     // of Float
  std::string text;    // of String; of Undefined, Function and Method: the name
  std::shared_ptr<Objects> items;      // of List and Tuple; of Method: the object it belongs to
  std::shared_ptr<Mapping> mapping;    // of Mapping and Namespace; of Tuple: names of its parts, if they have any
  const MacroDef *macro = nullptr;     // of Macro
  std::shared_ptr<Scope> closure;      // of Macro: what its body sees
  std::shared_ptr<LoopState> loop;     // of Loop

  static Object undefined(StringRef name) { return ofText(Type::Undefined, name.str()); }
  static Object none() { return ofType(Type::None); }
  static Object ofBool(bool flag);
  static Object ofInt(int64_t number);
  static Object ofFloat(double real);
  static Object ofString(std::string text) { return ofText(Type::String, std::move(text)); }
  static Object ofText(Type type, std::string text);
  static Object ofList(Objects items, Type type = Type::List);
  static Object ofMapping(Type type = Type::Mapping);

  bool isUndefined() const { return type == Type::Undefined; }
  bool isInt() const { return type == Type::Int || type == Type::Bool; }
  bool isNumber() const { return isInt() || type == Type::Float; }
  bool isSequence() const { return type == Type::List || type == Type::Tuple; }
  bool isMapping() const { return type == Type::Mapping || type == Type::Namespace; }
  double asReal() const { return type == Type::Float ? real : double(number); }

private:
  static Object ofType(Type type) { return ofText(type, {}); }
};

// Keys and values in the order in which they were first set.
struct Mapping {
  std::vector<std::pair<Object, Object>> entries;

  Object *find(const Object &key);
  void set(const Object &key, Object value);
  bool erase(const Object &key);

private:
  llvm::StringMap<size_t> places; // by the text of the key
};

// Where a loop is.
struct LoopState {
  Objects items;
  size_t at = 0;
  unsigned depth = 0; // from 0, of loops that call themselves
  Objects lastSeen;   // by changed()
};

// Whether Python takes an object for true.
bool isTrue(const Object &object);

bool isEqual(const Object &a, const Object &b);

// -1, 0 or 1; nothing where Python cannot order the two.
std::optional<int> findOrder(const Object &a, const Object &b);

// What {{ object }} writes: Python's str().
std::string print(const Object &object);

// Python's repr(): what stands inside a printed list. Lists that hold themselves
// end in `...`, and no text is longer than a template may be.
std::string printQuoted(const Object &object);

// "a list", "a text": for messages.
StringRef describe(const Object &object);

// A variable of the configuration as templates see it.
Object fromValue(const Value &value);

// The parts of a Date or DateTime, and the day that it lies on.
CivilTime civilTime(const Object &object);
int64_t dayOf(const Object &object);

// The characters of a text, which Python counts, and its bytes, which we store.
size_t countCharacters(StringRef text);
std::vector<StringRef> splitCharacters(StringRef text);

} // namespace sluice::jinja
