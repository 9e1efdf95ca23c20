#!/usr/bin/env python3
"""Runs what a page tells its readers to type, and compares what they are told to see.

    tools/dev/run_page.py README.md
    tools/dev/run_page.py docs/one-model.md --update    writes into the page what is printed

All blocks fenced with ```sh are typed into one shell, in order, in an empty
folder with a copy of `examples`; `sluice` is found as the caller finds it. The
first command that fails ends the run. A block of text or SQL that follows a
shell block, with nothing but a blank line between them, is what the shell
prints then. All other blocks are for reading.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

MARK = "== a block of the page"


# A shell block, and what it prints if the page shows that.
BLOCK = re.compile(r"(?ms)^```sh\n(.*?)^```\n(?:\n```(?:text|sql)\n(.*?)^```$)?")


def isShown(expected, printed):
    """Whether what was printed is what the page shows, which may break lines elsewhere."""
    return expected.split() == printed.split()


def runBlocks(bodies):
    """What each block prints; none if a command fails."""
    examples = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples")
    script = "".join(f"echo '{MARK}'\n{body}" for body in bodies)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(examples, os.path.join(folder, "examples"))
        run = subprocess.run(["bash", "-xeuo", "pipefail"], input=script, text=True, cwd=folder, stdout=subprocess.PIPE, check=False)
    print(run.stdout, end="")
    return [] if run.returncode else run.stdout.split(MARK + "\n")[1:]


def main():
    page, update = sys.argv[1], sys.argv[2:] == ["--update"]
    with open(page, encoding="utf-8") as file:
        text = file.read()
    blocks = list(BLOCK.finditer(text))
    printed = runBlocks([block[1] for block in blocks])
    if not printed:
        print(f"{page}: a command failed, or there is none", file=sys.stderr)
        return 1
    wrong = [(block, shown) for block, shown in zip(blocks, printed, strict=True) if block[2] and not isShown(block[2], shown)]
    for block, shown in reversed(wrong):
        line = text.count("\n", 0, block.start()) + 1
        print(f"{page}:{line}: these commands print something else than the page shows", file=sys.stderr)
        text = text[: block.start(2)] + shown.rstrip() + "\n" + text[block.end(2) :]
    if update:
        with open(page, "w", encoding="utf-8") as file:
            file.write(text)
    return bool(wrong) and not update


if __name__ == "__main__":
    sys.exit(main())
