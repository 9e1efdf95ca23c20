// The partition that a model has by its time column.
//
//   kind INCREMENTAL_BY_TIME_RANGE (time_column ds), partitioned_by b     partitioned_by (ds, b)
#pragma once
#include "passes/elaborate/header.h"
#include "passes/elaborate/model_tree.h"
#include "passes/elaborate/scope.h"

namespace sluice {

// Puts the time column first among the columns by which the table is cut, unless
// the author has it there or says that it is none of them.
void addTimePartition(Header &header, ArrayRef<ColumnTree> columns, const Dialect &dialect, ModelExpander &expander);

} // namespace sluice
