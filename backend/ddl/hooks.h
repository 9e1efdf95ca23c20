// What differs between engines whose DDL is transactional.
//
// The order of steps is common (build.cpp, swap.cpp); an engine fills one row
// with facts and with the few statements that it spells in its own way. A
// script cannot ask a question and go on as the answer says, unless the engine
// has a procedural language, so each row also says how a statement is run only
// if an object was absent.
#pragma once
#include "backend/ddl/emit.h"
#include "backend/ddl/quote.h"

namespace sluice {

// A view on its way from one target to another; null where it is absent. For
// revert.sql both are exchanged.
struct ViewMove {
  const ViewChange *change = nullptr;
  const ViewTarget *from = nullptr, *to = nullptr;

  bool stays() const { return from && to && *from == *to; }
};

// Numbers steps as they come; each depends on the one before it. One is open
// until the next one is added, and is then handed over.
class ScriptWriter {
public:
  ScriptWriter(const Plan &plan, TakeStep take);
  Step &add(StepKind kind, StringRef model = "");
  Step &last() { return open; }
  // Hands over the last step.
  void finish() { take(std::move(open)); }

  const Plan &plan;
  const Dialect &dialect;

private:
  TakeStep take;
  Step open;
};

struct DdlHooks {
  StringRef engine;
  StringRef command;        // how a script is run, without the file's name
  ArrayRef<StringRef> head; // client's settings that each script begins with
  StringRef begin;          // opens a transaction that will write
  StringRef charFunction;   // a character from its number
  StringRef textType;       // of a seed's column that declares none
  bool hasComments = false; // COMMENT ON
  bool viewIfAbsent = true; // CREATE VIEW IF NOT EXISTS

  // Statements before the first build of a script.
  ArrayRef<StringRef> buildHead;
  std::string (*createSchema)(StringRef schema, const Dialect &dialect);

  // Notes whether an object is absent, until the end of the transaction.
  std::string (*noteAbsent)(const ObjectName &object, const Dialect &dialect);
  // A statement of the user, or a CREATE, that is run if the object was absent.
  std::string (*whenAbsent)(StringRef statement);
  // Rows, `(1, 2), (3, 4)`, that are inserted if the object was absent.
  std::string (*insertRows)(StringRef into, StringRef rows);
  // Counts the rows of a query if the object was absent; finds of a blocking
  // audit stop the script with a text that begins with `message`.
  std::string (*checkRows)(StringRef query, StringRef message, bool blocking);
  // A value of a seed; absent: NULL.
  std::string (*seedCell)(const std::optional<std::string> &cell, StringRef type);
  // Whether CAST(x AS type) keeps what the type is there to keep.
  bool (*canCast)(StringRef type);

  // The steps of a swap, from BEGIN to COMMIT.
  void (*emitViews)(ArrayRef<ViewMove> moves, ScriptWriter &writer);
};

// The row of an engine, or null.
const DdlHooks *findDdlHooks(const Engine &engine);

extern const DdlHooks sqliteHooks, duckdbHooks, postgresHooks;

// What several engines do in the same way.
std::string createIfAbsent(StringRef schema, const Dialect &dialect);
std::string repeatable(StringRef statement);
std::string insertSelectedRows(StringRef into, StringRef rows, StringRef condition);
std::string plainCell(const std::optional<std::string> &cell, StringRef charFunction);

} // namespace sluice
