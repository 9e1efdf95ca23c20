"""Compares standard input with a section of a test file: `%golden NAME` in a test.

    -- RUN: split-file %s %t
    -- RUN: sluice compile -p %t --emit script | %golden script.sql
    ---- config.yaml
    ...
    ---- script.sql
    CREATE VIEW ...

A section reaches to the next line `---- NAME` or to the end. White space at the
end of the whole text does not count. With `--update` the section is replaced
(or added as the last one) by what was read.
"""
import difflib
import re
import sys


def findSection(text, name):
    """The start and end of the section's body, or None."""
    opening = re.search(rf"(?m)^---- {re.escape(name)}\n", text + "\n")
    if not opening:
        return None
    following = re.compile(r"(?m)^---- ").search(text, opening.end())
    return opening.end(), following.start() if following else len(text)


def replaceSection(text, name, body):
    place = findSection(text, name)
    if not place:
        return f"{text.rstrip()}\n\n---- {name}\n{body}"
    rest = text[place[1]:]
    return text[:place[0]] + body + ("\n" if rest else "") + rest


def main():
    arguments = sys.argv[1:]
    update = "--update" in arguments
    path, name = [argument for argument in arguments if argument != "--update"]
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    actual = sys.stdin.buffer.read().decode().rstrip() + "\n"
    place = findSection(text, name)
    expected = text[place[0]:place[1]].rstrip() + "\n" if place else ""
    if actual == expected and place:
        return 0
    if update:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(replaceSection(text, name, actual))
        return 0
    if not place:
        print(f"{path} has no section `---- {name}`; run lit with -D update to add it", file=sys.stderr)
    sys.stderr.writelines(difflib.unified_diff(expected.splitlines(True), actual.splitlines(True),
                                               f"{name} expected", f"{name} actual"))
    return 1


if __name__ == "__main__":
    sys.exit(main())
