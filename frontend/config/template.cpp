// Renders the templates of configuration files.
#include "frontend/config/template.h"
#include "frontend/config/diags.h"
#include "frontend/jinja/parse.h"

namespace sluice {

using jinja::Object;

static std::optional<Object> callEnvVar(ArrayRef<Object> args, Environment &environment, SourceRange place, Sink sink) {
  if (args.empty() || args.size() > 2 || args[0].type != jinja::Type::String)
    return std::nullopt;
  if (auto value = environment.find(args[0].text))
    return Object::ofString(*value);
  if (args.size() == 2)
    return args[1];
  sink.report(place, diag::EnvironmentUnset, args[0].text);
  return Object::none();
}

// `var` sees only what a caller of SQLMesh's loader hands in, which is nothing
// where projects are loaded by their users.
static std::optional<Object> callVar(ArrayRef<Object> args) {
  if (args.empty() || args.size() > 2)
    return std::nullopt;
  return args.size() == 2 ? args[1] : Object::none();
}

std::optional<RenderedText> renderTemplates(const SourceFile &file, Environment &environment, Outputs outputs,
                                            Sink sink) {
  static constexpr StringRef functions[] = {"env_var", "user", "var"};
  jinja::Globals globals;
  globals.functions = functions;
  globals.writesOutputs = outputs == Outputs::Written;
  globals.call = [&](StringRef name, ArrayRef<Object> args, SourceRange place) -> std::optional<Object> {
    if (name == "env_var")
      return callEnvVar(args, environment, place, sink);
    if (name == "var")
      return callVar(args);
    return args.empty() ? std::optional(Object::ofString(environment.find("USER").value_or(""))) : std::nullopt;
  };
  auto source = jinja::parseTemplate(file.text, file.all(), true, sink);
  auto rendered = source ? jinja::render(*source, globals, sink) : std::nullopt;
  // Jinja drops the last line feed, without which YAML cannot say where a
  // broken text ends.
  if (rendered)
    rendered->text += '\n';
  return rendered;
}

} // namespace sluice
