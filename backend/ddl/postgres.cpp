// PostgreSQL: a procedural language, so that the form of each statement is
// chosen when the script runs.
//
// A swap is rows in a temporary table, one per view, and two blocks. The first
// compares and refuses, and leaves no lock behind; the second locks all views,
// changes them, and begins anew when one of them is busy: it never waits for a
// reader while it keeps others waiting, so no reader is ever in a deadlock.
//
//   columns as they were, perhaps with more behind them   CREATE OR REPLACE VIEW
//   other columns, and nobody's view reads this one       DROP, CREATE, rights and comments put back
//   other columns, and somebody's view reads this one     refused
#include "backend/ddl/hooks.h"

namespace sluice {

static constexpr StringRef head[] = {"\\set ON_ERROR_STOP on", "SET client_min_messages = warning;",
                                     "SET standard_conforming_strings = on;"};

static constexpr StringRef beginText = "BEGIN ISOLATION LEVEL READ COMMITTED;";

static std::string block(StringRef body) { return "DO " + dollarQuote(("\n" + body + "\n").str()) + ";"; }

static std::string text(StringRef value) { return quoteText(value, "chr"); }

static std::string createSchema(StringRef schema, const Dialect &dialect) {
  std::string name = quoteName(schema, dialect);
  // Without the right to create schemas one may still use those that are there.
  return block("BEGIN\n  PERFORM pg_advisory_xact_lock(hashtextextended('sluice schemas', 0));\n  IF to_regnamespace(" +
               text(name) + ") IS NULL THEN\n    CREATE SCHEMA " + name + ";\n  END IF;\nEND");
}

// Two builders of one object wait for each other; the second finds it made.
static std::string noteAbsent(const ObjectName &object, const Dialect &dialect) {
  std::string name = text(objectText(object, dialect));
  return block("BEGIN\n  PERFORM pg_advisory_xact_lock(hashtextextended('sluice build ' || " + name +
               ", 0));\n  PERFORM set_config('sluice.absent', (to_regclass(" + name + ") IS NULL)::text, true);\nEND");
}

static std::string whenAbsent(StringRef statement) {
  return block("BEGIN\n  IF current_setting('sluice.absent')::boolean THEN\n    EXECUTE " +
               dollarQuote(nested(statement)) + ";\n  END IF;\nEND");
}

static std::string insertRows(StringRef into, StringRef rows) {
  return whenAbsent(("INSERT INTO " + into + " VALUES\n" + rows).str());
}

static std::string checkRows(StringRef query, StringRef message, bool blocking) {
  std::string count = dollarQuote("SELECT count(*) FROM (" + nested(query) + ") AS audit");
  return block("DECLARE\n  found bigint;\nBEGIN\n  IF current_setting('sluice.absent')::boolean THEN\n    EXECUTE " +
               count + " INTO found;\n    IF found > 0 THEN\n      RAISE " + (blocking ? "EXCEPTION" : "WARNING") +
               " USING MESSAGE = " + text(("sluice: " + message + " found ").str()) +
               " || found || ' rows';\n    END IF;\n  END IF;\nEND");
}

static std::string seedCell(const std::optional<std::string> &cell, StringRef) { return plainCell(cell, "chr"); }

static bool canCast(StringRef) { return true; }

static constexpr StringRef viewsTable =
    R"(CREATE TEMP TABLE sluice_views (
  id integer, schema_name text, view_name text,
  old_schema text, old_name text, old_columns text[],
  new_schema text, new_name text, new_columns text[], description text,
  view_oid oid, kind "char", owner text, rule text, old_oid oid, new_oid oid,
  definition text, is_old boolean, is_new boolean, fits boolean
) ON COMMIT DROP;)";

// Reads what is there, compares, refuses. `found` holds definitions of some
// views at a time: reading one locks the view and what it reads until the block
// around it ends, so each such block ends by an error of its own making.
static constexpr StringRef guardBlock = R"(DECLARE
  item record;
  found text[];
  printed text;
  problem text;
  needed bigint;
  room bigint := current_setting('max_locks_per_transaction')::bigint
    * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint);
