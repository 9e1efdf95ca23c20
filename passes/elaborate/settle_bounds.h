// Puts the bounds of an interval into the texts of audits, once the types of time
// columns are known.
//
//   ... WHERE "ts" BETWEEN '<first>' AND '<last>'
//   ... WHERE "ts" BETWEEN CAST('2024-01-01 00:00:00' AS TIMESTAMP) AND ...
//
// Gateways on which a column has different types get bodies of their own.
#pragma once
#include "passes/elaborate/elaborate.h"
#include "llvm/ADT/StringMap.h"

namespace sluice {

struct BoundTexts {
  std::string start, end;
  friend bool operator==(const BoundTexts &, const BoundTexts &) = default;
};

struct VariantBounds {
  uint32_t variant;
  BoundTexts texts;
};

// Spells bounds; those of one type and format are spelled once.
class BoundWriter {
public:
  BoundWriter(FinishModel finish, const RunTimes &times, ParserPool &pool, unsigned worker)
      : finish(finish), times(times), pool(pool), worker(worker) {}

  // The bounds of a model's time column, whose type is a meaning or empty.
  const BoundTexts &write(const ModelBody &body, StringRef type);

private:
  BoundTexts spell(const Dialect &dialect, StringRef type, StringRef format);

  FinishModel finish;
  const RunTimes &times;
  ParserPool &pool;
  unsigned worker;
  llvm::StringMap<BoundTexts> known; // by dialect, type and format
};

// `bounds` are those of each gateway's variants.
void settleBounds(ArrayRef<std::vector<VariantBounds>> bounds, Project &project);

} // namespace sluice
