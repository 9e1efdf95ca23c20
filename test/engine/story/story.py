"""The story of the example project on one engine, for both of its systems, with every answer checked row by row.

    story.py ENGINE FOLDER DATABASE -- CLIENT...

The files in answers/ hold what the views must say. They were computed
without this compiler, by the queries that SQLMesh renders from the project.
"""
import itertools
import os
import re
import sys

from project import Bundle, Project, change, changed, gateways, indirect, readAnswers, readSeeds, sources
from systems import openSystem

kind, folder, database, separator, *client = sys.argv[1:]
assert separator == "--"


def main():
    project = Project(kind, os.path.join(folder, "project"))
    systems = {name: openSystem(kind, os.path.join(folder, name), f"{database}_{name}", client) for name in gateways}
    project.compile()
    assert sources(project.bundle("nonproduction")) == sources(project.bundle("production"))
    deployed = {}
    for gateway, system in systems.items():
        system.ok(project.read("sources", gateway + ".sql"))
        deployFirst(system, project.bundle(gateway), gateway)
        deployed[gateway] = project.bundle(gateway).keep(os.path.join(folder, "deployed_" + gateway))

    project.edit("models/ferries/sailing_totals.sql", *change)
    for gateway, system in systems.items():
        tryChange(system, project, gateway, deployed[gateway])
    project.compile("--base", deployed["nonproduction"], "--base", deployed["production"])
    assert sources(project.bundle("nonproduction")) == sources(project.bundle("production"))
    for gateway, system in systems.items():
        deployChange(system, project.bundle(gateway), gateway)
        stopForOthers(system, project.bundle(gateway), gateway)
    checkApart(systems, project)


def deployFirst(system, bundle, gateway):
    """Nobody sees anything until the swap; then everything answers; and again changes nothing."""
    system.fails(bundle.swap, "build.sql")
    assert not system.views()
    system.ok(bundle.build)
    assert not set(system.views()) & set(bundle.shown()), system.views()
    built = system.snapshot()
    system.ok(bundle.build)
    assert system.snapshot() == built
    system.ok(bundle.swap)
    checkAnswers(system, gateway, "before")
    checkTwice(system, bundle.build, bundle.swap)
    # The environment is new, so the way back leads to no views, and from there to the views again.
    system.ok(bundle.revert)
    assert system.tables() == built[0] and system.views() == built[1]
    checkTwice(system, bundle.revert)
    system.ok(bundle.swap)
    checkAnswers(system, gateway, "before")


def tryChange(system, project, gateway, deployed):
    """The environment dev gets what has changed, and shows the rest through the tables of prod."""
    project.compile("--environment", "dev", "--gateway", gateway, "--base", deployed)
    prod, dev = Bundle(deployed), project.bundle(gateway, "dev")
    rebuilt = {name for name, model in dev.models.items() if model["change"]["rebuilt"]}
    assert rebuilt == {changed} | indirect, rebuilt
    tables, views = system.tables(), system.views()

    system.ok(dev.build)
    made = (set(system.tables()) | set(system.views())) - set(tables) - set(views)
    assert made == {dev.models[name]["physical_table"] for name in rebuilt}, made
    assert {name: system.tables()[name] for name in tables} == tables
    assert {name: system.views()[name] for name in views} == views
    system.ok(dev.swap)
    assert {name: system.views()[name] for name in views} == views
    for name, model in dev.models.items():
        if not model["view"]:
            continue
        assert (model["physical_table"] == prod.models[name]["physical_table"]) == (name not in rebuilt), name
        assert system.shows(model["view"], model["physical_table"]), (model["view"], system.views()[model["view"]])
    checkAnswers(system, gateway, "before")
    checkAnswers(system, gateway, "after", "__dev")
    checkTwice(system, dev.build, dev.swap)


def deployChange(system, bundle, gateway):
    """What dev has built is not computed again; the views move together, there and back."""
    built = system.snapshot()
    assert {name for name, model in bundle.models.items() if model["change"]["kind"] == "modified"} == {changed}
    assert {name for name, model in bundle.models.items() if model["change"]["kind"] == "indirect"} == indirect
    system.ok(bundle.build)
    assert system.snapshot() == built, "prod has computed again what dev had built"
    checkCut(system, bundle.swap)
    system.ok(bundle.swap)
    assert system.tables() == built[0]
    checkAnswers(system, gateway, "after")
    checkTwice(system, bundle.build, bundle.swap)
    checkCut(system, bundle.revert)
    system.ok(bundle.revert)
    assert (system.tables(), system.views()) == built[:2], "revert.sql did not restore what was there"
    checkAnswers(system, gateway, "before")
    checkTwice(system, bundle.revert)


def stopForOthers(system, bundle, gateway):
    """A view that somebody else has moved, edited or dropped stops both ways before anything changes; put back, they go on."""
    views = [system.engine.name(gateway + "_reports", "daily_takings"), system.engine.name(gateways[gateway], "windy_days")]
    bodies = ["", "SELECT 1 AS x", "SELECT * FROM " + bundle.models["raw.boats"]["physical_table"]]
    for script, state in ((bundle.swap, "before"), (bundle.revert, "after")):
        for view, body in itertools.product(views, bodies):
            kept = system.views()[view]
            system.ok(f"DROP VIEW {view};\n" + (f"CREATE VIEW {view} AS {body};\n" if body else ""))
            found = system.snapshot()
            system.fails(script, view.split(".")[-1].strip('"'))
            assert system.snapshot() == found, "a script has changed something before it stopped"
            system.ok(system.recreate(view, kept))
        checkAnswers(system, gateway, state)
        system.ok(script)
    checkAnswers(system, gateway, "before")


def checkAnswers(system, gateway, state, suffix=""):
    answers = {**readAnswers(gateway, state), **readSeeds(gateway)}
    assert len(answers) == 11
    for (schema, view), expected in answers.items():
        actual = system.answer(schema + suffix, view)
        assert actual == expected, f"{schema}{suffix}.{view}\nexpected {expected}\nactual   {actual}"


def checkTwice(system, *scripts):
    found = system.snapshot()
    for script in scripts:
        system.ok(script)
        assert system.snapshot() == found, "a script that ran again has changed something:\n" + script[:300]


def checkCut(system, script):
    """A client that dies between two steps leaves everything as it was, so all views move in one instant."""
    found = system.snapshot()
    steps = [match.start() for match in re.finditer(r"(?m)^-- step ", script)]
    assert len(steps) > 2
    for end in steps[1:]:
        system.run(script[:end])
        assert system.snapshot() == found, "the script changes something before its end:\n" + script[end:end + 300]


def checkApart(systems, project):
    """No name of one system stands in the scripts or in the database of the other."""
    for gateway, other in (("production", "nonproduction"), ("nonproduction", "production")):
        foreign = re.compile(rf"(?<!non){other}_|{gateways[other]}" if other == "production" else f"{other}|{gateways[other]}")
        tables, views = systems[gateway].tables(), systems[gateway].views()
        for text in [*tables, *views, *views.values()]:
            assert not foreign.search(text), text
        bundle = project.bundle(gateway)
        for text in (bundle.build, bundle.swap, bundle.revert):
            assert not foreign.search(text), foreign.search(text)




main()
