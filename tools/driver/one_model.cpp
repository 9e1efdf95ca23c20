// Which files matter for the text of a model: those that may define it, and
// those whose queries are put into others.
//
//   asked for    s.orders
//   kept         MODEL (name @env.orders, ...)         any schema
//                MODEL (name s.@x, ...)                the macro may give `orders`
//                MODEL (name s.o, kind EMBEDDED)
//                audits, macros, and what is not understood at first sight
//   left out     MODEL (name s.items, kind FULL)       it cannot be `orders`
#include "tools/driver/one_model.h"
#include "frontend/declare/header_scan.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

bool canKeepFilesOf(StringRef model) { return findLastPart(model).has_value(); }

static bool canMatter(StringRef text, StringRef lastPart) {
  auto header = findHeaderText(text);
  if (!header)
    return true;
  auto own = findLastPart(header->name);
  bool macroKind = !header->kind.empty() && !llvm::isAlpha(header->kind.front());
  return !own || own->equals_insensitive(lastPart) || macroKind || header->kind.starts_with_insensitive("embedded");
}

void keepFilesOf(StringRef model, Sources &sources) {
  StringRef lastPart = *findLastPart(model);
  llvm::erase_if(sources.files, [&](const ProjectFile &file) {
    return file.role == FileRole::ExternalModels || file.role == FileRole::UnitTests ||
           (file.role == FileRole::Model && !canMatter(file.source->text, lastPart));
  });
}

} // namespace sluice
