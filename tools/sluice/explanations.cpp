// The pages of `sluice explain`, by code:
//
//   sluice explain NameQuoted
//
// prints what the diagnostic means, an example that gives it, and the same as it
// should be. Examples are a model's file unless they show that they are something
// else: config.yaml, external_models.yaml, a seed, a command.
#include "tools/sluice/explanations.h"

namespace sluice {

static constexpr Explanation table[] = {
#include "tools/sluice/explanations_a_to_d.def"
#include "tools/sluice/explanations_e_to_m.def"
#include "tools/sluice/explanations_n_to_z.def"
};

ArrayRef<Explanation> explanations() { return table; }

} // namespace sluice
