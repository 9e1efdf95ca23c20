// build.sql: physical objects and what is in them.
//
// Each object is one transaction: the model's statements before, the object and
// its rows, the statements after, the audits. A blocking audit that finds rows
// stops the script, and with the transaction the object goes too, so whoever
// finds an object by its name finds an audited one:
//
//   BEGIN;
//   CREATE TABLE IF NOT EXISTS "p"."orders__ab12" AS SELECT ...;
//   ... audit not_null finds 3 rows: the script ends, nothing is left ...
//   COMMIT;
#include "backend/ddl/scripts.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// Rows of a seed per statement: few enough to stay readable and parsable.
static constexpr size_t rowsPerInsert = 200, bytesPerInsert = 1 << 18;

// Columns that declare a type get it by a cast around the query.
static std::string typedQuery(const Build &build, const DdlHooks &hooks, const Dialect &dialect) {
  auto casts = [&](const PlanColumn &column) { return !column.type.empty() && hooks.canCast(column.type); };
  if (llvm::none_of(build.columns, casts))
    return build.query;
  std::string list;
  for (const PlanColumn &column : build.columns) {
    // A name without its table would be a string on SQLite if there is no such column.
    std::string name = quoteName(column.name, dialect), value = "q." + name;
    list += list.empty() ? "" : ", ";
    list += (casts(column) ? "CAST(" + value + " AS " + column.type + ")" : value) + " AS " + name;
  }
  return "SELECT " + list + " FROM (" + nested(build.query) + ") AS q";
}

static std::vector<std::string> columnNames(const Build &build) {
  std::vector<std::string> names;
  for (const PlanColumn &column : build.columns)
    names.push_back(column.name);
  return names;
}

static std::string createText(const Build &build, const DdlHooks &hooks, const Dialect &dialect) {
  std::string object = objectText(build.object, dialect), columns;
  if (build.kind == Build::Kind::Table)
    return "CREATE TABLE IF NOT EXISTS " + object + " AS" + nested(typedQuery(build, hooks, dialect));
  if (build.kind == Build::Kind::View) {
    // PostgreSQL knows no CREATE VIEW IF NOT EXISTS; there the condition stands around the statement.
    StringRef create = hooks.viewIfAbsent ? "CREATE VIEW IF NOT EXISTS " : "CREATE VIEW ";
    columns = nameList(columnNames(build), dialect);
    return (create + object + (columns.empty() ? "" : " (" + columns + ")") + " AS").str() + nested(build.query);
  }
  for (const PlanColumn &column : build.columns)
    columns += (columns.empty() ? "" : ", ") + quoteName(column.name, dialect) + " " +
               (column.type.empty() ? hooks.textType.str() : column.type);
  return "CREATE TABLE IF NOT EXISTS " + object + " (" + columns + ")";
}

// A table of which a seed has no columns at all cannot be made; the plan never
// holds one.
static void addRows(const Build &build, const DdlHooks &hooks, const Dialect &dialect, Step &step) {
  std::string into = objectText(build.object, dialect) + " (" + nameList(columnNames(build), dialect) + ")", rows;
  size_t count = 0;
  auto flush = [&] {
    if (!rows.empty())
      step.lines.push_back(hooks.insertRows(into, rows));
    rows.clear();
    count = 0;
  };
  for (const auto &row : build.seed.rows) {
    rows += rows.empty() ? "(" : ",\n(";
    for (size_t i = 0; i < build.columns.size(); ++i) {
      rows += i ? ", " : "";
      rows += i < row.size() ? hooks.seedCell(row[i], build.columns[i].type) : "NULL";
    }
    rows += ')';
    if (++count == rowsPerInsert || rows.size() > bytesPerInsert)
      flush();
  }
  flush();
}

static void addComment(const Build &build, const DdlHooks &hooks, const Dialect &dialect, Step &step) {
  if (!hooks.hasComments || build.description.empty())
    return;
  StringRef kind = build.kind == Build::Kind::View ? "VIEW " : "TABLE ";
  step.lines.push_back(hooks.whenAbsent(
      ("COMMENT ON " + kind + objectText(build.object, dialect) + " IS " + commentText(build.description)).str()));
}

static void emitObject(const Build &build, const DdlHooks &hooks, ScriptWriter &writer) {
  const Dialect &dialect = writer.dialect;
  bool isView = build.kind == Build::Kind::View;
  Step &step = writer.add(isView ? StepKind::Create : StepKind::Backfill, build.model);
  step.lines.push_back(hooks.begin.str());
  step.lines.push_back(hooks.noteAbsent(build.object, dialect));
  for (StringRef statement : build.before)
    step.lines.push_back(hooks.whenAbsent(statement));
  step.lines.push_back(hooks.whenAbsent(createText(build, hooks, dialect)));
  if (build.kind == Build::Kind::Seed)
    addRows(build, hooks, dialect, step);
  addComment(build, hooks, dialect, step);
  for (StringRef statement : build.after)
    step.lines.push_back(hooks.whenAbsent(statement));
  for (const PlanAudit &audit : build.audits) {
    Step &check = writer.add(StepKind::Audit, build.model);
    std::string message = "audit \"" + audit.name + "\" of model \"" + build.model + "\"";
    check.lines.push_back(hooks.checkRows(audit.query, message, audit.blocking));
  }
  writer.last().lines.push_back("COMMIT;");
}

void emitBuild(const Plan &plan, const DdlHooks &hooks, ScriptWriter &writer) {
  Step &settings = writer.add(StepKind::Settings);
  for (ArrayRef<StringRef> lines : {hooks.head, hooks.buildHead})
    for (StringRef line : lines)
      settings.lines.push_back(line.str());
  for (StringRef schema : plan.schemas)
    writer.add(StepKind::Schema).lines.push_back(hooks.createSchema(schema, writer.dialect));
  for (size_t i = 0; i < plan.builds.size(); ++i)
    emitObject(plan.builds[i], hooks, writer);
}

} // namespace sluice
