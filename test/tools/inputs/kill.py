"""Kills the compiler again and again, and looks at the bundles that it leaves.

    kill.py PROJECT TIMES

Before each run a model changes, so that every run has a bundle to write. The
moments are spread over the time that a whole run takes.
"""
import os
import subprocess
import sys
import time


def changeModel(project, number):
    columns = ",\n".join(f"{number} AS column_{i}" for i in range(3000))
    with open(os.path.join(project, "models", "changing.sql"), "w", encoding="utf-8") as file:
        file.write(f"MODEL (name shop.changing);\nSELECT\n{columns}\n")


def compileProject(project):
    return subprocess.Popen(["sluice", "compile", "-q", "--jobs", "2"], cwd=project)


def checkBundles(project):
    """The folders whose files are not those that their checksums name."""
    for gateway in ("nonproduction", "production"):
        folder = os.path.join(project, "build", gateway, "prod")
        run = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)
        if run.returncode != 0 or sorted(os.listdir(folder)) != whole:
            yield f"{gateway}: {run.stdout} {run.stderr} {os.listdir(folder)}"


whole = ["SHA256SUMS", "build.sql", "manifest.json", "plan.md", "revert.sql", "swap.sql"]


def main():
    project, times = sys.argv[1], int(sys.argv[2])
    changeModel(project, 0)
    start = time.monotonic()
    assert compileProject(project).wait() == 0
    lasts = time.monotonic() - start
    killed = 0
    for number in range(times):
        changeModel(project, number + 1)
        process = compileProject(project)
        time.sleep(lasts * (number + 0.5) / times)
        process.kill()
        killed += process.wait() != 0
        problems = list(checkBundles(project))
        if problems:
            sys.exit(f"after {number + 1} runs: " + "\n".join(problems))
    assert compileProject(project).wait() == 0
    hidden = [name for _, folders, files in os.walk(os.path.join(project, "build")) for name in folders + files if name.startswith(".")]
    problems = list(checkBundles(project))
    print(f"{killed} of {times} runs were killed")
    sys.exit(f"{hidden} {problems}" if hidden or problems or not killed else 0)


if __name__ == "__main__":
    main()
