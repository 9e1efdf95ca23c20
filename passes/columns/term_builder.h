// What the type of an expression follows from, as a term.
//
//   COALESCE(a, 0) + 1.5    Infix(Common(Column(a), Meant(INT)), Meant(DOUBLE))
#pragma once
#include "ir/dialect/dialects.h"
#include "ir/project/signature.h"
#include "ir/syntax/ast.h"

namespace sluice {

struct SignatureScope; // the sources that an expression sees

// Writes the terms of expressions. Names and queries are those of a derived
// class's scopes.
class TermBuilder {
protected:
  TermBuilder(const Dialect &dialect, QuerySignature &made) : dialect(dialect), made(made) { made.terms.emplace_back(); }
  ~TermBuilder() = default;

  virtual uint32_t nameTerm(const Name &name, SignatureScope &scope) = 0;
  virtual uint32_t subqueryTerm(const Node *query, SignatureScope &scope) = 0;

  // The index of the term of an expression; 0 where it is not known.
  uint32_t expression(const Node *node, SignatureScope &scope);
  // The same, of what is no literal though its value is one: (1), -1.
  uint32_t withoutLiteral(uint32_t term);
  uint32_t make(TypeTerm::Kind kind, uint32_t a, uint32_t b = 0);
  uint32_t makeText(TypeTerm::Kind kind, StringRef text, int table = 0);

  // Queries and expressions inside each other are followed so far.
  static constexpr unsigned maxDepth = 200;
  unsigned depth = 0;

  const Dialect &dialect;
  QuerySignature &made;

private:
  uint32_t plain(const Node *node, SignatureScope &scope);
  uint32_t literal(StringRef type);
  uint32_t typeTerm(const Node *type);
  uint32_t intervalTerm(const Interval &interval);
  uint32_t callTerm(const Call &call, SignatureScope &scope);
  uint32_t caseTerm(const Case &cases, SignatureScope &scope);
  uint32_t infixTerm(const Infix &infix, SignatureScope &scope);
  uint32_t pairTerm(Op op, uint32_t left, uint32_t right);
  uint32_t commonOf(ArrayRef<const Node *> nodes, SignatureScope &scope);
};

} // namespace sluice
