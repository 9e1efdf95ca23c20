// Jinja: templates to text.
//
//   SELECT {% for c in ['a', 'b'] %}{{ c }}{{ ', ' if not loop.last }}{% endfor %} FROM {{ var('source') }}
//   SELECT a, b FROM s.t
//
// The language as projects use it: expressions, filters, tests, if, for, set,
// macros, call, filter, with, do, raw, comments, white space control, break and
// continue. A name without a value prints nothing, as in Jinja. Whatever is not
// supported is an error with its place.
#pragma once
#include "frontend/jinja/object.h"
#include "ir/base/sink.h"
#include <functional>

namespace sluice::jinja {

struct Template;

// A rendered text and where its bytes come from.
struct RenderedText {
  std::string text;
  // At `rendered` and after it, up to the next piece, the text is that of the
  // template at `source`; of a value, all of it is.
  struct Piece {
    size_t rendered, source;
    bool isValue;
  };
  std::vector<Piece> pieces;
  // Where in the template a byte of the rendered text comes from.
  size_t sourceOf(size_t rendered) const;
};

// Macros of all files of the folder `macros`, by name. They see each other.
class Library {
public:
  // Adds the macros of a file; everything else in it is ignored, as in SQLMesh.
  void add(std::shared_ptr<const Template> file);
  const MacroDef *find(StringRef name) const;
  // The macros that a template calls, and those that they call, by name.
  std::vector<const MacroDef *> usedBy(const Template &source) const;
  // A macro as its author wrote it.
  static StringRef textOf(const MacroDef &macro);

private:
  std::vector<std::shared_ptr<const Template>> files;
  llvm::StringMap<const MacroDef *> macros;
};

// What a template sees beside its own names.
struct Globals {
  llvm::StringMap<Object> names;   // `this_model`, `start_ds`
  ArrayRef<StringRef> functions;   // `var`, `gateway`
  // Calls one of the functions; nothing when its arguments are wrong.
  std::function<std::optional<Object>(StringRef name, ArrayRef<Object> args, SourceRange place)> call;
  // Explains a function that cannot be called, such as a macro in Python; empty for names that are none.
  std::function<std::string(StringRef name)> findForeign;
  const Library *library = nullptr;
  // `{{ ... }}` gives its own words instead of a value: what an author wrote,
  // whatever the values are.
  bool writesOutputs = false;
};

// Renders a template. Nothing after an error, which is reported.
std::optional<RenderedText> render(const Template &source, const Globals &globals, Sink sink);

} // namespace sluice::jinja
