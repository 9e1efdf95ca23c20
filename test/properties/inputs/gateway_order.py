"""Writes a project whose models see their gateway in many ways, and two configurations of it with the gateways in
either order; or compares what was compiled for each."""
import json
import pathlib
import sys

BODIES = {
    "name_only": "MODEL (name @{gateway}_s.m1, kind VIEW); SELECT a, @x AS b FROM raw.t",
    "variable": "MODEL (name s.m2, kind VIEW); SELECT @n AS a FROM raw.t",
    "definition": "MODEL (name @{gateway}_s.m3, kind VIEW); @DEF(k, @n + 1); SELECT @k AS a FROM raw.t",
    "lambda": "MODEL (name @{gateway}_s.m4, kind VIEW); SELECT @EACH(['p', 'q'], c -> @VAR('n') AS @c) FROM raw.t",
    "own_name": "MODEL (name @{gateway}_s.m5, kind VIEW); SELECT CAST(t.a AS INT) AS a FROM @this_model AS t",
    "parent": "MODEL (name s.m6, kind VIEW); SELECT a FROM @IF(@gateway = 'a', raw.t, raw.u)",
    "only_on_one": "MODEL (name @{gateway}_s.m7, kind VIEW); SELECT @VAR('only_a', 7) AS a FROM raw.t",
    "kind": "MODEL (name s.m8, kind @IF(@gateway = 'a', FULL, INCREMENTAL_UNMANAGED));"
            " SELECT d FROM raw.t WHERE d > @x",
    "nothing": "MODEL (name s.m9, kind VIEW); SELECT @x AS a FROM raw.t",
}


def write():
    for name, text in BODIES.items():
        pathlib.Path("models", name + ".sql").write_text(text + "\n")
    gateways = {"a": "    variables: {n: 1, only_a: 5}\n", "b": "    variables: {n: 2}\n"}
    for file, order in [("one.yaml", "ab"), ("other.yaml", "ba")]:
        text = "gateways:\n" + "".join(f"  {g}:\n    connection: {{type: duckdb}}\n{gateways[g]}" for g in order)
        text += "default_gateway: a\nvariables: {x: 3}\nmodel_defaults: {dialect: duckdb, start: '2024-01-01'}\n"
        pathlib.Path(file).write_text(text)


def compare(first, second):
    one, other = ({(m["gateway"], m["path"]): m for m in json.loads(pathlib.Path(p).read_text())} for p in (first, second))
    for gateway in "ab":
        mine = {key: model for key, model in one.items() if key[0] == gateway}
        print(f"{gateway}: {len(mine)} models, {sum(model == other[key] for key, model in mine.items())} alike")
    drop = lambda model: {k: v for k, v in model.items() if k != "gateway"}
    pairs = [(one["a", path], one["b", path]) for gateway, path in one if gateway == "a"]
    print(sum(drop(a) != drop(b) for a, b in pairs), "differ between a and b")


if len(sys.argv) > 1:
    compare(*sys.argv[1:])
else:
    write()
