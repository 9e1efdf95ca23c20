#!/usr/bin/env python3
"""Asks SQLGlot what the types of columns follow from.

    build/venv/bin/python tools/dev/column_types.py types > ir/dialect/type_words.def
    build/venv/bin/python tools/dev/column_types.py functions > passes/columns/function_types.def

READ(word, type, dialects) is what a dialect means by a type's word, WRITE(type, word, dialects) how it spells
the type; where no row is, both are the same word. A type with arguments that are lost has `()` behind it. RETURNS(function, fewest, most, type, dialects) is the type of
a call: a type, FIRST (that of the first argument), COMMON (the widest of all arguments), SUM (the same with room for
a sum), REST and SUM_REST (the same of all but the first). `/`, `||` and EXTRACT are calls, too. Types are those of SQLGlot. The tables are facts to be looked at, so they are committed, and made
anew when SQLGlot's version changes.
"""
import collections
import logging
import sys

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types

from spellings import dialects, isInternal, printRows, runs, typeNames, withArgument


# ---- types

def readType(word, dialect):
    """What a dialect means by a type; nothing where it is none, or holds others."""
    try:
        found = sqlglot.parse_one(f"CAST(a AS {word})", dialect=dialect or None).args["to"]
    except Exception:  # SQLGlot's own mistakes, too
        return None
    plain = found.this != exp.DType.USERDEFINED and not found.args.get("nested")
    return found.sql() if plain else None


def writeType(kind, dialect):
    return sqlglot.parse_one(f"CAST(a AS {kind})").args["to"].sql(dialect or None)


def typeRows():
    read, write = collections.defaultdict(list), collections.defaultdict(list)
    kinds = set()
    for word in typeNames():
        for dialect in dialects:
            kind = readType(word, dialect)
            if kind and "(" not in kind:
                kinds.add(kind)
            if kind and kind != word:
                read[(word,), kind].append(dialect)
            if kind and (other := readType(withArgument(word), dialect)) and "(" not in other:
                read[(word + "()",), other].append(dialect)
    for kind in sorted(kinds):
        for dialect in dialects:
            if (spelled := writeType(kind, dialect)) != kind:
                write[(kind,), spelled].append(dialect)
            if readType(withArgument(kind), "") and "(3)" not in (spelled := writeType(withArgument(kind), dialect)):
                write[(kind + "()",), spelled].append(dialect)
    return read, write


# ---- functions

probes = ("INT", "DATE", "VARCHAR", "DECIMAL", "DOUBLE", "TIMESTAMP", "BOOLEAN")
special = {"/": "{} / {}", "||": "{} || {}", "EXTRACT": "EXTRACT(YEAR FROM {})"}  # what is spelled in another way than a call


def resultType(name, types, dialect):
    """The type of a call whose arguments have these types; nothing where it is not known."""
    columns = {f"a{place}": kind for place, kind in enumerate(types)}
    form = special.get(name, f"{name}({', '.join('{}' for _ in types)})")
    if form.count("{}") != len(types):
        return None
    try:
        call = sqlglot.parse_one(f"SELECT {form.format(*(f't.{column}' for column in columns))} AS x FROM t", dialect=dialect or None)
        if any(isinstance(node, (exp.Anonymous, exp.Command)) for node in call.walk()) or not isinstance(call, exp.Select):
            return None
        found = annotate_types(call, schema={"t": {name: exp.DataType.build(kind) for name, kind in (columns or {"a": "INT"}).items()}}, dialect=dialect or None)
        found = found.selects[0].type
    except Exception:  # SQLGlot's own mistakes, too
        return None
    plain = found and found.this not in (exp.DType.UNKNOWN, exp.DType.NULL) and not found.args.get("nested")
    return found.sql() if plain else None


def findRule(name, count, dialect):
    """The rule that all probes obey, or nothing."""
    results = [resultType(name, [probes[0]] * count, dialect)]
    if count and results[0]:
        results += [resultType(name, [kind] * count, dialect) for kind in probes[1:]]

    def ofRest(wanted):
        return count > 2 and resultType(name, ["BOOLEAN", *["INT"] * (count - 1)], dialect) == wanted

    if len(set(results)) == 1 or name == "/":
        return results[0]
    if results == list(probes):
        widest = count > 1 and resultType(name, ["INT"] + ["BIGINT"] * (count - 1), dialect) == "BIGINT"
        return "REST" if ofRest("INT") else "COMMON" if widest else "FIRST"
    if results == ["BIGINT", *probes[1:]]:
        return "SUM_REST" if ofRest("BIGINT") else "SUM"
    return None


def functionRows():
    rows = collections.defaultdict(list)
    for dialect in dialects:
        parser = sqlglot.Dialect.get_or_raise(dialect or None).parser_class
        for name in sorted({*parser.FUNCTIONS, *parser.FUNCTION_PARSERS, *special}):
            found = {} if isInternal(name) else {count: findRule(name, count, dialect) for count in range(5)}
            rules = {count: rule for count, rule in found.items() if rule}
            for counts in runs(rules):
                fewest, most = counts[0], counts[-1]
                rows[(name, fewest, 255 if most == 4 and fewest < 4 else most), rules[fewest]].append(dialect)
    return rows


def main():
    logging.disable(logging.CRITICAL)
    print(f"// Made by tools/dev/column_types.py with SQLGlot {sqlglot.__version__}. Rows are sorted by name.")
    if sys.argv[1] == "types":
        read, write = typeRows()
        printRows("READ", read)
        printRows("WRITE", write)
    else:
        printRows("RETURNS", functionRows())


if __name__ == "__main__":
    main()
