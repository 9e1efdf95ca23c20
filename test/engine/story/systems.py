"""One isolated system of the story: its database, and what stands in it.

A snapshot names every table and view with what changes when it is made anew,
so two equal snapshots mean that nothing was computed or moved in between:

    before = system.snapshot()
    system.ok(script)
    assert system.snapshot() == before
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "inputs"))
import engines  # noqa: E402


class System:
    """What the three engines have in common; `engine` runs scripts in the engine's own client."""

    def __init__(self, kind, folder, database, client):
        self.engine = engines.engines[kind](folder, database, client)
        self.ok, self.fails, self.run = self.engine.ok, self.engine.fails, self.engine.run

    def rows(self, sql):
        return self.engine.rows(sql)

    def pairs(self, sql):
        """Rows of two columns, as name and the rest; texts that hold line breaks come as hex."""
        return dict(row.split("|", 1) for row in self.rows(sql))

    def snapshot(self):
        return self.tables(), self.views()

    def answer(self, schema, view):
        """The names of the columns, then the rows in byte order."""
        rows = self.rows(f"SELECT * FROM {self.engine.name(schema, view)}")
        return ["|".join(self.columns(schema, view)), *sorted(rows)]

    def shows(self, view, table):
        """Whether the view reads this physical object; both are named as the manifest names them."""
        return table.replace('"', "") in self.views()[view].replace('"', "")


class Sqlite(System):
    def tables(self):
        return self.pairs("SELECT '\"' || name || '\"', rowid || ' ' || rootpage FROM main.sqlite_master WHERE type <> 'view'")

    def views(self):
        return decode(self.pairs("SELECT '\"' || name || '\"', hex(sql) FROM main.sqlite_master WHERE type = 'view'"))

    def columns(self, schema, view):
        return self.rows(f"SELECT name FROM pragma_table_info('{schema}__{view}') ORDER BY cid")

    def recreate(self, view, definition):
        return f"DROP VIEW IF EXISTS {view};\n{definition};\n"


class Duckdb(System):
    marks = 0

    def rows(self, sql):
        return self.engine.ok(self.engine.plain + ".nullvalue ''\n" + sql + ";").out.split("\n")[:-1]

    def tables(self):
        """The engine numbers its tables anew when it opens a file. So each one gets a mark that a table made again would
        lose, and rows written again would have other numbers."""
        marks = self.pairs('SELECT format(\'"{}"."{}"\', schema_name, table_name), coalesce(comment, \'\') FROM duckdb_columns() '
                           "WHERE column_index = 1 AND table_name IN (SELECT table_name FROM duckdb_tables())")
        for table in [table for table, mark in marks.items() if not mark]:
            self.marks += 1
            marks[table] = str(self.marks)
            column = self.rows(f"SELECT column_name FROM (DESCRIBE {table}) LIMIT 1")[0]
            self.ok(f"COMMENT ON COLUMN {table}.\"{column}\" IS '{self.marks}';\n")
        rows = [f"SELECT '{table}', min(rowid), max(rowid) FROM {table}" for table in marks]
        numbers = self.pairs(" UNION ALL ".join(rows)) if rows else {}
        return {table: f"{mark}|{numbers[table]}" for table, mark in marks.items()}

    def views(self):
        return decode(self.pairs('SELECT format(\'"{}"."{}"\', schema_name, view_name), hex(sql) FROM duckdb_views() WHERE NOT internal'))

    def columns(self, schema, view):
        return self.rows("SELECT column_name FROM duckdb_columns() "
                         f"WHERE schema_name = '{schema}' AND table_name = '{view}' ORDER BY column_index")

    def recreate(self, view, definition):
        return f"DROP VIEW IF EXISTS {view};\n{definition};\n"


class Postgres(System):
    mine = "n.nspname !~ '^(pg_|information_schema)' AND n.oid = c.relnamespace"

    def tables(self):
        return self.pairs("SELECT format('\"%s\".\"%s\"', n.nspname, relname), c.oid || ' ' || relfilenode "
                          f"FROM pg_class AS c, pg_namespace AS n WHERE {self.mine} AND relkind IN ('r', 'm')")

    def views(self):
        return decode(self.pairs("SELECT format('\"%s\".\"%s\"', n.nspname, relname), encode(pg_get_viewdef(c.oid)::bytea, 'hex') "
                                 f"FROM pg_class AS c, pg_namespace AS n WHERE {self.mine} AND relkind = 'v'"))

    def columns(self, schema, view):
        return self.rows(f"SELECT attname FROM pg_attribute WHERE attrelid = '{schema}.{view}'::regclass ORDER BY attnum")

    def recreate(self, view, definition):
        return f"DROP VIEW IF EXISTS {view};\nCREATE VIEW {view} AS {definition};\n"

    def snapshot(self):
        """A view that is replaced keeps its number, but its rule is written anew."""
        rules = self.pairs("SELECT ev_class::regclass, r.oid || ' ' || r.xmin FROM pg_rewrite AS r, pg_class AS c, pg_namespace AS n "
                           f"WHERE ev_class = c.oid AND {self.mine}")
        return self.tables(), self.views(), rules


systems = {"sqlite": Sqlite, "duckdb": Duckdb, "postgres": Postgres}


def openSystem(kind, folder, database, client):
    return systems[kind](kind, folder, database, client)


def decode(texts):
    return {name: bytes.fromhex(text).decode() for name, text in texts.items()}
