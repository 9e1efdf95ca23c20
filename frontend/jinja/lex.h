// Cuts a template into text and tags, and tags into tokens.
//
//   a {%- if x > 1 %} b     Text "a", BlockBegin, Name if, Name x, Op >, Number 1, BlockEnd, Text " b"
//
// White space that a tag strips (`{%-`, `-%}`) is gone from the text already.
#pragma once
#include "frontend/jinja/tree.h"
#include "ir/base/sink.h"

namespace sluice::jinja {

struct Token {
  enum Kind : uint8_t { Text, BlockBegin, BlockEnd, OutputBegin, OutputEnd, Name, String, Int, Float, Op, End };
  Kind kind;
  Place place;
  std::string text; // of String: its value
  Object number;    // of Int and Float

  bool is(StringRef op) const { return kind == Op && text == op; }
  bool isName(StringRef name) const { return kind == Name && text == name; }
};

// The tokens of a template, the last of them End; nothing after an error, which
// is reported. A single line feed at the end of the text is dropped.
std::optional<std::vector<Token>> lex(const Template &source, Sink sink);

} // namespace sluice::jinja
