// What is data in a Python file. Nothing is run: decorators are read as they are
// written.
//
//   @model("mart.m", columns={"a": "int"}, kind=dict(name=ModelKindName.FULL))
//   def execute(context, **kwargs): ...
//
// gives the decorator `model` of the function `execute` with a text, a mapping
// and a mapping. A name that the file sets to data stands for it; whatever else
// has to be computed has no value.
#pragma once
#include "ir/base/sink.h"
#include "ir/project/value.h"
#include <optional>

namespace sluice {

struct PythonArgument {
  std::string name; // empty: by place
  std::optional<Value> value; // nothing: it would have to be computed
  SourceRange range;
};

struct PythonDecorator {
  std::string name; // the last part: model, macro, signal
  std::vector<PythonArgument> arguments;
  SourceRange range;
  std::string function;              // that it stands above
  std::vector<std::string> tables;   // that the function asks its context for
  const PythonArgument *find(StringRef name) const;
};

// The decorators of a file, in order.
std::vector<PythonDecorator> readDecorators(const SourceFile &file);

// The names by which a model may ask for a class of the file: its own, and the
// text that it sets NAME to.
std::vector<std::string> readClassNames(const SourceFile &file);

} // namespace sluice
