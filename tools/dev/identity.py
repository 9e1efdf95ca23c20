#!/usr/bin/env python3
"""Asks SQLGlot whether printing a parsed text changes what it means.

    identity.py --tool build/bin/sluice-opt --understood 860 --wrong 0 tests/fixtures/identity.sql
    identity.py --tool build/bin/sluice-opt test/conformance/render.jsonl

Each SQL text is parsed and printed by the tool. SQLGlot then reads both texts;
unless it finds the same tree, the line is wrong. A `.sql` file holds one
neutral text a line. Of a record in a `.jsonl` file, the SQL of the answers is
taken, in the record's dialect.

The last line counts the texts: how many became a tree (understood), were kept
as they are (opaque, command), were refused (error) or changed (wrong).
"""
import argparse
import collections
import json
import logging
import subprocess
import sys

import sqlglot

answers = ("result", "query", "query_unoptimized", "query_qualified", "pre", "post", "on_virtual_update")


def readTexts(path):
    """Pairs of dialect and SQL."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.strip():
                continue
            if path.endswith(".jsonl"):
                yield from textsOf(json.loads(line))
            else:
                yield "", line.rstrip("\n")


def textsOf(record):
    dialect = (record.get("model_dialect") or record.get("dialect") or "").partition(",")[0].strip().lower()
    for member in answers:
        value = record.get(member)
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and text.strip() and "\n" not in text:
                yield dialect, text
    for model in record.get("models") or []:
        yield from textsOf(model)


def askTool(tool, dialect, texts):
    """What the tool says about each text: {"kind": ..., "sql": ...}."""
    command = [tool, "--dialect", dialect, "--emit", "sql", "--lines"]
    result = subprocess.run(command, input="\n".join(texts) + "\n", capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    if len(lines) != len(texts):
        sys.exit(f"{' '.join(command)} answered {len(lines)} of {len(texts)} lines\n{result.stderr[-2000:]}")
    return lines


def parse(sql, dialect):
    try:
        return sqlglot.parse(sql, dialect=dialect or None)
    except (sqlglot.errors.SqlglotError, RecursionError):
        return None


def judge(dialect, before, answer):
    """The answer's kind, or `wrong`; nothing where SQLGlot cannot read the text itself."""
    wanted = parse(before, dialect)
    if wanted is None:
        return None
    if answer["kind"] != "error" and parse(answer["sql"], dialect) != wanted:
        return "wrong"
    return answer["kind"]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--tool", required=True)
    options.add_argument("--understood", type=int, default=0, help="at least that many must be understood")
    options.add_argument("--wrong", type=int, help="at most that many may be wrong")
    options.add_argument("--error", type=int, help="at most that many may be refused")
    options.add_argument("--verbose", action="store_true", help="print what is wrong or refused")
    options.add_argument("--kinds", default="wrong,error", help="kinds to print")
    options.add_argument("paths", nargs="+")
    asked = options.parse_args()
    logging.disable(logging.CRITICAL)
    byDialect = collections.defaultdict(dict)
    for path in asked.paths:
        for dialect, text in readTexts(path):
            byDialect[dialect][text] = None
    counts = collections.Counter()
    for dialect, texts in byDialect.items():
        for text, answer in zip(texts, askTool(asked.tool, dialect, list(texts))):
            kind = judge(dialect, text, answer)
            if kind is None:
                continue
            counts[kind] += 1
            if asked.verbose and kind in asked.kinds.split(","):
                print(f"{kind} [{dialect}] {text}\n      {answer['sql']}")
    print(", ".join(f"{counts[kind]} {kind}" for kind in ("understood", "opaque", "command", "error", "wrong")))
    tooMany = any(limit is not None and counts[kind] > limit
                  for kind, limit in (("wrong", asked.wrong), ("error", asked.error)))
    sys.exit(1 if tooMany or counts["understood"] < asked.understood else 0)


if __name__ == "__main__":
    main()
