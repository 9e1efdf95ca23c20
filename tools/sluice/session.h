// What every verb does around its own work: find the project, compile it, say
// what is wrong, and choose how to end.
#pragma once
#include "tools/driver/compile.h"
#include "tools/sluice/options.h"

namespace sluice {

// How a run ends.
enum ExitCode : int { Done = 0, ProjectErrors = 1, WrongUsage = 2, Defect = 70 };

class Session {
public:
  // `allByDefault`: without --gateway, every gateway; else the default one.
  Session(const Options &options, bool allByDefault);

  // Keeps the compilation: the process ends with its verb, and giving back the
  // memory of ten thousand models piece by piece would take longer than linking
  // them.
  ~Session();

  // Compiles the project. False when there is none or its configuration cannot
  // be used.
  bool compile();

  // Prints the problems and the timings, and gives how to end.
  int finish();

  bool hasErrors() const { return compilation->report.hasErrors(); }
  // A path of the command line, made absolute.
  std::string absolute(StringRef path) const;

  const Options &options;
  Env env;
  std::unique_ptr<Compilation> compilation;
  std::string root; // empty: there is no project

private:
  bool allByDefault;
  std::string start; // where the project is looked for
};

} // namespace sluice
