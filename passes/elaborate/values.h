// Values of properties: what each type of property accepts.
#pragma once
#include "ir/project/properties.h"
#include "ir/syntax/ast.h"

namespace sluice {

// What is wanted and an example, for messages.
struct TypeHelp {
  StringRef wants, example;
};

TypeHelp helpFor(PropertyType type);

// Whether a value is of a property's type.
bool hasType(const Node *value, PropertyType type);

// Whether a text is a schedule: @daily and its like, or five cron fields.
bool isCron(StringRef text);

// Whether a text is a time: a date, a date and time, a number, or words such as
// `1 week ago`.
bool isTime(StringRef text);

} // namespace sluice
