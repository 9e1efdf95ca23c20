#!/usr/bin/env python3
"""Asks SQLGlot whether printing what it tests in its dialects changes any meaning.

    dialects.py --tool build/bin/sluice-opt --counts test/backend/sql/dialects.txt SQLGLOT/tests/dialects
    dialects.py --tool build/bin/sluice-opt --only tsql --kinds wrong,opaque SQLGLOT/tests/dialects

The texts are the first arguments of `self.validate_identity(...)` in the tests of
SQLGlot, taken out of their source. Each is parsed and printed by the tool, and
SQLGlot reads both texts, in the dialect whose test it is. A line of the answer

    duckdb: 520 same, 12 opaque, 3 refused, 0 wrong

says how many mean the same, are kept as they are written, are refused, or have
become something else. SQLGlot itself spells some texts so that it reads them in
another way; a text that reads like its own spelling is as good. With `--counts` the lines are compared with committed ones:
`same` may only rise, `wrong` only fall.
"""
import argparse
import ast
import collections
import json
import logging
import pathlib
import re
import sys

import sqlglot
from identity import askTool, parse

dialects = ("duckdb", "postgres", "snowflake", "bigquery", "databricks", "spark", "hive", "redshift", "trino", "presto",
            "athena", "tsql", "fabric", "mysql", "clickhouse", "sqlite")
kinds = ("same", "opaque", "refused", "wrong")


def readTexts(path):
    """The constant first arguments of the calls of validate_identity, each once."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    texts = {}
    for call in calls:
        named = isinstance(call.func, ast.Attribute) and call.func.attr == "validate_identity"
        # A call may name another dialect than its class does.
        if named and call.args and isinstance(call.args[0], ast.Constant) and not hasDialect(call):
            texts[call.args[0].value] = None
    return list(texts)


def hasDialect(call):
    return any(keyword.arg in ("dialect", "identify") for keyword in call.keywords)


def encode(text):
    """One line for the tool."""
    return json.dumps(text) if "\n" in text or (text.startswith('"') and text.endswith('"')) else text


def judge(dialect, text, answer):
    """What became of a text, or nothing where SQLGlot cannot read it itself."""
    wanted = parse(text, dialect)
    if wanted is None:
        return None
    if answer["kind"] == "error":
        return "refused"
    if parse(answer["sql"], dialect) not in (wanted, parse(spell(wanted, dialect), dialect)):
        return "wrong"
    kept = answer["kind"] == "opaque" or (answer["kind"] == "command" and not areCommands(wanted))
    return "opaque" if kept else "same"


def areCommands(trees):
    """Whether SQLGlot keeps the text as it is written, too."""
    return all(isinstance(tree, sqlglot.exp.Command) for tree in trees)


def spell(trees, dialect):
    """What SQLGlot prints."""
    return "; ".join(tree.sql(dialect) for tree in trees if tree)


def count(asked, dialect):
    counts = collections.Counter()
    texts = readTexts(asked.folder / f"test_{dialect}.py")
    for text, answer in zip(texts, askTool(asked.tool, dialect, [encode(text) for text in texts])):
        kind = judge(dialect, text, answer)
        if kind is None:
            continue
        counts[kind] += 1
        alike = kind == "same" and ("spelled" not in asked.kinds or answer["sql"] == spell(parse(text, dialect), dialect))
        if kind in asked.kinds or not (alike or kind != "same"):
            print(f"{kind} [{dialect}] {text}\n      {answer.get('error') or answer['sql']}")
    return counts


def lineOf(name, counts):
    return f"{name}: " + ", ".join(f"{counts[kind]} {kind}" for kind in kinds)


def readCounts(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.partition(":")[0]: {kind: int(number) for number, kind in re.findall(r"(\d+) (\w+)", line)}
            for line in lines if ":" in line}


def isWorse(wanted, counts):
    return counts["same"] < wanted["same"] or counts["wrong"] > wanted["wrong"]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--tool", required=True)
    options.add_argument("--only", help="one dialect")
    options.add_argument("--counts", type=pathlib.Path, help="what is expected")
    options.add_argument("--kinds", default="", help="kinds to print; `spelled`: what SQLGlot spells in another way")
    options.add_argument("folder", type=pathlib.Path)
    asked = options.parse_args()
    asked.kinds = asked.kinds.split(",")
    logging.disable(logging.CRITICAL)
    wanted = readCounts(asked.counts) if asked.counts else {}
    total, worse = collections.Counter(), []
    for dialect in [asked.only] if asked.only else dialects:
        counts = count(asked, dialect)
        total += counts
        print(lineOf(dialect, counts))
        if wanted and isWorse(wanted[dialect], counts):
            worse.append(dialect)
    print(lineOf("all", total))
    for dialect in worse:
        print(f"`{dialect}` has become worse: {lineOf(dialect, wanted[dialect])}", file=sys.stderr)
    sys.exit(1 if worse else 0)


if __name__ == "__main__":
    main()
