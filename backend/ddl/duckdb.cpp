// DuckDB: no procedural language, but variables and a function that raises.
//
// The engine prints a view's definition anew (`"a"` becomes a, `"select"` keeps
// its quotes). The guard lets it print the expected definition in the same way,
// by reading it into a tree and writing it out, and compares the two.
#include "backend/ddl/hooks.h"

namespace sluice {

static constexpr StringRef head[] = {".bail on", ".headers off", ".mode list"};

// What is there when the script begins: nobody else can come in between, since
// one process at a time has the file.
static constexpr StringRef buildHead[] = {
    R"(CREATE OR REPLACE TEMP TABLE sluice_present AS
SELECT lower(table_catalog) AS catalog, lower(table_schema) AS schema, lower(table_name) AS name
FROM information_schema.tables;)"};

static std::string noteAbsent(const ObjectName &object, const Dialect &) {
  auto text = [](StringRef part, StringRef current) { return part.empty() ? current.str() : quoteText(part, "chr"); };
  return "SET VARIABLE sluice_absent = (SELECT count(*) = 0 FROM sluice_present WHERE catalog = lower(" +
         text(object.catalog, "current_database()") + ") AND schema = lower(" +
         text(object.schema, "current_schema()") + ") AND name = lower(" + text(object.name, "") + "));";
}

static std::string insertRows(StringRef into, StringRef rows) {
  return insertSelectedRows(into, rows, "getvariable('sluice_absent')");
}

// A condition that is false when the statement is planned keeps the query from
// being run at all.
static std::string checkRows(StringRef query, StringRef message, bool blocking) {
  std::string count = " FROM (SELECT count(*) AS n FROM (" + nested(query) +
                      ") AS audit WHERE getvariable('sluice_absent')) WHERE n > 0";
  std::string text = quoteText(("sluice: " + message + " found ").str(), "chr") + " || n || ' rows'";
  return blocking ? "SET VARIABLE sluice_problem = (SELECT error(" + text + ")" + count + ");"
                  : "SELECT " + text + count + ";";
}

static std::string seedCell(const std::optional<std::string> &cell, StringRef) { return plainCell(cell, "chr"); }

static bool canCast(StringRef) { return true; }

// Definitions as the engine prints them. The list of columns is at place 8 of
// `SELECT list`, a table at place 15 of `SELECT * FROM table`.
static constexpr StringRef guardTable =
    R"(CREATE OR REPLACE TEMP MACRO sluice_print(query) AS json_deserialize_sql(json_serialize_sql(query::VARCHAR));
CREATE OR REPLACE TEMP MACRO sluice_definition(columns, object) AS CASE
  WHEN object IS NULL THEN NULL
  WHEN columns IS NULL THEN ' AS ' || sluice_print('SELECT * FROM ' || object) || ';'
  ELSE ' (' || sluice_print('SELECT ' || columns)[8:] || ') AS '
    || sluice_print('SELECT ' || columns || ' FROM ' || object) || ';' END;
CREATE OR REPLACE TEMP TABLE sluice_views (
  catalog VARCHAR, schema VARCHAR, name VARCHAR,
  old_columns VARCHAR, old_object VARCHAR, new_columns VARCHAR, new_object VARCHAR,
  reads_catalog VARCHAR, reads_schema VARCHAR, reads_name VARCHAR);)";

static constexpr StringRef guardCheck =
    R"(CREATE OR REPLACE TEMP TABLE sluice_present AS
SELECT table_catalog AS catalog, table_schema AS schema, table_name AS name, sql
FROM information_schema.tables
LEFT JOIN duckdb_views() ON database_name = table_catalog AND schema_name = table_schema AND view_name = table_name;
CREATE OR REPLACE TEMP TABLE sluice_state AS
WITH printed AS (
  SELECT e.*, p.name IS NOT NULL AS is_present, p.sql,
         ['CREATE VIEW ' || sluice_print('FROM ' || printf('"%s"', replace(e.name, '"', '""')))[15:],
          'CREATE VIEW ' || sluice_print('FROM ' || printf('"%s"."%s"', replace(e.schema, '"', '""'),
            replace(e.name, '"', '""')))[15:]] AS heads,
         sluice_definition(old_columns, old_object) AS old_text, sluice_definition(new_columns, new_object) AS new_text
  FROM sluice_views AS e
  LEFT JOIN sluice_present AS p
    ON lower(p.catalog) = lower(e.catalog) AND lower(p.schema) = lower(e.schema) AND lower(p.name) = lower(e.name)
)
SELECT schema || '.' || name AS view, is_present, sql, old_text IS NULL AS is_new_view,
       CASE WHEN old_text IS NULL THEN NOT is_present
         ELSE coalesce(sql IN (heads[1] || old_text, heads[2] || old_text), false) END AS is_old,
       CASE WHEN new_text IS NULL THEN NOT is_present
         ELSE coalesce(sql IN (heads[1] || new_text, heads[2] || new_text), false) END AS is_new,
       reads_schema || '.' || reads_name AS reads,
       EXISTS (FROM sluice_present AS p WHERE lower(p.catalog) = lower(reads_catalog)
                 AND lower(p.schema) = lower(reads_schema) AND lower(p.name) = lower(reads_name)) AS can_read
