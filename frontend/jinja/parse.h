// Parses templates.
#pragma once
#include "frontend/jinja/tree.h"
#include "ir/base/sink.h"

namespace sluice::jinja {

// A template from text: `text` must outlive it. With `exact`, `range` is where
// the text stands in the project; else problems point to all of it. Nothing
// after an error, which is reported.
std::unique_ptr<const Template> parseTemplate(StringRef text, SourceRange range, bool exact, Sink sink);

} // namespace sluice::jinja
