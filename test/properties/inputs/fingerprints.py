"""What moves the fingerprints of a model, and what does not.

    fingerprints.py models|audits FOLDER

A project of four models is changed in one place at a time:

    shop.orders <- shop.totals <- shop.report      shop.apart stands alone

A change of `shop.totals` may move nothing (cosmetic), only its metadata, or its
data, which gives it and `shop.report` new tables. The properties come from the
table in ir/project/properties.h, so a new row needs a case here.
"""
import os
import re
import shutil
import sys

from workshop import listModels, root, sluice, writeFiles

what = sys.argv[1]
folder = os.path.join(sys.argv[2], "fingerprints_" + what)

config = """\
gateways:
  dev:
    connection: {type: sqlite, database: dev.db}
    variables: {limit: 1, spare: 1}
  prod:
    connection: {type: sqlite, database: prod.db}
    variables: {limit: 2, spare: 1}
model_defaults: {dialect: sqlite}
variables: {scale: 10, unused: 1}
"""

totals = """\
MODEL (
  name shop.totals,
  kind FULL,
  audits (own_check, not_null(columns := (a)))PROPERTIES
);

@DEF(least, 3);

CREATE TEMP TABLE before_it (x INTEGER);

SELECT
  o.a AS a,
  o.b * @scale AS b
FROM shop.orders AS o
WHERE
  o.a > @least AND o.b < @VAR('limit') AND @IF(@gateway = 'prod', o.a <> 7, o.a <> 8);

DELETE FROM @this_model WHERE a = 99
"""

files = {
    "config.yaml": config,
    "audits/own_check.sql": "AUDIT (\n  name own_checkPROPERTIES\n);\n\nSELECT * FROM @this_model WHERE a < @scale\n",
    "audits/other_check.sql": "AUDIT (name other_check);\n\nSELECT * FROM @this_model WHERE a < 0\n",
    "models/orders.sql": "MODEL (name shop.orders, kind SEED (path '../seeds/orders.csv'), columns (a INTEGER, b INTEGER));\n",
    "models/totals.sql": totals,
    "models/report.sql": "MODEL (name shop.report);\n\nSELECT t.a AS a FROM shop.totals AS t\n",
    "models/apart.sql": "MODEL (name shop.apart);\n\nSELECT 1 AS x\n",
    "models/apart2.sql": "MODEL (name shop.apart2);\n\nSELECT 1 AS x\n",
    "seeds/orders.csv": "a,b\n1,2\n3,4\n",
}

# Two values of each property that is built; the names have a check of their own.
modelCases = {
    "allow_partials": ("true", "false"),
    "audits": ("(own_check)", "(own_check, other_check)"),
    "clustered_by": ("a", "b"),
    "column_descriptions": ("(a = 'one')", "(a = 'two')"),
    "columns": ("(a INTEGER, b INTEGER)", "(a INTEGER, b TEXT)"),
    "cron": ("'@daily'", "'@weekly'"),
    "cron_tz": ("'Europe/Berlin'", "'Asia/Tokyo'"),
    "depends_on": ("(shop.orders)", "(shop.orders, shop.apart)"),
    "description": ("'one'", "'two'"),
    "dialect": ("sqlite", "duckdb"),
    "enabled": ("true", None),
    "end": ("'2030-01-01',\n  start '2020-01-01'", "'2031-01-01',\n  start '2020-01-01'"),
    "formatting": ("true", "false"),
    "gateway": ("dev", "prod"),
    "grain": ("a", "b"),
    "grains": ("(a)", "(a, b)"),
    "grants": ("('select' = 'one')", "('select' = 'two')"),
    "grants_target_layer": ("all", "physical"),
    "ignored_rules": ("('one')", "('two')"),
    "interval_unit": ("'hour'", "'day'"),
    "kind": ("FULL", "VIEW"),
    "optimize_query": ("true", "false"),
    "owner": ("one", "two"),
    "partitioned_by": ("a", "b"),
    "physical_properties": ("(a = 1)", "(a = 2)"),
    "physical_version": ("'1',\n  kind INCREMENTAL_UNMANAGED", "'2',\n  kind INCREMENTAL_UNMANAGED"),
    "project": ("one", "two"),
    "references": ("(a)", "(b)"),
    "session_properties": ("(a = 1)", "(a = 2)"),
    "signals": ("(freshness(a := 1))", "(freshness(a := 2))"),
    "stamp": ("'one'", "'two'"),
    "start": ("'2020-01-01'", "'2021-01-01'"),
    "storage_format": ("parquet", "orc"),
    "table_format": ("iceberg", "delta"),
    "table_properties": ("(a = 1)", "(a = 2)"),
    "tags": ("(one)", "(one, two)"),
    "virtual_environment_mode": ("full", None),
    "virtual_properties": ("(a = 1)", "(a = 2)"),
}
auditCases = {
    "blocking": ("true", "false"),
    "defaults": ("(scale = 1)", "(scale = 2)"),
    "dialect": ("sqlite", "duckdb"),
    "formatting": ("true", "false"),
    "skip": ("true", "false"),
}
# These have no effect, and say so.
withoutEffect = {"retention", "standalone"}
# What these give is part of names and variables, which have checks of their own.
apart = {"name", "blueprints"}


