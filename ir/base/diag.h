// Diagnostics: what can be wrong, and how it is said.
//
// A folder that reports problems has a table `diag.def`. A row is the whole
// definition; the code is the row's name, and it never changes its meaning:
//
//   DIAG(UnknownGateway, Error, "there is no gateway `{0}`", "did you mean `{1}`?")
//
// becomes `diag::UnknownGateway`, which a sink takes with as many arguments as
// the row has placeholders; a wrong number does not compile. The hint is left
// out when an argument that it shows is empty.
#pragma once
#include "ir/base/source.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"
#include <string>
#include <vector>

namespace sluice {

enum class Severity : uint8_t { Error, Warning, Note };

struct DiagKind {
  StringRef code;
  Severity severity;
  StringRef text, hint;
};

// How many arguments a text with placeholders `{0}`, `{1}`, ... needs.
consteval unsigned placeholders(std::string_view text) {
  unsigned count = 0;
  for (size_t i = 0; i + 2 < text.size(); ++i)
    if (text[i] == '{' && text[i + 1] >= '0' && text[i + 1] <= '9' && text[i + 2] == '}')
      count = std::max(count, unsigned(text[i + 1] - '0') + 1);
  return count;
}

// A row with the number of its arguments as part of its type.
template <unsigned Arity> struct Diag {
  DiagKind kind;
};

// An argument: a text, or a number.
struct DiagArg {
  std::string text;
  DiagArg(const char *text) : text(text) {}
  DiagArg(StringRef text) : text(text) {}
  DiagArg(const std::string &text) : text(text) {}
  DiagArg(const llvm::Twine &text) : text(text.str()) {}
  template <class T>
    requires std::is_integral_v<T>
  DiagArg(T number) : text(std::to_string(number)) {}
};

// A second place that explains the first.
struct DiagNote {
  SourceRange range;
  std::string message;
};

struct Diagnostic {
  const DiagKind *kind = nullptr;
  SourceRange range;
  std::string message, hint;
  std::vector<DiagNote> notes;
  std::vector<std::string> gateways; // empty: not bound to a gateway
};

// Each folder's table is turned into constants by including this pattern:
//
//   namespace sluice::diag {
//   #define DIAG SLUICE_DIAG
//   #include "frontend/parse/diag.def"
//   #undef DIAG
//   }
#define SLUICE_DIAG(CODE, SEVERITY, TEXT, HINT)                                                                        \
  inline constexpr ::sluice::Diag<std::max(::sluice::placeholders(TEXT), ::sluice::placeholders(HINT))> CODE{         \
      {#CODE, ::sluice::Severity::SEVERITY, TEXT, HINT}};

} // namespace sluice
