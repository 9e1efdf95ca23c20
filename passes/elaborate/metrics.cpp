// Checks METRIC blocks.
#include "passes/elaborate/metrics.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/values.h"
#include <map>

namespace sluice {
namespace {

struct Metric {
  std::string name; // lower case
  const Node *expression = nullptr;
  SourceRange range;
};

// Functions that make one value of many rows.
constexpr StringRef aggregates[] = {
    "ANY_VALUE", "APPROX_COUNT_DISTINCT", "APPROX_DISTINCT", "ARRAY_AGG", "AVG",    "BIT_AND",  "BIT_OR",     "BOOL_AND",
    "BOOL_OR",   "CORR",                  "COUNT",           "COUNT_IF",  "COVAR_POP", "COVAR_SAMP", "FIRST",  "GROUP_CONCAT",
    "LAST",      "MAX",                   "MEDIAN",          "MIN",       "PERCENTILE_CONT", "QUANTILE", "STDDEV", "STDDEV_POP",
    "STDDEV_SAMP", "STRING_AGG",          "SUM",             "VARIANCE",  "VAR_POP", "VAR_SAMP"};

class MetricReader {
public:
  MetricReader(const Dialect &dialect, Arena &arena, Sink sink) : context{dialect, arena, sink}, sink(sink) {}

  void read(const ParsedStatement &statement);
  void check() const;

private:
  void readBlock(const Block &block);
  void checkExpression(const Metric &metric) const;

  ValueContext context;
  Sink sink;
  std::map<std::string, Metric> metrics;
};

void MetricReader::read(const ParsedStatement &statement) {
  const auto *block = dyn_cast_or_null<Block>(statement.tree);
  if (block && block->kind.equals_insensitive("metric"))
    readBlock(*block);
  else if (statement.tree)
    sink.report(statement.range, diag::MetricHeaderMissing);
}

void MetricReader::readBlock(const Block &block) {
  Metric metric;
  metric.range = block.range;
  for (const Node *node : block.properties) {
    const auto *property = dyn_cast<Property>(node);
    const PropertyRow *row = property ? findProperty(metricProperties, property->name) : nullptr;
    if (property && !row) {
      llvm::SmallVector<StringRef> known;
      for (const PropertyRow &other : metricProperties)
        known.push_back(other.name);
      sink.report(property->range, diag::PropertyUnknown, property->name, "METRIC", findNearest(property->name, known));
    }
    if (row && row->name == "name")
      metric.name = StringRef(plainText(property->value).value_or("")).lower();
    else if (row && row->name == "expression")
      metric.expression = property->value;
    else if (row)
      readValue(*row, property->value, property->range, context);
  }
  if (metric.name.empty() || !metric.expression)
    sink.report(block.range, diag::MetricPropertyMissing, metric.name.empty() ? "name" : "expression");
  else if (auto [known, isNew] = metrics.try_emplace(metric.name, metric); !isNew)
    sink.report(block.range, diag::MetricDuplicate, metric.name).note(known->second.range, "the first one stands here");
}

// A column without a table is another metric.
void MetricReader::checkExpression(const Metric &metric) const {
  bool aggregate = false;
  auto walk = [&](const Node &node, auto &walk) -> void {
    if (isa<Aliased>(node))
      sink.report(node.range, diag::MetricAlias, metric.name);
    if (const auto *call = dyn_cast<Call>(&node))
      aggregate |= llvm::is_contained(aggregates, call->function.upper());
    const auto *name = dyn_cast<Name>(&node);
    if (name && name->parts.size() == 1 && isa<Identifier>(name->parts[0])) {
      std::string reference = StringRef(plainText(name).value_or("")).lower();
      aggregate = true;
      if (!metrics.count(reference))
        sink.report(name->range, diag::MetricReference, metric.name, reference);
    } else if (!name)
      forEachChild(node, [&](const Node &child) { walk(child, walk); });
  };
  walk(*metric.expression, walk);
  if (!aggregate)
    sink.report(metric.range, diag::MetricEmpty, metric.name);
}

void MetricReader::check() const {
  for (auto &[name, metric] : metrics)
    checkExpression(metric);
}

} // namespace

void checkMetrics(const Sources &sources, const Dialect &dialect, ParserPool &pool, Sink sink) {
  MetricReader reader(dialect, pool.arena(0), sink);
  for (const SourceFile *file : sources.ofRole(FileRole::Metric))
    for (const ParsedStatement &statement : pool.parser(0, dialect, pool.arena(0)).parseFile(*file, sink).statements)
      reader.read(statement);
  reader.check();
}

} // namespace sluice
