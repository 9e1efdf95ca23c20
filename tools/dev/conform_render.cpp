// Records of render.jsonl: a query as the body of a model. At level `read` its
// text with names completed is compared, which needs no columns.
#include "backend/sql/printer.h"
#include "passes/qualify.h"
#include "tools/dev/conform.h"

namespace sluice::conform {

// A catalog as it stands before a name: in the dialect's case and quotes.
static std::string quotedCatalog(StringRef name, const Dialect &dialect) {
  std::string text;
  if (!name.empty())
    printQuotedName(normalizeName(name, false, dialect, true), dialect, text);
  return text;
}

// A record with an error asks only that there is one.
void judgeRender(const Record &record, Verdict &verdict) {
  Arena arena;
  const Dialect &dialect = dialectOf(record);
  auto trees = parseText(textOf(record, "sql"), dialect, arena);
  if (StringRef kind = textOf(record, "error_kind"); !kind.empty() || !trees) {
    verdict.compare("error_kind", kind, trees ? "" : "syntax");
    return;
  }
  if (trees->size() != 1) {
    verdict.compare("query_unoptimized", textOf(record, "query_unoptimized"), "");
    return;
  }
  std::string catalog = quotedCatalog(textOf(record, "default_catalog"), dialect);
  QualifiedQuery query = qualifyQuery(trees->front(), dialect, arena);
  std::string text = sqlText(query.tree, {.dialect = &dialect, .defaultCatalog = catalog});
  verdict.compareSql("query_unoptimized", textOf(record, "query_unoptimized"), text, dialect);
}

} // namespace sluice::conform
