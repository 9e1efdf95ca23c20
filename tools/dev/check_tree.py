#!/usr/bin/env python3
"""Checks what no compiler checks: the order of the layers and the habits of the tree.

    tools/dev/check_tree.py [FOLDER]               layers, sizes, opening comments, words that must not stand somewhere
    tools/dev/check_tree.py [FOLDER] --coverage    each diagnostic, verb and macro occurs in a test

A layer includes itself and what stands before it: frontend/lex/scan.cpp may
include "ir/base/sink.h", and passes/infer/types.cpp may not include
"backend/sql/printer.h". A breach is one line `path:line: what is wrong`, and
exit code 1. What no test shows yet stands in test/uncovered.txt, one `verb apply`
a line; a row whose test has come must leave, so the list only shrinks.
"""
import argparse
import os
import re
import sys
from dataclasses import dataclass

# A file may include its own layer and those before it.
layers = ["ir/base", "ir/dialect", "ir/syntax", "ir/types", "ir/time", "ir/project", "ir/plan",
          "frontend", "passes", "backend", "tools"]
mostLines = 800


@dataclass(frozen=True)
class Forbidden:
    """A pattern that lines of some files must not have, but for the folders that exist for it."""
    pattern: str
    files: str
    message: str
    allowed: str = "^$"


cpp = r"\.(cpp|h)$"
text = r"\.(cpp|h|def|g4|py|sh|txt|md|sql|yaml|test|cases|json)$|(^|/)(Makefile|run)$"
forbidden = [
    Forbidden(r'#include [<"]antlr4', cpp, "only frontend/parse sees ANTLR", "^frontend/parse/"),
    Forbidden(r'#include [<"]yaml-cpp', cpp, "only frontend/config sees yaml-cpp", "^(frontend/config|test/unit)/"),
    Forbidden(r'#include [<"]sqlite3', cpp, "only backend/state and backend/connect see SQLite", "^backend/(state|connect)/"),
    Forbidden(r"#include <iostream>", cpp, "streams of LLVM have no static constructors"),
    Forbidden(r"^(?!\s*//).*\b(try \{|catch \(|throw )", cpp, "exceptions stay in the bridges",
              "^(frontend/(parse|config)|backend/(state|connect)|test/unit|test/bench/yardstick)/"),
    Forbidden(r"\bdialect\w*((\.|->)\w+(\(\))?)*\s*[!=]=\s*(\"|&?(\w+::)+\w)|\bcase\s+Dialect\w*::", cpp,
              "ask a dialect for a feature, not for its name", "^(ir/dialect|test/unit)/"),
    Forbidden(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b", text, "an open question belongs to the issues"),
    Forbidden(r"(^|[^\w./%$}*-])/(work|root|home|tmp/w)/", text, "a path of one machine"),
    Forbidden(r"\bGLOB", r"(^|/)CMakeLists\.txt$", "source files are listed by name"),
]


@dataclass(frozen=True)
class Vocabulary:
    """A table whose every row has to occur in a test: `row` finds the name, `use` its occurrence."""
    word: str
    files: str
    row: str
    use: str


vocabularies = [
    Vocabulary("diagnostic", r"(^|/)diag\.def$", r"(?m)^\s*DIAG\(\s*(\w+)", r"\b{0}\b"),
    Vocabulary("verb", r"^tools/sluice/verbs\.(h|cpp|def)$", r'\.name = "([\w-]+)"', r"(?m)sluice\b[^\n|]*[ \"]{0}\b"),
    Vocabulary("macro", r"^passes/macros/[^/]*\.(h|cpp|def)$", r'\{\.name = "(\w+)"', r"(?i)@{0}\b"),
]


def findFiles(root):
    """Paths below the root with `/`, sorted; build folders and hidden folders are no part of the tree."""
    result = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not re.match(r"\.(?!ci$)|build($|-)|__pycache__$", name)]
        result += [os.path.relpath(os.path.join(folder, name), root) for name in files]
    return sorted(result)


def loadText(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def layerOf(path):
    """The layer's place in the order, or None outside of all layers."""
    return next((rank for rank, layer in enumerate(layers) if path.startswith(layer + "/")), None)


def checkLayers(path, lines):
    rank = layerOf(path)
    if rank is None or not re.search(r"\.(cpp|h|def)$", path):
        return
    for number, line in enumerate(lines, 1):
        included = re.match(r'\s*#\s*include "([^"]+)"', line)
        other = layerOf(included[1]) if included else None
        if other is not None and other > rank:
            yield number, f"{layers[rank]} comes before {layers[other]} and cannot include it"


def checkForbidden(path, lines):
    for rule in forbidden:
        if not re.search(rule.files, path) or re.search(rule.allowed, path):
            continue
        for number, line in enumerate(lines, 1):
            if re.search(rule.pattern, line):
                yield number, rule.message


def checkShape(path, lines):
    if not re.search(r"\.(cpp|h|py|sh|g4)$", path):
        return
    if len(lines) > mostLines:
        yield mostLines, f"{len(lines)} lines; which two subjects does the file hold?"
    opening = next((line for line in lines if not line.startswith("#!")), "")
    if not opening.startswith(("//", "/*", '"""', "# ")):
        yield 1, "the file does not open by saying what it is for"


def checkListed(root, paths):
    """Source files that no CMakeLists.txt names: they would never be compiled."""
    lists = "\n".join(loadText(root, path) for path in paths if re.search(r"CMakeLists\.txt$|\.cmake$", path))
    for path in paths:
        if path.endswith(".cpp") and not re.search(rf"(^|[\s/]){re.escape(os.path.basename(path))}\b", lists):
            yield f"{path}:1: no CMakeLists.txt names this file"


def checkTree(root):
    paths = findFiles(root)
    for path in paths:
        if not re.search(f"{text}|{cpp}", path):
            continue
        lines = loadText(root, path).splitlines()
        for check in (checkLayers, checkForbidden, checkShape):
            yield from (f"{path}:{number}: {message}" for number, message in check(path, lines))
    yield from checkListed(root, paths)


def checkCoverage(root):
    paths = findFiles(root)
    tests = "\n".join(loadText(root, path) for path in paths
                      if re.search(r"^test/.*\.(test|cases|cpp|jsonl)$", path))
    listed = {line for line in loadText(root, "test/uncovered.txt").splitlines() if not line.startswith("#")}
    uncovered = set()
    for vocabulary in vocabularies:
        tables = [loadText(root, path) for path in paths if re.search(vocabulary.files, path)]
        names = [name for table in tables for name in re.findall(vocabulary.row, table)]
        if not names:
            yield f"tools/dev/check_tree.py:1: there is no table with a {vocabulary.word}; has it moved?"
        uncovered |= {f"{vocabulary.word} {name}" for name in names
                      if not re.search(vocabulary.use.format(re.escape(name)), tests)}
    yield from (f"test/uncovered.txt:1: no test shows {row}" for row in sorted(uncovered - listed))
    yield from (f"test/uncovered.txt:1: take `{row}` off the list" for row in sorted(listed - uncovered - {""}))


def main():
    parser = argparse.ArgumentParser(description="Check the order and the habits of the source tree.")
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("folder", nargs="?", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    options = parser.parse_args()
    check = checkCoverage if options.coverage else checkTree
    breaches = list(check(os.path.abspath(options.folder)))
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
