// From values to SQL text: what @x stands for.
//
//   value          @x          inside a template
//   'it''s'        'it''s'     it's
//   [1, 2]         (1, 2)      [1, 2]         as the dialect writes an array
//   a + b          a + b       a + b
#pragma once
#include "frontend/lex/scan.h"
#include "ir/project/value.h"
#include "passes/macros/styles.h"

namespace sluice {

// A list is a tuple where it is read as @x, an array where it is read with @VAR
// or lies in another list.
enum class ListForm : uint8_t { Tuple, Array };

// Appends the SQL of a value.
void appendValue(const Value &value, ListForm form, const Dialect &dialect, std::string &out);

// Appends what a value is inside an identifier or a text: a text, a name or a
// string literal without quotes, everything else as SQL.
void appendBare(const Value &value, const Dialect &dialect, std::string &out);

// Appends a text as a string literal of the dialect.
void appendString(StringRef text, const Dialect &dialect, std::string &out);

// Whether a name needs no quotes for its characters: letters, digits and
// underscores, no digit first.
bool isSafeName(StringRef name);

// Appends a name, in quotes where it was or must be: not [A-Za-z_][A-Za-z0-9_]*.
void appendName(StringRef name, bool quoted, const Dialect &dialect, std::string &out);

// Fills the placeholders of a style, {0}, {1}, ...
std::string fillStyle(StringRef style, ArrayRef<StringRef> args);

// The text that a string literal means: `written` is what stands between two
// `quote` characters, which are doubled inside.
std::string readQuoted(StringRef written, char quote, bool backslashEscapes);

// Tokens as text that scans to the same tokens: a blank where they do not touch.
std::string copyTokens(const TokenBuffer &tokens, size_t first, size_t last);

// Tokens as text for people: one blank between two, none around points and inside
// brackets, functions in capitals.
std::string joinTokens(const TokenBuffer &tokens, size_t first, size_t last);

} // namespace sluice
