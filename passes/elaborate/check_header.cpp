// What no property of a MODEL block can say alone.
//
//   kind VIEW, partitioned_by a     a view has no partitions
//   cron '@hourly', interval_unit day, start after end, ...
#include "ir/syntax/text.h"
#include "ir/time/cron.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/header.h"

namespace sluice {
namespace {

class HeaderChecker {
public:
  HeaderChecker(Header &header, SourceRange block, const ValueContext &context)
      : header(header), block(block), context(context) {}

  void check() {
    checkPairs();
    checkTimes();
    checkSchedule();
    checkKeys();
    checkKind();
    checkGrants();
    checkSession();
    checkDescriptions();
  }

private:
  template <unsigned N, class... Args> void fail(SourceRange range, const Diag<N> &diag, Args &&...args) {
    context.sink.report(range, diag, std::forward<Args>(args)...);
    header.valid = false;
  }
  bool isTrue(StringRef parameter) const;
  void checkPairs();
  void checkTimes();
  void checkSchedule();
  void checkKeys();
  void checkKind();
  void checkGrants();
  void checkSession();
  void checkDescriptions();

  Header &header;
  SourceRange block;
  const ValueContext &context;
};

// The truth of a parameter, given or not.
bool HeaderChecker::isTrue(StringRef parameter) const {
  if (const PropertyValue *value = header.findParameter(parameter))
    return value->text == "true";
  const KindParameter *row = findParameter(header.kind, parameter);
  return row && row->row.standard == "true";
}

void HeaderChecker::checkPairs() {
  if (header.find("grain") && header.find("grains"))
    fail(header.find("grains")->range, diag::GrainAndGrains);
  const PropertyValue *format = header.find("storage_format");
  if (format && llvm::is_contained({"iceberg", "hive", "hudi", "delta"}, StringRef(format->text).lower()))
    context.sink.report(format->range, diag::StorageFormatIsTable, format->text);
}

void HeaderChecker::checkTimes() {
  const PropertyValue *start = header.find("start"), *end = header.find("end");
  if (end && !start)
    fail(end->range, diag::EndWithoutStart);
  if (!start || !end)
    return;
  auto from = findDays(start->text), to = findDays(end->text);
  if (from && to && *from > *to)
    fail(end->range, diag::EndBeforeStart, start->text, end->text);
}

void HeaderChecker::checkSchedule() {
  const PropertyValue *cron = header.find("cron"), *unit = header.find("interval_unit");
  auto schedule = readCron(cron ? StringRef(cron->text) : "@daily");
  if (!schedule || (!cron && !unit))
    return;
  const IntervalUnit *longest = findIntervalUnit(*schedule);
  if (!longest) {
    fail(cron->range, diag::CronOften, cron->text);
    return;
  }
  const PropertyValue *partials = header.find("allow_partials");
  if (unit && findIntervalUnit(unit->text)->minutes > longest->minutes && !(partials && partials->text == "true"))
    fail(unit->range, diag::CronBelowInterval, cron ? StringRef(cron->text) : "@daily", unit->text);
}

// Each key by which a table is cut is made of one column.
void HeaderChecker::checkKeys() {
  const KindRow &kind = kindRow(header.kind);
  for (StringRef property : {"partitioned_by", "clustered_by"}) {
    const PropertyValue *value = header.find(property);
    if (!value)
      continue;
    if (!kind.materialized && !isTrue("materialized"))
      fail(value->range, diag::PropertyOfKind, property, header.kindName);
    for (const Node *item : value->items) {
      std::vector<std::string> columns;
      findColumnNames(*item, columns);
      if (columns.size() != 1)
        fail(item->range ? item->range : value->range, diag::KeyColumns, property, columns.size());
    }
  }
}

void HeaderChecker::checkKind() {
  const PropertyValue *partitions = header.find("partitioned_by"), *version = header.find("physical_version");
  bool partitioned = partitions && !partitions->items.empty();
  if (!partitioned && (header.kind == Kind::IncrementalByPartition || isTrue("insert_overwrite")))
    fail(header.kindRange ? header.kindRange : block, diag::KindNeedsProperty, header.kindName, "partitioned_by", "partitioned_by a");
  if (version && !isTrue("forward_only") && !kindRow(header.kind).forwardOnly)
    fail(version->range, diag::VersionOfKind);
  const PropertyValue *physical = header.find("physical_properties");
  if (header.kind == Kind::Managed && context.dialect.dynamicTables && !(physical && llvm::is_contained(physical->keys, "target_lag")))
    fail(header.kindRange, diag::KindNeedsProperty, header.kindName, "physical_properties",
         "physical_properties (target_lag = '20 minutes')");
}

void HeaderChecker::checkGrants() {
  const PropertyValue *grants = header.find("grants");
  if (!grants)
    return;
  if (kindRow(header.kind).symbolic)
    fail(grants->range, diag::PropertyOfKind, "grants", header.kindName);
  for (auto [key, item] : llvm::zip(grants->keys, grants->items))
    if (isa<Null>(item))
      fail(grants->range, diag::GrantWithoutGrantee, key);
}

// `query_label` is a list of pairs of strings, `authorization` one string.
void HeaderChecker::checkSession() {
  const PropertyValue *session = header.find("session_properties");
  if (!session)
    return;
  for (auto [key, item] : llvm::zip(session->keys, session->items)) {
    if (key == "authorization" && !isa<String>(item))
      fail(item->range, diag::SessionProperty, key, "a text");
    if (key != "query_label")
      continue;
    bool list = isa<Tuple, Array, Paren>(item);
    bool labels = list && llvm::all_of(listItems(item), [](const Node *label) {
                    const auto *pair = dyn_cast<Tuple>(label);
                    return pair && pair->items.size() == 2 && llvm::all_of(pair->items, [](const Node *part) { return isa<String, Number>(part); });
                  });
    if (!labels)
      fail(item->range, diag::SessionProperty, key, "a list of pairs of texts, as [('key', 'value')]");
  }
}

// A description of what is no column is dropped.
void HeaderChecker::checkDescriptions() {
  const PropertyValue *columns = header.find("columns");
  auto described = llvm::find_if(header.properties, [](const PropertyValue &value) { return value.row->name == "column_descriptions"; });
  if (!columns || columns->items.empty() || described == header.properties.end())
    return;
  llvm::StringSet<> known;
  for (const Node *item : columns->items)
    known.insert(columnName(cast<ColumnDecl>(item)->name, context.dialect));
  for (size_t i = 0; i < described->keys.size();)
    if (known.contains(described->keys[i]))
      ++i;
    else {
      context.sink.report(described->range, diag::DescribedColumnUnknown, described->keys[i]);
      described->keys.erase(described->keys.begin() + ptrdiff_t(i));
      described->items.erase(described->items.begin() + ptrdiff_t(i));
    }
}

} // namespace

void checkHeader(Header &header, SourceRange block, const ValueContext &context) {
  HeaderChecker(header, block, context).check();
}

bool checkKeys(const Header &header, ArrayRef<StringRef> columns, Sink sink) {
  bool good = true;
  for (StringRef property : {"partitioned_by", "clustered_by"}) {
    const PropertyValue *value = header.find(property);
    std::vector<std::string> keys;
    for (const Node *item : value ? value->items : llvm::SmallVector<const Node *, 2>())
      findColumnNames(*item, keys);
    for (auto [i, key] : llvm::enumerate(keys)) {
      if (llvm::is_contained(ArrayRef(keys).take_front(i), key))
        sink.report(value->range, diag::KeyTwice, key, property);
      else if (!columns.empty() && !llvm::is_contained(columns, key)) {
        sink.report(value->range, diag::KeyUnknown, key, property, findNearest(key, columns));
      } else
        continue;
      good = false;
    }
  }
  return good;
}

} // namespace sluice