def main():
    shutil.rmtree(folder, ignore_errors=True)
    for title, kind, change in (cosmetic() + meaningful() if what == "models" else audits()):
        check(title, kind, {}, change)
    if what == "models":
        checkProperties("modelProperties", modelCases, "models/totals.sql")
        checkRenamed()
        checkCircle()
    else:
        checkProperties("auditProperties", auditCases, "audits/own_check.sql")


# ---- one change

class Prints:
    """What all models say on both gateways, by name and gateway; `changes` are files that differ."""

    def __init__(self, changes):
        shutil.rmtree(folder, ignore_errors=True)
        texts = {path: text.replace("PROPERTIES", "") for path, text in {**files, **changes}.items() if text is not None}
        self.models = {}
        for model in listModels(writeFiles(folder, texts)):
            self.models[(model["name"], (model["name"], 0) in self.models)] = model

    def moved(self, other):
        """The parts that differ: {("shop.totals", "source.data"), ...}. Both gateways must agree about `source`."""
        found = set()
        assert self.models.keys() == other.models.keys()
        for key, model in self.models.items():
            for identity, parts in model["fingerprints"].items():
                for part, digest in parts.items():
                    if digest != other.models[key]["fingerprints"][identity][part]:
                        found.add((key[0], f"{identity}.{part}"))
            if model["physical_table"] != other.models[key]["physical_table"]:
                found.add((key[0], "table"))
        return found

    def withoutTable(self):
        """Models that scripts leave out on every gateway, for their kind or their own gateway: these have no table to move."""
        return {name for name, _ in self.models
                if all(model["physical_table"] is None for (other, _), model in self.models.items() if other == name)}


def parts(model, *names):
    return {(model, name) for name in names}


def both(model, part):
    """One part of both identities, and with it their whole."""
    return parts(model, "source." + part, "resolved." + part, "source.fingerprint", "resolved.fingerprint")


# What a change of `shop.totals` moves, by what it is.
reader = parts("shop.report", "resolved.parents", "resolved.fingerprint")
movements = {
    "nothing": set(),
    "metadata": both("shop.totals", "metadata") | reader,
    "data": both("shop.totals", "data") | both("shop.report", "parents") | parts("shop.totals", "table") | parts("shop.report", "table"),
}

# Another parent is metadata of the header, but other rows may come of it.
movements["depends_on"] = (both("shop.totals", "metadata") | both("shop.totals", "parents") | both("shop.report", "parents")
                           | parts("shop.totals", "table") | parts("shop.report", "table"))


def check(title, kind, before, after):
    expected = movements[kind] if isinstance(kind, str) else kind
    old, new = Prints(before), Prints(after)
    found = old.moved(new)
    expected = expected - {(model, "table") for model in old.withoutTable() & new.withoutTable()}
    # The same change may be metadata as well, as a variable that an audit reads too; never the other way round.
    allowed = both("shop.totals", "metadata") if kind not in ("nothing", "metadata") else set()
    assert expected <= found <= expected | allowed, (
        f"{title}: should move {kind}\n  not moved: {sorted(expected - found)}\n  moved too: {sorted(found - expected)}")


# ---- texts

def swapped(old, new, text=totals):
    assert old in text, old
    return text.replace(old, new)


