// Names of models.
#include "ir/project/model.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

static void addPart(std::string &to, StringRef part) {
  if (part.empty())
    return;
  if (!to.empty())
    to += '.';
  to += '"';
  for (char c : part) {
    if (c == '"')
      to += '"';
    to += c;
  }
  to += '"';
}

std::string quotedName(const TableName &name) {
  std::string text;
  text.reserve(name.catalog.size() + name.schema.size() + name.table.size() + 8);
  addPart(text, name.catalog);
  addPart(text, name.schema);
  addPart(text, name.table);
  return text;
}

TableName withCatalog(TableName name, StringRef defaultCatalog) {
  if (name.catalog.empty() && !name.schema.empty())
    name.catalog = defaultCatalog;
  return name;
}

const PropertyText *ModelBody::find(StringRef property) const {
  auto found = llvm::find_if(properties, [&](const PropertyText &value) { return value.row->name == property; });
  return found == properties.end() ? nullptr : &*found;
}

std::string fillHoles(const SqlText &sql, llvm::function_ref<void(uint32_t table, std::string &out)> write) {
  std::string result;
  result.reserve(sql.text.size() + sql.holes.size() * 64);
  size_t from = 0;
  for (SqlText::Hole hole : sql.holes) {
    result.append(sql.text, from, hole.at - from);
    write(hole.table, result);
    from = hole.at + 1;
  }
  result.append(sql.text, from);
  return result;
}

} // namespace sluice
