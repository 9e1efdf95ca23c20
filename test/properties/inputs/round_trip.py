"""Printing keeps the meaning of every SQL text of the tests, and printing what was printed changes nothing.

    round_trip.py

For each text that is read without an error, in its dialect: the text, what is
printed of it on one line and what is printed of it laid out mean the same;
printing either again gives the same characters.
"""
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys

import sqlglot

from workshop import root

# The reader of `.cases` files belongs to the test format, which needs lit.
sys.path += [os.path.join(root, "test"), "/usr/lib/llvm-19/build/utils/lit"]


def main():
    texts = {}
    for dialect, text in [*casesOf("test"), *recordsOf("test/conformance"), *filesOf("test"), *filesOf("examples")]:
        texts.setdefault(dialect, {})[text] = None
    counts, problems = [0, 0, 0], []
    for dialect, found in sorted(texts.items()):
        checkDialect(dialect, list(found), counts, problems)
    print(f"{counts[1]} of {counts[0]} texts are read, {counts[2]} laid out, {len(problems)} do not come back")
    print("\n".join(problems))
    assert counts[1] > 2000 and counts[2] > 1500, "too few texts were found or read"
    sys.exit(1 if problems else 0)


def casesOf(folder):
    """The inputs of `.cases` files, in the dialect of their command."""
    from cases import readCases
    for path in pathsOf(folder, ".cases"):
        with open(path, encoding="utf-8", newline="") as file:
            head, cases = readCases(file.read())
        default = re.search(r"(?m)^# run: *(.*)$", head)
        for case in cases:
            words = shlex.split(case.run or (default[1] if default else ""))
            if words and words[0] == "sluice-opt" and "tokens" not in words: # tokens need be no statement
                yield words[words.index("--dialect") + 1] if "--dialect" in words else "", case.input


