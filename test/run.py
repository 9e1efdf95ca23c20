#!/usr/bin/env python3
"""Runs all tests and says in the last line how many passed.

    test/run.py [BUILD FOLDER] [--fast] [ARGUMENT FOR LIT]...

    test/run.py build                            everything
    test/run.py build test/frontend -v           one folder, with the output of what fails
    test/run.py build test/backend -D update     write the actual answers into the tests

The tests find a PostgreSQL server of their own, which is started here and is
always stopped; DuckDB and SQLite need none. A missing engine is a failure.
"""
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
lit = "/usr/lib/llvm-19/build/utils/lit/lit.py"
python = os.path.join(root, "build", "venv", "bin", "python")
postgres = "/usr/lib/postgresql/15/bin"

# Leaves out what tells nothing about the memory of our own program: scripts, and statements that an engine runs.
slow = r"engine/|tools/|project/|properties/"


def main():
    arguments = sys.argv[1:]
    build = arguments.pop(0) if arguments and not arguments[0].startswith("-") else "build"
    fast = "--fast" in arguments
    arguments = [argument for argument in arguments if argument != "--fast"]
    build = os.path.abspath(build)
    if fast:
        arguments += ["--filter-out", slow]
    if not any(os.path.exists(argument) for argument in arguments):
        arguments.append(os.path.join(root, "test"))
    # An end from outside is an end like any other: the server is stopped.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    with runServer() as environment:
        return runLit(build, arguments, {**os.environ, **environment})


def runLit(build, arguments, environment):
    results = os.path.join(build, "test-results.json")
    os.makedirs(build, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        os.remove(results)
    command = [python, lit, "-sv", "--output", results, "-D", f"build={build}", *arguments]
    # However this ends, no test outlives it.
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        status = process.wait()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    counts = countResults(results)
    print(f"{counts['passed']} passed, {counts['failed']} failed" + f", {counts['skipped']} skipped" * bool(counts["skipped"]))
    return 0 if status == 0 and counts["failed"] == 0 and counts["passed"] > 0 else 1


def countResults(path):
    """Passed, failed and skipped tests. Results that lit could not write count as one failure."""
    try:
        with open(path, encoding="utf-8") as file:
            codes = [test["code"] for test in json.load(file)["tests"]]
    except (OSError, ValueError):
        return {"passed": 0, "failed": 1, "skipped": 0}
    passed = sum(code in ("PASS", "FLAKYPASS") for code in codes)
    skipped = sum(code in ("UNSUPPORTED", "SKIPPED", "EXCLUDED", "XFAIL") for code in codes)
    return {"passed": passed, "failed": len(codes) - passed - skipped, "skipped": skipped}


@contextlib.contextmanager
def runServer():
    """Starts PostgreSQL in a folder of its own; gives the variables by which clients find it."""
    # The path of the socket has to stay under 107 bytes, so the folder stands in /tmp, whatever TMPDIR says.
    with tempfile.TemporaryDirectory(prefix="sluice-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        started = startServer(folder)
        try:
            yield {"PGHOST": folder, "PGPORT": "5432", "PGUSER": "postgres"} if started else {}
        finally:
            if started:
                runAsPostgres(f"{postgres}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")


def startServer(folder):
    """Whether a server runs; without one the tests that need it fail, and say why."""
    if not os.path.exists(f"{postgres}/initdb"):
        print("PostgreSQL 15 is not installed", file=sys.stderr)
        return False
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    options = f"-k {folder} -p 5432 -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    steps = [
        [f"{postgres}/initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"],
        [f"{postgres}/pg_ctl", "-D", f"{folder}/data", "-w", "-t", "60", "-l", f"{folder}/log", "-o", options, "start"],
    ]
    return all(runAsPostgres(*step) for step in steps)


def runAsPostgres(*command):
    """The server refuses to run as root, so there it runs as the user that the package made."""
    identity = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    result = subprocess.run(command, **identity, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            check=False)
    if result.returncode:
        print(f"{' '.join(command)}\n{result.stdout}", file=sys.stderr)
    return result.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
