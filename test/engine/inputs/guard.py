"""The guard: a view that is not as the bundle's base or the bundle itself made it stops the script before its first change."""
from engines import openEngine
from plans import Model, plan

engine = openEngine()
a, b, c = Model("s", "a", ["x"]), Model("s", "b", ["x", "y"]), Model("s", "c", ["x"])
query = "SELECT 1 AS x, 2 AS y"
first = plan(engine, *[model.build("1", query) for model in (a, b)], *[model.move(None, "1") for model in (a, b)])
second = plan(engine, *[model.build("2", query) for model in (a, b, c)], a.move("1", "2"), b.move("1", "2"), c.move(None, "2"))
view, table = engine.name("s", "b"), engine.name("p", "b__1")
other = engine.name("s", "c")


def ours(source):
    """A body as our scripts write it; SQLite keeps the text, the others keep its meaning."""
    return f'SELECT t."x", t."y" FROM {source} AS t' if engine.kind == "sqlite" else f'SELECT "x", "y" FROM {source}'


# What somebody does to the view `b`, or where `c` will be, and what swap.sql then says.
replaced = f"DROP VIEW {view}; CREATE VIEW {view} (\"x\", \"y\") AS SELECT \"x\", \"y\" FROM "
trespasses = {
    "dropped": (f"DROP VIEW {view};", "is missing"),
    "a target of somebody else": (replaced + engine.name("p", "a__1") + ";", "was changed by somebody else"),
    "an edited body": (replaced + table + " WHERE x > 0;", "was changed by somebody else"),
    "an edited expression": (f"DROP VIEW {view}; CREATE VIEW {view} (\"x\", \"y\") AS SELECT \"x\", \"y\" + 0 FROM {table};", "was changed"),
    "columns exchanged": (f"DROP VIEW {view}; CREATE VIEW {view} (\"x\", \"y\") AS SELECT \"y\", \"x\" FROM {table};", "was changed"),
    "a table instead": (f"DROP VIEW {view}; CREATE TABLE {view} (x INT);", "has its name"),
    "moved by hand": (f"DROP VIEW {view}; CREATE VIEW {view} (\"x\", \"y\") AS " + ours(engine.name("p", "b__2")) + ";", "has its new definition while others have not"),
    "a view where a new one will be": (f"CREATE VIEW {other} AS SELECT 7 AS x;", "is there already"),
    "a table where a new one will be": (f"CREATE TABLE {other} (x INT);", "has its name"),
}


def prepare():
    engine.reset()
    engine.ok(engine.script("build", first))
    engine.ok(engine.script("swap", first))
    engine.ok(engine.script("build", second))


for what, (statements, words) in trespasses.items():
    name = "c" if other in statements else "b"
    prepare()
    engine.ok(statements)
    before = engine.objects()
    result = engine.fails(engine.script("swap", second), words)
    said = [line for line in result.err.split("\n") if words in line][0]
    assert any(text in said for text in (f"s__{name}\"", f"s.{name} ")), said
    assert engine.objects() == before, what
    # The first view in order is not changed although nothing is wrong with it.
    assert engine.rows(f"SELECT x FROM {engine.name('s', 'a')}") == ["1"]
    engine.ok(engine.script("swap", plan(engine, a.move("1", "2"))))
    engine.ok(engine.script("revert", plan(engine, a.move("1", "2"))))

# The same for the way back.
for what in ("dropped", "an edited body"):
    prepare()
    engine.ok(engine.script("swap", second))
    statements, words = trespasses[what]
    engine.ok(statements)
    engine.fails(engine.script("revert", second), words)

# A view that stays is looked at too.
prepare()
engine.ok(trespasses["an edited body"][0])
engine.fails(engine.script("swap", plan(engine, a.move("1", "2"), b.move("1", "1"))), "was changed by somebody else")

# On SQLite a trigger on a view would go with it.
if engine.kind == "sqlite":
    prepare()
    engine.ok(f"CREATE TRIGGER writes INSTEAD OF INSERT ON {view} BEGIN SELECT 1; END;")
    engine.fails(engine.script("swap", second), 'view "s__b" has a trigger, "writes"')

# Nothing to do is no mistake.
for what in ("build", "swap", "revert"):
    engine.ok(engine.script(what, plan(engine)))
