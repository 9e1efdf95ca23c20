"""What the property tests share: copies of a project, what `sluice` makes of them, and how two bundles compare.

    project = copyExample(folder)
    bytesOf(compile(project))             {"nonproduction/prod/build.sql": b"...", ...}
    fingerprints(project)                 {("nonproduction", name): {"source": ..., "resolved": ...}}
"""
import json
import os
import shutil
import subprocess
import sys

root = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
example = os.path.join(root, "examples", "isolated_systems")
skip = shutil.ignore_patterns("*.db", "*.duckdb", "build", "sources", "story.sh")


def copyExample(folder):
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(example, folder, ignore=skip)
    return folder


def makeLarge(folder, models):
    """A project that keeps several threads busy."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, os.path.join(root, "test", "bench", "gen_project.py"), "--plain", "--models", str(models), "--out", folder],
                   check=True, capture_output=True)
    return folder


def writeFiles(folder, files):
    """A project from {path: text}."""
    for path, text in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        with open(os.path.join(folder, path), "w", encoding="utf-8", newline="") as file:
            file.write(text)
    return folder


def readFiles(folder):
    """All files below the folder as {path: bytes}."""
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def sluice(project, *arguments, before=(), **options):
    return subprocess.run([*before, "sluice", "--project", project, *arguments], capture_output=True, check=False, **options)


def compile(project, *arguments, **options):
    """The folder with the bundles of all gateways."""
    result = sluice(project, "compile", *arguments, **options)
    assert result.returncode == 0, (result.stdout + result.stderr).decode()
    return os.path.join(project, "build")


def listModels(project):
    result = sluice(project, "list", "--gateway", "all", "--format", "json")
    assert result.returncode == 0, result.stderr.decode()
    return json.loads(result.stdout)


def checkSame(found, expected, what):
    assert found.keys() == expected.keys(), f"{what}: other files: {found.keys() ^ expected.keys()}"
    for name in sorted(expected):
        if found[name] == expected[name]:
            continue
        pairs = zip(found[name].decode().split("\n"), expected[name].decode().split("\n"))
        line = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
        raise AssertionError(f"{what}: {name} differs:\n  found    {line[0][:300]}\n  expected {line[1][:300]}")
