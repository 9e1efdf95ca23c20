// Fills the holes of a model's texts with names.
#include "backend/sql/names.h"
#include "backend/sql/printer.h"

namespace sluice {

// A dotted name. A plain one has quotes only around parts that need them.
static std::string writeObject(const ObjectName &name, const Dialect &dialect, bool plain) {
  std::string text;
  for (const std::string *part : {&name.catalog, &name.schema, &name.name}) {
    text += text.empty() || part->empty() ? "" : ".";
    if (plain && isPlainName(*part, dialect))
      text += *part;
    else if (!part->empty())
      printQuotedName(*part, dialect, text);
  }
  return text;
}

static std::string complete(const SqlText &sql, const Variant &variant, bool plain) {
  const ModelBody &body = *variant.body;
  return fillHoles(sql, [&](uint32_t table, std::string &out) {
    TableName name = withCatalog(body.tables[table].name, variant.catalog);
    out += writeObject({name.catalog, name.schema, name.table}, *body.dialect, plain);
  });
}

std::string quotedObject(const ObjectName &name, const Dialect &dialect) { return writeObject(name, dialect, false); }

std::string completeText(const SqlText &sql, const Variant &variant) { return complete(sql, variant, false); }

std::string completeQuery(const Variant &variant) {
  const ModelBody &body = *variant.body;
  return complete(body.query, variant, body.kind == Kind::View && body.dialect->plainViewNames);
}

std::string columnType(const ModelColumn &column, const Dialect &dialect) {
  if (!column.neutral)
    return column.type;
  Type type;
  type.name = column.type;
  return sqlText(&type, {.dialect = &dialect, .declared = true});
}

} // namespace sluice
