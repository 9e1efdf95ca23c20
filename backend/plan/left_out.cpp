// Looks at kinds, parents first.
#include "backend/plan/left_out.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// A kind that scripts build, of a model that runs on the gateway itself.
static bool canBuild(const Variant &variant, StringRef gateway) {
  const ModelBody &body = *variant.body;
  const PropertyText *materialized = body.findParameter("materialized");
  bool stored = materialized && materialized->text == "true";
  bool here = body.gateway.empty() || gateway.equals_insensitive(body.gateway);
  return kindRow(body.kind).deployable && !stored && !body.python && !variant.readsItself && here;
}

std::vector<bool> findLeftOut(const GatewayModels &models) {
  std::vector<bool> leftOut(models.variants.size());
  for (uint32_t index : models.order) {
    const Variant &variant = models.variants[index];
    leftOut[index] = !canBuild(variant, models.gateway->name) || llvm::any_of(variant.parents, [&](uint32_t parent) { return leftOut[parent]; });
  }
  return leftOut;
}

} // namespace sluice
