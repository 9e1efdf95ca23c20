// The tokens of a Python file, as far as they are needed to read what is data in
// it: names, numbers, texts and marks. Comments are skipped.
//
//   @model("s.m", columns={"a": "int"})     @  model  (  "s.m"  ,  columns  =  { ...
#pragma once
#include "ir/base/source.h"
#include <vector>

namespace sluice {

struct PythonToken {
  enum class Kind : uint8_t { Name, Number, Text, Mark, Line, End };
  Kind kind = Kind::End;
  StringRef text;      // as it is written
  std::string value;   // of a Text: what it means
  bool plain = true;   // of a Text: no part of it is computed
  unsigned indent = 0; // of the first token of a line: the blanks before it
  SourceRange range;

  bool is(StringRef mark) const { return (kind == Kind::Mark || kind == Kind::Name) && text == mark; }
};

// All tokens of a file, and some of kind End. A Line ends each logical line:
// inside brackets lines go on. What is no Python is a Mark.
std::vector<PythonToken> scanPython(const SourceFile &file);

} // namespace sluice
