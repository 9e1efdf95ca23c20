// The command line, read by LLVM's CommandLine. It wants the verb first; users
// want to write `sluice --gateway production compile`, so the verb is moved
// there before.
#include "tools/sluice/options.h"
#include "ir/base/sink.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/raw_ostream.h"
#include "tools/sluice/verbs.h"
#include "tools/sluice/warnings.h"

namespace sluice {

namespace cl = llvm::cl;

// Global options whose value is the next argument.
static constexpr StringRef withValue[] = {"-p",     "--project",     "-project", "--paths", "-paths", "--gateway", "-gateway",
                                          "--jobs", "-jobs", "--no-warn", "-no-warn", "--diagnostics", "-diagnostics", "--color", "-color"};

StringRef takeVerb(std::vector<const char *> &arguments) {
  for (size_t i = 1; i < arguments.size(); ++i) {
    StringRef argument = arguments[i];
    if (llvm::is_contained(withValue, argument)) {
      ++i;
      continue;
    }
    if (argument.starts_with("-"))
      continue;
    arguments.erase(arguments.begin() + ptrdiff_t(i));
    return argument;
  }
  return {};
}

const Verb *findVerb(StringRef name) {
  auto found = llvm::find_if(verbs, [&](const Verb &verb) { return verb.name == name; });
  return found == std::end(verbs) ? nullptr : found;
}

namespace {

enum class ColorChoice { Auto, Always, Never };
enum class DiagnosticsChoice { Human, Json };

// The options as LLVM reads them; they live as long as one parse.
struct Parser {
  explicit Parser(const Verb &verb) : sub(verb.name, verb.summary) {}

