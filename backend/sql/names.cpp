// Fills the holes of a model's texts with names.
#include "backend/sql/names.h"
#include "backend/sql/printer.h"

namespace sluice {

std::string quotedObject(const ObjectName &name, const Dialect &dialect) {
  std::string text;
  for (const std::string *part : {&name.catalog, &name.schema, &name.name})
    if (!part->empty()) {
      text += text.empty() ? "" : ".";
      printQuotedName(*part, dialect, text);
    }
  return text;
}

std::string completeText(const SqlText &sql, const Variant &variant) {
  const ModelBody &body = *variant.body;
  return fillHoles(sql, [&](uint32_t table, std::string &out) {
    TableName name = withCatalog(body.tables[table].name, variant.catalog);
    out += quotedObject({name.catalog, name.schema, name.table}, *body.dialect);
  });
}

std::string columnType(const ModelColumn &column, const Dialect &dialect) {
  if (!column.neutral)
    return column.type;
  Type type;
  type.name = column.type;
  return sqlText(&type, {.dialect = &dialect, .declared = true});
}

} // namespace sluice
