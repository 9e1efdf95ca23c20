// How a record of the reference's answers is judged.
//
// A driver answers one record through the same code as `sluice` and compares
// field by field; each disagreement is kept with what was wanted and what we
// say. A driver is a function and a row of the table in conform.cpp.
#pragma once
#include "ir/dialect/dialects.h"
#include "ir/syntax/ast.h"
#include "llvm/Support/JSON.h"
#include <optional>
#include <string>
#include <vector>

namespace sluice::conform {

struct Disagreement {
  std::string field, wanted, got;
};

// What a driver finds. `built` is false where there is no code yet that could
// answer; such a record is not counted.
struct Verdict {
  bool built = true;
  StringRef line; // the record as it is written
  std::vector<Disagreement> disagreements;

  void compare(StringRef field, StringRef wanted, StringRef got);
  // SQL agrees when the texts are equal or mean the same in that dialect.
  void compareSql(StringRef field, StringRef wanted, StringRef got, const Dialect &dialect);
};

using Record = llvm::json::Object;

// The text of a member, or an empty one.
StringRef textOf(const Record &record, StringRef member);

// The dialect that a member names; an unknown name is the neutral one.
const Dialect &dialectOf(const Record &record, StringRef member = "dialect");

// The trees of all statements of a text. Nothing after an error.
std::optional<std::vector<const Node *>> parseText(StringRef text, const Dialect &dialect, Arena &arena);

// Whether both texts parse to equal trees.
bool sameMeaning(StringRef a, StringRef b, const Dialect &dialect);

void judgeRender(const Record &record, Verdict &verdict);
void judgeMacros(const Record &record, Verdict &verdict);
void judgeModel(const Record &record, Verdict &verdict);
void judgeProject(const Record &record, Verdict &verdict);
void judgeEnvironment(const Record &record, Verdict &verdict);
void judgeNames(const Record &record, Verdict &verdict);

} // namespace sluice::conform
