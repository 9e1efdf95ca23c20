// The rows of all engines, and what several of them share.
#include "backend/ddl/hooks.h"

namespace sluice {

static constexpr const DdlHooks *rows[] = {&sqliteHooks, &duckdbHooks, &postgresHooks};

const DdlHooks *findDdlHooks(const Engine &engine) {
  for (const DdlHooks *row : rows)
    if (row->engine == engine.name)
      return row;
  return nullptr;
}

bool canEmit(const Engine &engine) { return findDdlHooks(engine); }

ScriptWriter::ScriptWriter(const Plan &plan, TakeStep take)
    : plan(plan), dialect(*findDialect(plan.engine->dialect)), take(take) {}

Step &ScriptWriter::add(StepKind kind, StringRef model) {
  unsigned before = open.id;
  if (before)
    finish();
  open = {};
  open.id = before + 1;
  open.kind = kind;
  open.model = model.str();
  if (before)
    open.dependsOn = {before};
  open.destructive = kind == StepKind::DropView;
  return open;
}

std::string createIfAbsent(StringRef schema, const Dialect &dialect) {
  return "CREATE SCHEMA IF NOT EXISTS " + quoteName(schema, dialect) + ";";
}

// Takes a word off the front of a statement, case aside.
static bool takeWord(StringRef &text, StringRef word) {
  StringRef rest = text.ltrim();
  if (!rest.consume_front_insensitive(word) || (!rest.empty() && !isspace(uint8_t(rest.front()))))
    return false;
  text = rest;
  return true;
}

// An engine without conditions runs the model's own statements each time that
// the script is run. The commonest, an index, is made so that it may be.
std::string repeatable(StringRef statement) {
  statement = statement.trim();
  while (statement.consume_back(";"))
    statement = statement.rtrim();
  StringRef rest = statement;
  bool create = takeWord(rest, "CREATE");
  takeWord(rest, "UNIQUE");
  bool index = create && takeWord(rest, "INDEX");
  StringRef probe = rest;
  if (index && !takeWord(probe, "IF"))
    return (statement.drop_back(rest.size()) + " IF NOT EXISTS" + rest + "\n;").str();
  return (statement + "\n;").str();
}

std::string insertSelectedRows(StringRef into, StringRef rows, StringRef condition) {
  return ("INSERT INTO " + into + "\nSELECT * FROM (VALUES\n" + rows + "\n) WHERE " + condition + ";").str();
}

std::string plainCell(const std::optional<std::string> &cell, StringRef charFunction) {
  return cell ? quoteText(*cell, charFunction) : "NULL";
}

} // namespace sluice
