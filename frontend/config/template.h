// Templates in config.yaml: `{{ env_var('NAME', 'default') }}`.
//
// The text is rendered before it is read as YAML, so that a type comes from
// YAML: `port: {{ env_var('PORT') }}` with PORT=12 is a number.
#pragma once
#include "frontend/config/environment.h"

namespace sluice {

// A rendered text and where its bytes come from.
struct RenderedText {
  std::string text;
  // At `rendered` and after it, up to the next piece, the text is that of the
  // file at `source`; of a template's value, all of it is.
  struct Piece {
    size_t rendered, source;
    bool isValue;
  };
  std::vector<Piece> pieces;
  // Where in the file a byte of the rendered text comes from.
  size_t sourceOf(size_t rendered) const;
};

// With an environment, templates give its values. Without one each template
// gives its own text without braces, blanks or quotes, which is the same
// wherever the file is read.
RenderedText renderTemplates(const SourceFile &file, Environment *environment, Sink sink);

} // namespace sluice
