// Names of tables, as text of a dialect.
#pragma once
#include "ir/plan/plan.h"
#include "ir/project/project.h"

namespace sluice {

// A dotted name, each part in quotes.
std::string quotedObject(const ObjectName &name, const Dialect &dialect);

// The text of a model with complete names: tables of two parts get the model's
// catalog.
std::string completeText(const SqlText &sql, const Variant &variant);

// The query likewise, as `render` shows it. That of a view has quotes only where
// its dialect wants them there.
std::string completeQuery(const Variant &variant);

// A type as the dialect spells it; a neutral one is translated.
std::string columnType(const ModelColumn &column, const Dialect &dialect);

} // namespace sluice
