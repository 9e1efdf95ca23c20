"""Two writers at once wait for each other; both end well, and what both build is built once."""
import sqlite3
import threading
import time

from engines import openEngine
from plans import Model, plan

engine = openEngine()
models = [Model("s", f"m{i}", ["x"]) for i in range(10)]
first = plan(engine, *[model.build("1", "SELECT 1 AS x") for model in models], *[model.move(None, "1") for model in models])
build, swap = engine.script("build", first), engine.script("swap", first)

if engine.kind == "sqlite":
    # Somebody holds the database for a while: the script does not fail but waits.
    connection = sqlite3.connect(engine.file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    worker = threading.Thread(target=engine.ok, args=(build,))
    worker.start()
    time.sleep(1.0)
    assert worker.is_alive(), "the script did not wait"
    connection.execute("COMMIT")
    worker.join()
    assert time.monotonic() - started >= 1.0
    engine.reset()

for script in (build, swap):
    results = []
    threads = [threading.Thread(target=lambda: results.append(engine.run(script))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.code for result in results] == [0] * 4, [result.err for result in results]
assert engine.rows(f"SELECT x FROM {engine.name('s', 'm9')}") == ["1"]
