// What a model says of itself, as JSON: properties, kind, schedule.
//
//   tags (a, b), kind VIEW (materialized true)
//   {"tags": ["a", "b"], "kind": {"name": "VIEW", "materialized": true}}
#pragma once
#include "ir/project/model.h"
#include "llvm/Support/JSON.h"

namespace sluice {

// All properties with their values; those that are not given have what holds
// then, or null.
llvm::json::Object modelAttributes(const ModelBody &body);

// The properties that differ from what holds where they are not given.
llvm::json::Object shownProperties(const ModelBody &body);

} // namespace sluice
