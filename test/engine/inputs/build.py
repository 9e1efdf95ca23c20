"""build.sql: objects and rows, built once; audits that leave nothing behind; going on after a stop."""
from engines import openEngine
from plans import Model, plan

engine = openEngine()
orders, totals, shown = Model("s", "orders", ["a", "b"]), Model("s", "totals", ["n"]), Model("s", "shown", ["a"])


def makePlan(finds):
    audit = {"name": "not_null", "query": f"SELECT * FROM {{totals:1}} WHERE n > {finds} -- no more"}
    note = {"name": "remark", "query": "SELECT * FROM {totals:1}", "blocking": False}
    return plan(
        engine,
        orders.build("1", "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'y' -- the end", after=['CREATE INDEX "by a" ON {orders:1} (a);']),
        totals.build("1", "WITH o AS (SELECT * FROM {orders:1}) SELECT count(*) AS n FROM o;", audits=[note, audit],
                     description="how many; it's \"all\""),
        shown.build("1", "SELECT a FROM {orders:1}", kind="view"))


# The audit finds a row: it is named with its model, and its table is gone. What was built before stays.
failing, passing = engine.script("build", makePlan(0)), engine.script("build", makePlan(5))
result = engine.fails(failing, 'audit "not_null" of model "s.totals" found 1 rows')
assert 'audit "remark" of model "s.totals" found 1 rows' in result.out + result.err
assert engine.rows("SELECT count(*) FROM " + engine.name("p", "orders__1")) == ["2"]
assert not any("totals" in name for name in engine.objects()), engine.objects()
assert not any("shown" in name for name in engine.objects())

# Now it passes; the first table is not built again, and a second run changes nothing.
first = engine.identity("p", "orders__1")
assert len(first) == 1
engine.ok(passing)
assert engine.identity("p", "orders__1") == first
assert engine.rows("SELECT n FROM " + engine.name("p", "totals__1")) == ["2"]
assert engine.rows("SELECT a FROM " + engine.name("p", "shown__1") + " ORDER BY 1") == ["1", "2"]
identities = [engine.identity("p", name) for name in ("orders__1", "totals__1")]
result = engine.ok(passing)
assert "remark" not in result.out + result.err, "an audit of an object that was there is not made again"
engine.ok(failing)
assert [engine.identity("p", name) for name in ("orders__1", "totals__1")] == identities

# A user who forgets to tell the client to stop is stopped all the same.
engine.reset()
careless = [engine.client[0]]
assert engine.run(failing, careless).code != 0
assert not any("totals" in name or "shown" in name for name in engine.objects())
