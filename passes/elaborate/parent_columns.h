// The columns of the models that a model reads, while it is elaborated again.
//
// While files are elaborated one by one nothing is known of other models. A
// model that asks for columns (@STAR, @UNION, or the type of a time column) is
// elaborated a second time, when those it reads are known.
#pragma once
#include "ir/project/model.h"
#include "passes/macros/expand.h"
#include "llvm/ADT/StringMap.h"

namespace sluice {

struct ParentColumns {
  const Dialect *dialect = nullptr;                      // of the model, which types are spelled in
  std::string catalog;                                   // stands before names of two parts
  llvm::StringMap<std::vector<RelationColumn>> tables;   // by quoted full name; those that are known

  // Null where the table's columns are not known.
  const std::vector<RelationColumn> *find(TableName name) const {
    auto found = tables.find(quotedName(withCatalog(std::move(name), catalog)));
    return found == tables.end() ? nullptr : &found->second;
  }
};

} // namespace sluice
