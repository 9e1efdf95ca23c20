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

static const PropertyText *findIn(ArrayRef<PropertyText> values, StringRef name) {
  auto found = llvm::find_if(values, [&](const PropertyText &value) { return value.row->name == name; });
  return found == values.end() ? nullptr : &*found;
}

const PropertyText *ModelBody::find(StringRef property) const { return findIn(properties, property); }

const PropertyText *ModelBody::findParameter(StringRef parameter) const { return findIn(parameters, parameter); }

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

// Takes a part off the front of a dotted name: quoted, or up to the next dot.
static std::optional<std::string> takePart(StringRef &text, const Dialect &dialect) {
  if (text.empty())
    return std::nullopt;
  if (!dialect.nameQuotes.contains(text.front())) {
    StringRef part = text.take_until([](char c) { return c == '.'; }).trim();
    text = text.drop_until([](char c) { return c == '.'; });
    return part.empty() ? std::nullopt : std::optional(normalizeName(part, false, dialect, /*isTable=*/true));
  }
  char close = text.front() == '[' ? ']' : text.front();
  std::string part;
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == close && !text.drop_front(i + 1).starts_with(StringRef(&close, 1))) {
      text = text.drop_front(i + 1).ltrim();
      return normalizeName(part, true, dialect, /*isTable=*/true);
    }
    i += text[i] == close;
    part += text[i];
  }
  return std::nullopt;
}

std::optional<TableName> splitTableName(StringRef text, const Dialect &dialect) {
  llvm::SmallVector<std::string, 3> parts;
  for (text = text.trim();; text = text.drop_front()) {
    auto part = takePart(text, dialect);
    if (!part)
      return std::nullopt;
    parts.push_back(std::move(*part));
    if (!text.starts_with("."))
      break;
  }
  if (!text.empty() || parts.size() > 3)
    return std::nullopt;
  parts.insert(parts.begin(), 3 - parts.size(), std::string());
  return TableName{parts[0], parts[1], parts[2]};
}

} // namespace sluice