def recordsOf(folder):
    """Every text of SQL in the conformance records."""
    members = ("sql", "file", "result", "query", "query_unoptimized", "query_qualified", "pre", "post", "on_virtual_update")
    for path in pathsOf(folder, ".jsonl"):
        with open(path, encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                for part in [record, *(record.get("models") or [])]:
                    dialect = (part.get("model_dialect") or part.get("dialect") or record.get("dialect") or "").partition(",")[0].strip().lower()
                    values = [part.get(member) for member in members] + [text for name, text in (part.get("files") or {}).items() if name.endswith(".sql")]
                    for value in values:
                        yield from ((dialect, text) for text in (value if isinstance(value, list) else [value]) if isinstance(text, str) and text.strip())


def filesOf(folder):
    for path in pathsOf(folder, ".sql"):
        with open(path, encoding="utf-8") as file:
            yield "sqlite", file.read()


def pathsOf(folder, ending):
    return sorted(os.path.join(at, name) for at, _, names in os.walk(os.path.join(root, folder)) for name in names if name.endswith(ending))


def ask(dialect, emit, texts):
    """What the tool answers to each text; nothing where it finds an error."""
    lines = [line if "\\" in (line := json.dumps(text)) else text for text in texts]
    result = subprocess.run(["sluice-opt", "--dialect", dialect, "--emit", emit, "--lines"], input="\n".join(lines) + "\n",
                            capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(answers) == len(texts), (dialect, emit, len(answers), len(texts))
    return [None if answer["kind"] == "error" else answer["sql"] for answer in answers]


def askSingle(dialect, emit, text):
    result = subprocess.run(["sluice-opt", "--dialect", dialect, "--emit", emit], input=text, capture_output=True, text=True, check=False)
    assert result.returncode in (0, 1), f"exit code {result.returncode} for:\n{text}\n{result.stderr}"
    return result.stdout


def checkDialect(dialect, texts, counts, problems):
    def complain(what, text, found, expected):
        problems.append(f"[{dialect}] {what}\n  {text!r}\n  gives    {found!r}\n  expected {expected!r}")

    counts[0] += len(texts)
    printed = dict(zip(texts, ask(dialect, "sql", texts)))
    texts = [text for text in texts if printed[text]]
    counts[1] += len(texts)
    meanings = dict(zip(texts, ask(dialect, "ast", texts)))
    lines = [printed[text] for text in texts]
    normal = dict(zip(texts, ask(dialect, "ast", lines)))
    for text, line, again in zip(texts, lines, ask(dialect, "sql", lines)):
        if spelled(normal[text]) != spelled(meanings[text]) and not sameMeaning(dialect, text, line):
            complain(f"printed as {line!r} it has another meaning", text, normal[text], meanings[text])
        elif again != line:
            complain("printed twice it changes", text, again, line)
    checkLayout(dialect, texts, normal, counts, complain)


# Two spellings in a tree of which the second is printed, for what SQLGlot cannot read: blocks, lambdas with names, comments.
spellings = [
    ("(ARRAY ITEMS:", "(CALL FUNCTION:ARRAY ARGS:"), ("(ARRAY)", "(CALL FUNCTION:ARRAY)"), ("DOUBLE PRECISION", "DOUBLE"),
    ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"), ("NAME:STRING", "NAME:TEXT"), ("NAME:INT64", "NAME:BIGINT"), ("NAME:VARCHAR ARGS:[(NUMBER TEXT:5)]", "NAME:TEXT"),
    ("ARGS:[(PAREN EXPR:(STATEMENT PARTS:[(MACROVAR NAME:N) (WORD TEXT:PERCENT)]))", "ARGS:[(WORD TEXT:SYSTEM) (PAREN EXPR:(STATEMENT PARTS:[(MACROVAR NAME:N) (WORD TEXT:PERCENT)]))"),
    ("KEY:(STRUCT FIELDS:[(KEYVALUE KEY:(NUMBER TEXT:1))])", "KEY:(STRING TEXT:_0) VALUE:(STRUCT FIELDS:[(KEYVALUE KEY:(STRING TEXT:_0) VALUE:(NUMBER TEXT:1))])"),
    # SQLGlot leaves out the parentheses of this sum.
    ("(CALL FUNCTION:DATE_ADD ARGS:[(NAME PARTS:[(IDENTIFIER NAME:D)]) (INTERVAL VALUE:(NUMBER TEXT:1) UNIT:DAY)])",
     "(PAREN EXPR:(INFIX OPERANDS:[(NAME PARTS:[(IDENTIFIER NAME:D)]) (INTERVAL VALUE:(STRING TEXT:1) UNIT:DAY)] OPS:[+]))"),
    ("KEYWORD:EXCLUDE", "KEYWORD:EXCEPT"), ("STRING PREFIX:$$ ", "STRING "), ("!~~*", "NOT ILIKE"), (" ~~ ", " LIKE "),
]


def spelled(tree):
    """The tree without differences of spelling that are there on purpose."""
    tree = (tree or "").upper()
    for one, other in spellings:
        tree = tree.replace(one, other)
    return re.sub(r"\(CALL FUNCTION:ISNULL ARGS:\[\(CALL FUNCTION:JSON_QUERY ARGS:\[(.*?)\]\) \(CALL FUNCTION:JSON_VALUE ARGS:\[\1\]\)\]\)",
                  r"(CALL FUNCTION:JSON_VALUE ARGS:[\1])", tree)


def sameMeaning(dialect, text, printed):
    """Some things have several spellings, of which one is printed. Whether it means the same is for SQLGlot to say, to which
    macros are plain names."""
    read = dialect or None
    try:
        meanings = [[tree.sql(read) for tree in sqlglot.parse(re.sub(r"@+\{?(\w+)\}?", r"macro_\1", one), read=read) if tree] for one in (text, printed)]
    except (sqlglot.errors.SqlglotError, ValueError):
        return False
    return meanings[0] == meanings[1]


def checkLayout(dialect, texts, normal, counts, complain):
    """The same of texts with one statement, as they are laid out for people."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        texts = [text for text, hashes in zip(texts, pool.map(lambda text: askSingle(dialect, "hash", text), texts)) if hashes.count("\n") == 1]
        laidOut = list(pool.map(lambda text: askSingle(dialect, "pretty", text), texts))
        twice = list(pool.map(lambda text: askSingle(dialect, "pretty", text), laidOut))
    counts[2] += len(texts)
    for text, layout, meaning, again in zip(texts, laidOut, ask(dialect, "ast", laidOut), twice):
        if meaning != normal[text]:
            complain(f"laid out as {layout!r} it has another meaning", text, meaning, normal[text])
        elif again != layout:
            complain("laid out twice it changes", text, again, layout)


main()
