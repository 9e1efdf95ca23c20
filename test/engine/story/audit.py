"""A failed audit stops the build, leaves no table of its model, and changes nothing that readers see.

    audit.py ENGINE FOLDER DATABASE -- CLIENT...
"""
import os
import sys

from project import Project, readAnswers
from systems import openSystem

kind, folder, database, separator, *client = sys.argv[1:]
assert separator == "--"
gateway = "nonproduction"

project = Project(kind, os.path.join(folder, "project"))
system = openSystem(kind, os.path.join(folder, gateway), database, client)
system.ok(project.read("sources", gateway + ".sql"))


def made(word):
    return [name for name in [*system.tables(), *system.views()] if word in name]


# A boat with one seat sells more tickets than it has seats, which the project's own audit finds.
project.edit("seeds/boats.csv", "Old Puffin,6", "Old Puffin,1")
project.compile()
wrong = project.bundle(gateway)
message = 'audit "no_boat_is_overfull" of model "dev_ferries.sailing_totals" found 3 rows'
system.fails(wrong.build, message)
assert made("boats") and made("tickets"), "what was built before the audit stays"
for name in ("sailing_totals", "boat_league", "busiest_routes", "daily_takings"):
    assert not made(name), made(name)
system.fails(wrong.swap, "build.sql")

# Again it goes on where it stopped, and stops there again.
stopped = system.snapshot()
system.fails(wrong.build, message)
assert system.snapshot() == stopped

# Corrected, it builds the rest; then the mistake, compiled against what is deployed, leaves every view alone.
project.edit("seeds/boats.csv", "Old Puffin,1", "Old Puffin,6")
project.compile()
system.ok(project.bundle(gateway).build)
system.ok(project.bundle(gateway).swap)
deployed = project.bundle(gateway).keep(os.path.join(folder, "deployed"))
project.edit("seeds/boats.csv", "Old Puffin,6", "Old Puffin,2")
project.compile("--gateway", gateway, "--base", deployed)
tables, views = system.tables(), system.views()
system.fails(project.bundle(gateway).build, "no_boat_is_overfull")
assert {name: system.views()[name] for name in views} == views
assert {name: system.tables()[name] for name in tables} == tables
system.fails(project.bundle(gateway).swap, "build.sql")
assert {name: system.views()[name] for name in views} == views
for (schema, view), expected in readAnswers(gateway, "before").items():
    assert system.answer(schema, view) == expected, view
