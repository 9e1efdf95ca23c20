// What a template is once it is parsed.
//
//   {% for c in columns %}{{ c | upper }}, {% endfor %}
//     For(target c, iterable Name columns)
//       Output(Filter upper(Name c)), Text ", "
//
// Each node knows its place in the template, for messages.
#pragma once
#include "frontend/jinja/object.h"
#include "ir/base/source.h"

namespace sluice::jinja {

struct Expr;
struct Stmt;
using ExprPtr = std::unique_ptr<Expr>;
using Body = std::vector<std::unique_ptr<Stmt>>;

// Bytes of the template.
struct Place {
  uint32_t begin = 0, end = 0;
};

struct Expr {
  enum Kind : uint8_t {
    Constant,  // constant
    Name,      // text
    List,      // items
    Tuple,     // items
    Dict,      // items: key, value, key, value
    Attribute, // items[0].text
    Index,     // items[0][items[1]]
    Slice,     // items[0][items[1] : items[2] : items[3]], null where left out
    Call,      // items[0](items[1..], keywords)
    Filter,    // items[0] | text(items[1..], keywords); items[0] is null for the body of a block
    Test,      // items[0] is text(items[1..], keywords)
    Unary,     // text items[0]: `not`, `-`, `+`
    Binary,    // items[0] text items[1]: `+ - * / // % ** ~ and or`
    Compare,   // items[0] names[0] items[1] names[1] items[2] ...
    Choice,    // items[0] if items[1] else items[2]; items[2] may be null
  };
  Kind kind;
  Place place;
  std::string text;
  Object constant;
  std::vector<ExprPtr> items;
  std::vector<std::pair<std::string, ExprPtr>> keywords;
  std::vector<std::string> names;
};

// A parameter of a macro; the default is null where it has none.
struct Param {
  std::string name;
  ExprPtr otherwise;
};

struct MacroDef {
  std::string name;
  Place place; // all of it, from `{% macro` to `endmacro %}`
  std::vector<Param> params;
  Body body;
  std::vector<std::string> names; // that its body uses
  bool usesCaller = false, usesVarargs = false, usesKwargs = false;
  const struct Template *home = nullptr; // the template it stands in
};

// Where values go: a name, several, or a member of a namespace.
struct Target {
  std::vector<std::string> names; // more than one: the value is taken apart
  bool isTuple = false;
  std::string member; // of `ns.member`, where names[0] is `ns`
};

struct Stmt {
  enum Kind : uint8_t {
    Text,     // text
    Output,   // value
    If,       // branches
    For,      // target, value, filter, body, otherwise
    Set,      // target, value
    SetBlock, // target, body, and value: the filters, or null
    Macro,    // macro
    Call,     // value: the call; macro: its body
    Filter,   // value: the filters; body
    With,     // targets and values, body
    Do,       // value
    Break,
    Continue,
  };
  struct Branch {
    ExprPtr condition; // null for else
    Body body;
  };
  Kind kind;
  Place place;
  std::string text;
  ExprPtr value, filter;
  Target target;
  std::vector<Branch> branches;
  std::vector<std::pair<Target, ExprPtr>> bindings; // of With
  Body body, otherwise;
  bool recursive = false; // of For
  std::unique_ptr<MacroDef> macro;
};

struct Template {
  StringRef text;       // as it is written
  SourceRange range;    // of all of it; unset for text that no file holds
  Body body;
  std::vector<std::string> names; // that it uses, its macros included

  // The place of some bytes in the project; all of it where the text is no file's.
  SourceRange rangeOf(Place place) const {
    return exact ? SourceRange{range.begin + place.begin, range.begin + place.end} : range;
  }
  bool exact = true; // whether `range` is that of `text`, byte by byte
};

} // namespace sluice::jinja
