"""A project in which each file has a mistake of its own, made of the examples of `sluice explain`.

    many_mistakes.py FOLDER CODE...

Each code must be reported once, in its own file, and the files in their order;
nothing else may be an error. Prints how many there were.
"""
import json
import os
import re
import subprocess
import sys


def findExample(code):
    page = subprocess.run(["sluice", "explain", code], capture_output=True, text=True, check=True).stdout
    wrong = re.search(r"(?ms)^Wrong:\n\n(.*?)^Right:", page)[1]
    return re.sub(r"(?m)^    ", "", wrong).strip() + "\n"


def main(folder, codes):
    os.makedirs(f"{folder}/models")
    with open(f"{folder}/config.yaml", "w", encoding="utf-8") as file:
        file.write("gateways:\n  main:\n    connection: {type: sqlite, database: main.db}\nmodel_defaults: {dialect: sqlite}\n")
    wanted = []
    for number, code in enumerate(codes):
        path = f"models/m{number:02}.sql"
        text = findExample(code)
        text = re.sub(r"\bs\.t\b", f"s.t{number}", text)
        if not code.startswith("Name") and f"s.t{number}" not in text:
            text = re.sub(r"\bname [\w.@{}]+", f"name s.t{number}", text, count=1)
        with open(f"{folder}/{path}", "w", encoding="utf-8") as file:
            file.write(text)
        wanted.append((path, code))
    run = subprocess.run(["sluice", "check", "--diagnostics", "json", "-p", folder], capture_output=True, text=True, check=False)
    rows = [json.loads(line) for line in run.stderr.splitlines()]
    found = [(row.get("file"), row["code"]) for row in rows if row["severity"] == "error"]
    for stray in sorted(set(map(str, found)) ^ set(map(str, wanted))):
        print("not as it should be:", stray)
    print(len(found), "mistakes, in order" if found == sorted(found) else "mistakes, not in order")


main(sys.argv[1], sys.argv[2:])
