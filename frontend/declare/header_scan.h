// What the header of a model's file says at first sight, without scanning or
// parsing the file:
//
//   MODEL (name @schema.orders, kind FULL);     name "@schema.orders", kind "FULL"
#pragma once
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace sluice {

using llvm::StringRef;

// Values as they are written; `kind` is empty where the header has none.
struct HeaderText {
  StringRef name, kind;
};

// Nothing where the text holds anything that one look cannot be sure of:
// templates, backslashes in strings, comments of single dialects, no MODEL block
// at the beginning.
std::optional<HeaderText> findHeaderText(StringRef text);

// The last part of a dotted name, without its quotes: `orders`. Nothing where a
// macro, or anything but letters, digits and underscores, takes part in it.
std::optional<StringRef> findLastPart(StringRef name);

} // namespace sluice
