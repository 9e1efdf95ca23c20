// Values of properties: what each type of property accepts, and what is kept.
//
//   tags (a, 'b')                 items a, b
//   enabled yes                   text true
//   partitioned_by DATE(Ds)       items DATE("ds"), in the dialect's case
//   time_column (ds, '%Y%m%d')    items "ds", text %Y%m%d
#pragma once
#include "ir/base/sink.h"
#include "ir/dialect/dialects.h"
#include "ir/project/properties.h"
#include "ir/syntax/ast.h"
#include <string>
#include <vector>

namespace sluice {

// A property as it was given: the row that says what it is, and its value.
struct PropertyValue {
  const PropertyRow *row = nullptr;
  const Node *tree = nullptr; // as written, macros expanded
  std::string text;           // where it is a single text: in its stored form
  std::vector<std::string> keys; // of pairs: one per item
  llvm::SmallVector<const Node *, 2> items; // of lists and pairs; names are completed where they are columns
  SourceRange range;
};

// What reading a value needs beside it.
struct ValueContext {
  const Dialect &dialect; // of the model
  Arena &arena;
  Sink sink;
};

// What is wanted and an example, for messages.
struct TypeHelp {
  std::string wants;
  StringRef example;
};

TypeHelp helpFor(const PropertyRow &row);

// Reads a value as the row's type wants it. Reports what is wrong with it, and
// gives nothing then.
std::optional<PropertyValue> readValue(const PropertyRow &row, const Node *tree, SourceRange range,
                                       const ValueContext &context);

// A column name that is a string or an identifier, in the dialect's case.
std::string columnName(const Node *name, const Dialect &dialect);

// Whether a text is a time: a date, a date and time, a number, or words such as
// `1 week ago`.
bool isTime(StringRef text);

// The date of a text as days since 1970; nothing for relative times, which
// depend on the clock.
std::optional<int64_t> findDays(StringRef text);

// Whether a text can be the name of a time zone: `UTC`, `Europe/Berlin`.
bool isZone(StringRef text);

// Names of columns in an expression, each as often as it occurs.
void findColumnNames(const Node &node, std::vector<std::string> &names);

} // namespace sluice
