// SQLite: no schemas, no procedural language, no CREATE OR REPLACE VIEW.
//
// A view's definition is kept as the text that created it, so the guard compares
// texts. A script stops with a text of its own through a function that refuses
// its argument and shows it: a JSON path that is none.
//
//   Error: JSON path error near 'sluice: view "s__orders" is missing'
#include "backend/ddl/hooks.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// Commands of the client: it goes on after an error unless told otherwise, and
// a second writer fails at once unless told to wait.
static constexpr StringRef head[] = {".bail on", ".timeout 60000", ".headers off", ".mode list"};

static constexpr StringRef buildHead[] = {"CREATE TEMP TABLE IF NOT EXISTS sluice_build (absent INTEGER);"};

static std::string noteAbsent(const ObjectName &object, const Dialect &) {
  return "DELETE FROM temp.sluice_build;\n"
         "INSERT INTO temp.sluice_build SELECT NOT EXISTS (SELECT 1 FROM main.sqlite_master WHERE type IN ('table', "
         "'view') AND name = " +
         quoteText(object.name, "char") + " COLLATE NOCASE);";
}

static std::string insertRows(StringRef into, StringRef rows) {
  return insertSelectedRows(into, rows, "(SELECT absent FROM temp.sluice_build)");
}

// CASE keeps the count from being computed where the object was there.
static std::string checkRows(StringRef query, StringRef message, bool blocking) {
  std::string text = quoteText(("sluice: " + message + " found ").str(), "char") + " || n || ' rows'";
  return "SELECT " + (blocking ? "json_extract('{}', " + text + ")" : text) +
         " FROM (SELECT CASE WHEN (SELECT absent FROM temp.sluice_build) THEN (SELECT count(*) FROM (" + nested(query) +
         ")) ELSE 0 END AS n) WHERE n > 0;";
}

// Which conversions a type stands for, as SQLite reads its name. A cast to a
// type outside these makes 2020 of '2020-01-02'.
static bool canCast(StringRef type) {
  for (StringRef part : {"INT", "CHAR", "CLOB", "TEXT", "REAL", "FLOA", "DOUB"})
    if (type.contains_insensitive(part))
      return true;
  return false;
}

// Truth is 1 and falsehood 0.
static std::string seedCell(const std::optional<std::string> &cell, StringRef type) {
  if (cell && type.starts_with_insensitive("bool")) {
    if (StringRef(*cell).equals_insensitive("true") || StringRef(*cell).equals_insensitive("t"))
      return "1";
    if (StringRef(*cell).equals_insensitive("false") || StringRef(*cell).equals_insensitive("f"))
      return "0";
  }
  return plainCell(cell, "char");
}

static constexpr StringRef guardTable =
    R"(CREATE TEMP TABLE sluice_views (
  view TEXT PRIMARY KEY COLLATE NOCASE, old_sql TEXT, new_sql TEXT, reads TEXT, moves INTEGER);)";

// `old` and `new` are what the master table must hold; NULL: no such view. The
// first thing that is wrong is told, and which view it is about.
static constexpr StringRef guardCheck =
    R"(CREATE TEMP TABLE sluice_state AS
SELECT v.view, v.reads, v.moves, m.type, v.old_sql IS NULL AS is_new_view,
       m.sql IS v.old_sql AS is_old, m.sql IS v.new_sql AS is_new
FROM temp.sluice_views AS v
LEFT JOIN (SELECT name COLLATE NOCASE AS name, type, sql FROM main.sqlite_master WHERE type <> 'trigger') AS m
  ON m.name = v.view;
