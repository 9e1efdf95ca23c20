"""swap.sql and revert.sql: all views move at once, twice is once, and back; new views go, views that went come back."""
from engines import openEngine
from plans import Model, plan

engine = openEngine()
a, b, new, gone = Model("s", "a", ["x"]), Model("s", "b", ["x"]), Model("s", "new", ["x"]), Model("t", "gone", ["x"])
still, star = Model("s", "still", ["x"]), Model("s", "star")

first = plan(engine, *[model.build("1", "SELECT 1 AS x") for model in (a, b, gone, still, star)],
             *[model.move(None, "1") for model in (a, b, gone, still, star)])
second = plan(engine, *[model.build("2", "SELECT 2 AS x, 3 AS y") for model in (a, b, new)], star.build("2", "SELECT 2 AS x, 3 AS y"),
              a.move("1", "2"), b.move("1", "2"), new.move(None, "2"), gone.move("1", None), still.move("1", "1"), star.move("1", "2"))


def views():
    """The answers of all views that are there."""
    found = {}
    for name in ("a", "b", "new", "still", "star"):
        result = engine.run(engine.plain + f"SELECT * FROM {engine.name('s', name)};")
        if result.code == 0:
            found[name] = result.out.strip()
    if engine.run(f"SELECT * FROM {engine.name('t', 'gone')};").code == 0:
        found["gone"] = "there"
    return found


engine.ok(engine.script("build", first))
assert views() == {}, "build.sql shows nothing to readers"
engine.ok(engine.script("swap", first))
old = {"a": "1", "b": "1", "still": "1", "star": "1", "gone": "there"}
assert views() == old, views()

# A swap before its build is refused, and says what is missing.
engine.fails(engine.script("swap", second), "would read", "a__2", "build.sql")
assert views() == old

engine.ok(engine.script("build", second))
assert views() == old
moved = {"a": "2", "b": "2", "still": "1", "star": "2|3", "new": "2"}
for run in range(2):
    engine.ok(engine.script("swap", second))
    assert views() == moved, views()
for run in range(2):
    engine.ok(engine.script("revert", second))
    assert views() == old, views()

# There and back again, and out of the first bundle altogether.
engine.ok(engine.script("swap", second))
engine.ok(engine.script("revert", second))
for run in range(2):
    engine.ok(engine.script("revert", first))
    assert views() == {}
