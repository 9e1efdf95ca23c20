// Names and texts as they stand in a script.
//
//   quoteName("it \"is\"")       "it ""is"""
//   objectText({"", "s", "t"})   "s"."t"
//   quoteText("it's")            'it''s'
//
// Nothing that a user wrote reaches a script in any other way.
#pragma once
#include "ir/plan/script.h"
#include "llvm/ADT/Twine.h"

namespace sluice {

std::string quoteName(StringRef name, const Dialect &dialect);

// The parts that are set, each quoted, with dots between them.
std::string objectText(const ObjectName &name, const Dialect &dialect);

// Quoted names with commas between them.
std::string nameList(ArrayRef<std::string> names, const Dialect &dialect);

// A string. `charFunction` makes a character from its number: clients drop
// carriage returns and end at a NUL byte, so these are not written as they are.
std::string quoteText(StringRef text, StringRef charFunction);

// The text of COMMENT ON, where the grammar wants one plain string: lines end
// with a line feed alone.
std::string commentText(StringRef text);

// `$sluice$...$sluice$`, with a tag that does not occur in the text.
std::string dollarQuote(StringRef text);

// A statement as a part of another one: without the semicolon at its end, and
// on lines of its own, so that a comment in its last line ends there.
std::string nested(StringRef statement);

} // namespace sluice
