// What Python files declare. No Python is run: models and signals are known by
// what stands above their functions, materializations and lint rules by the names
// of their classes.
//
//   @model("mart.m", columns={"a": "int"}, kind="full", depends_on=["raw.t"])
//   def execute(context, start, end, execution_time, **kwargs): ...
#include "frontend/declare/declarations.h"
#include "frontend/declare/diags.h"
#include "frontend/python/read_python.h"

namespace sluice {

namespace {

class PythonModelReader {
public:
  PythonModelReader(const SourceFile &file, const PythonDecorator &decorator, Sink sink)
      : file(file), decorator(decorator), sink(sink) {}

  std::optional<DataDecl> read();

private:
  bool readName();
  void readArgument(const PythonArgument &argument);

  const SourceFile &file;
  const PythonDecorator &decorator;
  Sink sink;
  DataDecl decl;
  bool failed = false;
};

// The first argument is the name; it may be called so.
bool PythonModelReader::readName() {
  const PythonArgument *name = decorator.find("name");
  if (!name && !decorator.arguments.empty() && decorator.arguments.front().name.empty())
    name = &decorator.arguments.front();
  if (name && name->value && name->value->kind == Value::Kind::String) {
    decl.name = name->value->text;
    decl.range = name->range;
    return true;
  }
  if (name && !name->value)
    sink.report(name->range, diag::PythonComputed, "name");
  else
    sink.report(decorator.range, diag::PythonNameMissing);
  return false;
}

// What a reader of the model depends on has to be known; the rest is left out
// with a warning.
void PythonModelReader::readArgument(const PythonArgument &argument) {
  StringRef name = argument.name;
  if (!argument.value) {
    bool needed = name == "columns" || name == "kind" || name == "depends_on" || name == "blueprints" || name == "enabled";
    if (needed)
      sink.report(argument.range, diag::PythonComputed, name);
    else
      sink.report(argument.range, diag::PythonLeftOut, name);
    failed |= needed;
  } else if (name == "is_sql") {
    failed |= argument.value->flag;
    if (argument.value->flag)
      sink.report(argument.range, diag::PythonSqlModel, decl.name, decorator.function);
  } else if (name == "blueprints") {
    sink.report(argument.range, diag::PythonComputed, name);
    failed = true;
  } else if (name == "dialect")
    decl.dialect = argument.value->text;
  else if (name == "gateway")
    decl.gateway = StringRef(argument.value->text).lower();
  else if (!name.empty() && name != "name" && argument.value->kind != Value::Kind::Null)
    decl.properties.push_back({name.lower(), *argument.value, argument.range});
}

std::optional<DataDecl> PythonModelReader::read() {
  decl.file = &file;
  decl.python = true;
  if (!readName())
    return std::nullopt;
  for (const PythonArgument &argument : decorator.arguments)
    readArgument(argument);
  if (failed)
    return std::nullopt;
  if (!decorator.find("columns")) {
    sink.report(decl.range, diag::PythonColumnsMissing, decl.name);
    return std::nullopt;
  }
  if (!decorator.find("depends_on") && !decorator.tables.empty()) {
    Value tables;
    tables.kind = Value::Kind::List;
    for (const std::string &table : decorator.tables)
      tables.items.push_back(Value::ofString(table));
    decl.properties.push_back({"depends_on", std::move(tables), decorator.range});
  }
  return std::move(decl);
}

// The name under which a function is called: its own, or the one that its
// decorator gives.
std::string registeredName(const PythonDecorator &decorator) {
  const PythonArgument *name = decorator.arguments.empty() ? nullptr : &decorator.arguments.front();
  bool given = name && name->value && name->value->kind == Value::Kind::String;
  return StringRef(given ? name->value->text : decorator.function).lower();
}

} // namespace

void readPython(const Sources &sources, SharedDeclarations &declared, Sink sink) {
  for (const SourceFile *file : sources.ofRole(FileRole::PythonModel))
    for (const PythonDecorator &decorator : readDecorators(*file))
      if (decorator.name == "model")
        if (auto model = PythonModelReader(*file, decorator, sink).read())
          declared.pythonModels.push_back(std::move(*model));
  for (const SourceFile *file : sources.ofRole(FileRole::PythonMacro))
    for (const PythonDecorator &decorator : readDecorators(*file))
      if (decorator.name == "macro") {
        auto line = uint32_t(file->text.take_front(decorator.range.begin - file->base).count('\n') + 1);
        declared.pythonMacros.push_back({registeredName(decorator), file->path, line});
      }
  for (const SourceFile *file : sources.ofRole(FileRole::PythonSignal))
    for (const PythonDecorator &decorator : readDecorators(*file))
      if (decorator.name == "signal")
        declared.signals.push_back(registeredName(decorator));
  for (const SourceFile *file : sources.ofRole(FileRole::PythonMaterialization))
    for (const std::string &name : readClassNames(*file))
      declared.materializations.push_back(StringRef(name).lower());
  for (const SourceFile *file : sources.ofRole(FileRole::PythonLintRule))
    for (const std::string &name : readClassNames(*file))
      declared.lintRules.push_back(StringRef(name).lower());
}

} // namespace sluice
