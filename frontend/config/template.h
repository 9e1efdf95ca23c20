// Templates in configuration files: Jinja with `env_var`, `user` and `var`.
//
//   database: {{ env_var('WAREHOUSE', 'local.db') }}
//
// The text is rendered before it is read as YAML, so that a type comes from
// YAML: `port: {{ env_var('PORT') }}` with PORT=12 is a number.
#pragma once
#include "frontend/config/environment.h"
#include "frontend/jinja/render.h"

namespace sluice {

using jinja::RenderedText;

// What stands for `{{ ... }}` in a rendered text.
enum class Outputs : uint8_t {
  Values,
  Written, // the template's own words: the same wherever the file is read
};

// Renders a file; nothing after an error, which is reported. A variable that is
// not set gives `None`, and a warning.
std::optional<RenderedText> renderTemplates(const SourceFile &file, Environment &environment, Outputs outputs, Sink sink);

} // namespace sluice
