// Reads manifests of deployed bundles.
#include "backend/deploy/base.h"
#include "backend/deploy/diag.h"
#include "backend/deploy/manifest.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace sluice {

namespace json = llvm::json;

static std::string text(const json::Object &object, StringRef key) { return object.getString(key).value_or("").str(); }

static std::string digestOf(const json::Object &model, StringRef part) {
  const json::Object *prints = model.getObject("fingerprints");
  const json::Object *resolved = prints ? prints->getObject("resolved") : nullptr;
  return resolved ? text(*resolved, part) : std::string();
}

static std::vector<std::string> texts(const json::Object &object, StringRef key) {
  std::vector<std::string> result;
  if (const json::Array *items = object.getArray(key))
    for (const json::Value &item : *items)
      result.push_back(item.getAsString().value_or("").str());
  return result;
}

static DeployedModel readModel(const json::Object &object) {
  DeployedModel model;
  model.fqn = text(object, "fqn");
  model.name = text(object, "name");
  model.kind = text(object, "kind");
  model.physical = readObjectName(text(object, "physical_table"));
  model.view = readObjectName(text(object, "view"));
  model.data = digestOf(object, "data");
  model.metadata = digestOf(object, "metadata");
  model.columns = texts(object, "columns");
  model.dependsOn = texts(object, "depends_on");
  return model;
}

// Models that were removed when the bundle was made are not deployed.
static bool isDeployed(const json::Object &model) { return model.getObject("fingerprints") != nullptr; }

std::optional<DeployedBundle> loadBase(llvm::vfs::FileSystem &files, StringRef folder, Sink sink) {
  auto buffer = files.getBufferForFile(folder + "/manifest.json");
  if (!buffer) {
    sink.report({}, diag::BaseMissing, folder);
    return std::nullopt;
  }
  auto parsed = json::parse((*buffer)->getBuffer());
  const json::Object *root = parsed ? parsed->getAsObject() : nullptr;
  if (!root) {
    sink.report({}, diag::BaseUnreadable, folder, parsed ? "it is no object" : llvm::toString(parsed.takeError()));
    return std::nullopt;
  }
  if (text(*root, "schema") != bundleSchema) {
    sink.report({}, diag::BaseSchema, folder, text(*root, "schema"), bundleSchema);
    return std::nullopt;
  }
  DeployedBundle bundle{text(*root, "id"), text(*root, "gateway"), text(*root, "environment"), text(*root, "dialect"), {}, {}};
  if (const json::Array *models = root->getArray("models"))
    for (const json::Value &value : *models)
      if (const json::Object *model = value.getAsObject(); model && isDeployed(*model)) {
        bundle.models.push_back(readModel(*model));
        bundle.byName[bundle.models.back().fqn] = bundle.models.size() - 1;
      }
  return bundle;
}

} // namespace sluice
