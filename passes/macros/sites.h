// Where in a statement macros stand.
//
// A site is a macro of the tree and the tokens that it takes up. Sites are
// listed in the order of the source, a call before what is inside it:
//
//   SELECT @IF(@n = 1, a, b_@{x})      @IF [1, 12)   @n [3, 4)   b_@{x} [9, 10)
//
// What the reference leaves alone is no site: macros in plain lambdas, in types
// and in statements that are kept as they are written.
#pragma once
#include "frontend/parse/parse.h"
#include "ir/syntax/ast.h"

namespace sluice {

// What becomes of a list that a call gives. It takes the call's place in a list of
// the tree. In the place of a single thing it replaces, as in SQLMesh, all that is
// around it up to the next list:
//
//   SELECT f(@EACH([a, b], x -> x)), SUM(@EACH([a, b], x -> x))
//   SELECT f(a, b), a, b
struct ListSlot {
  enum Kind {
    Spliced,
    Replaces, // tokens [first, last)
    Nowhere,  // there is no list around it: WHERE @EACH(...)
  };
  Kind kind = Spliced;
  uint32_t first = 0, last = 0;
};

struct MacroSite {
  const Node *node = nullptr;   // MacroVar, MacroString, MacroCall, MacroClause, With, Identifier, Word, Call
  uint32_t first = 0, last = 0; // tokens [first, last)
  uint32_t next = 0;            // the site behind those inside this one
  bool isName = false;          // stands where only a name can: a text becomes one
  bool inTableName = false;     // is a part of the name of a table
  bool inParens = false;        // stands alone in the parentheses behind IN
  bool inColumn = false;        // is a part of the name of a column; of bodies of lambdas
  ListSlot list = {};           // of MacroCall: where a list that it gives goes
};

// Where the at-signs of a text stand. Macros are few and trees are large: what
// holds no sign need not be walked.
class SignPlaces {
public:
  explicit SignPlaces(const SourceFile &file);
  // Whether one stands in a range, or the range is not known.
  bool anyIn(SourceRange range) const;

private:
  llvm::SmallVector<uint32_t, 16> places; // ascending
};

using MacroSites = llvm::SmallVector<MacroSite, 8>;

// The sites of a tree that was parsed from the text of `tokens`, whose signs are
// `signs`.
MacroSites findMacroSites(const Node &tree, const TokenBuffer &tokens, const SignPlaces &signs);

// The same for the body of a lambda that is an argument of a macro: each name is
// a site, since it may be a parameter. `params` are the names of this lambda's
// parameters and of those around it.
MacroSites findLambdaSites(const Lambda &lambda, const TokenBuffer &tokens, ArrayRef<StringRef> params);

// The same for a query without a tree. Returns false where an argument of a
// macro is no expression, which is reported.
bool findOpaqueSites(const TokenBuffer &tokens, Parser &parser, Arena &arena, Sink sink, MacroSites &sites);

// The first token at or behind a place of the source.
uint32_t tokenAt(const TokenBuffer &tokens, uint32_t place);

} // namespace sluice
