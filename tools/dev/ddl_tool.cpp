// sluice-ddl: makes a script from a plan that is written by hand, so that
// engines can be tested with plans that no project would give.
//
//   sluice-ddl build|swap|revert < plan.json > script.sql
//   sluice-ddl bundle FOLDER < plan.json
//
//   {"engine": "sqlite", "gateway": "g", "environment": "prod", "schemas": [],
//    "builds": [{"kind": "table", "model": "s.t", "object": ["p__t__1"], "query": "SELECT 1 AS a",
//                "columns": [["a", "INT"]], "audits": [{"name": "not_null", "query": "..."}]}],
//    "views": [{"model": "s.t", "view": ["s__t"], "before": null,
//               "after": {"object": ["p__t__1"], "columns": ["a"]}}]}
#include "backend/ddl/emit.h"
#include "backend/deploy/bundle.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice {

namespace json = llvm::json;

static std::string textOf(const json::Object &from, StringRef key) { return from.getString(key).value_or("").str(); }

static const json::Array &arrayOf(const json::Object &from, StringRef key) {
  static const json::Array none;
  const json::Array *found = from.getArray(key);
  return found ? *found : none;
}

static std::vector<std::string> textsOf(const json::Array &list) {
  std::vector<std::string> texts;
  for (const json::Value &item : list)
    texts.push_back(item.getAsString().value_or("").str());
  return texts;
}

// The last part is the name, the one before it the schema.
static ObjectName readName(const json::Array &list) {
  std::vector<std::string> parts = textsOf(list);
  while (parts.size() < 3)
    parts.insert(parts.begin(), "");
  return {parts[0], parts[1], parts[2]};
}

static std::optional<ViewTarget> readTarget(const json::Object &from, StringRef key) {
  const json::Object *target = from.getObject(key);
  if (!target)
    return std::nullopt;
  return ViewTarget{readName(arrayOf(*target, "object")), textsOf(arrayOf(*target, "columns"))};
}

static ViewChange readView(const json::Object &from) {
  return {textOf(from, "model"), readName(arrayOf(from, "view")), readTarget(from, "before"), readTarget(from, "after"),
          textOf(from, "description")};
}

static SeedRows readRows(const json::Array &list) {
  SeedRows seed;
  for (const json::Value &item : list) {
    auto &row = seed.rows.emplace_back();
    for (const json::Value &cell : *item.getAsArray())
      row.push_back(cell.getAsString() ? std::optional(cell.getAsString()->str()) : std::nullopt);
  }
  return seed;
}

static Build readBuild(const json::Object &from) {
  Build build;
  std::string kind = textOf(from, "kind");
  build.kind = kind == "seed" ? Build::Kind::Seed : kind == "view" ? Build::Kind::View : Build::Kind::Table;
  build.model = textOf(from, "model");
  build.object = readName(arrayOf(from, "object"));
  for (const json::Value &column : arrayOf(from, "columns")) {
    std::vector<std::string> parts = textsOf(*column.getAsArray());
    build.columns.push_back({parts[0], parts.size() > 1 ? parts[1] : ""});
  }
  build.query = textOf(from, "query");
  build.seed = readRows(arrayOf(from, "rows"));
  for (const json::Value &item : arrayOf(from, "audits")) {
    const json::Object &audit = *item.getAsObject();
    build.audits.push_back(
        {textOf(audit, "name"), textOf(audit, "query"), audit.getBoolean("blocking").value_or(true)});
  }
  build.before = textsOf(arrayOf(from, "before"));
  build.after = textsOf(arrayOf(from, "after"));
  build.description = textOf(from, "description");
  return build;
}

static Plan readPlan(const json::Object &from) {
  Plan plan;
  plan.gateway = textOf(from, "gateway");
  plan.environment = textOf(from, "environment");
  plan.engine = findEngine(textOf(from, "engine"));
  plan.schemas = textsOf(arrayOf(from, "schemas"));
  std::vector<Build> builds;
  for (const json::Value &build : arrayOf(from, "builds"))
    builds.push_back(readBuild(*build.getAsObject()));
  plan.builds = Builds(builds.size(), [builds](size_t i) { return builds[i]; });
  for (const json::Value &view : arrayOf(from, "views"))
    plan.views.push_back(readView(*view.getAsObject()));
  return plan;
}

static int storeScripts(Plan &plan, StringRef folder) {
  Report report;
  {
    BundleWriter writer(folder, Sink(report));
    for (ScriptKind kind : scriptKinds) {
      std::string text;
      printScript(kind, plan, [&](StringRef piece) { text += piece; });
      writer.add(scriptFile(kind), text);
    }
    writer.commit();
  }
  for (const Diagnostic &diagnostic : report.finish())
    llvm::errs() << diagnostic.kind->code << ": " << diagnostic.message << '\n';
  return report.hasErrors() ? 1 : 0;
}

static int run(ArrayRef<StringRef> arguments) {
  auto input = llvm::MemoryBuffer::getSTDIN();
  auto value = input ? json::parse((*input)->getBuffer()) : json::Value(nullptr);
  if (!value || !value->getAsObject()) {
    llvm::errs() << "no plan: " << llvm::toString(value.takeError()) << '\n';
    return 2;
  }
  Plan plan = readPlan(*value->getAsObject());
  StringRef what = arguments.empty() ? "" : arguments[0];
  if (!plan.engine || !canEmit(*plan.engine)) {
    llvm::errs() << "no engine\n";
    return 2;
  }
  if (what == "bundle" && arguments.size() > 1)
    return storeScripts(plan, arguments[1]);
  ScriptKind kind = what == "build" ? ScriptKind::Build : what == "swap" ? ScriptKind::Swap : ScriptKind::Revert;
  printScript(kind, plan, [](StringRef text) { llvm::outs() << text; });
  return 0;
}

} // namespace sluice

int main(int count, char **arguments) {
  std::vector<llvm::StringRef> list(arguments + 1, arguments + count);
  return sluice::run(list);
}
