// What the columns of a query follow from, once its trees are gone.
//
//   WITH c AS (SELECT x.a, SUM(x.b) AS b FROM s.x AS x) SELECT c.*, 1 AS n FROM c
//
// has the columns a, b, n with the terms
//
//   Inner(Column(s.x, a))    Inner(Sum(Column(s.x, b)))    Meant(INT, a literal)
//
// The types of its tables need not be known to write this down. Who wants to know
// one column's type asks for those that its term needs, and for no others.
#pragma once
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>
#include <vector>

namespace sluice {

// A node of a type's term. What `a` and `b` are, the kind says: terms by index,
// or a text of the signature from `a`, `b` bytes long.
struct TypeTerm {
  enum Kind : uint8_t {
    Unknown,
    Meant,   // a type in SQLGlot's words: the text
    Written, // a type in the words of the query's dialect: the text
    Column,  // the column of a table, whose name is the text
    Inner,   // what a query inside the query gives: a; known only where all tables are
    Either,  // a where it is a column that exists, else b
    Common,  // the widest of a list: a, and behind it b, a Common or nothing
    Sum,     // a sum of a
    Infix,   // a + b, and the like
    Divide,  // a / b; of whole numbers whole where `wholes` says so
    Interval, // a span of days or more where the text is empty; else of less
    Star,    // as an item: all columns of a table but those that the text names
  };
  Kind kind = Unknown;
  bool literal = false; // a number or a text, which counts less than what is none
  uint16_t table = 0;   // index of a table of the query
  uint32_t a = 0, b = 0;
  bool wholes = false;
};

struct QuerySignature {
  struct Item {
    uint32_t name = 0, length = 0; // a text; empty for a Star, or where the column has no name
    uint32_t term = 0;
  };
  std::vector<Item> items;      // in the order of the columns
  std::vector<TypeTerm> terms;  // the first one is Unknown
  std::string words;            // all texts
  bool complete = false;        // whether these are all columns, and all of them have names

  llvm::StringRef text(uint32_t begin, uint32_t length) const { return llvm::StringRef(words).substr(begin, length); }
  llvm::StringRef text(const TypeTerm &term) const { return text(term.a, term.b); }
  llvm::StringRef text(const Item &item) const { return text(item.name, item.length); }
};

} // namespace sluice
