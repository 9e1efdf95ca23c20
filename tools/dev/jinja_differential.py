#!/usr/bin/env python3
"""Renders templates with the real Jinja2 and with ours, and compares.

    build/venv/bin/python tools/dev/jinja_differential.py test/frontend/jinja/templates.jsonl

A line is an object with `template`, and perhaps `macros` (a file of macros that
can be called) and `names` of its own; the first line holds names that all have.
Jinja2 has the settings and extensions that SQLMesh gives it. The exit code is 1
if any text differs.
"""
import datetime
import json
import subprocess
import sys

import jinja2


def readValue(value):
    """Dates and times are objects of one key, as in the conformance records."""
    if isinstance(value, dict) and "date" in value:
        return datetime.date.fromisoformat(value["date"])
    if isinstance(value, dict) and "datetime" in value:
        return datetime.datetime.fromisoformat(value["datetime"])
    return value


def renderReference(case):
    environment = jinja2.Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    names = {name: readValue(value) for name, value in case["names"].items()}
    module = environment.from_string(case.get("macros", "")).module
    macros = {name: value for name, value in vars(module).items() if not name.startswith("_")}
    environment.globals.update(macros)
    # Macros of the file see each other.
    module = environment.from_string(case.get("macros", ""), globals=macros).module
    environment.globals.update({name: getattr(module, name) for name in macros})
    return environment.from_string(case["template"]).render(**names)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        shared, *cases = [json.loads(line) for line in file]
    cases = [{"names": shared["names"], **case} for case in cases]
    run = subprocess.run(["sluice-jinja", "--lines"], input="".join(json.dumps(case) + "\n" for case in cases),
                         capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    different = 0
    for case, answer in zip(cases, answers, strict=True):
        wanted = renderReference(case)
        if answer.get("text") != wanted:
            different += 1
            print(f"{case['about']}\n  {case['template']!r}\n  wanted {wanted!r}\n  got    {answer.get('text', answer)!r}")
    print(f"templates: {len(cases) - different} of {len(cases)} agree")
    return 1 if different or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
