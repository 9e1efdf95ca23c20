// A macro that a project writes in Python:
//
//   @macro()                      {"add_one", "macros/math.py", 12}
//   def add_one(evaluator, x): ...
//
// Python is not run; the place is there to say which function a call means.
#pragma once
#include <cstdint>
#include <string>

namespace sluice {

struct PythonMacro {
  std::string name, path; // the path is relative to the project
  uint32_t line = 0;      // counts from one
};

} // namespace sluice
