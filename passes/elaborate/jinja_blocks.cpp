// Gives templates their names, and renders them.
#include "passes/elaborate/jinja_blocks.h"
#include "frontend/jinja/parse.h"
#include "frontend/jinja/tree.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

using jinja::Object;

// The text of a name or a literal that a function is given.
static std::optional<std::string> nameArgument(ArrayRef<Object> args) {
  if (args.empty() || args.size() > 2 || args[0].type != jinja::Type::String)
    return std::nullopt;
  return StringRef(args[0].text).lower();
}

static std::optional<Object> callFunction(StringRef function, ArrayRef<Object> args, MacroContext &macros) {
  if (function == "gateway") {
    const Value *gateway = macros.findVariable("gateway");
    return args.empty() && gateway ? std::optional(jinja::fromValue(*gateway)) : std::nullopt;
  }
  auto name = nameArgument(args);
  if (!name)
    return std::nullopt;
  const Value *value = function == "var" ? macros.findVariable(*name) : macros.findBlueprint(*name);
  return value ? jinja::fromValue(*value) : args.size() == 2 ? args[1] : Object::none();
}

// Whether a name is one of @start_ds, @end_dt, @execution_epoch and the like.
static bool isTimeName(StringRef name) {
  static constexpr StringRef prefixes[] = {"start_", "end_", "execution_", "latest_"};
  return llvm::any_of(prefixes, [&](StringRef prefix) { return name.starts_with(prefix); });
}

// Only names that the template uses are asked for: each is a read of the model.
static void addNames(const jinja::Template &source, const BlockNames &names, jinja::Globals &globals) {
  for (StringRef name : source.names) {
    const Value *value = nullptr;
    if (isTimeName(name) || llvm::is_contained(names.locals, name))
      value = names.macros.findLocal(name);
    else if (name == "runtime_stage" || name == "default_catalog")
      value = names.macros.find(name);
    if (value)
      globals.names[name] = jinja::fromValue(*value);
  }
}

static std::string describeForeign(StringRef name, ArrayRef<PythonMacro> macros) {
  auto found = llvm::find_if(macros, [&](const PythonMacro &macro) { return name.equals_insensitive(macro.name); });
  if (found == macros.end())
    return {};
  return "`" + name.str() + "`, a Python function in " + found->path + ":" + std::to_string(found->line) + ",";
}

std::optional<jinja::RenderedText> renderBlock(StringRef text, const SourceFile &file, SourceRange range,
                                               const BlockNames &names, Sink sink) {
  bool exact = text.begin() >= file.text.begin() && text.end() <= file.text.end();
  auto source = jinja::parseTemplate(text, exact ? file.range(text) : range, exact, sink);
  if (!source)
    return std::nullopt;
  static constexpr StringRef functions[] = {"blueprint_var", "gateway", "var"};
  jinja::Globals globals;
  globals.functions = functions;
  globals.library = &names.library;
  globals.call = [&](StringRef function, ArrayRef<Object> args, SourceRange) {
    return callFunction(function, args, names.macros);
  };
  globals.findForeign = [&](StringRef name) { return describeForeign(name, names.macros.pythonMacros); };
  addNames(*source, names, globals);
  return jinja::render(*source, globals, sink);
}

} // namespace sluice
