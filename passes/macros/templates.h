// Templates: identifiers and texts with names in them.
//
//   pre_@{x}_post     with x = sales: pre_sales_post
//   @'a @x, b@@c'     with x = 1:     a 1, b@c
//
// The rules are those of Python's string.Template with @ in place of $: a
// placeholder is @name or @{name}, @@ is one @, and whatever else begins with @
// stays as it is. A name without a value stays, too.
#pragma once
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace sluice {

// Appends the value of a name, given as it is written, or returns false.
using TemplateLookup = llvm::function_ref<bool(llvm::StringRef name, std::string &out)>;

// The template without blanks in its braces; nothing where braces hold anything
// but one name. For names without quotes: the scanner reads @{ x } as one token.
std::optional<std::string> findPlainTemplate(llvm::StringRef text);

// Appends the filled template.
void fillTemplate(llvm::StringRef text, TemplateLookup lookup, std::string &out);

} // namespace sluice
