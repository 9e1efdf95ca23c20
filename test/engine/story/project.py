"""The example project, set up for an engine, and what `sluice` makes of it.

    project = Project("duckdb", folder)
    project.compile()
    project.bundle("nonproduction")          its scripts and its manifest
"""
import json
import os
import shutil
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
example = os.path.join(here, "..", "..", "..", "examples", "isolated_systems")
variant = os.path.join(here, "..", "variant.py")

gateways = {"nonproduction": "dev_ferries", "production": "prod_ferries"}

# From here on bicycles are no passengers: one model changes, three stand on it.
change = ("COUNT(f.ticket_id) AS tickets", "COUNT(CASE WHEN f.fare <> 'bicycle' THEN f.ticket_id END) AS tickets")
changed = "ferries.sailing_totals"
indirect = {"reports.boat_league", "reports.busiest_routes", "reports.daily_takings"}


class Project:
    def __init__(self, kind, folder):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        if kind == "sqlite":
            shutil.copytree(example, folder, ignore=shutil.ignore_patterns("*.db", "build"))
        else:
            subprocess.run([sys.executable, variant, kind, folder], check=True)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def read(self, *parts):
        with open(self.path(*parts), encoding="utf-8") as file:
            return file.read()

    def edit(self, path, old, new):
        text = self.read(path)
        assert old in text, f"{path} does not hold {old}"
        with open(self.path(path), "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))

    def sluice(self, *arguments):
        return subprocess.run(["sluice", "--project", self.folder, *arguments], capture_output=True, text=True, check=False)

    def compile(self, *arguments):
        result = self.sluice("compile", *arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        return result

    def bundle(self, gateway, environment="prod"):
        return Bundle(self.path("build", gateway, environment))


class Bundle:
    def __init__(self, folder):
        self.folder = folder
        self.build, self.swap, self.revert = (self.read(name + ".sql") for name in ("build", "swap", "revert"))
        self.manifest = json.loads(self.read("manifest.json"))
        self.models = {model["name"].split("_", 1)[-1]: model for model in self.manifest["models"]}

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def keep(self, folder):
        """A copy that the next compilation does not replace: what is deployed."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return folder

    def shown(self):
        """The views of the environment with the physical object that each one reads."""
        return {model["view"]: model["physical_table"] for model in self.models.values() if model["view"]}


def sources(bundle):
    return {model["pair"]: model["fingerprints"]["source"]["fingerprint"] for model in bundle.manifest["models"]}


def readAnswers(gateway, state):
    """The expected answers of the views that are no seeds: {(schema, view): [names of columns, row, ...]}."""
    with open(os.path.join(here, "answers", f"{gateway}_{state}.txt"), encoding="utf-8") as file:
        blocks = file.read().strip("\n").split("\n\n")
    answers = {}
    for block in blocks:
        head, *rows = block.split("\n")
        answers[tuple(head[2:].split("."))] = rows
    return answers


def readSeeds(gateway):
    """What the views over the seeds answer is what stands in their files."""
    answers = {}
    for name in ("boats", "ports", "sailings", "tickets"):
        with open(os.path.join(example, "seeds", name + ".csv"), encoding="utf-8") as file:
            head, *rows = file.read().strip().split("\n")
        answers[(gateway + "_raw", name)] = [line.replace(",", "|") for line in [head, *sorted(row.replace(",", "|") for row in rows)]]
    return answers
