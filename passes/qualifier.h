// The walk that completes names, as its parts see it.
//
// A scope is a SELECT with its sources. Scopes are finished from the inside
// out, which decides how `_0`, `_1`, ... are counted: CTEs first, then what
// stands in FROM, then the queries in expressions, then the scope's own sources
// without a name.
#pragma once
#include "passes/qualify.h"

namespace sluice {

// A table of FROM: what it is called, part by part, and its alias.
struct QualifiedSource {
  NodeList parts; // Identifier, completed
  const Identifier *alias;
};

struct QualifyScope {
  QualifyScope *outer = nullptr;
  llvm::SmallVector<QualifiedSource, 4> sources = {};
  llvm::SmallVector<StringRef, 4> ctes = {}; // that are visible from here on
  // Queries and functions in FROM that wait for a name.
  llvm::SmallVector<TableAlias *, 2> derived = {}, functions = {};
};

// A lambda whose body is being completed, with those around it.
struct LambdaScope {
  const LambdaScope *outer;
  NodeList params;
};

struct Qualifier {
  const Dialect &dialect;
  Arena &arena;
  llvm::SmallVectorImpl<const Table *> &tables;
  bool quotes = true; // whether all names get quotes
  QualifyScope *scope = nullptr;
  unsigned nextAlias = 0;
  NodeList projections = {}; // of the outermost SELECT
  bool namesQuery = false;   // the next query names its columns
  bool namesSelect = false;  // so does the next SELECT
  bool applies = false;      // inside CROSS APPLY, whose query does not
  const LambdaScope *lambda = nullptr;

  // Any node that is no relation of a FROM clause. Null stays null.
  const Node *map(const Node *node);
  NodeList mapList(NodeList list);
  // An argument of a function: the parameter of a lambda stands without quotes there.
  const Node *mapArgument(const Node *node);
  NodeList mapArguments(NodeList list);
  const Node *mapCall(const Call &call);
  const Node *mapLambda(const Lambda &node);
  // What the reference takes for functions inside a lambda; null for all else.
  const Node *findFunctional(const Node *node);
  const Node *mapChildrenOf(const Node &node);

  // The completed name; as a rule in quotes, so that no printer asks again.
  const Identifier *identifier(StringRef name, bool quoted, bool isTable = false);
  const Identifier *makeIdentifier(StringRef name, bool quoted = false);
  // Aliases may be written as strings.
  const Node *mapAlias(const Node *alias);

  // A query or a part of one. Where it is `outermost`, its projections get
  // names.
  const Node *mapQuery(const Node *node, bool outermost);
  const Node *mapWith(const With &with);
  const Node *mapSource(const Node *query);

  // What stands in FROM: the first with an alias, the second without, because
  // it has one.
  const Node *mapRelation(const Node *relation);
  const Node *mapNamed(const Node *relation);
  const Node *mapTable(const Table &table, bool named);
  // Gives the sources of a scope that wait for a name theirs.
  void nameSources(QualifyScope &scope);
};

// The one identifier of a name without quotes and dots, or null.
const Identifier *findWord(const Node *node);

} // namespace sluice
