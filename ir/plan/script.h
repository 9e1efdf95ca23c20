// Scripts: statements as data, before they become text.
//
// A step is what a reviewer sees under one comment line
// (`-- step 12 | backfill | staging.orders`) and what the manifest describes.
// backend/ddl makes steps from a plan and prints them for one engine.
#pragma once
#include "ir/plan/plan.h"

namespace sluice {

enum class StepKind : uint8_t { Settings, Schema, Create, Backfill, Audit, Guard, SwapView, DropView, Finish };

// What a step does to the warehouse, for a reader that must decide whether it
// may be repeated or undone.
struct Step {
  unsigned id = 0; // counts from one in each script
  StepKind kind = StepKind::Settings;
  std::string model;               // empty where a step is for all
  std::vector<std::string> lines;  // statements, each ends with ';' or is a client's command
  std::vector<unsigned> dependsOn; // ids of steps in the same script
  bool transactional = true, idempotent = true, destructive = false;
};

// Where a step stands in the printed file, in bytes.
struct StepRange {
  size_t begin = 0, end = 0;
};

// What remains of a script once its text is written: the steps without their lines.
struct PrintedScript {
  std::string file; // build.sql, swap.sql, revert.sql
  std::vector<Step> steps;
  std::vector<StepRange> ranges; // one per step
};

StringRef stepName(StepKind kind); // "backfill", "swap-view", ...

} // namespace sluice
