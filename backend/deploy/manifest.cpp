// Writes manifests: each model and each step is one line, and lines are made on
// all cores.
#include "backend/deploy/manifest.h"
#include "ir/base/json_text.h"
#include "ir/base/parallel.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MathExtras.h"
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

// The text of a manifest in pieces of some hundred kilobytes, each of whole lines,
// which are printed side by side.
using Pieces = std::vector<std::string>;

// Appends an array, one element a line.
void addRows(Pieces &pieces, StringRef name, size_t count, unsigned jobs,
             llvm::function_ref<void(size_t row, std::string &out)> print, bool isLast = false) {
  constexpr size_t rowsOfPiece = 256;
  size_t first = pieces.size(), number = std::max<size_t>(1, llvm::divideCeil(count, rowsOfPiece));
  pieces.resize(first + number);
  parallelEach(number, jobs, [&](size_t i) {
    static thread_local std::string text;
    text = i ? "" : "\"" + name.str() + (count ? "\": [\n" : "\": [");
    for (size_t row = i * rowsOfPiece, last = std::min(count, row + rowsOfPiece); row < last; ++row) {
      text += "  ";
      print(row, text);
      text += row + 1 < count ? ",\n" : "\n";
    }
    if (i + 1 == number)
      text += isLast ? "]\n}\n" : "],\n";
    pieces[first + i] = text;
  });
}

void appendStep(const Step &step, StringRef file, StepRange range, std::string &out) {
  JsonLine(out)
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
}

// The steps of all scripts, numbered through.
void addSteps(Pieces &pieces, ArrayRef<PrintedScript> scripts, unsigned jobs) {
  std::vector<std::pair<const PrintedScript *, size_t>> steps;
  for (const PrintedScript &entry : scripts)
    for (size_t i = 0; i < entry.ranges.size(); ++i)
      steps.push_back({&entry, i});
  addRows(pieces, "steps", steps.size(), jobs, [&](size_t row, std::string &out) {
    auto [entry, i] = steps[row];
    appendStep(entry->steps[i], entry->file, entry->ranges[i], out);
  }, true);
}

void appendRemoved(const ModelChange &change, std::string &out) {
  JsonLine line(out);
  line.text("fqn", change.fqn).text("name", change.name);
  writeChange(line, &change);
  line.close();
}

// Those that are, and then those that are no more.
void addModels(Pieces &pieces, const ManifestInputs &inputs, unsigned jobs) {
  llvm::StringMap<const ModelChange *> changes;
  std::vector<const ModelChange *> removed;
  for (const ModelChange &change : inputs.plan.changes) {
    changes[change.fqn] = &change;
    if (change.kind == ChangeKind::Removed)
      removed.push_back(&change);
  }
  ArrayRef<PlacedModel> models = inputs.plan.models;
  addRows(pieces, "models", models.size() + removed.size(), jobs, [&](size_t row, std::string &out) {
    if (row >= models.size())
      return appendRemoved(*removed[row - models.size()], out);
    appendModelJson(inputs.models, models[row], changes.lookup(inputs.models.variants[models[row].variant].fqn), out);
  });
}

// An object with one or two texts.
void appendShort(StringRef name, StringRef value, const Digest *hash, std::string &out) {
  JsonLine line(out);
  line.text(name, value);
  if (hash)
    line.digest("sha256", *hash);
  line.close();
}

void addInputs(Pieces &pieces, const Project &project, unsigned jobs) {
  ArrayRef<ProjectInput> inputs = project.inputs;
  std::vector<StringRef> environment(project.config.environmentRead.begin(), project.config.environmentRead.end());
  addRows(pieces, "inputs", inputs.size() + environment.size(), jobs, [&](size_t row, std::string &out) {
    if (row < inputs.size())
      appendShort("path", inputs[row].path, &inputs[row].hash, out);
    else
      appendShort("environment", environment[row - inputs.size()], nullptr, out);
  });
}

// What stands before everything that the id is a hash over.
std::string printHead(const ManifestInputs &inputs) {
  const Plan &plan = inputs.plan.plan;
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
  add("default_catalog", inputs.project.config.catalogOf(*inputs.models.gateway), true);
  add("base", inputs.plan.base ? StringRef(inputs.plan.base->id) : StringRef(), true);
  return text;
}

// The SHA-256 of those of all lines: many short texts take less time than a long one.
Digest hashLines(ArrayRef<std::string> pieces, unsigned jobs) {
  std::vector<std::vector<Digest>> digests(pieces.size());
  parallelEach(pieces.size(), jobs, [&](size_t i) {
    std::vector<StringRef> lines;
    for (StringRef rest = pieces[i]; !rest.empty(); rest = rest.drop_front(lines.back().size()))
      lines.push_back(rest.take_front(rest.find('\n') + 1));
    digests[i].resize(lines.size());
    sha256Each(lines, digests[i]);
  });
  StableHash hash;
  for (ArrayRef<Digest> own : digests)
    for (const Digest &digest : own)
      hash.add(digest);
  return hash.finish();
}

} // namespace

void appendModelJson(const GatewayModels &models, const PlacedModel &placed, const ModelChange *change, std::string &out) {
  const Variant &variant = models.variants[placed.variant];
  const ModelBody &body = *variant.body;
  std::vector<StringRef> dependsOn(variant.outside.begin(), variant.outside.end());
  for (uint32_t parent : variant.parents)
    dependsOn.push_back(models.variants[parent].fqn);
  llvm::sort(dependsOn);
  JsonLine line(out);
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
}

std::vector<std::string> printManifest(const ManifestInputs &inputs, unsigned jobs) {
  Pieces pieces;
  addInputs(pieces, inputs.project, jobs);
  addRows(pieces, "files", inputs.files.size(), jobs, [&](size_t row, std::string &out) {
    appendShort("name", inputs.files[row].name, &inputs.files[row].hash, out);
  });
  addModels(pieces, inputs, jobs);
  addSteps(pieces, inputs.scripts, jobs);
  std::string id = hashLines(pieces, jobs).hex();
  pieces.insert(pieces.begin(), printHead(inputs) + ",\n\"id\": \"" + id + "\",\n");
  return pieces;
}

} // namespace sluice
