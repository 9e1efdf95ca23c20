"""A reader of two views in one statement, while they move 200 times, finds both old or both new, and never an error.

DuckDB lets one process at a time into a file, so there no reader can be beside a swap; that all views move at once is seen
by a swap that fails in its last statement.
"""
import sqlite3
import subprocess
import threading
import time

from engines import openEngine
from plans import Model, plan

engine = openEngine()
swaps = 20 if engine.kind == "duckdb" else 200
models = [Model("s", name, ["x"]) for name in ("a", "b", "c")]
first = plan(engine, *[model.build("1", "SELECT 1 AS x") for model in models], *[model.move(None, "1") for model in models])
# One of them changes its columns, so that on PostgreSQL it is dropped and made again.
models[1].columns = ["y", "x"]
second = plan(engine, *[model.build("2", "SELECT 0 AS y, 2 AS x") for model in models], *[model.move("1", "2", ["x"]) for model in models])
for what in ("build", "swap"):
    engine.ok(engine.script(what, first))
engine.ok(engine.script("build", second))
there, back = engine.script("swap", second), engine.script("revert", second)
a, b = engine.name("s", "a"), engine.name("s", "b")
queries = [f"SELECT a.x, b.x FROM {a} AS a, {b} AS b;", f"SELECT a.x, b.x FROM {b} AS b, {a} AS a;"]

# A statement that fails after all changes takes them back.
broken = there.replace(b"COMMIT;", b"SELECT no_such_function();\nCOMMIT;")
assert broken != there
engine.fails(broken, "no_such_function")
assert engine.rows(queries[0]) == ["1|1"]

done = threading.Event()
problems, counts = [], {}


def readSqlite(query):
    connection = sqlite3.connect(engine.file, timeout=60)
    while not done.is_set():
        try:
            yield "|".join(map(str, connection.execute(query).fetchone()))
        except sqlite3.Error as error:
            problems.append(str(error))


def readPostgres(query):
    """One client that asks again and again."""
    process = subprocess.Popen(engine.command(engine.client), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not done.is_set():
        process.stdin.write(query + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            problems.append(process.stderr.read())
            return
        yield line.strip()
    process.stdin.close()
    process.wait()


def watch(reader, query):
    for answer in reader(query):
        counts[answer] = counts.get(answer, 0) + 1
        time.sleep(0.001)


reader = {"sqlite": readSqlite, "postgres": readPostgres}.get(engine.kind)
threads = [threading.Thread(target=watch, args=(reader, query)) for query in queries] if reader else []
for thread in threads:
    thread.start()
try:
    for i in range(swaps):
        engine.ok(back if i % 2 else there)
        if not reader:
            assert engine.rows(queries[0]) == ["1|1" if i % 2 else "2|2"]
finally:
    done.set()
    for thread in threads:
        thread.join()
print(engine.kind, counts)
assert not problems, problems[:5]
if reader:
    assert set(counts) == {"1|1", "2|2"}, counts
