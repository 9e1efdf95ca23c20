// The frame around a verb.
#include "tools/sluice/session.h"
#include "tools/driver/plain_files.h"
#include "backend/report/diagnostics.h"
#include "frontend/config/diags.h"
#include "ir/base/parallel.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

namespace sluice {

Session::Session(const Options &options, bool allByDefault) : options(options), allByDefault(allByDefault) {
  env.files = plainFileSystem();
  env.environment = processEnvironment();
  env.jobs = options.jobs ? options.jobs : machineJobs();
  start = absolute(options.project.empty() ? "." : StringRef(options.project));
  // A named folder is the project; else it is looked for upwards.
  auto found = findProjectRoot(*env.files, start);
  bool own = found && (options.project.empty() || *found == start);
  root = own ? *found : "";
  compilation = std::make_unique<Compilation>(env, CompileOptions{root.empty() ? start : root, options.gateways, allByDefault});
  compilation->options.times = options.times;
  compilation->options.environment = options.environment;
}

Session::~Session() {
  // Reachable until the very end, so that it is no leak.
  static auto *kept = new std::vector<Compilation *>;
  kept->push_back(compilation.release());
}

std::string Session::absolute(StringRef path) const {
  llvm::SmallString<256> result(path);
  llvm::sys::fs::make_absolute(result);
  llvm::sys::path::remove_dots(result, /*remove_dot_dot=*/true);
  return result.str().str();
}

bool Session::compile() {
  compileProject(*compilation);
  return compilation->usable;
}

static bool wantsColor(const Options &options) {
  if (options.color)
    return *options.color;
  auto term = llvm::sys::Process::GetEnv("TERM");
  return !llvm::sys::Process::GetEnv("NO_COLOR") && term && *term != "dumb" && llvm::sys::Process::StandardErrIsDisplayed();
}

static void printTimings(const Compilation &compilation, StringRef file) {
  if (file.empty())
    return compilation.timings.print(llvm::errs());
  std::error_code problem;
  llvm::raw_fd_ostream out(file, problem);
  if (problem)
    llvm::errs() << "sluice: `" << file << "` cannot be written: " << problem.message() << '\n';
  else
    compilation.timings.printTrace(out);
}

int Session::finish() {
  std::vector<Diagnostic> diagnostics = compilation->report.finish(compilation->project.config.gateways.size());
  if (!options.verbose)
    llvm::erase_if(diagnostics, [](const Diagnostic &diagnostic) { return diagnostic.kind->severity == Severity::Note; });
  llvm::erase_if(diagnostics, [&](const Diagnostic &diagnostic) {
    return diagnostic.kind->severity == Severity::Warning && llvm::is_contained(options.silenced, diagnostic.kind->code);
  });
  if (options.jsonDiagnostics)
    printDiagnosticsJson(diagnostics, compilation->sources.map, llvm::errs());
  else
    printDiagnostics(diagnostics, compilation->sources.map, wantsColor(options), llvm::errs());
  if (options.timings)
    printTimings(*compilation, *options.timings);
  if (compilation->configFailed)
    return WrongUsage;
  return hasErrors() ? ProjectErrors : Done;
}

} // namespace sluice
