// Traps that the text or the tree of a statement shows.
#include "passes/macros/traps.h"
#include "frontend/lex/scan.h"
#include "frontend/lex/token_kinds.h"
#include "passes/macros/diags.h"
#include "passes/macros/templates.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// The first variable with a value that a text names as a placeholder, or an
// empty name. In a@b.c the sign is part of an address.
static std::string variableIn(StringRef text, MacroContext &context) {
  std::string found, ignored;
  auto look = [&](StringRef name, std::string &) {
    size_t at = text.find_insensitive(("@" + name).str());
    bool inWord = at != StringRef::npos && at > 0 && (llvm::isAlnum(text[at - 1]) || text[at - 1] == '.');
    if (found.empty() && !inWord && context.knows(name.lower()))
      found = name.str();
    return false;
  };
  fillTemplate(text, look, ignored);
  return found;
}

// The first argument of these macros is a template although it is a plain text.
static bool isTemplate(const TokenBuffer &tokens, size_t i) {
  if (i < 2 || tokens.kinds[i - 1] != token::LPAREN || tokens.kinds[i - 2] != token::MACRO)
    return false;
  StringRef name = tokens.text(i - 2).ltrim("@ \t");
  return name.equals_insensitive("sql") || name.equals_insensitive("resolve_template");
}

void checkTexts(const ParsedStatement &statement, MacroContext &context) {
  if (isa_and_nonnull<Command>(statement.tree)) {
    if (std::string name = variableIn(statement.text, context); !name.empty())
      context.sink.report(statement.range, diag::MacroInCommand, name);
    return;
  }
  const TokenBuffer &tokens = context.source;
  for (size_t i = 0; i < tokens.size(); ++i)
    if (tokens.kinds[i] == token::STRING && tokens.text(i).contains('@') && !isTemplate(tokens, i))
      if (std::string name = variableIn(tokens.text(i), context); !name.empty())
        context.sink.report(tokens.range(i), diag::MacroInText, name, tokens.text(i));
}

namespace {
struct UntouchedWalk {
  const MacroContext &context;
  const SignPlaces &signs;
  bool inLambda = false;

  void walk(const Node &node) {
    if (auto *type = dyn_cast<Type>(&node); type && type->name.contains('@'))
      context.sink.report(node.range, diag::MacroInType, type->name);
    if (inLambda && isa<MacroVar, MacroString, MacroCall>(node))
      context.sink.report(node.range, diag::MacroInLambda);
    forEachChild(node, [&](const Node &child) {
      bool outside = inLambda;
      inLambda |= isa<Lambda>(child) && !isa<MacroCall>(node);
      // What stands in a macro's own lambda is that macro's affair.
      if ((!isa<MacroCall>(node) || !isa<Lambda>(child)) && signs.anyIn(child.range))
        walk(child);
      inLambda = outside;
    });
  }
};
} // namespace

void checkUntouched(const Node &tree, const SignPlaces &signs, const MacroContext &context) {
  UntouchedWalk{context, signs}.walk(tree);
}

} // namespace sluice
