// The verbs of the command line. A row is a verb: `sluice --help` prints them.
#pragma once
#include "tools/sluice/options.h"

namespace sluice {

struct Verb {
  StringRef name;
  StringRef arguments; // as the help shows them
  StringRef summary;
  unsigned options = 0; // OptionGroup
  unsigned minArguments = 0, maxArguments = 0;
  StringRef examples; // two, that work in the example project
  int (*run)(const Options &) = nullptr;
};

int runCheck(const Options &options);
int runCompile(const Options &options);
int runDiff(const Options &options);
int runExplain(const Options &options);
int runInit(const Options &options);
int runList(const Options &options);
int runRender(const Options &options);

constexpr Verb verbs[] = {
    {.name = "check",
     .arguments = "",
     .summary = "find all problems of all gateways, and write nothing",
     .options = EnvironmentOption | TimeOptions,
     .examples = "  sluice check\n  sluice check --gateway production --diagnostics json\n",
     .run = runCheck},
    {.name = "compile",
     .arguments = "",
     .summary = "compile the project, for every gateway, into bundles of scripts",
     .options = EnvironmentOption | BundleOptionGroup | TimeOptions,
     .examples = "  sluice compile\n  sluice compile --environment dev --gateway nonproduction --base deployed\n",
     .run = runCompile},
    {.name = "diff",
     .arguments = "A [B]",
     .summary = "compare two bundles, or a bundle and the project",
     .options = FormatOption,
     .minArguments = 1,
     .maxArguments = 2,
     .examples = "  sluice diff deployed\n  sluice diff deployed build/production/prod --format json\n",
     .run = runDiff},
    {.name = "explain",
     .arguments = "CODE",
     .summary = "say what a diagnostic means, with an example that is wrong and one that is right",
     .minArguments = 1,
     .maxArguments = 1,
     .examples = "  sluice explain ModelCycle\n  sluice explain GatewayUnknown\n",
     .run = runExplain},
    {.name = "init",
     .arguments = "[DIR]",
     .summary = "make a small project with two isolated gateways that runs on SQLite",
     .maxArguments = 1,
     .examples = "  sluice init my_project\n  sluice init\n",
     .run = runInit},
    {.name = "list",
     .arguments = "",
     .summary = "list models with kind, names, fingerprints and dependencies",
     .options = EnvironmentOption | FormatOption,
     .examples = "  sluice list\n  sluice list --gateway all --format json\n",
     .run = runList},
    {.name = "render",
     .arguments = "MODEL",
     .summary = "print the final query of one model",
     .options = TimeOptions,
     .minArguments = 1,
     .maxArguments = 1,
     .examples = "  sluice render dev_ferries.windy_days\n  sluice --gateway production render prod_ferries.windy_days\n",
     .run = runRender},
};

// The row of a verb, or null.
const Verb *findVerb(StringRef name);

} // namespace sluice
