// sluice: one verb of the table per run.
#include "ir/base/sink.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"
#include "tools/sluice/session.h"
#include "tools/sluice/verbs.h"
#include <csignal>
#include <unistd.h>

using namespace sluice;

// A defect must not look like an answer. What stands here runs in a signal
// handler, where only write and _exit are safe.
extern "C" void endAfterDefect(int) {
  static const char text[] = "sluice: this is a defect of sluice itself; please report it with the command and the file that was compiled\n";
  (void)!write(STDERR_FILENO, text, sizeof text - 1);
  _exit(Defect);
}

static void printHelp(llvm::raw_ostream &out) {
  out << "sluice compiles a project in the SQLMesh format into SQL for each of its systems\n\n"
         "usage: sluice [global options] VERB [options] [arguments]\n\nverbs:\n";
  for (const Verb &verb : verbs) {
    std::string call = (verb.name + " " + verb.arguments).str();
    out << "  " << call << std::string(call.size() < 16 ? 16 - call.size() : 1, ' ') << verb.summary << '\n';
  }
  out << "\n`sluice VERB --help` lists the options of a verb; `sluice --version` says which sluice this is\n";
}

static int reportUnknownVerb(StringRef name) {
  llvm::SmallVector<StringRef> names;
  for (const Verb &verb : verbs)
    names.push_back(verb.name);
  StringRef nearest = findNearest(name, names);
  llvm::errs() << "sluice: there is no verb `" << name << "`";
  if (!nearest.empty())
    llvm::errs() << "; did you mean `" << nearest << "`?";
  llvm::errs() << "\n  `sluice --help` lists all verbs\n";
  return WrongUsage;
}

int main(int count, char **values) {
  for (int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL})
    std::signal(signal, endAfterDefect);
  std::vector<const char *> arguments(values, values + count);
  StringRef name = takeVerb(arguments);
  if (name.empty()) {
    for (StringRef argument : llvm::ArrayRef(arguments).drop_front())
      if (argument == "--version" || argument == "-version") {
        llvm::outs() << "sluice " SLUICE_VERSION "\n";
        return Done;
      } else if (argument == "--help" || argument == "-h" || argument == "-help") {
        printHelp(llvm::outs());
        return Done;
      }
    printHelp(llvm::errs());
    return WrongUsage;
  }
  const Verb *verb = findVerb(name);
  if (!verb)
    return reportUnknownVerb(name);
  int exitCode = WrongUsage;
  auto options = parseOptions(*verb, arguments, exitCode);
  return options ? verb->run(*options) : exitCode;
}
