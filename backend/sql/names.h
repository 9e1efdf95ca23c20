// Names of tables, as text of a dialect.
#pragma once
#include "ir/plan/plan.h"
#include "ir/project/project.h"

namespace sluice {

// A dotted name, each part in quotes.
std::string quotedObject(const ObjectName &name, const Dialect &dialect);

// The text of a model with complete names: tables of two parts get the model's
// catalog. What `render` shows.
std::string completeText(const SqlText &sql, const Variant &variant);

// A type as the dialect spells it; a neutral one is translated.
std::string columnType(const ModelColumn &column, const Dialect &dialect);

} // namespace sluice
