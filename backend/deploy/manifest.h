// manifest.json: what a bundle holds, for programs.
//
// The layout is `sluice.bundle/1` of docs/cli.md: first what the bundle is for,
// then its id, then everything that the id is a hash over.
#pragma once
#include "backend/ddl/emit.h"
#include "backend/deploy/bundle.h"
#include "backend/plan/make_plan.h"

namespace sluice {

constexpr StringRef bundleSchema = "sluice.bundle/1";

struct ManifestInputs {
  const Project &project;
  const GatewayModels &models;
  const GatewayPlan &plan;
  ArrayRef<PrintedScript> scripts;
  ArrayRef<BundleFile> files;
};

// The text in pieces that follow each other: it may have tens of megabytes.
std::vector<std::string> printManifest(const ManifestInputs &inputs, unsigned jobs);

// Appends one model as JSON on one line: what the manifest, `list` and `diff`
// show. `change` may be null.
void appendModelJson(const GatewayModels &models, const PlacedModel &placed, const ModelChange *change, std::string &out);

// `"s"."t"` as it stands in a manifest, and back; nothing if the text is none.
std::string printObjectName(const ObjectName &name);
std::optional<ObjectName> readObjectName(StringRef text);

} // namespace sluice