def cosmetic():
    model = "models/totals.sql"
    crlf = {path: text.replace("\n", "\r\n") for path, text in files.items()}
    moved = {"models/totals.sql": None, "models/deep/er/other.sql": totals, "models/orders.sql": None,
             "models/z.sql": files["models/orders.sql"],
             "audits/own_check.sql": None, "audits/q/r.sql": files["audits/own_check.sql"]}
    relaid = re.sub(r"\s+", " ", totals)
    return [(title, "nothing", change) for title, change in [
        ("the same again", {}),
        ("layout", {model: relaid}),
        ("tabs and blank lines", {model: totals.replace("\n", "\n\n\t")}),
        ("comments", {model: totals.replace(" AS a,", " /* two */ AS a, -- three\n").replace("kind FULL", "kind /* four */ FULL")}),
        ("case of keywords", {model: re.sub(r"\b(MODEL|SELECT|FROM|WHERE|AND|AS|CREATE|TEMP|TABLE|INTEGER|DELETE|FULL)\b",
                                            lambda word: word[0].lower(), totals)}),
        ("case of the header's words", {model: swapped("name shop", "NAME shop").replace("kind FULL", "KIND full")}),
        ("order of properties", {model: swapped("  name shop.totals,\n  kind FULL,", "  kind FULL,\n  name shop.totals,")}),
        ("a trailing comma", {model: swapped("(a)))PROPERTIES", "(a))),")}),
        ("a semicolon at the end", {model: totals + ";"}),
        ("line ends", crlf),
        ("names and folders of files", moved),
        ("a byte order mark", {model: "\ufeff" + totals}),
        ("quotes of a seed", {"seeds/orders.csv": '"a","b"\n"1",2\n3,"4"\n'}),
        ("a variable that nobody uses", {"config.yaml": swapped("unused: 1", "unused: 2", config)}),
        ("a gateway's variable that nobody uses", {"config.yaml": swapped("limit: 2, spare: 1", "limit: 2, spare: 2", config)}),
        ("another database", {"config.yaml": swapped("prod.db", "elsewhere.db", config)}),
        ("one more model", {"models/apart2.sql": files["models/apart2.sql"].replace("1 AS x", "1 AS x /* new */")}),
    ]]


def meaningful():
    model = "models/totals.sql"
    seed = (both("shop.orders", "data") | both("shop.totals", "parents") | both("shop.report", "parents")
            | parts("shop.orders", "table") | parts("shop.totals", "table") | parts("shop.report", "table"))
    return [(title, kind, {path: text}) for title, kind, path, text in [
        ("the query", "data", model, swapped("o.b *", "o.b +")),
        ("a literal", "data", model, swapped("o.a <> 7, o.a <> 8", "o.a <> 6, o.a <> 9")),
        ("a literal of one gateway", "data", model, swapped("o.a <> 7", "o.a <> 6")),
        ("the order of columns", "data", model, swapped("  o.a AS a,\n  o.b * @scale AS b", "  o.b * @scale AS b,\n  o.a AS a")),
        ("an alias", "data", model, swapped("AS b\n", "AS c\n")),
        ("a statement before the query", "data", model, swapped("x INTEGER", "x TEXT")),
        ("a statement behind the query", "data", model, swapped("a = 99", "a = 98")),
        ("one statement less", "data", model, swapped(";\n\nDELETE FROM @this_model WHERE a = 99", "")),
        ("the value of a macro", "data", model, swapped("@DEF(least, 3)", "@DEF(least, 4)")),
        ("a variable that is used", "data", "config.yaml", swapped("scale: 10", "scale: 11", config)),
        ("a gateway's variable that is used", "data", "config.yaml", swapped("limit: 2", "limit: 3", config)),
        ("a row of a seed", seed, "seeds/orders.csv", "a,b\n1,2\n3,5\n"),
        ("one row more", seed, "seeds/orders.csv", "a,b\n1,2\n3,4\n5,6\n"),
        ("the order of rows", seed, "seeds/orders.csv", "a,b\n3,4\n1,2\n"),
        ("the arguments of an audit", "metadata", model, swapped("columns := (a)", "columns := (a, b)")),
    ]]


