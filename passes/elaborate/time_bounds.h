// The first and the last value that a time column has in an interval, spelled so
// that they compare with the column.
//
//   DATE                CAST('2024-01-01' AS DATE)
//   TIMESTAMPTZ         CAST('2024-01-01 23:59:59.999999+00:00' AS TIMESTAMPTZ)
//   TEXT, '%Y%m%d'      '20240101'
//   INT, '%Y%m%d'       20240101
#pragma once
#include "passes/macros/expand.h"

namespace sluice {

// Texts that stand for the first and the last value while the column's type is not
// known: characters that Unicode keeps for a program's own use.
constexpr StringRef boundStandIns[] = {"\xEF\xB7\x90", "\xEF\xB7\x91"};

class TimeBounds {
public:
  // `type` is a Type, a literal, or null where it is not known; `format` is in the
  // notation of strftime. The times of the run are those of `macros`.
  TimeBounds(const Node *type, StringRef format, MacroContext &macros);

  // One bound as SQL; `side` is start or end.
  std::string write(StringRef side) const;

private:
  std::string literal(StringRef side, StringRef form) const;
  std::string formatted(StringRef side) const;

  const Node *type;
  StringRef format;
  MacroContext &macros;
  std::string typeName; // in capitals, with all its words
};

} // namespace sluice
