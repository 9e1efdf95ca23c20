"""The test formats of this folder: `.cases` for many small texts, `.test` for everything else.

A `.cases` file feeds each input to a command and compares what comes out:

    Comments open the file. `run` names the command of all cases.  | each line starts with `# `
    # run: sluice-opt --dialect duckdb --emit sql

    # title: a variable becomes a literal
    # run: sluice-opt --dialect duckdb --emit sql --var x=1        | only for this case
    SELECT @x
    ----
    SELECT 1

    ====

    SELECT @y
    ----
    error: UndefinedVariable

Problems come first, one `severity: Code` a line and without notes; after an
error there is no further text. A warning that nobody expected fails the case.
`lit -D update` writes the actual answers into the file; read the diff as code.
"""
import hashlib
import os
import re
import shlex
import subprocess
import sys

import lit.formats
import lit.Test
import lit.TestRunner

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools", "dev"))
import diagnostics  # noqa: E402

secondsPerCase = 60


class SluiceFormat(lit.formats.ShTest):
    """Runs `.test` files with bash, so a line of a test works in a terminal too."""

    def __init__(self):
        super().__init__(execute_external=True)

    def execute(self, test, litConfig):
        path = test.getSourcePath()
        if path.endswith(".cases"):
            return executeCases(path, test.config.environment, "update" in litConfig.params)
        # A database name that no other test has; tests run side by side on one server.
        name = "t" + hashlib.sha256(test.getFullName().encode()).hexdigest()[:16]
        return lit.TestRunner.executeShTest(test, litConfig, True, [("%database", name)])


class Case:
    """One case; `text` is how it stands in the file."""

    def __init__(self, text):
        head, separator, expected = ("\n" + text + "\n").partition("\n----\n")
        self.title = self.run = ""
        self.expected = expected.strip("\n").rstrip()
        self.complete = bool(separator)
        lines = head.strip("\n").split("\n")
        self.directives = []
        while lines and (directive := re.match(r"# (title|run): *(.*)", lines[0])):
            setattr(self, directive[1], directive[2])
            self.directives.append(lines.pop(0))
        self.input = "\n".join(lines)

    def print(self):
        return "\n".join(filter(None, [*self.directives, self.input, "----", self.expected]))


def readCases(text):
    """The opening comments, and the cases."""
    parts = re.split(r"(?m)^====\n", text)
    head, blank, first = parts[0].partition("\n\n")
    if not blank or not all(line.startswith("#") for line in head.split("\n")):
        raise ValueError("the file does not open with comments and a blank line")
    return head, [Case(part.strip("\n")) for part in [first, *parts[1:]]]


def printCases(head, cases):
    return head + "\n\n" + "\n\n====\n\n".join(case.print() for case in cases) + "\n"


def executeCases(path, environment, update):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    try:
        head, cases = readCases(text)
    except ValueError as problem:
        return lit.Test.FAIL, f"{path}: {problem}"
    default = re.search(r"(?m)^# run: *(.*)$", head)
    failures = []
    for number, case in enumerate(cases, 1):
        command = case.run or (default[1] if default else "")
        complaint = checkCase(case, command, environment, os.path.dirname(path), update)
        if complaint:
            failures.append(f"case {number}: {case.title}\n$ {command}\n{case.input}\n{complaint}\n")
    if update and printCases(head, cases) != text:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(printCases(head, cases))
    if failures:
        return lit.Test.FAIL, f"{len(failures)} of {len(cases)} cases fail\n\n" + "\n".join(failures)
    return lit.Test.PASS, ""


def checkCase(case, command, environment, folder, update):
    """Nothing if the case holds, else what is wrong with it."""
    if not command:
        return "no `# run:` says what to do"
    if not case.complete and not update:
        return "no `----` separates input and answer"
    try:
        actual = askTool(command, case.input, environment, folder)
    except (OSError, UnicodeDecodeError, subprocess.TimeoutExpired, diagnostics.Stray, ChildProcessError) as problem:
        return f"{type(problem).__name__}: {problem}"
    if update:
        case.expected = actual
    elif actual != case.expected:
        return f"---- expected\n{case.expected}\n---- actual\n{actual}"
    return None


def askTool(command, text, environment, folder):
    """Problems and output as they stand in a file. Raises when the tool does not end the way tools end."""
    words = shlex.split(command) + ["--diagnostics", "json"]
    result = subprocess.run(words, input=(text + "\n").encode(), capture_output=True, env=environment, cwd=folder,
                            timeout=secondsPerCase, check=False)
    problems = diagnostics.readProblems(result.stderr.decode())
    errors = any(problem.severity == "error" for problem in problems)
    if result.returncode != (1 if errors else 0):
        raise ChildProcessError(f"exit code {result.returncode}\n{result.stderr.decode()}")
    lines = [f"{problem.severity}: {problem.code}" for problem in problems if problem.severity != "note"]
    if not errors:
        lines.append(result.stdout.decode())
    return "\n".join(lines).rstrip()
