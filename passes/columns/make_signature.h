// Writes down what a query's columns follow from: see ir/project/signature.h.
#pragma once
#include "ir/dialect/dialects.h"
#include "ir/project/signature.h"
#include "ir/syntax/ast.h"

namespace sluice {

// The signature of a query whose names are complete. `tables` are the tables that
// it reads, by which terms number them. Has all columns if `wanted` is null, else
// those of that name in any case.
QuerySignature makeSignature(const Node *query, ArrayRef<const Table *> tables, const Dialect &dialect, Arena &arena,
                             const std::vector<std::string> *wanted = nullptr);

} // namespace sluice
