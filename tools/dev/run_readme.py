#!/usr/bin/env python3
"""Runs what a page tells its readers to type, so that the page stays true.

    tools/dev/run_readme.py README.md

All blocks fenced with ```sh are typed into one shell, in order, in an empty
folder with a copy of `examples`; `sluice` is found as the caller finds it. The
first command that fails ends the run. Blocks in other languages are for reading.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile


def readBlocks(text):
    """The bodies of the shell blocks with the number of their first line."""
    for block in re.finditer(r"(?ms)^```sh\n(.*?)^```$", text):
        yield text.count("\n", 0, block.start()) + 2, block[1]


def main():
    page = os.path.abspath(sys.argv[1])
    with open(page, encoding="utf-8") as file:
        blocks = list(readBlocks(file.read()))
    if not blocks:
        print(f"{page} has no block of shell commands", file=sys.stderr)
        return 1
    # Each block says first where it stands, so a failure can be found in the page.
    script = "".join(f"echo '== line {line}'\n{body}" for line, body in blocks)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(os.path.dirname(page), "examples"), os.path.join(folder, "examples"))
        return subprocess.run(["bash", "-xeuo", "pipefail"], input=script, text=True, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