BEGIN
  UPDATE sluice_views SET view_oid = c.oid, kind = c.relkind, owner = pg_get_userbyid(c.relowner),
         rule = (SELECT r.xmin::text FROM pg_rewrite AS r WHERE r.ev_class = c.oid AND r.rulename = '_RETURN')
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = schema_name AND c.relname = view_name;
  UPDATE sluice_views SET old_oid = c.oid
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = old_schema AND c.relname = old_name AND c.relkind IN ('r', 'v', 'm', 'p', 'f');
  UPDATE sluice_views SET new_oid = c.oid
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = new_schema AND c.relname = new_name AND c.relkind IN ('r', 'v', 'm', 'p', 'f');

  -- Where columns are not known the view shows all that its object has.
  UPDATE sluice_views SET
    old_columns = coalesce(old_columns, ARRAY(SELECT a.attname::text FROM pg_attribute AS a
      WHERE a.attrelid = old_oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)),
    new_columns = coalesce(new_columns, ARRAY(SELECT a.attname::text FROM pg_attribute AS a
      WHERE a.attrelid = new_oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum));

  FOR part IN 0 .. (SELECT coalesce(max(id), 0) / 500 FROM sluice_views) LOOP
    BEGIN
      SELECT array_agg(CASE WHEN kind = 'v' THEN pg_get_viewdef(view_oid) END ORDER BY id) INTO found
      FROM sluice_views WHERE id / 500 = part;
      RAISE EXCEPTION USING ERRCODE = 'SLU01';
    EXCEPTION WHEN SQLSTATE 'SLU01' THEN NULL;
    END;
    UPDATE sluice_views SET definition = found[id % 500 + 1] WHERE id / 500 = part;
  END LOOP;

  -- How the server prints a view that only shows columns of one object.
  WITH target AS (
    SELECT id, true AS is_from, old_schema AS s, old_name AS t, old_columns AS columns FROM sluice_views
    UNION ALL SELECT id, false, new_schema, new_name, new_columns FROM sluice_views
  ), expected AS (
    SELECT id, is_from, E'\n   FROM ' || quote_ident(s) || '.' || quote_ident(t) || ';' AS tail,
           string_agg(quote_ident(t) || '.' || quote_ident(u.name), E',\n    ' ORDER BY u.place)
             AS long_list,
           string_agg(quote_ident(u.name), E',\n    ' ORDER BY u.place) AS short_list
    FROM target, unnest(columns) WITH ORDINALITY AS u(name, place)
    WHERE t IS NOT NULL GROUP BY id, is_from, s, t
  ), verdict AS (
    SELECT e.id, e.is_from,
           v.definition IN (' SELECT ' || long_list || tail, ' SELECT ' || short_list || tail) AS same
    FROM expected AS e JOIN sluice_views AS v USING (id)
  )
  UPDATE sluice_views AS v SET
    is_old = CASE WHEN old_name IS NULL THEN view_oid IS NULL
      ELSE coalesce((SELECT same FROM verdict AS w WHERE w.id = v.id AND is_from), false) END,
    is_new = CASE WHEN new_name IS NULL THEN view_oid IS NULL
      ELSE coalesce((SELECT same FROM verdict AS w WHERE w.id = v.id AND NOT is_from), false) END;

  -- Some names make the server print otherwise: for these it prints the expected view itself.
  FOR item IN
    SELECT v.id, v.definition, t.* FROM sluice_views AS v CROSS JOIN LATERAL (VALUES
      (true, old_oid, old_schema, old_name, old_columns), (false, new_oid, new_schema, new_name, new_columns)
    ) AS t(is_from, oid, s, t, columns)
    WHERE kind = 'v' AND NOT is_old AND NOT is_new AND t.oid IS NOT NULL
  LOOP
    printed := NULL;
    BEGIN
      EXECUTE format('CREATE TEMP VIEW sluice_print AS SELECT %s FROM %I.%I',
        (SELECT string_agg(quote_ident(u.name), ', ' ORDER BY u.place)
         FROM unnest(item.columns) WITH ORDINALITY AS u(name, place)),
        item.s, item.t);
      printed := pg_get_viewdef('pg_temp.sluice_print'::regclass);
      RAISE EXCEPTION USING ERRCODE = 'SLU01';
    EXCEPTION WHEN SQLSTATE 'SLU01' OR undefined_column THEN NULL;
    END;
    IF printed = item.definition THEN
      UPDATE sluice_views SET is_old = is_old OR item.is_from, is_new = is_new OR NOT item.is_from WHERE id = item.id;
    END IF;
  END LOOP;

  SELECT p.problem INTO problem FROM (
    SELECT 1 AS rank, schema_name, view_name, format('view %I.%I', schema_name, view_name) || CASE
             WHEN view_oid IS NULL THEN ' is missing'
             WHEN kind <> 'v' THEN ' cannot be made: something else has its name'
             WHEN old_name IS NULL THEN ' is there already, and not from this bundle'
             ELSE ' was changed by somebody else' END AS problem
    FROM sluice_views WHERE NOT is_old AND NOT is_new
    UNION ALL
    SELECT 2, schema_name, view_name,
           format('view %I.%I has its new definition while others have not', schema_name, view_name)
    FROM sluice_views WHERE NOT is_old AND EXISTS (SELECT FROM sluice_views WHERE NOT is_new)
    UNION ALL
    SELECT 3, schema_name, view_name,
           format('view %I.%I would read %I.%I, which does not exist; run build.sql first',
             schema_name, view_name, new_schema, new_name)
    FROM sluice_views WHERE new_name IS NOT NULL AND new_oid IS NULL
    UNION ALL
    -- A view reads with the rights of its owner, who need not be who runs this script.
    SELECT 4, schema_name, view_name, format('view %I.%I belongs to %I, who may not read %I.%I',
             schema_name, view_name, owner, new_schema, new_name)
    FROM sluice_views JOIN pg_class AS c ON c.oid = view_oid
    WHERE NOT is_new AND new_oid IS NOT NULL AND NOT has_any_column_privilege(owner, new_oid, 'SELECT')
      AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)
    ORDER BY 1, 2, 3 LIMIT 1
  ) AS p;
  IF problem IS NOT NULL THEN
    RAISE EXCEPTION USING MESSAGE = 'sluice: ' || problem, HINT = 'Nothing was changed.';
  END IF;

  DELETE FROM sluice_views WHERE is_new;
  UPDATE sluice_views AS v SET fits = new_name IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_attribute AS o
    LEFT JOIN pg_attribute AS n ON n.attrelid = v.new_oid AND n.attname = o.attname AND NOT n.attisdropped
    WHERE o.attrelid = v.view_oid AND o.attnum > 0 AND (o.attname::text IS DISTINCT FROM v.new_columns[o.attnum]
      OR (o.atttypid, o.atttypmod, o.attcollation) IS DISTINCT FROM (n.atttypid, n.atttypmod, n.attcollation)));

  SELECT format('view %I.%I must be dropped, but %s depends on it', v.schema_name, v.view_name,
           CASE WHEN r.ev_class <> v.view_oid THEN 'view ' || r.ev_class::regclass
             ELSE pg_describe_object(d.classid, d.objid, d.objsubid) END) INTO problem
  FROM sluice_views AS v JOIN pg_class AS c ON c.oid = v.view_oid
  JOIN pg_depend AS d ON d.deptype IN ('n', 'a') AND ((d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid)
    OR (d.refclassid = 'pg_type'::regclass AND d.refobjid = c.reltype))
  LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
  WHERE NOT v.fits AND NOT coalesce(r.ev_class = v.view_oid AND r.rulename = '_RETURN', false)
  ORDER BY v.schema_name, v.view_name, 1 LIMIT 1;
  IF problem IS NOT NULL THEN
    RAISE EXCEPTION USING MESSAGE = 'sluice: ' || problem, HINT = 'Nothing was changed.';
  END IF;

  -- Locks: the view and what it will read; a dropped view also has a rule and two types.
  SELECT 50 + sum(CASE WHEN view_oid IS NULL OR fits THEN 2 WHEN new_name IS NULL THEN 4 ELSE 6 END) INTO needed
  FROM sluice_views;
  IF needed > room THEN
    RAISE EXCEPTION USING
      MESSAGE = format('sluice: the views need %s locks and the server has room for %s', needed, room),
      HINT = format('Nothing was changed. Set max_locks_per_transaction to %s and restart the server.',
        (needed * current_setting('max_locks_per_transaction')::bigint + room - 1) / room);
  END IF;
