"""Checks that a project has exactly the problems that its own comments announce.

    verify.py PROJECT [OPTION FOR `sluice check`]...

    -- expect-error@below: UnknownMacro          the next line that is no such comment
    SELECT @nope(1) -- expect-error@here: A      this line
    # expect-warning@above: UnknownKey           the last line that is no such comment
    -- expect-error@any: B, C                    some line of this file, one each

The set is exact both ways, for errors and warnings alike; notes are not looked
at. A problem without a file is expected in `config.yaml`, with `@any`.
"""
import collections
import os
import re
import subprocess
import sys

import diagnostics

comment = re.compile(r"(?:--|#|/\*)\s*expect-(error|warning)@(below|above|here|any):\s*([A-Za-z]\w*(?:\s*,\s*[A-Za-z]\w*)*)")


def readExpectations(file, text):
    """A counter of (file, line, severity, code); line 0 stands for any."""
    lines = text.split("\n")
    alone = [bool(found) and not line[:found.start()].strip() for line in lines for found in [comment.search(line)]]
    result = collections.Counter()
    for index, line in enumerate(lines):
        for severity, where, codes in comment.findall(line):
            place = 0 if where == "any" else 1 + findPlace(alone, index, where)
            for code in re.split(r"\s*,\s*", codes):
                result[file, place, severity, code] += 1
    return result


def findPlace(alone, index, where):
    step = {"here": 0, "below": 1, "above": -1}[where]
    index += step
    while step and 0 <= index < len(alone) and alone[index]:
        index += step
    return index


def readProject(folder):
    result = collections.Counter()
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = os.path.join(parent, name)
            with open(path, encoding="utf-8", errors="replace", newline="") as file:
                result += readExpectations(os.path.relpath(path, folder), file.read())
    return result


def subtract(expected, actual):
    """What is expected and missing, and what is there unexpectedly."""
    missing, extra = expected - actual, actual - expected
    for file, line, severity, code in sorted(missing.elements()):
        if line == 0:
            match = next((e for e in sorted(extra) if (e[0], e[2], e[3]) == (file, severity, code)), None)
            if match:
                missing[file, line, severity, code] -= 1
                extra[match] -= 1
    return +missing, +extra


def main():
    folder, *options = sys.argv[1:]
    result = subprocess.run(["sluice", "check", "--diagnostics", "json", "-p", folder, *options],
                            capture_output=True, text=True, timeout=600, check=False)
    try:
        problems = diagnostics.readProblems(result.stderr)
    except diagnostics.Stray as line:
        print(f"not a problem: {line}\nexit code {result.returncode}", file=sys.stderr)
        return 1
    problems = [problem for problem in problems if problem.severity != "note"]
    actual = collections.Counter((p.file or "config.yaml", p.line, p.severity, p.code) for p in problems)
    missing, extra = subtract(readProject(folder), actual)
    for word, rows in (("missing", missing), ("unexpected", extra)):
        for file, line, severity, code in sorted(rows.elements()):
            texts = [p.message for p in problems if (p.file or "config.yaml", p.line, p.code) == (file, line, code)]
            print(f"{file}:{line or 'any'}: {word} {severity} {code}", *texts[:1], file=sys.stderr)
    allowed = {1, 2} if any(p.severity == "error" for p in problems) else {0}
    if result.returncode not in allowed:
        print(f"exit code {result.returncode}; wanted {sorted(allowed)}", file=sys.stderr)
    return 1 if missing or extra or result.returncode not in allowed else 0


if __name__ == "__main__":
    sys.exit(main())
