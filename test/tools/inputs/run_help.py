"""Runs the examples that the help of each verb ends with.

    run_help.py PROJECT

Each runs in a fresh copy of the project, in which `deployed` holds the bundle of
the default gateway and `build` those of all gateways, so that the order makes no
difference. A verb's help has two of them.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile


def run(arguments, folder="."):
    return subprocess.run(arguments, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def copyProject(project, folder):
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("build", "*.db"))
    run(["sluice", "compile", "-q"], folder)
    shutil.copytree(os.path.join(folder, "build", "nonproduction", "prod"), os.path.join(folder, "deployed"))


def checkVerb(verb, project):
    help = run(["sluice", verb, "--help"])
    examples = help.stdout.rpartition("EXAMPLES:\n")[2].strip("\n").splitlines()
    if help.returncode != 0 or len(examples) != 2:
        yield f"sluice {verb} --help ends with {examples}, exit code {help.returncode}"
    for example in examples:
        with tempfile.TemporaryDirectory() as scratch:
            folder = os.path.join(scratch, "project")
            # A new project is made where there is none.
            os.mkdir(folder) if verb == "init" else copyProject(project, folder)
            result = run(example.split(), folder)
        if result.returncode != 0 or not result.stdout.strip():
            yield f"{example}: exit code {result.returncode}\n{result.stderr}"


def main():
    verbs = re.findall(r"(?m)^  ([a-z]+) ", run(["sluice", "--help"]).stdout)
    problems = [problem for verb in verbs for problem in checkVerb(verb, sys.argv[1])]
    print("\n".join(problems), file=sys.stderr)
    print(f"{len(verbs)} verbs")
    sys.exit(1 if problems or not verbs else 0)


if __name__ == "__main__":
    main()
