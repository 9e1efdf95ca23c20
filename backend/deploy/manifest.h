// manifest.json: what a bundle holds, for programs.
//
// The layout is `sluice.bundle/1` of docs/cli.md: first what the bundle is for,
// then its id, then everything that the id is a hash over.
#pragma once
#include "backend/ddl/emit.h"
#include "backend/plan/make_plan.h"

namespace sluice {

constexpr StringRef bundleSchema = "sluice.bundle/1";

// A script as it was printed.
struct ManifestScript {
  const Script *script;
  const PrintedScript *printed;
};

// A file of the bundle and its checksum.
struct ManifestFile {
  std::string name;
  Digest hash;
};

struct ManifestInputs {
  const Project &project;
  const GatewayModels &models;
  const GatewayPlan &plan;
  std::vector<ManifestScript> scripts;
  std::vector<ManifestFile> files;
};

std::string printManifest(const ManifestInputs &inputs, unsigned jobs);

// One model as JSON on one line: what the manifest, `list` and `diff` show.
// `change` may be null.
std::string printModelJson(const GatewayModels &models, const PlacedModel &placed, const ModelChange *change);

// `"s"."t"` as it stands in a manifest, and back; nothing if the text is none.
std::string printObjectName(const ObjectName &name);
std::optional<ObjectName> readObjectName(StringRef text);

} // namespace sluice
