// The pages of `sluice explain`, by code.
#include "tools/sluice/explanations.h"

namespace sluice {

static constexpr Explanation table[] = {
    {.code = "AuditUnknown",
     .meaning = "A model names an audit that is neither built in nor defined in an AUDIT block of the project.",
     .wrong = "MODEL (name s.t, audits (not_nul(columns := (id))));\nSELECT 1 AS id",
     .right = "MODEL (name s.t, audits (not_null(columns := (id))));\nSELECT 1 AS id"},
};

ArrayRef<Explanation> explanations() { return table; }

} // namespace sluice