END)";

static constexpr StringRef changeBlock = R"(DECLARE
  item record;
  list text;
  options text;
  saved text[];
  statement text;
  busy text;
  last_try timestamptz := clock_timestamp() + interval '60 seconds';
BEGIN
  LOOP
    BEGIN
      -- Shorter than the time after which a server looks for deadlocks.
      PERFORM set_config('lock_timeout', '100ms', true);
      FOR item IN SELECT * FROM sluice_views WHERE view_oid IS NOT NULL ORDER BY schema_name, view_name LOOP
        busy := format('%I.%I', item.schema_name, item.view_name);
        -- Takes the lock and changes nothing.
        EXECUTE format('ALTER VIEW %s OWNER TO %I', busy, item.owner);
        IF NOT EXISTS (SELECT FROM pg_rewrite
            WHERE ev_class = item.view_oid AND rulename = '_RETURN' AND xmin::text = item.rule) THEN
          RAISE EXCEPTION USING
            MESSAGE = 'sluice: view ' || busy || ' was changed by somebody else', HINT = 'Nothing was changed.';
        END IF;
      END LOOP;
      FOR item IN SELECT * FROM sluice_views ORDER BY schema_name, view_name LOOP
        busy := format('%I.%I', item.schema_name, item.view_name);
        IF item.new_name IS NULL THEN
          EXECUTE 'DROP VIEW ' || busy;
          CONTINUE;
        END IF;
        SELECT string_agg(quote_ident(u.name), ', ' ORDER BY u.place) INTO list
        FROM unnest(item.new_columns) WITH ORDINALITY AS u(name, place);
        SELECT ' WITH (' || string_agg(format('%I = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ') || ')'
        INTO options
        FROM pg_class, unnest(reloptions) AS o WHERE oid = item.view_oid;
        statement := format('VIEW %s (%s)%s AS SELECT %s FROM %I.%I',
          busy, list, options, list, item.new_schema, item.new_name);
        IF item.view_oid IS NULL THEN
          EXECUTE 'CREATE ' || statement;
        ELSIF item.fits THEN
          EXECUTE 'CREATE OR REPLACE ' || statement;
        ELSE
          saved := ARRAY(
            SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, busy,
                     CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
                     CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM pg_class AS c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS a
            WHERE c.oid = item.view_oid
            UNION ALL
            SELECT format('GRANT %s (%I) ON %s TO %s%s', a.privilege_type, t.attname, busy,
                     CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
                     CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM pg_attribute AS t, aclexplode(t.attacl) AS a
            WHERE t.attrelid = item.view_oid AND t.attname = ANY (item.new_columns)
            UNION ALL
            SELECT CASE WHEN d.objsubid = 0 THEN format('COMMENT ON VIEW %s IS %L', busy, d.description)
                     ELSE format('COMMENT ON COLUMN %s.%I IS %L', busy, t.attname, d.description) END
            FROM pg_description AS d
            LEFT JOIN pg_attribute AS t ON t.attrelid = d.objoid AND t.attnum = d.objsubid AND d.objsubid > 0
            WHERE d.classoid = 'pg_class'::regclass AND d.objoid = item.view_oid
              AND (d.objsubid = 0 OR t.attname = ANY (item.new_columns)));
          EXECUTE 'DROP VIEW ' || busy;
          EXECUTE 'CREATE ' || statement;
          EXECUTE format('ALTER VIEW %s OWNER TO %I', busy, item.owner);
          -- Rights that new objects get by default were perhaps not what this one had.
          FOR statement IN
            SELECT DISTINCT format('REVOKE ALL ON %s FROM %s', busy,
                     CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
            FROM pg_class AS c, aclexplode(c.relacl) AS a WHERE c.oid = to_regclass(busy)
          LOOP
            EXECUTE statement;
          END LOOP;
          FOREACH statement IN ARRAY saved LOOP
            EXECUTE statement;
          END LOOP;
        END IF;
        IF item.description <> '' AND item.description IS DISTINCT FROM obj_description(to_regclass(busy), 'pg_class') THEN
          EXECUTE format('COMMENT ON VIEW %s IS %L', busy, item.description);
        END IF;
      END LOOP;
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF clock_timestamp() > last_try THEN
        RAISE EXCEPTION USING
          MESSAGE = 'sluice: view ' || busy || ' is in use', HINT = 'Nothing was changed. Run the script again.';
      END IF;
    END;
    PERFORM pg_sleep(0.05);
  END LOOP;
END)";

static std::string targetValues(const ViewTarget *target) {
  if (!target)
    return "NULL, NULL, NULL";
  std::string columns;
  for (StringRef column : target->columns)
    columns += (columns.empty() ? "" : ", ") + text(column);
  return text(target->object.schema) + ", " + text(target->object.name) + ", " +
         (columns.empty() ? "NULL" : "ARRAY[" + columns + "]");
}

static std::string row(const ViewMove &move, size_t id, bool describes) {
  const ViewChange &change = *move.change;
  return "INSERT INTO sluice_views VALUES (" + std::to_string(id) + ", " + text(change.view.schema) + ", " +
         text(change.view.name) + ",\n  " + targetValues(move.from) + ",\n  " + targetValues(move.to) + ",\n  " +
         (describes ? text(change.description) : "NULL") + ");";
}

static void emitViews(ArrayRef<ViewMove> moves, ScriptWriter &writer) {
  Step &open = writer.last();
  open.lines.push_back(beginText.str());
  // All names below are written with their schema.
  open.lines.push_back("SET LOCAL search_path = pg_catalog;");
  open.lines.push_back("SET LOCAL lock_timeout = '60s';");
  open.lines.push_back(block("BEGIN\n  PERFORM pg_advisory_xact_lock(hashtextextended('sluice swap ' || " +
                             text(writer.plan.environment) + ", 0));\nEND"));
  open.lines.push_back(viewsTable.str());
  for (size_t i = 0; i < moves.size(); ++i) {
    const ViewMove &move = moves[i];
    bool describes = move.to && move.to == (move.change->after ? &*move.change->after : nullptr);
    StepKind kind = move.stays() ? StepKind::Guard : move.to ? StepKind::SwapView : StepKind::DropView;
    writer.add(kind, move.change->model).lines.push_back(row(move, i, describes && !move.stays()));
  }
  writer.add(StepKind::Guard).lines.push_back(block(guardBlock));
  writer.add(StepKind::Finish).lines = {block(changeBlock), "COMMIT;"};
}

constinit const DdlHooks postgresHooks = {.engine = "postgres",
                                          .command = "psql -X -v ON_ERROR_STOP=1 -d DATABASE -f",
                                          .head = head,
                                          .begin = beginText,
                                          .charFunction = "chr",
                                          .textType = "TEXT",
                                          .hasComments = true,
                                          .viewIfAbsent = false,
                                          .buildHead = {},
                                          .createSchema = createSchema,
                                          .noteAbsent = noteAbsent,
                                          .whenAbsent = whenAbsent,
                                          .insertRows = insertRows,
                                          .checkRows = checkRows,
                                          .seedCell = seedCell,
                                          .canCast = canCast,
                                          .emitViews = emitViews};

} // namespace sluice
