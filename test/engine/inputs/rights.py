"""PostgreSQL: what belongs to a view survives its swap: rights, owner, comments, options; somebody else's view stops it."""
from engines import openEngine
from plans import Model, plan

engine = openEngine()
a, b = Model("s", "a"), Model("s", "b")



def models(version, queries):
    return [model.build(version, query) for model, query in zip((a, b), queries)]


def change(model, before, after, columnsBefore, columns, description=""):
    model.columns = columns
    part = model.move(before, after, columnsBefore, description)
    return part


first = plan(engine, *models("1", ["SELECT 1 AS x, 'text' AS y"] * 2), change(a, None, "1", None, ["x", "y"], "ours"), change(b, None, "1", None, ["x", "y"]))
engine.ok(engine.script("build", first))
engine.ok(engine.script("swap", first))
role, other = "sluice_reader_" + engine.database, "sluice_owner_" + engine.database
for name in (role, other):
    engine.run(f"DROP OWNED BY {name}; DROP ROLE {name};")
    engine.ok(f"CREATE ROLE {name};")
engine.ok(f"""GRANT SELECT ON s.a TO {role} WITH GRANT OPTION; GRANT SELECT (x), UPDATE (y) ON s.a TO PUBLIC; GRANT INSERT ON s.b TO {role};
ALTER VIEW s.a SET (security_barrier = true); COMMENT ON COLUMN s.a.x IS 'it''s x'; COMMENT ON VIEW s.b IS 'by hand';
GRANT USAGE, CREATE ON SCHEMA s TO {other}; ALTER VIEW s.a OWNER TO {other}; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT DELETE ON TABLES TO {role};""")


def belongings():
    return engine.rows("""SELECT c.relname, pg_get_userbyid(c.relowner), c.reloptions, (SELECT string_agg(x::text, ' ' ORDER BY x::text) FROM unnest(c.relacl) AS x),
  obj_description(c.oid, 'pg_class'), (SELECT string_agg(attname || ' ' || coalesce(attacl::text, '') || ' ' || coalesce(col_description(c.oid, attnum), ''), ';' ORDER BY attname)
    FROM pg_attribute WHERE attrelid = c.oid AND attname IN ('x', 'y') AND attnum > 0)
FROM pg_class AS c WHERE c.relnamespace = 's'::regnamespace ORDER BY 1""")


def oids():
    return engine.rows("SELECT oid FROM pg_class WHERE relnamespace = 's'::regnamespace ORDER BY relname")


before, firstOids = belongings(), oids()
assert "ours" in before[0] and "security_barrier" in before[0] and "by hand" in before[1], before

# A column more at the end: the views stay the same objects. Back again it is one column less: new objects, with all that belonged to the old.
longer = plan(engine, *models("2", ["SELECT 1 AS x, 'text' AS y, 3 AS z"] * 2), change(a, "1", "2", ["x", "y"], ["x", "y", "z"], "ours"), change(b, "1", "2", ["x", "y"], ["x", "y", "z"]))
engine.ok(engine.script("build", longer))
engine.fails(engine.script("swap", longer), f"view s.a belongs to {other}, who may not read p.a__2")
engine.ok(f"GRANT SELECT ON ALL TABLES IN SCHEMA p TO {other}; ALTER DEFAULT PRIVILEGES IN SCHEMA p GRANT SELECT ON TABLES TO {other};")
engine.ok(engine.script("swap", longer))
assert oids() == firstOids and belongings() == before, belongings()
engine.ok(engine.script("revert", longer))
assert not set(oids()) & set(firstOids)
assert belongings() == before, f"{before}\n{belongings()}"

# Other order and another type, and a description of its own.
turned = plan(engine, *models("3", ["SELECT 'text' AS y, 1.5 AS x"] * 2), change(a, "1", "3", ["x", "y"], ["y", "x"], "ours"), change(b, "1", "3", ["x", "y"], ["y", "x"], "ours too"))
engine.ok(engine.script("build", turned))
engine.ok(engine.script("swap", turned))
assert engine.rows("SELECT * FROM s.a") == ["text|1.5"]
assert belongings() == [before[0], before[1].replace("by hand", "ours too")], f"{before}\n{belongings()}"
engine.ok(engine.script("revert", turned))
assert engine.rows("SELECT * FROM s.a") == ["1|text"]

# Somebody's view reads ours: more columns are no matter, others are refused with that view's name, and nothing changes.
engine.ok('CREATE SCHEMA x; CREATE VIEW x."some body" AS SELECT x FROM s.b; CREATE VIEW x.next AS SELECT x FROM x."some body";')
engine.ok(engine.script("swap", longer))
engine.fails(engine.script("revert", longer), 'view s.b must be dropped, but view x."some body" depends on it')
assert engine.rows("SELECT * FROM s.a") == ["1|text|3"]
engine.ok("DROP SCHEMA x CASCADE;")
engine.ok(engine.script("revert", longer))
engine.ok("CREATE TABLE s.rowed (r s.b);")
engine.fails(engine.script("swap", turned), "view s.b must be dropped, but column r of table s.rowed depends on it")
engine.ok("DROP TABLE s.rowed;")
engine.ok("CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t INSTEAD OF INSERT ON s.b FOR EACH ROW EXECUTE FUNCTION s.f();")
engine.fails(engine.script("swap", turned), "but trigger t on view s.b depends on it")
engine.ok(engine.script("swap", longer))
for name in (role, other):
    engine.ok(f"DROP OWNED BY {name} CASCADE; DROP ROLE {name};")
