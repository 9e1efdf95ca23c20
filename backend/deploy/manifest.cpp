// Writes manifests. Each model and each step is one line, made on all cores.
#include "backend/deploy/manifest.h"
#include "ir/base/json_text.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
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

void writeFingerprint(JsonLine &line, StringRef name, const Fingerprint &fingerprint) {
  line.object(name)
      .digest("fingerprint", fingerprint.whole, fingerprintVersion)
      .digest("data", fingerprint.data)
      .digest("metadata", fingerprint.metadata)
      .digest("parents", fingerprint.parents)
      .end();
}

std::string nameText(const std::optional<ObjectName> &name) { return name ? printObjectName(*name) : std::string(); }

StringRef propertyText(const ModelBody &body, StringRef name) {
  const PropertyText *value = body.find(name);
  return value ? StringRef(value->text) : StringRef();
}

void writeChange(JsonLine &line, const ModelChange *change) {
  if (!change)
    return;
  line.object("change")
      .text("kind", changeName(change->kind))
      .textOrNull("category", change->kind == ChangeKind::None ? StringRef() : changeName(change->kind))
      .text("reason", change->reason)
      .flag("rebuilt", change->rebuilt)
      .end();
}

// The elements of an array, one a line; each is given back once it is copied.
void addLines(std::string &text, StringRef name, std::vector<std::string> lines) {
  size_t length = text.size() + 64;
  for (const std::string &entry : lines)
    length += entry.size() + 4;
  text.reserve(length);
  text += ",\n\"" + name.str() + "\": [";
  for (auto [i, entry] : llvm::enumerate(lines)) {
    text += i ? ",\n  " : "\n  ";
    text += entry;
    entry = {};
  }
  text += lines.empty() ? "]" : "\n]";
}

std::string printStep(const Step &step, StringRef file, StepRange range) {
  std::string text;
  JsonLine(text)
      .number("id", step.id)
      .text("kind", stepName(step.kind))
      .textOrNull("model", step.model)
      .text("file", file)
      .number("from", range.begin)
      .number("to", range.end)
      .numbers("depends_on", step.dependsOn)
      .flag("transactional", step.transactional)
      .flag("idempotent", step.idempotent)
      .flag("destructive", step.destructive)
      .close();
  return text;
}

std::vector<std::string> stepLines(ArrayRef<ManifestScript> scripts, unsigned jobs) {
  std::vector<std::string> lines;
  for (const ManifestScript &entry : scripts) {
    size_t first = lines.size();
    lines.resize(first + entry.ranges.size());
    parallelEach(entry.ranges.size(), jobs, [&](size_t i) {
      lines[first + i] = printStep(entry.script.steps[i], entry.script.file, entry.ranges[i]);
    });
  }
  return lines;
}

std::string removedLine(const ModelChange &change) {
  std::string text;
  JsonLine line(text);
  line.text("fqn", change.fqn).text("name", change.name);
  writeChange(line, &change);
  line.close();
  return text;
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
      lines.push_back(removedLine(change));
  return lines;
}

// An object with one or two texts.
std::string shortLine(StringRef name, StringRef value, const Digest *hash = nullptr) {
  std::string text;
  JsonLine line(text);
  line.text(name, value);
  if (hash)
    line.digest("sha256", *hash);
  line.close();
  return text;
}

std::vector<std::string> inputLines(const Project &project) {
  std::vector<std::string> lines;
  for (const ProjectInput &input : project.inputs)
    lines.push_back(shortLine("path", input.path, &input.hash));
  for (const std::string &name : project.config.environmentRead)
    lines.push_back(shortLine("environment", name));
  return lines;
}

std::vector<std::string> fileLines(ArrayRef<BundleFile> files) {
  std::vector<std::string> lines;
  for (const BundleFile &file : files)
    lines.push_back(shortLine("name", file.name, &file.hash));
  return lines;
}

// The SHA-256 over the SHA-256s of the pieces of 64 KB, since those can be found
// side by side.
Digest hashPieces(StringRef text, unsigned jobs) {
  constexpr size_t pieceSize = 64 * 1024, group = 16;
  std::vector<StringRef> pieces;
  for (StringRef rest = text; !rest.empty(); rest = rest.drop_front(pieces.back().size()))
    pieces.push_back(rest.take_front(pieceSize));
  std::vector<Digest> digests(pieces.size());
  parallelEach((pieces.size() + group - 1) / group, jobs, [&](size_t i) {
    size_t from = i * group, count = std::min(group, pieces.size() - from);
    sha256Each(ArrayRef(pieces).slice(from, count), llvm::MutableArrayRef(digests).slice(from, count));
  });
  StableHash hash;
  for (const Digest &digest : digests)
    hash.add(digest);
  return hash.finish();
}

} // namespace

std::string printModelJson(const GatewayModels &models, const PlacedModel &placed, const ModelChange *change) {
  const Variant &variant = models.variants[placed.variant];
  const ModelBody &body = *variant.body;
  std::vector<StringRef> dependsOn(variant.outside.begin(), variant.outside.end());
  for (uint32_t parent : variant.parents)
    dependsOn.push_back(models.variants[parent].fqn);
  llvm::sort(dependsOn);
  std::string text;
  text.reserve(2048);
  JsonLine line(text);
  line.text("fqn", variant.fqn).text("name", body.name).text("kind", kindRow(body.kind).name);
  line.text("cron", propertyText(body, "cron").empty() ? StringRef("@daily") : propertyText(body, "cron"));
  line.object("fingerprints");
  writeFingerprint(line, "source", variant.source);
  writeFingerprint(line, "resolved", variant.resolved);
  line.end().digest("pair", variant.pair);
  line.textOrNull("physical_table", nameText(placed.physical)).textOrNull("view", nameText(placed.view));
  line.texts("columns", body.columns, [](const ModelColumn &column) { return StringRef(column.name); });
  line.texts("depends_on", dependsOn, [](StringRef name) { return name; });
  writeChange(line, change);
  line.close();
  return text;
}

std::string printManifest(const ManifestInputs &inputs, unsigned jobs) {
  const Plan &plan = inputs.plan.plan;
  std::string catalog = inputs.project.config.catalogOf(*inputs.models.gateway);
  std::string text = "{";
  auto add = [&](StringRef name, StringRef value, bool orNull = false) {
    text += (text.size() > 1 ? ",\n\"" : "\"") + name.str() + "\": ";
    if (value.empty() && orNull)
      text += "null";
    else
      appendJsonString(value, text);
  };
  add("schema", bundleSchema);
  add("tool", "sluice " SLUICE_VERSION);
  add("gateway", plan.gateway);
  add("dialect", plan.engine->dialect);
  add("environment", plan.environment);
  add("default_catalog", catalog, true);
  add("base", inputs.plan.base ? StringRef(inputs.plan.base->id) : StringRef(), true);
  // The id is a hash over all that follows, so its place is filled at the end.
  add("id", std::string(64, '0'));
  size_t below = text.size();
  addLines(text, "inputs", inputLines(inputs.project));
  addLines(text, "files", fileLines(inputs.files));
  addLines(text, "models", modelLines(inputs, jobs));
  addLines(text, "steps", stepLines(inputs.scripts, jobs));
  text += "\n}\n";
  std::string id = hashPieces(StringRef(text).drop_front(below), jobs).hex();
  std::copy(id.begin(), id.end(), text.begin() + ptrdiff_t(below - 65));
  return text;
}

} // namespace sluice
