// sluice-jinja: renders a template, for tests.
//
//   echo '{{ names | join(", ") }}' | sluice-jinja --var 'names=["a","b"]'     a, b
//   sluice-jinja --lines < templates.jsonl
//
// With `--lines` each line is an object with `template`, and perhaps `names` and
// `macros` (the text of a file of macros); it is answered by a line with `text`
// or `error`.
#include "frontend/jinja/parse.h"
#include "frontend/jinja/render.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "tools/dev/macro_text.h"

using namespace sluice;
namespace cl = llvm::cl;

namespace {

struct Input {
  StringRef text, macros;
  jinja::Globals globals;
};

std::optional<std::string> renderInput(Input &input, SourceMap &sources, Sink sink) {
  const SourceFile &file = sources.add("template", input.text), &macroFile = sources.add("macros", input.macros);
  jinja::Library library;
  if (auto macros = jinja::parseTemplate(input.macros, macroFile.all(), true, sink))
    library.add(std::move(macros));
  input.globals.library = &library;
  auto source = jinja::parseTemplate(input.text, file.all(), true, sink);
  auto rendered = source ? jinja::render(*source, input.globals, sink) : std::nullopt;
  return rendered ? std::optional(std::move(rendered->text)) : std::nullopt;
}

void addName(jinja::Globals &globals, StringRef name, const llvm::json::Value &value, StringRef text) {
  globals.names[name] = jinja::fromValue(readMacroValue(value, text));
}

llvm::json::Object answerLine(const llvm::json::Object &line) {
  Input input{line.getString("template").value_or(""), line.getString("macros").value_or(""), {}};
  if (const auto *names = line.getObject("names"))
    for (const auto &[name, value] : *names)
      addName(input.globals, name, value, "");
  SourceMap sources;
  Report report;
  if (auto text = renderInput(input, sources, Sink(report)))
    return llvm::json::Object{{"text", llvm::json::fixUTF8(*text)}};
  return llvm::json::Object{{"error", report.finish().front().message}};
}

int runLines(StringRef text) {
  llvm::SmallVector<StringRef, 0> lines;
  text.split(lines, '\n', -1, false);
  for (StringRef line : lines) {
    auto value = llvm::json::parse(line);
    const llvm::json::Object *object = value ? value->getAsObject() : nullptr;
    llvm::outs() << llvm::json::Value(object ? answerLine(*object) : llvm::json::Object{{"error", "no JSON"}}) << '\n';
    if (!value)
      llvm::consumeError(value.takeError());
  }
  return 0;
}

int runText(StringRef text, ArrayRef<std::string> variables) {
  Input input{text, "", {}};
  for (StringRef pair : variables) {
    auto [name, json] = pair.split('=');
    if (auto value = llvm::json::parse(json))
      addName(input.globals, name, *value, json);
    else
      llvm::errs() << llvm::toString(value.takeError()) << '\n';
  }
  SourceMap sources;
  Report report;
  if (auto rendered = renderInput(input, sources, Sink(report)))
    llvm::outs() << *rendered << '\n';
  for (const Diagnostic &problem : report.finish()) {
    const SourceFile *file = sources.find(problem.range.begin);
    Position from = file ? position(*file, problem.range.begin) : Position();
    llvm::errs() << llvm::json::Value(llvm::json::Object{
                        {"code", problem.kind->code},
                        {"severity", problem.kind->severity == Severity::Error ? "error" : "warning"},
                        {"message", llvm::json::fixUTF8(problem.message)},
                        {"range", llvm::json::Object{{"from", llvm::json::Object{{"line", from.line}, {"column", from.column}}}}}})
                 << '\n';
  }
  return report.hasErrors();
}

} // namespace

int main(int argc, char **argv) {
  cl::list<std::string> variables("var", cl::desc("a name of the template: name=json"));
  cl::opt<bool> lines("lines", cl::desc("each line is an object with a template"));
  cl::opt<std::string> diagnostics("diagnostics", cl::desc("how problems are written: json"), cl::init("json"));
  cl::ParseCommandLineOptions(argc, argv, "renders templates\n");
  auto input = llvm::MemoryBuffer::getSTDIN();
  if (!input)
    return 2;
  StringRef text = (*input)->getBuffer();
  return lines ? runLines(text) : runText(text, std::vector<std::string>(variables.begin(), variables.end()));
}
