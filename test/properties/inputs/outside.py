"""What a run touches outside: each file of the project once, no socket, nothing at all of the engines.

    outside.py FOLDER
"""
import collections
import json
import os
import re
import shutil
import sys

from workshop import compile, copyExample, makeLarge, readFiles, sluice

folder = os.path.join(sys.argv[1], "outside")
shutil.rmtree(folder, ignore_errors=True)
trace = os.path.join(sys.argv[1], "trace")

# The verbs that only read, as they are called on the example project.
verbs = [
    ["compile"],
    ["compile", "--gateway", "production", "--environment", "dev", "--out", "elsewhere", "--base", "deployed"],
    ["compile", "--gateway", "production", "--emit", "json"],
    ["compile", "--gateway", "production", "--emit", "script"],
    ["check"],
    ["list"],
    ["render", "--gateway", "production", "production_reports.boat_league"],
    ["diff", "deployed"],
    ["explain", "AuditUnknown"],
    ["init", "made"],
]


def main():
    small = copyExample(os.path.join(folder, "small"))
    readOnce(small, "--jobs", "8")
    readOnce(makeLarge(os.path.join(folder, "large"), 100), "--jobs", "8")
    shutil.copytree(os.path.join(compile(small), "production", "prod"), os.path.join(small, "deployed"))
    for arguments in verbs:
        noSocket(small, arguments)
    withoutNetwork(small)


def traced(project, calls, arguments):
    """The system calls of one run, one a line; of all its threads. Under strace nobody can look for leaks."""
    os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
    result = sluice(project, *arguments, before=["strace", "-f", "-qq", "-e", "trace=" + calls, "-o", trace], cwd=project)
    assert result.returncode == 0, (arguments, result.stderr.decode())
    with open(trace, encoding="utf-8") as file:
        return file.read()


def readOnce(project, *arguments):
    """Both gateways are compiled in one run, and each file is opened once."""
    text = traced(project, "open,openat,openat2", ["compile", *arguments])
    opened = collections.Counter(os.path.relpath(path, project) for path in re.findall(r'"([^"]+)", O_RDONLY', text)
                                 if path.startswith(project + "/") and not os.path.isdir(path))
    with open(os.path.join(project, "build", "production", "prod", "manifest.json"), encoding="utf-8") as file:
        files = [row["path"] for row in json.load(file)["inputs"]]
    assert len(files) > 15 and "config.yaml" in files
    for path in files:
        assert opened[path] == 1, f"{path} was opened {opened[path]} times"
    strange = [path for path in opened if path not in files and opened[path] > 1 and not path.startswith("build/")]
    assert not strange, strange


def noSocket(project, arguments):
    text = traced(project, "network", arguments)
    assert not re.search(r"\b(socket|connect|bind|sendto)\(", text), f"{arguments}\n{text}"
    databases = [path for path in readFiles(project) if path.endswith((".db", ".duckdb"))]
    assert not databases, databases


def withoutNetwork(project):
    """The same where the machine has no network at all, if this person may ask for that."""
    isolated = ["unshare", "--map-root-user", "--net"]
    if sluice(project, "--version", before=isolated).returncode != 0:
        return
    expected = readFiles(compile(project))
    shutil.rmtree(os.path.join(project, "build"))
    result = sluice(project, "compile", before=isolated)
    assert result.returncode == 0, result.stderr.decode()
    assert readFiles(os.path.join(project, "build")) == expected


main()
