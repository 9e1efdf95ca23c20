// What Python files declare. No Python is run: models and signals are known by
// what stands above their functions, materializations and lint rules by the names
// of their classes.
//
//   @model("mart.m", columns={"a": "int"}, kind="full", depends_on=["raw.t"])
//   def execute(context, start, end, execution_time, **kwargs): ...
#include "frontend/declare/declarations.h"
#include "frontend/declare/diags.h"
#include "frontend/python/read_python.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

namespace {

class PythonModelReader {
public:
  PythonModelReader(const SourceFile &file, const PythonDecorator &decorator, Sink sink)
      : file(file), decorator(decorator), sink(sink) {}

  // One model for each blueprint; none after an error.
  std::vector<DataDecl> read();

private:
  bool readName();
  bool readModel();
  void readBlueprints(const PythonArgument &argument);
  void readArgument(const PythonArgument &argument);

  const SourceFile &file;
  const PythonDecorator &decorator;
  Sink sink;
  DataDecl decl;
  std::vector<Value> blueprints; // Maps
  bool failed = false;
};

// SQLMesh wants a member of its enumeration in a dictionary, though it takes a
// text where the kind is nothing but a name.
bool namesKind(const Value &kind) {
  auto at = llvm::find(kind.keys, "name");
  return kind.kind != Value::Kind::Map ||
         (at != kind.keys.end() && kind.items[size_t(at - kind.keys.begin())].kind == Value::Kind::Expr);
}

bool isScalar(const Value &value) { return value.kind != Value::Kind::List && value.kind != Value::Kind::Map; }

// A list of dictionaries; what a macro would give is not known.
void PythonModelReader::readBlueprints(const PythonArgument &argument) {
  bool known = argument.value->kind == Value::Kind::List &&
               llvm::all_of(argument.value->items, [](const Value &item) {
                 return item.kind == Value::Kind::Map && llvm::all_of(item.items, isScalar);
               });
  if (known)
    blueprints = argument.value->items;
  else
    sink.report(argument.range, diag::PythonComputed, argument.name);
  failed |= !known;
}

// A text with the blueprint's variables in it: @{x}, or @x up to the end of a name.
std::string fillVariables(StringRef text, const Value &blueprint) {
  std::string filled;
  while (!text.empty()) {
    auto [plain, rest] = text.split('@');
    filled += plain;
    if (plain.size() == text.size())
      break;
    bool braced = rest.consume_front("{");
    StringRef name = rest.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
    auto key = llvm::find_if(blueprint.keys, [&](StringRef other) { return other.equals_insensitive(name); });
    bool found = key != blueprint.keys.end() && (!braced || rest.drop_front(name.size()).starts_with("}"));
    filled += found ? blueprint.items[size_t(key - blueprint.keys.begin())].text : (braced ? "@{" : "@");
    text = found ? rest.drop_front(name.size() + braced) : rest;
  }
  return filled;
}

void fillVariables(Value &value, const Value &blueprint) {
  if (isScalar(value) && value.kind != Value::Kind::Bool)
    value.text = fillVariables(value.text, blueprint);
  for (std::string &key : value.keys)
    key = fillVariables(key, blueprint);
  for (Value &item : value.items)
    fillVariables(item, blueprint);
}

DataDecl fillModel(DataDecl model, const Value &blueprint) {
  for (std::string *text : {&model.name, &model.gateway, &model.dialect})
    *text = fillVariables(*text, blueprint);
  for (GivenProperty &given : model.properties)
    fillVariables(given.value, blueprint);
  return model;
}

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
    readBlueprints(argument);
  } else if (name == "kind" && !namesKind(*argument.value)) {
    sink.report(argument.range, diag::PythonKindName);
    failed = true;
  } else if (name == "dialect")
    decl.dialect = argument.value->text;
  else if (name == "gateway")
    decl.gateway = StringRef(argument.value->text).lower();
  else if (!name.empty() && name != "name" && argument.value->kind != Value::Kind::Null)
    decl.properties.push_back({name.lower(), *argument.value, argument.range});
}

bool PythonModelReader::readModel() {
  decl.file = &file;
  decl.python = true;
  if (!readName())
    return false;
  for (const PythonArgument &argument : decorator.arguments)
    readArgument(argument);
  if (failed)
    return false;
  if (!decorator.find("columns")) {
    sink.report(decl.range, diag::PythonColumnsMissing, decl.name);
    return false;
  }
  if (!decorator.find("depends_on") && !decorator.tables.empty()) {
    Value tables;
    tables.kind = Value::Kind::List;
    for (const std::string &table : decorator.tables)
      tables.items.push_back(Value::ofString(table));
    decl.properties.push_back({"depends_on", std::move(tables), decorator.range});
  }
  return true;
}

std::vector<DataDecl> PythonModelReader::read() {
  if (!readModel())
    return {};
  if (!decorator.find("blueprints"))
    return {std::move(decl)};
  std::vector<DataDecl> models;
  for (const Value &blueprint : blueprints)
    models.push_back(fillModel(decl, blueprint));
  return models;
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
        llvm::append_range(declared.pythonModels, PythonModelReader(*file, decorator, sink).read());
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