FROM printed;
SET VARIABLE sluice_problem = (SELECT error('sluice: ' || problem) FROM (
  SELECT 1 AS rank, view, 'view ' || view || CASE
           WHEN NOT is_present THEN ' is missing'
           WHEN sql IS NULL THEN ' cannot be made: a table has its name'
           WHEN is_new_view THEN ' is there already, and not from this bundle'
           ELSE ' was changed by somebody else' END AS problem
  FROM sluice_state WHERE NOT is_old AND NOT is_new
  UNION ALL
  SELECT 2, view, 'view ' || view || ' has its new definition while others have not'
  FROM sluice_state WHERE NOT is_old AND EXISTS (FROM sluice_state WHERE NOT is_new)
  UNION ALL
  SELECT 3, view, 'view ' || view || ' would read ' || reads || ', which does not exist; run build.sql first'
  FROM sluice_state WHERE reads IS NOT NULL AND NOT can_read
  ORDER BY rank, view LIMIT 1));)";

static std::string textOrNull(StringRef text) { return text.empty() ? "NULL" : quoteText(text, "chr"); }

// The columns and the object of a target, as two values.
static std::string targetValues(const ViewTarget *target, const Dialect &dialect) {
  if (!target)
    return "NULL, NULL";
  return textOrNull(nameList(target->columns, dialect)) + ", " + quoteText(objectText(target->object, dialect), "chr");
}

// The three parts of a name as values; what is not set is the current one.
static std::string nameValues(const ObjectName *name) {
  if (!name)
    return "NULL, NULL, NULL";
  return (name->catalog.empty() ? "current_database()" : quoteText(name->catalog, "chr")) + ", " +
         (name->schema.empty() ? "current_schema()" : quoteText(name->schema, "chr")) + ", " +
         quoteText(name->name, "chr");
}

// `VIEW name ("a", "b") AS SELECT "a", "b" FROM object`, what follows CREATE.
static std::string viewText(const ObjectName &view, const ViewTarget &target, const Dialect &dialect) {
  std::string columns = nameList(target.columns, dialect), text = "VIEW " + objectText(view, dialect);
  if (!columns.empty())
    text += " (" + columns + ")";
  text += " AS SELECT " + (columns.empty() ? "*" : columns);
  return text + " FROM " + objectText(target.object, dialect);
}

// What a view is before and shall be behind, a row for the guard's table.
static void appendGuardRow(const ViewMove &move, const Dialect &dialect, std::string &rows) {
  rows += rows.empty() ? "\n(" : ",\n(";
  rows += nameValues(&move.change->view) + ",\n ";
  rows += targetValues(move.from, dialect) + ",\n ";
  rows += targetValues(move.to, dialect) + ",\n ";
  rows += nameValues(move.to ? &move.to->object : nullptr) + ")";
}

// Of many views the guard has several steps, so that none is very long.
static void emitGuard(ArrayRef<ViewMove> moves, ScriptWriter &writer) {
  constexpr size_t rowsPerStep = 500;
  Step *step = &writer.add(StepKind::Guard);
  step->lines = {"BEGIN TRANSACTION;", guardTable.str()};
  for (size_t i = 0; i < moves.size(); i += rowsPerStep) {
    if (i)
      step = &writer.add(StepKind::Guard);
    std::string rows;
    for (const ViewMove &move : moves.slice(i, std::min(rowsPerStep, moves.size() - i)))
      appendGuardRow(move, writer.dialect, rows);
    step->lines.push_back("INSERT INTO sluice_views VALUES" + rows + ";");
  }
  step->lines.push_back(guardCheck.str());
}

static void emitViews(ArrayRef<ViewMove> moves, ScriptWriter &writer) {
  emitGuard(moves, writer);
  for (const ViewMove &move : moves) {
    if (move.stays())
      continue;
    Step &step = writer.add(move.to ? StepKind::SwapView : StepKind::DropView, move.change->model);
    std::string view = objectText(move.change->view, writer.dialect);
    if (!move.to) {
      step.lines.push_back("DROP VIEW IF EXISTS " + view + ";");
      continue;
    }
    step.lines.push_back("CREATE OR REPLACE " + viewText(move.change->view, *move.to, writer.dialect) + ";");
    if (!move.change->description.empty())
      step.lines.push_back("COMMENT ON VIEW " + view + " IS " + commentText(move.change->description) + ";");
  }
  writer.add(StepKind::Finish).lines = {"DROP TABLE sluice_views;", "DROP TABLE sluice_present;",
                                        "DROP TABLE sluice_state;", "COMMIT;"};
}

constinit const DdlHooks duckdbHooks = {.engine = "duckdb",
                                        .command = "duckdb -bail -batch DATABASE <",
                                        .head = head,
                                        .begin = "BEGIN TRANSACTION;",
                                        .charFunction = "chr",
                                        .textType = "TEXT",
                                        .hasComments = true,
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
