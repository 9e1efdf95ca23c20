// The two instances of the generated parser, without their types: only fast.cpp
// and diag.cpp see generated code.
#pragma once
#include "frontend/parse/builder.h"
#include <memory>

namespace sluice {

enum class Start : uint8_t { Statement, Expr };

// What the explaining parser found first: the token, what was there and what
// could have been.
struct SyntaxError {
  uint32_t token = 0;
  bool missing = false;    // something belongs before the token
  std::string expected;    // "an expression", "`)` or `,`"; empty: too many to name
  StringRef place;         // "the select list"; empty: not known
};

struct Instance {
  virtual ~Instance() = default;
  virtual Builder &builder() = 0;
  // Parses from the builder's place on. True: the builder's result is the tree,
  // its place behind the last token.
  virtual bool parse(Start start) = 0;
};

struct ExplainingInstance : Instance {
  llvm::SmallVector<SyntaxError, 2> errors;
};

std::unique_ptr<Instance> makeFastInstance();
std::unique_ptr<ExplainingInstance> makeDiagInstance();

} // namespace sluice
