// Trees to SQL text.
//
// The text of a tree is what SQLGlot prints for the same SQL in the same
// dialect: keywords and functions in capitals, `CAST(x AS INT)` for
// `x::integer`, `NOT x IN (1)` for `x not in (1)`, an AS before each alias. So
// the text of a query does not depend on how its author laid it out:
//
//   select a::integer x from s.t      SELECT CAST(a AS INT) AS x FROM s.t
//
// What a tree does not know, it prints as it was written. Names and literals
// are quoted here and nowhere else.
#pragma once
#include "ir/dialect/dialects.h"
#include "ir/syntax/ast.h"
#include <string>

namespace sluice {

struct PrintOptions {
  const Dialect *dialect = nullptr; // null: the neutral one

  // A layout for reviewers: a line for each clause, projection, CTE and
  // condition. The text parses to the same tree as the one-line text.
  bool pretty = false;

  // Quotes every identifier; else those that were quoted in the source and
  // those that cannot stand without.
  bool quoteAll = false;

  // Leaves types, functions and operators as the author spelled them, so that
  // the text parses to an equal tree. Else they get SQLGlot's spelling, which
  // means the same to the engine.
  bool asWritten = false;

  // Spells a type as columns declare it: VARCHAR(10) in MySQL, whose casts say
  // CHAR(10).
  bool declared = false;

  // Stands before the names of tables that have two parts. Quoted already, or
  // empty.
  StringRef defaultCatalog = {};

  // The text that replaces the name of a table: a physical name, or a query in
  // parentheses. An empty text replaces nothing. Aliases stay.
  llvm::function_ref<StringRef(const Table &)> replaceTable = nullptr;
};

// Appends the text of a tree, without a semicolon or a line end behind it. A
// null tree has no text.
void printSql(const Node *node, const PrintOptions &options, std::string &out);

std::string sqlText(const Node *node, const PrintOptions &options = {});

// A name with the quotes of the dialect, quotes inside it doubled.
void printQuotedName(StringRef name, const Dialect &dialect, std::string &out);

// Whether a name can stand without quotes.
bool isPlainName(StringRef name, const Dialect &dialect);

// A string literal of the dialect with this value.
void printString(StringRef value, const Dialect &dialect, std::string &out);

} // namespace sluice