def audits():
    own, other, model = "audits/own_check.sql", "audits/other_check.sql", "models/totals.sql"
    return [
        ("layout of an audit", "nothing", {own: files[own].replace("\n", "\n\n -- so\n")}),
        ("an audit that nobody uses", "nothing", {other: swapped("a < 0", "a < 1", files[other])}),
        ("the query of an audit", "metadata", {own: swapped("a <", "a <=", files[own])}),
        ("the name of an audit", "metadata", {model: swapped("own_check", "new_check"), own: swapped("own_check", "new_check", files[own])}),
    ]


# ---- properties

def rowsOf(table):
    """The rows of a table in properties.h: {name: role}."""
    with open(os.path.join(root, "ir", "project", "properties.h"), encoding="utf-8") as file:
        body = re.search(rf"constexpr PropertyRow {table}\[\] = {{(.*?)\n}};", file.read(), re.S)[1]
    rows = {}
    for line in re.findall(r"{(\.name.*)},", body):
        role = re.search(r"PropertyRole::(\w+)", line)
        rows[re.search(r'\.name = "(\w+)"', line)[1]] = role[1].lower() if role else "metadata"
    assert len(rows) == body.count(".name ="), body
    return rows


def withProperty(path, name, value):
    """The file with the property, in place of the one that it already has."""
    text = files[path]
    if value is None:
        return {path: text}
    given = {"kind": "  kind FULL,\n", "audits": ",\n  audits (own_check, not_null(columns := (a)))"}.get(name, "")
    assert given in text
    return {path: text.replace(given, "").replace("PROPERTIES", f",\n  {name} {value}")}


def checkProperties(table, cases, path):
    rows = rowsOf(table)
    for name, role in rows.items():
        if name in apart:
            continue
        assert (name in withoutEffect) != (name in cases), f"{table}: `{name}` has no case, or one too many"
        if name in cases:
            kind = name if name in movements else {"cosmetic": "nothing"}.get(role, role)
            check(f"{table} {name}", kind, *(withProperty(path, name, value) for value in cases[name]))
        else:
            checkRefused(path, name)
    assert cases.keys() <= rows.keys()


def checkRefused(path, name):
    """A property without effect is no property without a message."""
    shutil.rmtree(folder, ignore_errors=True)
    texts = {**files, **withProperty(path, name, "true" if name == "standalone" else "5")}
    result = sluice(writeFiles(folder, {at: text.replace("PROPERTIES", "") for at, text in texts.items()}), "check")
    said = result.stderr.decode()
    assert name in said and ("not supported yet" in said or "no meaning yet" in said), (name, said)
    assert result.returncode == 1 or "warning:" in said, (name, said)


def checkRenamed():
    """A model with another name is another one."""
    before = Prints({}).models
    after = Prints({"models/totals.sql": swapped("shop.totals", "shop.sums"),
                    "models/report.sql": swapped("shop.totals", "shop.sums", files["models/report.sql"])}).models
    for gateway in (False, True):
        old, new = before["shop.totals", gateway], after["shop.sums", gateway]
        assert old["pair"] != new["pair"] and old["physical_table"] != new["physical_table"]
        for identity in ("source", "resolved"):
            assert old["fingerprints"][identity]["fingerprint"] != new["fingerprints"][identity]["fingerprint"]


def checkCircle():
    """Two models that read each other, each on one gateway: what is written is the same on both, and moves together."""
    def reading(name, dev, prod):
        return f"MODEL (name shop.{name});\n\nSELECT x FROM @IF(@gateway = 'dev', shop.{dev}, shop.{prod})\n"

    before = {"models/left.sql": reading("left", "right", "apart"), "models/right.sql": reading("right", "apart", "left")}
    models = Prints(before).models
    for name in ("shop.left", "shop.right"):
        assert models[name, False]["fingerprints"]["source"] == models[name, True]["fingerprints"]["source"], name
    tables = parts("shop.left", "table") | parts("shop.right", "table")
    parents = both("shop.left", "parents") | both("shop.right", "parents")
    check("what a circle reads", both("shop.apart", "data") | parts("shop.apart", "table") | parents | tables, before,
          {**before, "models/apart.sql": swapped("1 AS x", "2 AS x", files["models/apart.sql"])})
    check("one of a circle", both("shop.left", "data") | parts("shop.left", "source.parents") | both("shop.right", "parents") | tables,
          before, {**before, "models/left.sql": swapped("SELECT x", "SELECT x + 1 AS x", before["models/left.sql"])})


if __name__ == "__main__":
    main()