  cl::OptionCategory category{"options"};
  cl::SubCommand sub;
  cl::opt<std::string> project{"project", cl::desc("project folder; default: the nearest one upwards with a config file"),
                               cl::value_desc("dir"), cl::sub(sub), cl::cat(category)};
  cl::alias projectShort{"p", cl::desc("alias of --project"), cl::aliasopt(project), cl::cat(category)};
  cl::alias projectPaths{"paths", cl::desc("alias of --project"), cl::aliasopt(project), cl::cat(category)};
  cl::list<std::string> gateways{"gateway", cl::desc("which gateway; may be repeated; `all` for every one"),
                                 cl::value_desc("name"), cl::sub(sub), cl::cat(category)};
  cl::opt<unsigned> jobs{"jobs", cl::desc("threads; default: as many as the machine has"), cl::value_desc("n"),
                         cl::init(0), cl::sub(sub), cl::cat(category)};
  cl::opt<DiagnosticsChoice> diagnostics{
      "diagnostics",
      cl::desc("how problems are written to standard error"),
      cl::values(clEnumValN(DiagnosticsChoice::Human, "human", "for people"), clEnumValN(DiagnosticsChoice::Json, "json", "one JSON object a line")),
      cl::init(DiagnosticsChoice::Human), cl::sub(sub), cl::cat(category)};
  cl::opt<ColorChoice> color{"color",
                             cl::desc("colours in messages"),
                             cl::values(clEnumValN(ColorChoice::Auto, "auto", "where the stream is a terminal"),
                                        clEnumValN(ColorChoice::Always, "always", ""),
                                        clEnumValN(ColorChoice::Never, "never", "")),
                             cl::init(ColorChoice::Auto), cl::sub(sub), cl::cat(category)};
  cl::opt<std::string> timings{"timings", cl::desc("write phases with times and memory to standard error, or a trace to a file"),
                               cl::value_desc("file"), cl::ValueOptional, cl::sub(sub), cl::cat(category)};
  cl::list<std::string> silenced{"no-warn", cl::desc("do not tell warnings of this code; may be repeated"), cl::value_desc("code"),
                                 cl::sub(sub), cl::cat(category)};
  cl::opt<bool> quiet{"q", cl::desc("say only what is wrong"), cl::sub(sub), cl::cat(category)};
  cl::opt<bool> verbose{"v", cl::desc("say more"), cl::sub(sub), cl::cat(category)};
  cl::list<std::string> arguments{cl::Positional, cl::desc("arguments"), cl::sub(sub), cl::cat(category)};
};

struct EnvironmentParser {
  explicit EnvironmentParser(Parser &parser)
      : environment("environment", cl::desc("the environment; default: prod"), cl::value_desc("name"), cl::init("prod"),
                    cl::sub(parser.sub), cl::cat(parser.category)) {}
  cl::opt<std::string> environment;
};

struct BundleParser {
  explicit BundleParser(Parser &parser)
      : out("out", cl::desc("output folder; default: build in the project"), cl::value_desc("dir"), cl::sub(parser.sub), cl::cat(parser.category)),
        emit("emit", cl::desc("print a value instead: tokens, ast, project, plan, script, json"), cl::value_desc("value"), cl::sub(parser.sub), cl::cat(parser.category)),
        models("models", cl::desc("also write the query of each model to a file in this folder"), cl::value_desc("dir"), cl::sub(parser.sub), cl::cat(parser.category)),
        bases("base", cl::desc("a deployed bundle; may be repeated"), cl::value_desc("bundle"), cl::sub(parser.sub), cl::cat(parser.category)) {}
  cl::opt<std::string> out, emit, models;
  cl::list<std::string> bases;
};

struct FormatParser {
  explicit FormatParser(Parser &parser)
      : format("format", cl::desc("human or json"), cl::value_desc("format"), cl::init("human"), cl::sub(parser.sub), cl::cat(parser.category)) {}
  cl::opt<std::string> format;
};

struct TimeParser {
  explicit TimeParser(Parser &parser)
      : start("start", cl::desc("what @start_ds and its kin stand for; default: 1970-01-01"), cl::value_desc("time"), cl::sub(parser.sub), cl::cat(parser.category)),
        end("end", cl::desc("what @end_ds and its kin stand for; a day means all of it; default: 1970-01-01"), cl::value_desc("time"), cl::sub(parser.sub), cl::cat(parser.category)),
        execution("execution-time", cl::desc("what @execution_ds and its kin stand for; default: 1970-01-01"), cl::value_desc("time"), cl::sub(parser.sub), cl::cat(parser.category)) {}
  cl::opt<std::string> start, end, execution;
};

std::optional<Options> fail(const Verb &verb, const llvm::Twine &message, int &exitCode) {
  llvm::errs() << "sluice " << verb.name << ": " << message << "\n  `sluice " << verb.name << " --help` lists what it takes\n";
  exitCode = 2;
  return std::nullopt;
}

void readGlobals(const Parser &parser, Options &options) {
  options.project = parser.project;
  options.gateways.assign(parser.gateways.begin(), parser.gateways.end());
  options.jobs = parser.jobs;
  options.jsonDiagnostics = parser.diagnostics == DiagnosticsChoice::Json;
  if (parser.color != ColorChoice::Auto)
    options.color = parser.color == ColorChoice::Always;
  if (parser.timings.getNumOccurrences())
    options.timings = parser.timings;
  options.silenced.assign(parser.silenced.begin(), parser.silenced.end());
  options.quiet = parser.quiet;
  options.verbose = parser.verbose;
  options.arguments.assign(parser.arguments.begin(), parser.arguments.end());
}

// Reads the times that are given; the problem with the first that cannot be
// read, or an empty text.
std::string readTimes(const TimeParser &parser, RunTimes &times) {
  const std::pair<const cl::opt<std::string> *, GivenTime *> given[] = {
      {&parser.start, &times.start}, {&parser.end, &times.end}, {&parser.execution, &times.execution}};
  for (auto [option, time] : given) {
    if (!option->getNumOccurrences())
      continue;
    if (std::optional<GivenTime> found = findGivenTime(*option))
      *time = *found;
    else
      return ("--" + option->ArgStr + " is a time such as 2024-01-31, 2024-01-31 10:00:00 or 1706659200000, not `" + *option +
              "`; what is said relative to now would not give the same result twice").str();
  }
  return {};
}

} // namespace

std::optional<Options> parseOptions(const Verb &verb, ArrayRef<const char *> arguments, int &exitCode) {
  Parser parser(verb);
  std::optional<EnvironmentParser> environment;
  std::optional<BundleParser> bundle;
  std::optional<FormatParser> format;
  std::optional<TimeParser> times;
  if (verb.options & EnvironmentOption)
    environment.emplace(parser);
  if (verb.options & BundleOptionGroup)
    bundle.emplace(parser);
  if (verb.options & FormatOption)
    format.emplace(parser);
  if (verb.options & TimeOptions)
    times.emplace(parser);
  cl::HideUnrelatedOptions(parser.category, parser.sub);
  std::string more = "\nEXAMPLES:\n" + verb.examples.str();
  cl::extrahelp examples(more);

  std::string problem;
  llvm::raw_string_ostream problems(problem);
  std::string name = verb.name.str();
  std::vector<const char *> all{arguments.front(), name.c_str()};
  all.insert(all.end(), arguments.begin() + 1, arguments.end());
  if (!cl::ParseCommandLineOptions(int(all.size()), all.data(), "", &problems)) {
    // LLVM's message names the program and points to a help that has no verb.
    StringRef first = StringRef(problem).split('\n').first;
    first.consume_front("sluice: ");
    first = first.split("  Try:").first.rtrim();
    // Of a value that it cannot read, LLVM has spoken itself.
    return fail(verb, first.empty() ? "this value cannot be read" : first, exitCode);
  }
  Options options;
  readGlobals(parser, options);
  if (environment)
    options.environment = environment->environment;
  if (bundle) {
    options.out = bundle->out;
    options.emit = bundle->emit;
    options.modelsFolder = bundle->models;
    options.bases.assign(bundle->bases.begin(), bundle->bases.end());
  }
  if (format && format->format != "human" && format->format != "json")
    return fail(verb, "--format is human or json, not `" + format->format + "`", exitCode);
  if (std::string wrong = times ? readTimes(*times, options.times) : ""; !wrong.empty())
    return fail(verb, wrong, exitCode);
  if (std::string wrong = checkWarningCodes(options.silenced); !wrong.empty())
    return fail(verb, "--no-warn: " + wrong, exitCode);
  options.json = format && format->format == "json";
  if (options.arguments.size() < verb.minArguments)
    return fail(verb, "it needs " + verb.arguments, exitCode);
  if (options.arguments.size() > verb.maxArguments)
    return fail(verb, "unexpected argument `" + options.arguments[verb.maxArguments] + "`", exitCode);
  return options;
}

} // namespace sluice
