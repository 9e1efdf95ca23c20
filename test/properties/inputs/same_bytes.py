"""The bundles of a project do not depend on threads, folders, clocks, languages or rights.

    same_bytes.py FOLDER
"""
import getpass
import os
import random
import re
import shutil
import subprocess
import sys

from workshop import compile, copyExample, makeLarge, readFiles, checkSame

folder = os.path.join(sys.argv[1], "same")


def main():
    shutil.rmtree(folder, ignore_errors=True)
    small, large = copyExample(os.path.join(folder, "small")), makeLarge(os.path.join(folder, "large"), 300)
    for project in (small, large):
        expected = bundles(project, "--jobs", "1")
        assert len(expected) == 12, sorted(expected)
        for jobs in ("2", "8", "2", "8"):
            checkSame(bundles(project, "--jobs", jobs), expected, f"{jobs} threads")
        checkSame(bundles(shuffle(project)), expected, "files made in another order, in a folder with another name")
        checkSame(bundles(project, cwd="/"), expected, "called from another folder")
        for what, options in surroundings():
            checkSame(bundles(project, **options), expected, what)
        checkNothingPersonal(project, expected)
    checkPlaces(small)


def bundles(project, *arguments, **options):
    shutil.rmtree(os.path.join(project, "build"), ignore_errors=True)
    return readFiles(compile(project, *arguments, **options))


def shuffle(project):
    """A copy whose files were made in a random order, with others between them that leave gaps in the folders."""
    paths = [path for path in readFiles(project) if not path.startswith("build/")]
    random.Random(7).shuffle(paths)
    target = os.path.join(folder, "another name, größer")
    shutil.rmtree(target, ignore_errors=True)
    for path in paths:
        goal = os.path.join(target, path)
        os.makedirs(os.path.dirname(goal), exist_ok=True)
        with open(goal + ".gap", "w", encoding="utf-8"):
            pass
        shutil.copyfile(os.path.join(project, path), goal)
    for path in paths:
        os.remove(os.path.join(target, path + ".gap"))
    return target


def surroundings():
    """What may differ between two machines. The German locale is made here, so that it exists."""
    locales = os.path.join(folder, "locales")
    os.makedirs(locales, exist_ok=True)
    subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", os.path.join(locales, "de_DE.UTF-8")], check=False, capture_output=True)
    assert os.path.exists(os.path.join(locales, "de_DE.UTF-8", "LC_NUMERIC"))
    here = dict(os.environ)
    yield "another time zone", {"env": {**here, "TZ": "Asia/Tokyo"}}
    yield "the locale C", {"env": {**here, "LC_ALL": "C"}}
    yield "a German locale", {"env": {**here, "LC_ALL": "de_DE.UTF-8", "LOCPATH": locales}}
    yield "another person", {"env": {**here, "USER": "somebody", "LOGNAME": "somebody", "HOME": "/nowhere", "HOSTNAME": "elsewhere"}}
    yield "no environment", {"env": {"PATH": here["PATH"]}}
    yield "narrow rights", {"umask": 0o077}
    yield "wide rights", {"umask": 0}


def checkNothingPersonal(project, files):
    """No absolute path, person, machine or day of this run stands in a bundle, unless the project itself says such a word."""
    today = subprocess.run(["date", "+%Y-%m-%d"], capture_output=True, text=True, check=True).stdout.strip()
    said = " ".join(content.decode() for path, content in readFiles(project).items() if not path.startswith("build/"))
    words = [os.path.abspath(project), folder, os.path.expanduser("~"), "/tmp/", today, getpass.getuser(), os.uname().nodename]
    for name, content in files.items():
        for word in words:
            found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", content.decode())
            assert word in said or not found, f"{word} stands in {name}"


def checkPlaces(project):
    """Where the bundle is written does not matter, and a base is the same base wherever it was copied to."""
    expected = bundles(project)
    out = os.path.join(folder, "elsewhere")
    shutil.rmtree(out, ignore_errors=True)
    compile(project, "--out", out)
    checkSame(readFiles(out), expected, "another output folder")
    results = []
    for place in ("here", "there/deeper"):
        base = os.path.join(folder, place)
        shutil.rmtree(base, ignore_errors=True)
        shutil.copytree(os.path.join(out, "production", "prod"), base)
        compile(project, "--gateway", "production", "--base", base)
        results.append(readFiles(os.path.join(project, "build", "production")))
    checkSame(results[1], results[0], "the base in another folder")


main()
