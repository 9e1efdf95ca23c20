"""Reads the problems that `sluice --diagnostics json` writes, one JSON object a line.

    {"code": "UnknownGateway", "severity": "error", "message": "...", "file": "models/a.sql",
     "range": {"from": {"line": 3, "column": 9}, "to": {"line": 3, "column": 14}}, ...}

The members are described in the command line's contract; a problem that belongs
to no file has neither `file` nor `range`.
"""
import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    code: str
    severity: str
    message: str
    file: str
    line: int


class Stray(Exception):
    """A line on standard error that is no problem: a crash, a failed assertion, a forgotten print."""


def readProblems(text):
    """The problems in the order in which they were written. Raises Stray for any other line."""
    problems = []
    for line in text.splitlines():
        if line.strip():
            problems.append(readProblem(line))
    return problems


def readProblem(line):
    try:
        row = json.loads(line)
        place = row.get("range") or {"from": {"line": 0}}
        return Problem(row["code"], row["severity"], row["message"], row.get("file") or "", place["from"]["line"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Stray(line) from None