SELECT json_extract('{}', 'sluice: ' || problem)
FROM (
  SELECT 1 AS rank, view, 'view "' || view || '"' || CASE
           WHEN type IS NULL THEN ' is missing'
           WHEN type <> 'view' THEN ' cannot be made: a ' || type || ' has its name'
           WHEN is_new_view THEN ' is there already, and not from this bundle'
           ELSE ' was changed by somebody else' END AS problem
  FROM temp.sluice_state WHERE NOT is_old AND NOT is_new
  UNION ALL
  SELECT 2, view, 'view "' || view || '" has its new definition while others have not'
  FROM temp.sluice_state WHERE NOT is_old AND EXISTS (SELECT 1 FROM temp.sluice_state WHERE NOT is_new)
  UNION ALL
  SELECT 3, view, 'view "' || view || '" would read "' || reads || '", which does not exist; run build.sql first'
  FROM temp.sluice_state
  WHERE reads IS NOT NULL
    AND reads COLLATE NOCASE NOT IN (SELECT name FROM main.sqlite_master WHERE type IN ('table', 'view'))
  UNION ALL
  SELECT 4, view, 'view "' || view || '" has a trigger, "' || t.name || '", which would be lost'
  FROM temp.sluice_state JOIN main.sqlite_master AS t ON t.type = 'trigger' AND t.tbl_name = view COLLATE NOCASE
  WHERE moves
  ORDER BY rank, view LIMIT 1
);)";

// A quoted name that is no column is a string to SQLite; behind the name of its
// table it is an error.
static std::string viewText(const ObjectName &view, const ViewTarget &target, const Dialect &dialect) {
  std::string text = "VIEW " + objectText(view, dialect), values;
  for (StringRef column : target.columns)
    values += (values.empty() ? "t." : ", t.") + quoteName(column, dialect);
  if (!target.columns.empty())
    text += " (" + nameList(target.columns, dialect) + ")";
  return text + " AS SELECT " + (values.empty() ? "*" : values) + " FROM " + objectText(target.object, dialect) +
         " AS t";
}

static std::string storedText(const ObjectName &view, const ViewTarget *target, const Dialect &dialect) {
  return target ? quoteText("CREATE " + viewText(view, *target, dialect), "char") : "NULL";
}

static void emitGuard(ArrayRef<ViewMove> moves, ScriptWriter &writer) {
  Step &step = writer.add(StepKind::Guard);
  step.lines.push_back("BEGIN IMMEDIATE;");
  step.lines.push_back(guardTable.str());
  for (const ViewMove &move : moves) {
    const ObjectName &view = move.change->view;
    step.lines.push_back(
        "INSERT INTO temp.sluice_views VALUES (" + quoteText(view.name, "char") + ",\n  " +
        storedText(view, move.from, writer.dialect) + ",\n  " + storedText(view, move.to, writer.dialect) + ",\n  " +
        (move.to ? quoteText(move.to->object.name, "char") : "NULL") + ", " + (move.stays() ? "0" : "1") + ");");
  }
  step.lines.push_back(guardCheck.str());
}

static void emitViews(ArrayRef<ViewMove> moves, ScriptWriter &writer) {
  emitGuard(moves, writer);
  for (const ViewMove &move : moves) {
    if (move.stays())
      continue;
    Step &step = writer.add(move.to ? StepKind::SwapView : StepKind::DropView, move.change->model);
    step.lines.push_back("DROP VIEW IF EXISTS " + objectText(move.change->view, writer.dialect) + ";");
    if (move.to)
      step.lines.push_back("CREATE " + viewText(move.change->view, *move.to, writer.dialect) + ";");
  }
  writer.add(StepKind::Finish).lines = {"DROP TABLE temp.sluice_views;", "DROP TABLE temp.sluice_state;", "COMMIT;"};
}

constinit const DdlHooks sqliteHooks = {.engine = "sqlite",
                                        .command = "sqlite3 -bail -batch DATABASE <",
                                        .head = head,
                                        .begin = "BEGIN IMMEDIATE;",
                                        .charFunction = "char",
                                        .textType = "TEXT",
                                        .buildHead = buildHead,
                                        .createSchema = createIfAbsent,
                                        .noteAbsent = noteAbsent,
                                        .whenAbsent = repeatable,
                                        .insertRows = insertRows,
                                        .checkRows = checkRows,
                                        .seedCell = seedCell,
                                        .canCast = canCast,
                                        .emitViews = emitViews};

} // namespace sluice
