// Finds the model of each test, and the inputs that it misses.
#include "passes/check_unit_tests.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "passes/elaborate/diags.h"

namespace sluice {

static std::string fqnOf(StringRef written, const Dialect &dialect, StringRef catalog) {
  auto name = splitTableName(written, dialect);
  return name ? quotedName(withCatalog(std::move(*name), catalog)) : std::string();
}

static const Variant *findModel(const UnitTestDecl &test, const GatewayModels &models) {
  auto name = splitTableName(test.model, *models.gateway->dialect);
  auto found = llvm::find_if(models.variants, [&](const Variant &model) {
    return name && model.body->table.table == name->table && model.fqn == quotedName(withCatalog(*name, model.catalog));
  });
  return found == models.variants.end() ? nullptr : &*found;
}

// A model that reads itself may leave its own rows out.
static void checkInputs(const UnitTestDecl &test, const Variant &model, const GatewayModels &models, Sink sink) {
  llvm::StringSet<> given;
  for (const UnitTestTable &input : test.inputs)
    given.insert(fqnOf(input.name, *model.body->dialect, model.catalog));
  std::vector<StringRef> read(model.outside.begin(), model.outside.end());
  for (uint32_t parent : model.parents)
    read.push_back(models.variants[parent].fqn);
  llvm::sort(read);
  for (StringRef table : read)
    if (table != model.fqn && !given.contains(table))
      sink.report(test.range, diag::UnitTestInput, test.name, table);
}

static void checkModel(const UnitTestDecl &test, const Variant &model, const GatewayModels &models, Sink sink) {
  Kind kind = model.body->kind;
  if (model.poisoned)
    return;
  if (kind == Kind::Seed || kind == Kind::External)
    sink.report(test.modelRange, diag::UnitTestKind, test.model, kindRow(kind).name);
  else
    checkInputs(test, model, models, sink);
}

static void reportNoModel(const UnitTestDecl &test, const Project &project, Sink sink) {
  llvm::SmallVector<StringRef> names;
  for (const GatewayModels &models : project.gateways)
    for (const Variant &model : models.variants)
      names.push_back(model.body->name);
  sink.report(test.modelRange, diag::UnitTestModel, test.name, test.model, findNearest(test.model, names));
}

void checkUnitTests(ArrayRef<UnitTestDecl> tests, const Project &project, llvm::function_ref<Sink(size_t)> sinkOf,
                    Sink sink) {
  for (const UnitTestDecl &test : tests) {
    bool found = false;
    for (auto [index, models] : llvm::enumerate(project.gateways)) {
      bool meant = test.gateway.empty() || test.gateway == models.gateway->name;
      if (const Variant *model = meant ? findModel(test, models) : nullptr) {
        checkModel(test, *model, models, sinkOf(index));
        found = true;
      }
    }
    if (!found)
      reportNoModel(test, project, sink);
  }
}

} // namespace sluice
