#!/usr/bin/env python3
"""Loads a project with the real SQLMesh and with Sluice, and lists where they differ.

    python3 -m venv reference && reference/bin/pip install sqlmesh==0.236.4 sqlglot==30.8.0
    reference/bin/python tools/dev/differential.py PROJECT [--sluice build/bin/sluice] [--gateway NAME]...

Every gateway is compared: the models that there are, and of each its name, kind,
dialect, dependencies, properties, query before optimization and statements. SQL
agrees when SQLGlot reads both texts as the same tree. The reference loads each
gateway in a process of its own, since a project may register macros. A project
on SQLite cannot be loaded by SQLMesh; write `duckdb` for the comparison.

One line a difference: gateway, model, field, then what each says. The exit code
is 1 if there are any.
"""
import argparse
import contextlib
import importlib.metadata
import io
import json
import logging
import multiprocessing
import os
import subprocess
import sys

import sqlglot
from sqlglot.errors import SqlglotError
from sqlmesh import Context
from sqlmesh.core.console import NoopConsole, set_console

pins = {"sqlmesh": "0.236.4", "sqlglot": "30.8.0"}
fields = ["name", "kind", "dialect", "gateway", "depends_on", "tags", "owner", "cron", "description", "audits", "grain"]
queries = ["query_unoptimized"]
statements = ["pre", "post", "on_virtual_update"]


def describeModel(model):
    """What `compile --emit json` says of a model, in the reference's words."""
    out = {"fqn": model.fqn, "name": model.name, "kind": model.kind.name.value, "dialect": model.dialect, "gateway": model.gateway,
           "depends_on": sorted(model.depends_on), "tags": model.tags, "owner": model.owner, "cron": model.cron,
           "description": model.description, "audits": [audit.name for audit, _ in model.audits_with_args],
           "grain": [expression.sql(dialect=model.dialect) for expression in model.grains]}
    if model.is_sql:
        # The renderer itself, without what it has kept: render_query optimizes whatever it is told.
        renderer = model._query_renderer  # pylint: disable=protected-access
        renderer._optimized_cache = None  # pylint: disable=protected-access
        rendered = renderer.render(needs_optimization=False)
        out["query_unoptimized"] = rendered.sql(dialect=model.dialect) if rendered else None
    for field, render in (("pre", model.render_pre_statements), ("post", model.render_post_statements),
                          ("on_virtual_update", model.render_on_virtual_update)):
        out[field] = [statement.sql(dialect=model.dialect) for statement in render()]
    return out


def askReference(project, gateway, pipe):
    logging.disable(logging.CRITICAL)
    set_console(NoopConsole())
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            context = Context(paths=project, gateway=gateway)
            answer = {"models": {fqn: describeModel(model) for fqn, model in context.models.items()}, "gateways": list(context.config.gateways)}
    except Exception as error:  # pylint: disable=broad-except: whatever the reference says is its answer
        answer = {"error": f"{type(error).__name__}: {error}"}
    pipe.send(answer)


def loadReference(project, gateway):
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=askReference, args=(project, gateway, there))
    process.start()
    answer = here.recv()
    process.join()
    return answer


def loadOurs(sluice, project, gateway):
    chosen = ["--gateway", gateway] if gateway else []
    run = subprocess.run([sluice, "compile", "-p", project, *chosen, "--emit", "json"], capture_output=True, text=True, check=False)
    try:
        models = json.loads(run.stdout)
    except json.JSONDecodeError:
        return {"error": run.stderr.strip().split("\n")[0]}
    errors = [line for line in run.stderr.splitlines() if ": error: " in line]
    return {"models": {model["fqn"]: model for model in models}, **({"error": errors[0]} if errors else {})}


def readSql(text, dialect):
    try:
        return sqlglot.parse_one(text, dialect=dialect, error_level="raise")
    except SqlglotError:
        return text


def sameSql(a, b, dialect):
    return a == b or (a is not None and b is not None and readSql(a, dialect) == readSql(b, dialect))


def compareModels(wanted, got):
    """Fields that differ, with both values."""
    # A model without a gateway of its own runs on the one that is compiled for.
    for field in fields if wanted["gateway"] else [name for name in fields if name != "gateway"]:
        if (wanted.get(field) or None) != (got.get(field) or None):
            yield field, wanted.get(field), got.get(field)
    for field in queries:
        if field in wanted and not sameSql(wanted[field], got.get(field), wanted["dialect"]):
            yield field, wanted[field], got.get(field)
    for field in statements:
        ours = got.get(field) or []
        if len(ours) != len(wanted[field]) or not all(sameSql(a, b, wanted["dialect"]) for a, b in zip(wanted[field], ours)):
            yield field, wanted[field], ours


def compareGateway(wanted, got):
    if ("error" in wanted) != ("error" in got):
        yield "", "error", wanted.get("error"), got.get("error")
    for fqn in sorted({*wanted.get("models", {}), *got.get("models", {})} if "error" not in wanted else ()):
        ours, theirs = got.get("models", {}).get(fqn), wanted["models"].get(fqn)
        if ours is None or theirs is None:
            yield fqn, "model", "is there" if theirs else "is not there", "is there" if ours else "is not there"
        else:
            yield from ((fqn, *difference) for difference in compareModels(theirs, ours))


def findGateways(project):
    answer = loadReference(project, None)
    return answer.get("gateways") or [None]


def main():
    parser = argparse.ArgumentParser(description="Compare a project's models with those of the real SQLMesh.")
    parser.add_argument("project")
    parser.add_argument("--sluice", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "build", "bin", "sluice"))
    parser.add_argument("--gateway", action="append", default=[])
    options = parser.parse_args()
    for name, version in pins.items():
        if importlib.metadata.version(name) != version:
            sys.exit(f"the comparison is with {name}=={version}, and {importlib.metadata.version(name)} is installed")
    different = 0
    for gateway in options.gateway or findGateways(options.project):
        wanted, got = loadReference(options.project, gateway), loadOurs(options.sluice, options.project, gateway)
        found = list(compareGateway(wanted, got))
        for fqn, field, theirs, ours in found:
            print(f"{gateway} {fqn} {field}\n  SQLMesh {theirs!r}\n  Sluice  {ours!r}")
        different += len(found)
        print(f"{gateway}: {len(wanted.get('models', {}))} models, {len(found)} differences")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
