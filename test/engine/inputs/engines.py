"""The three engines as the tests see them: run a script in the engine's own client, ask for rows.

    engine = openEngine()              from the command line: NAME FOLDER DATABASE -- CLIENT...
    engine.ok(engine.script("swap", plan))
    engine.rows("SELECT ...")          ["1|2", ...]
"""
import json
import os
import subprocess
import sys


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout.decode()
        self.err = process.stderr.decode()


class Engine:
    hasSchemas = True
    current = "current_schema()"

    def __init__(self, folder, database, client):
        os.makedirs(folder, exist_ok=True)
        self.folder, self.database, self.client = folder, database, client
        self.reset()

    def script(self, what, plan):
        process = subprocess.run(["sluice-ddl", what], input=json.dumps(plan).encode(), capture_output=True, check=True)
        with open(os.path.join(self.folder, what + ".sql"), "wb") as file:
            file.write(process.stdout)
        return process.stdout

    def run(self, text, client=None):
        text = text.encode() if isinstance(text, str) else text
        return Result(subprocess.run(self.command(client or self.client), input=text, capture_output=True, check=False))

    def ok(self, text):
        result = self.run(text)
        assert result.code == 0, f"exit code {result.code}\n{result.out}\n{result.err}"
        return result

    def fails(self, text, *words):
        """The script stops, and says each of the words."""
        result = self.run(text)
        assert result.code != 0, "nothing stopped the script\n" + result.out
        for word in words:
            assert word in result.err, f"`{word}` is not in:\n{result.err}"
        return result

    def rows(self, sql):
        return self.ok(self.plain + sql + ";").out.split("\n")[:-1]

    def quoted(self, *parts):
        return ".".join('"' + part.replace('"', '""') + '"' for part in parts)

    def parts(self, schema, name):
        return [schema, name] if self.hasSchemas else [schema + "__" + name]

    def name(self, schema, name):
        return self.quoted(*self.parts(schema, name))


class Sqlite(Engine):
    hasSchemas = False
    plain = ".mode list\n.headers off\n"

    def reset(self):
        self.file = os.path.join(self.folder, "test.db")
        for end in ("", "-wal", "-shm", "-journal"):
            if os.path.exists(self.file + end):
                os.remove(self.file + end)

    def command(self, client):
        return [*client, self.file]

    def identity(self, schema, name):
        """What changes when an object is made anew."""
        return self.rows(f"SELECT rowid, rootpage FROM sqlite_master WHERE name = '{schema}__{name}'")

    def objects(self):
        return self.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY 1")


class Duckdb(Engine):
    plain = ".mode list\n.headers off\n"

    def reset(self):
        self.file = os.path.join(self.folder, "test.duckdb")
        for end in ("", ".wal"):
            if os.path.exists(self.file + end):
                os.remove(self.file + end)

    def command(self, client):
        return [*client, self.file]

    def identity(self, schema, name):
        return self.rows(f"SELECT table_oid FROM duckdb_tables() WHERE schema_name = '{schema}' AND table_name = '{name}'")

    def objects(self):
        return self.rows("SELECT table_schema || '.' || table_name FROM information_schema.tables ORDER BY 1")


class Postgres(Engine):
    plain = ""

    def reset(self):
        for statement in (f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)', f'CREATE DATABASE "{self.database}"'):
            subprocess.run(["psql", "-X", "-q", "-d", "postgres", "-c", statement], check=True, capture_output=True)

    def command(self, client):
        return [*client, "-d", self.database, "-A", "-t", "-f", "-"]

    def identity(self, schema, name):
        return self.rows(f"SELECT oid, relfilenode FROM pg_class WHERE relnamespace = '{schema}'::regnamespace AND relname = '{name}'")

    def objects(self):
        return self.rows("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') "
                         "UNION SELECT schemaname || '.' || viewname FROM pg_views WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1")


engines = {"sqlite": Sqlite, "duckdb": Duckdb, "postgres": Postgres}


def openEngine():
    name, folder, database, separator, *client = sys.argv[1:]
    assert separator == "--"
    engine = engines[name](folder, database, client)
    engine.kind = name
    return engine
