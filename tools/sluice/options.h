// What the command line says, as plain values.
#pragma once
#include "ir/time/run_times.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace sluice {

using llvm::ArrayRef;
using llvm::StringRef;

struct Options {
  // Global: before or after the verb.
  std::string project;
  std::vector<std::string> gateways;
  unsigned jobs = 0; // 0: as many as the machine has
  bool jsonDiagnostics = false;
  std::optional<bool> color; // nothing: where the stream is a terminal
  std::optional<std::string> timings; // empty: on standard error
  bool quiet = false, verbose = false;
  std::vector<std::string> silenced; // codes of warnings that are not told

  // Of verbs.
  std::string environment = "prod", out, emit, modelsFolder;
  std::vector<std::string> bases;
  bool json = false;
  RunTimes times;
  std::vector<std::string> arguments;
};

// Groups of options that a verb may have, as bits.
enum OptionGroup : unsigned {
  EnvironmentOption = 1,
  BundleOptionGroup = 2, // --out, --base, --emit, --models
  FormatOption = 4,      // --format human|json
  TimeOptions = 8,       // --start, --end, --execution-time
};

struct Verb;

// Reads the arguments of a verb. Writes what is wrong, or the help, to standard
// error or output; nothing is returned then, and `exitCode` says how to end.
std::optional<Options> parseOptions(const Verb &verb, ArrayRef<const char *> arguments, int &exitCode);

// The verb among the arguments, wherever global options put it, and the
// arguments without it. Empty if there is none.
StringRef takeVerb(std::vector<const char *> &arguments);

} // namespace sluice
