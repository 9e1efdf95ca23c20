#!/usr/bin/env python3
"""Looks for a project that crashes or hangs `sluice check`, or makes it eat memory.

    tools/dev/fuzz_projects.py projects headers jinja --seconds 600 --seed 7
    tools/dev/fuzz_projects.py jinja --runs 50 --program build/asan/bin/sluice

Three kinds of input are mutated: whole projects, the files of single models
(their headers above all), and templates. They come from the records in
test/conformance and from test/frontend/jinja. A mutation takes out, doubles,
exchanges or adds a word or two, so that most of a file stays sound and the
passes behind the parser see it.

A run is bad if the program dies of a signal or of a sanitizer, takes more than
20 seconds, or more than 1 GB. Bad projects are kept beside each other in the
folder that --keep names. The same seed and kind give the same projects.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECORDS = os.path.join(ROOT, "test", "conformance")
TEMPLATES = os.path.join(ROOT, "test", "frontend", "jinja", "templates.jsonl")
SECONDS, MEGABYTES = 20, 1024  # what one run may take

CONFIG = """gateways: {dev: {connection: {type: duckdb}}}
model_defaults: {dialect: %s}
variables: {x: foo, n: 1, l: [p, q]}
"""
WORDS = re.compile(r"\s+|\w+|@\{|\{\{|\}\}|\{%|%\}|:=|.", re.S)
ODD = ["(", ")", "[", "]", "'", '"', "$$", "@", "{{", "}}", "{%", "%}", ";", ",", "--", "/*", "\\", "\0", "\u00e9", "-", "\n", "9" * 30]


def readLines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def readProjects():
    return [record["files"] for record in readLines(os.path.join(RECORDS, "projects.jsonl"))]


def readHeaders():
    records = readLines(os.path.join(RECORDS, "models.jsonl"))
    return [{"config.yaml": CONFIG % (record["dialect"] or "duckdb"), "models/m.sql": record["file"]} for record in records]


def readTemplates():
    inside = [project for project in readProjects() + readHeaders() if any("JINJA" in text or "{%" in text for text in project.values())]
    model = "MODEL (name s.m);\nJINJA_QUERY_BEGIN;\nSELECT '%s' AS a;\nJINJA_END;"
    alone = [record["template"] for record in readLines(TEMPLATES) if "template" in record]
    return inside + [{"config.yaml": CONFIG % "duckdb", "models/m.sql": model % text} for text in alone]


KINDS = {"projects": readProjects, "headers": readHeaders, "jinja": readTemplates}


class Mutator:
    """Gives one mutated project after the other."""

    def __init__(self, projects, seed):
        self.projects = projects
        self.random = random.Random(seed)
        self.pool = [word for project in projects for text in project.values() for word in WORDS.findall(text)[:60]]

    def project(self):
        files = self.random.choice(self.projects)
        return {name: self.mutated(text) if self.random.random() < 0.7 else text for name, text in files.items()}

    def mutated(self, text):
        words = WORDS.findall(text)
        for _ in range(self.random.randint(1, 4)):
            if words:
                self.change(words)
        return "".join(words)

    def change(self, words):
        a, b = self.random.randrange(len(words)), self.random.randrange(len(words))
        change = self.random.choice(["drop", "double", "exchange", "replace", "cut", "repeat", "odd"])
        if change == "drop":
            del words[a]
        elif change == "double":
            words.insert(a, words[b])
        elif change == "exchange":
            words[a], words[b] = words[b], words[a]
        elif change == "replace":
            words[a] = self.random.choice(self.pool)
        elif change == "cut":
            del words[a:]
        elif change == "repeat":
            words[a:a] = words[min(a, b) : max(a, b)]
        else:
            words.insert(a, self.random.choice(ODD))


def writeProject(files, folder):
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)


def check(program, folder):
    """The seconds and megabytes that a run took, and what is wrong with it, or nothing."""
    begin = time.monotonic()
    process = subprocess.Popen([program, "check", "-v", "--project", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    killer = threading.Timer(SECONDS, process.kill)
    killer.start()
    _, status, used = os.wait4(process.pid, 0)
    killer.cancel()
    seconds, megabytes, code = time.monotonic() - begin, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)
    problem = f"takes more than {SECONDS} s" if seconds >= SECONDS else f"ends with {code}" if code not in (0, 1, 2) else ""
    # A sanitizer needs many times the memory of the program itself.
    large = megabytes > MEGABYTES and "asan" not in program
    return seconds, megabytes, problem or (f"takes {megabytes:.0f} MB" if large else "")


def fuzz(kind, options):
    mutator = Mutator(KINDS[kind](), options.seed)
    runs, bad, slowest, largest = 0, 0, 0.0, 0.0
    end = time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory() as folder:
        place = os.path.join(folder, "p")
        while runs < options.runs if options.runs else time.monotonic() < end:
            writeProject(mutator.project(), place)
            seconds, megabytes, problem = check(options.program, place)
            runs, slowest, largest = runs + 1, max(slowest, seconds), max(largest, megabytes)
            if problem:
                bad += 1
                kept = os.path.join(options.keep, f"{kind}-{options.seed}-{runs}")
                shutil.copytree(place, kept, dirs_exist_ok=True)
                print(f"{kept}: {problem}", flush=True)
    print(f"{kind}: {runs} runs, {bad} bad, the slowest {slowest:.1f} s, the largest {largest:.0f} MB", flush=True)
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="+", choices=KINDS)
    parser.add_argument("--seconds", type=float, default=60, help="for each kind; default: 60")
    parser.add_argument("--runs", type=int, default=0, help="for each kind, instead of a time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=os.path.join(ROOT, "build", "bin", "sluice"))
    parser.add_argument("--keep", default=os.path.join(ROOT, "build", "fuzz-projects"), help="where bad projects go")
    options = parser.parse_args()
    return bool(sum([fuzz(kind, options) for kind in options.kinds]))


if __name__ == "__main__":
    sys.exit(main())
