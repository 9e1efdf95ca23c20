// Metrics: named aggregates over columns of models.
//
//   METRIC (name revenue, expression SUM(s.orders.amount));
//   METRIC (name average, expression revenue / NULLIF(COUNT(s.orders.id), 0));
#pragma once
#include "frontend/declare/declarations.h"

namespace sluice {

// Reads the METRIC blocks of a project and reports what is wrong with them.
// Nothing is made of them: queries over metrics are rewritten by SQLMesh alone.
void checkMetrics(const Sources &sources, const Dialect &dialect, ParserPool &pool, Sink sink);

} // namespace sluice
