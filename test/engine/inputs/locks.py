"""PostgreSQL: a swap that would not fit into the server's lock table is refused before its first change; one that just fits
moves every view, and moves none of them a second time."""
from engines import openEngine
from plans import Model, plan

engine = openEngine()


def makeViews(count):
    columns = [f"c{i}" for i in range(8)]
    models = [Model("s", f"v{i}", columns) for i in range(count)]
    engine.reset()
    engine.ok("CREATE SCHEMA s; CREATE SCHEMA p;" + "".join(
        f"DO 'BEGIN FOR i IN {start} .. {min(start + 999, count - 1)} LOOP EXECUTE format(''CREATE TABLE p.v%s__%s ({', '.join(c + ' int' for c in columns)})'', i, {version}); END LOOP; END';"
        for version in (1, 2) for start in range(0, count, 1000)))
    return plan(engine, *[model.move(None, "1") for model in models]), plan(engine, *[model.move("1", "2") for model in models])


room = int(engine.rows("SELECT current_setting('max_locks_per_transaction')::int * (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int)")[0])

first, second = makeViews(room // 2 - 100)
engine.ok(engine.script("swap", first))
engine.ok(engine.script("swap", second))
moved = engine.rows("SELECT max(xmin::text::bigint) FROM pg_class WHERE relnamespace = 's'::regnamespace")
engine.ok(engine.script("swap", second))
assert engine.rows("SELECT max(xmin::text::bigint) FROM pg_class WHERE relnamespace = 's'::regnamespace") == moved
assert engine.rows("SELECT count(*) FROM pg_views WHERE schemaname = 's' AND definition LIKE '%\\_\\_2%'") == [str(room // 2 - 100)]
engine.ok(engine.script("revert", second))

first, second = makeViews(room // 2)
result = engine.fails(engine.script("swap", first), f"the views need {room + 50} locks and the server has room for {room}", "max_locks_per_transaction")
assert engine.rows("SELECT count(*) FROM pg_views WHERE schemaname = 's'") == ["0"]
