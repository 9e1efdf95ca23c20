// Cuts tables that grow by a time column.
#include "passes/elaborate/time_partition.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/audits.h"

namespace sluice {

// The column, or the week of its time where a table of its values would have too
// many parts.
static const Node *partitionKey(const PropertyValue &time, StringRef column, ArrayRef<ColumnTree> columns, const Dialect &dialect,
                                ModelExpander &expander) {
  if (!dialect.weeklyPartitions)
    return time.items.front();
  auto declared = llvm::find_if(columns, [&](const ColumnTree &known) { return known.name == column; });
  const auto *type = declared == columns.end() ? nullptr : dyn_cast_or_null<Type>(declared->type);
  bool date = type && (type->name.starts_with_insensitive("date"));
  std::string name = writeOwnName({"", "", column.str()}, dialect);
  std::string text = date ? name : "CAST(" + name + " AS DateTime64(9, 'UTC'))";
  const Node *read = expander.read("SELECT dateTrunc('WEEK', " + text + ")", time.range).tree;
  return read ? cast<Select>(cast<Query>(read)->body)->items.front() : time.items.front();
}

void addTimePartition(Header &header, ArrayRef<ColumnTree> columns, const Dialect &dialect, ModelExpander &expander) {
  const PropertyValue *time = header.findParameter("time_column"), *opted = header.findParameter("partition_by_time_column");
  if (!time || (opted && opted->text == "false"))
    return;
  auto column = plainText(time->items.front());
  auto own = llvm::find_if(header.properties, [](const PropertyValue &value) { return value.row->name == "partitioned_by"; });
  std::vector<std::string> keys;
  if (own != header.properties.end())
    for (const Node *item : own->items)
      findColumnNames(*item, keys);
  if (!column || llvm::is_contained(keys, *column))
    return;
  const Node *key = partitionKey(*time, *column, columns, dialect, expander);
  if (own != header.properties.end()) {
    own->items.insert(own->items.begin(), key);
    return;
  }
  PropertyValue value;
  value.row = findProperty(modelProperties, "partitioned_by");
  value.items.push_back(key);
  value.range = time->range;
  header.properties.push_back(std::move(value));
  llvm::sort(header.properties, [](const PropertyValue &a, const PropertyValue &b) { return a.row->name < b.row->name; });
}

} // namespace sluice
