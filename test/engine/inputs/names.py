"""Names and values that need care: quotes, spaces, reserved words, letters of all kinds, long names; texts in seeds."""
from engines import openEngine
from plans import Model, plan

engine = openEngine()
long, wide = "n" * 60, "ü" * 30  # with a version they have 63 bytes
names = ['it "is"', "two words", "select", "größe", "a'b", "semi;colon", "back\\slash", "dollar$sluice$", "percent %s", "Mixed", "old", long, wide]
models = [Model("my schema" if i % 2 else "order", name, [name, "end", 'q"uote']) for i, name in enumerate(names)]
parts = []
for version in "12":
    for model in models:
        query = f"SELECT {version} AS {engine.quoted(model.name)}, 2 AS \"end\", 3 AS \"q\"\"uote\""
        parts.append(model.build(version, query, description=f"it's {model.name}\r\n\\ $$ $sluice$"))
first = plan(engine, *parts, *[model.move(None, "1", description=f"{model.name} $sluice$ 'x'") for model in models])
second = plan(engine, *[model.move("1", "2") for model in models])
engine.ok(engine.script("build", first))
for run in range(2):
    engine.ok(engine.script("swap", first))
for run in range(2):
    engine.ok(engine.script("swap", second))
for model in models:
    assert engine.rows(f"SELECT {engine.quoted(model.name)} FROM {engine.name(model.schema, model.name)}") == ["2"], model.name
engine.ok(engine.script("revert", second))
for model in models:
    assert engine.rows(f"SELECT {engine.quoted(model.name)} FROM {engine.name(model.schema, model.name)}") == ["1"], model.name

# Texts come back as they were; absent cells are NULL, and an empty text is none of these.
cells = ["it's", "two\nlines", "a\r\nb\rc", "back\\slash \\n", 'quo"te', "", None, "ünï😀", "$$ $sluice$ $sluice1_$", "-- no; comment /*", "  edges  ",
         ".bail off", ":name ${x} \\set", "NULL", "' || 'x"]
rows = [[str(i), cell, "1.50", "true", "2020-01-02"] for i, cell in enumerate(cells)]
rows += [[str(i), "many", None, "false", None] for i in range(len(cells), 1000)]
seed = Model("s", "seed")
built = seed.build("1", rows=rows, kind="seed")
built[1]["columns"] = [["id", "INT"], ["the text", ""], ["amount", "DOUBLE PRECISION" if engine.kind == "postgres" else "DOUBLE"], ["flag", "BOOLEAN"], ["day", "DATE"]]
script = engine.script("build", plan(engine, built))
for run in range(2):
    engine.ok(script)
table, column = engine.name("p", "seed__1"), '"the text"'
assert engine.rows(f"SELECT count(*) FROM {table}") == ["1000"]
assert engine.rows(f"SELECT id FROM {table} WHERE {column} IS NULL") == [str(cells.index(None))]
assert engine.rows(f"SELECT id FROM {table} WHERE {column} = ''") == [str(cells.index(""))]
assert engine.rows(f"SELECT sum(amount), sum(CASE WHEN flag THEN 1 ELSE 0 END) FROM {table}") in (["22.5|15"],)
assert engine.rows(f"SELECT count(*) FROM {table} WHERE day = '2020-01-02'") == [str(len(cells))]
hexadecimal = {"sqlite": f"lower(hex({column}))", "duckdb": f"lower(hex({column}))", "postgres": f"encode(convert_to({column}, 'UTF8'), 'hex')"}[engine.kind]
for i, cell in enumerate(cells):
    if cell is not None:
        assert engine.rows(f"SELECT {hexadecimal} FROM {table} WHERE id = {i}") == [cell.encode().hex()], cell
