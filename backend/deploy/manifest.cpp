// Writes manifests. Each model and each step is one line, made on all cores.
#include "backend/deploy/manifest.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include "passes/graph.h"

namespace sluice {

std::string printObjectName(const ObjectName &name) { return quotedName({name.catalog, name.schema, name.name}); }

std::optional<ObjectName> readObjectName(StringRef text) {
  std::vector<std::string> parts;
  while (text.consume_front("\"")) {
    std::string part;
    for (; !text.empty() && (text.front() != '"' || text.starts_with("\"\"")); text = text.drop_front()) {
      if (text.front() == '"')
        text = text.drop_front();
      part += text.front();
    }
    if (!text.consume_front("\""))
      return std::nullopt;
    parts.push_back(std::move(part));
    text.consume_front(".");
  }
  if (!text.empty() || parts.empty() || parts.size() > 3)
    return std::nullopt;
  parts.insert(parts.begin(), 3 - parts.size(), "");
  return ObjectName{parts[0], parts[1], parts[2]};
}

namespace {

namespace json = llvm::json;

json::Value fingerprintJson(const Fingerprint &fingerprint) {
  return json::Object{{"fingerprint", fingerprintVersion.str() + fingerprint.whole.hex()},
                      {"data", fingerprint.data.hex()},
                      {"metadata", fingerprint.metadata.hex()},
                      {"parents", fingerprint.parents.hex()}};
}

json::Value nameOrNull(const std::optional<ObjectName> &name) {
  return name ? json::Value(printObjectName(*name)) : json::Value(nullptr);
}

// Writes one value on one line.
template <class Write> std::string line(Write write) {
  std::string text;
  llvm::raw_string_ostream out(text);
  json::OStream writer(out);
  writer.object([&] { write(writer); });
  writer.flush();
  return text;
}

StringRef propertyText(const ModelBody &body, StringRef name) {
  const PropertyText *value = body.find(name);
  return value ? StringRef(value->text) : StringRef();
}

void writeDependencies(json::OStream &writer, const GatewayModels &models, const Variant &variant) {
  std::vector<std::string> names = variant.outside;
  for (uint32_t parent : variant.parents)
    names.push_back(models.variants[parent].fqn);
  llvm::sort(names);
  writer.attribute("depends_on", json::Array(names));
}

void writeChange(json::OStream &writer, const ModelChange *change) {
  if (!change)
    return;
  writer.attributeObject("change", [&] {
    writer.attribute("kind", changeName(change->kind));
    writer.attribute("category", change->kind == ChangeKind::None ? json::Value(nullptr) : changeName(change->kind));
    writer.attribute("reason", change->reason);
    writer.attribute("rebuilt", change->rebuilt);
  });
}

// The elements of an array, one a line.
void addLines(std::string &text, StringRef name, ArrayRef<std::string> lines) {
  text += ",\n\"" + name.str() + "\": [";
  for (auto [i, entry] : llvm::enumerate(lines)) {
    text += i ? ",\n  " : "\n  ";
    text += entry;
  }
  text += lines.empty() ? "]" : "\n]";
}

std::string printStep(const Step &step, StringRef file, StepRange range) {
  return line([&](json::OStream &writer) {
    writer.attribute("id", step.id);
    writer.attribute("kind", stepName(step.kind));
    writer.attribute("model", step.model.empty() ? json::Value(nullptr) : json::Value(step.model));
    writer.attribute("file", file);
    writer.attribute("from", int64_t(range.begin));
    writer.attribute("to", int64_t(range.end));
    json::Array needs;
    for (unsigned id : step.dependsOn)
      needs.push_back(id);
    writer.attribute("depends_on", std::move(needs));
    writer.attribute("transactional", step.transactional);
    writer.attribute("idempotent", step.idempotent);
    writer.attribute("destructive", step.destructive);
  });
}

std::vector<std::string> stepLines(ArrayRef<ManifestScript> scripts) {
  std::vector<std::string> lines;
  for (const ManifestScript &entry : scripts)
    for (auto [step, range] : llvm::zip(entry.script.steps, entry.ranges))
      lines.push_back(printStep(step, entry.script.file, range));
  return lines;
}

std::vector<std::string> modelLines(const ManifestInputs &inputs, unsigned jobs) {
  llvm::StringMap<const ModelChange *> changes;
  for (const ModelChange &change : inputs.plan.changes)
    changes[change.fqn] = &change;
  std::vector<std::string> lines(inputs.plan.models.size());
  parallelEach(lines.size(), jobs, [&](size_t i) {
    const PlacedModel &placed = inputs.plan.models[i];
    lines[i] = printModelJson(inputs.models, placed, changes.lookup(inputs.models.variants[placed.variant].fqn));
  });
  for (const ModelChange &change : inputs.plan.changes)
    if (change.kind == ChangeKind::Removed)
      lines.push_back(line([&](json::OStream &writer) {
        writer.attribute("fqn", change.fqn);
        writer.attribute("name", change.name);
        writeChange(writer, &change);
      }));
  return lines;
}

std::vector<std::string> inputLines(const Project &project) {
  std::vector<std::string> lines;
  for (const ProjectInput &input : project.inputs)
    lines.push_back(line([&](json::OStream &writer) {
      writer.attribute("path", input.path);
      writer.attribute("sha256", input.hash.hex());
    }));
  for (const std::string &name : project.config.environmentRead)
    lines.push_back(line([&](json::OStream &writer) { writer.attribute("environment", name); }));
  return lines;
}

std::vector<std::string> fileLines(ArrayRef<BundleFile> files) {
  std::vector<std::string> lines;
  for (const BundleFile &file : files)
    lines.push_back(line([&](json::OStream &writer) {
      writer.attribute("name", file.name);
      writer.attribute("sha256", file.hash.hex());
    }));
  return lines;
}

} // namespace

std::string printModelJson(const GatewayModels &models, const PlacedModel &placed, const ModelChange *change) {
  const Variant &variant = models.variants[placed.variant];
  const ModelBody &body = *variant.body;
  return line([&](json::OStream &writer) {
    writer.attribute("fqn", variant.fqn);
    writer.attribute("name", body.name);
    writer.attribute("kind", kindRow(body.kind).name);
    writer.attribute("cron", propertyText(body, "cron").empty() ? StringRef("@daily") : propertyText(body, "cron"));
    writer.attributeObject("fingerprints", [&] {
      writer.attribute("source", fingerprintJson(variant.source));
      writer.attribute("resolved", fingerprintJson(variant.resolved));
    });
    writer.attribute("pair", variant.pair.hex());
    writer.attribute("physical_table", nameOrNull(placed.physical));
    writer.attribute("view", nameOrNull(placed.view));
    json::Array columns;
    for (const ModelColumn &column : body.columns)
      columns.push_back(column.name);
    writer.attribute("columns", std::move(columns));
    writeDependencies(writer, models, variant);
    writeChange(writer, change);
  });
}

std::string printManifest(const ManifestInputs &inputs, unsigned jobs) {
  const Plan &plan = inputs.plan.plan;
  StringRef catalog = defaultCatalog(*inputs.models.gateway);
  std::string text = "{";
  auto add = [&](StringRef name, const json::Value &value) {
    llvm::raw_string_ostream(text) << (text.size() > 1 ? ",\n" : "") << json::Value(name) << ": " << value;
  };
  add("schema", bundleSchema);
  add("tool", "sluice " SLUICE_VERSION);
  add("gateway", plan.gateway);
  add("dialect", plan.engine->dialect);
  add("environment", plan.environment);
  add("default_catalog", catalog.empty() ? json::Value(nullptr) : json::Value(catalog));
  add("base", inputs.plan.base ? json::Value(inputs.plan.base->id) : json::Value(nullptr));
  // The id is a hash over all that follows, so its place is filled at the end.
  add("id", std::string(64, '0'));
  size_t below = text.size();
  addLines(text, "inputs", inputLines(inputs.project));
  addLines(text, "files", fileLines(inputs.files));
  addLines(text, "models", modelLines(inputs, jobs));
  addLines(text, "steps", stepLines(inputs.scripts));
  text += "\n}\n";
  std::string id = sha256(StringRef(text).drop_front(below)).hex();
  std::copy(id.begin(), id.end(), text.begin() + ptrdiff_t(below - 65));
  return text;
}

} // namespace sluice
