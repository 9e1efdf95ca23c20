// Jinja blocks of models and audits: templates that give SQL.
//
//   JINJA_QUERY_BEGIN;
//   SELECT {% for c in var('columns') %}{{ c }}, {% endfor %}1 AS one FROM {{ var('source') }}
//   JINJA_END;
//
// A template sees functions (`var`, `blueprint_var`, `gateway`), the times of
// the run, `this_model` and the macros of the folder `macros`. What it gives is
// SQL with macros, like any other text of a model.
#pragma once
#include "frontend/declare/declarations.h"
#include "passes/macros/expand.h"

namespace sluice {

// What a template of a model sees.
struct BlockNames {
  MacroContext &macros;
  // Locals that have a name in templates, too.
  ArrayRef<StringRef> locals;
  const jinja::Library &library;
};

// The text that a block gives; nothing after an error. `range` is the block's,
// and `text` that of its template, which stands in `file`.
std::optional<jinja::RenderedText> renderBlock(StringRef text, const SourceFile &file, SourceRange range,
                                               const BlockNames &names, Sink sink);

} // namespace sluice
