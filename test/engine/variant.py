#!/usr/bin/env python3
"""Copies the example project and sets it up for another engine.

    variant.py duckdb TARGET
    variant.py postgres TARGET [DATABASE PREFIX]

Models stay as they are: their SQL runs on all engines. Only the connections,
the dialect and the tables that others fill differ. On SQLite a schema is a
prefix of the table's name (`harbour__wind`), elsewhere it has to be made. The
prefix keeps tests that share a PostgreSQL server apart.
"""
import os
import re
import shutil
import sys

example = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "isolated_systems")

connections = {
    "duckdb": "{type: duckdb, database: NAME.duckdb}",
    "postgres": "{type: postgres, host: localhost, port: 5432, user: postgres, password: '', database: NAME}",
}


def main():
    engine, target, *prefix = sys.argv[1:]
    shutil.copytree(example, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.db", "*.duckdb", "build", ".cache"))
    connection = connections[engine].replace("NAME", "".join(prefix) + r"\1")
    rewrite(os.path.join(target, "config.yaml"), r"\{type: sqlite, database: (\w+)\.db\}", connection)
    rewrite(os.path.join(target, "config.yaml"), r"dialect: sqlite", f"dialect: {engine}")
    for name in sorted(os.listdir(os.path.join(target, "sources"))):
        path = os.path.join(target, "sources", name)
        rewrite(path, r"(?m)^CREATE TABLE (\w+?)__", r"CREATE SCHEMA \1;\nCREATE TABLE \1__")
        rewrite(path, r"(CREATE TABLE|INSERT INTO) (\w+?)__", r"\1 \2.")


def rewrite(path, pattern, replacement):
    """Replaces the pattern everywhere; a pattern that is not there means that the example has changed."""
    with open(path, encoding="utf-8") as file:
        text, count = re.subn(pattern, replacement, file.read())
    if not count:
        sys.exit(f"{path} does not hold {pattern}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
