#!/usr/bin/env python3
"""Asks SQLGlot how each dialect spells types and functions of that same dialect.

    build/venv/bin/python tools/dev/spellings.py types > backend/sql/type_names.def
    build/venv/bin/python tools/dev/spellings.py functions > backend/sql/function_names.def
    build/venv/bin/python tools/dev/spellings.py units > backend/sql/unit_words.def

Each name that SQLGlot knows is read and printed in every dialect. What comes back
as another text becomes a row; dialects that agree share one. The tables are facts
to be looked at, so they are committed, and made anew when SQLGlot's version changes.
"""
import collections
import logging
import re
import sys

import sqlglot

dialects = ("", "athena", "bigquery", "clickhouse", "databricks", "duckdb", "fabric", "hive", "mysql", "oracle", "postgres",
            "presto", "redshift", "risingwave", "snowflake", "spark", "spark2", "sqlite", "starrocks", "trino", "tsql")

# Types of several words, and those that are no names of their own.
compound = {f"{name} {zone}" for name in ("TIME", "TIMESTAMP") for zone in ("WITH TIME ZONE", "WITHOUT TIME ZONE")}
compound |= {"TIMESTAMP WITH LOCAL TIME ZONE", "CHARACTER VARYING", "CHAR VARYING", "DOUBLE PRECISION"}
compound |= {f"{name} UNSIGNED" for name in ("BIGINT", "INT", "INTEGER", "SMALLINT", "TINYINT")}
nested = {"ARRAY", "STRUCT", "MAP", "NESTED", "NULL", "UNION", "OBJECT", "LIST", "ENUM", "SET", "ROW", "LOWCARDINALITY",
          "NULLABLE", "TUPLE", "UNKNOWN", "INTERVAL", "RANGE", "VECTOR", "SERIAL", "BIGSERIAL", "SMALLSERIAL"}


def spell(sql, dialect):
    try:
        return sqlglot.parse_one(sql, dialect=dialect or None).sql(dialect or None)
    except Exception:  # SQLGlot's own mistakes, too
        return None


def printRows(kind, rows):
    """rows: (key, spelled) -> dialects; the neutral one is written `-`."""
    for (key, spelled), names in sorted(rows.items()):
        words = " ".join(name or "-" for name in names)
        text = ", ".join(f'"{part}"' if isinstance(part, str) else str(part) for part in (*key, spelled, words))
        print(f"{kind}({text})")


# ---- types

def typeNames():
    names = set(compound)
    for dialect in dialects:
        rules = sqlglot.Dialect.get_or_raise(dialect or None)
        names |= {text for text, token in rules.tokenizer_class.KEYWORDS.items()
                  if token in rules.parser_class.TYPE_TOKENS and re.fullmatch(r"[A-Z0-9_ ]+", text)}
    return sorted(names - nested)


def withArgument(name):
    first, _, rest = name.partition(" ")
    zoned = rest.startswith("WITH")
    return f"{first}(3) {rest}" if zoned else f"{name}(3)"


def spellType(name, dialect, declared):
    sql = f"CREATE TABLE t (a {name})" if declared else f"SELECT CAST(a AS {name})"
    found = re.fullmatch(r"CREATE TABLE t \(a (.*)\)" if declared else r"SELECT CAST\(a AS (.*)\)", spell(sql, dialect) or "")
    return found[1] if found else None


def predict(bare):
    """What a type's name makes of the type with arguments, unless a row says more: STRING() for STRING."""
    return re.sub(r"\(.*\)|$", "()", bare, count=1)


def typeRows():
    """In casts, and where a declaration of a column differs. `()` stands for the arguments."""
    casts, declared = collections.defaultdict(list), collections.defaultdict(list)
    for name in typeNames():
        for dialect in dialects:
            if (name, dialect) == ("TIMESTAMPTZ", "fabric"):  # depends on what stands around it
                continue
            cast, column = spellType(name, dialect, False) or name, spellType(name, dialect, True)
            if cast != name:
                casts[(name,), cast].append(dialect)
            column = column or cast
            if column != cast:
                declared[(name,), column].append(dialect)
            castArgs, columnArgs = ((spellType(withArgument(name), dialect, isColumn) or "").replace("(3)", "()") for isColumn in (False, True))
            wanted = predict(cast) if cast != name else withArgument(name).replace("(3)", "()")
            if castArgs and castArgs != wanted:
                casts[(name + "()",), castArgs].append(dialect)
            wanted = castArgs if castArgs and castArgs != wanted else predict(column) if column != name else wanted
            if columnArgs and columnArgs != wanted:
                declared[(name + "()",), columnArgs].append(dialect)
    return casts, declared


# ---- functions

operators = ("AND", "OR", "XOR")
# What is no expression, or would become another one when it is read again.
unwanted = re.compile(r"SELECT|\"|\( |  |\)\(\$|None|MODEL |COLUMNS\(\)| BEGIN|, \)|COALESCE\(\$2, ARRAY")

arguments = [("aa", "bb", "cc", "dd"), ("aa + 1", "bb + 1", "cc + 1", "dd + 1"), ("'aa'", "'bb'", "'cc'", "'dd'"), ("11", "22", "33", "44")]


def template(name, count, kind, dialect):
    """LENGTH($1) for LEN(aa), or nothing where arguments are lost or doubled."""
    given = arguments[kind][:count]
    text = spell(f"SELECT {name}({', '.join(given)})", dialect)
    if not text or not text.startswith("SELECT "):
        return None
    text = text[len("SELECT "):]
    for place, argument in enumerate(given, 1):
        if argument not in text:
            return None
        text = re.sub(rf"(^| )\({re.escape(argument)}\)", rf"\1${place}", text).replace(argument, f"${place}")
    return text


def isInternal(name):
    """J_S_O_N_ARRAY_AGG, TS_OR_DS_ADD: names of SQLGlot's own."""
    return re.search(r"(^|_)[A-Z]_[A-Z]_", name) or name.startswith(("TS_OR_DS", "DI_TO", "DATE_STR", "TIME_STR", "DATE_TO_DATE_STR", "ANONYMOUS", "FROM_UTC")) or name in operators


def renamed(found, count):
    """COALESCE for COALESCE($1, $2), or nothing where more than the name differs."""
    other, _, rest = found.partition("(")
    return other if rest == ", ".join(f"${place}" for place in range(1, count + 1)) + ")" else None


def functionRows():
    """The fewest and most arguments, and another name or a text with places for the arguments."""
    rows = collections.defaultdict(list)
    for dialect in dialects:
        parser = sqlglot.Dialect.get_or_raise(dialect or None).parser_class
        for name in sorted(set(parser.FUNCTIONS) | set(parser.FUNCTION_PARSERS)):
            names = {}  # count -> another name
            for count in () if isInternal(name) else range(5):
                found = template(name, count, 0, dialect)
                same = f"{name}({', '.join(f'${place}' for place in range(1, count + 1))})"
                if not found or found == same or len(found) > 60 or unwanted.search(found):
                    continue
                if found == f"{name}($2, $1)":  # SQLGlot does not read its own order
                    continue
                if not all(template(name, count, kind, dialect) == found for kind in ((1, 2, 3) if count else ())):
                    continue
                if other := count and renamed(found, count):
                    names[count] = other
                else:
                    rows[(name, count, count), found].append(dialect)
            for fewest, count in ((min(counts), max(counts)) for counts in runs(names)):
                rows[(name, fewest, 255 if count == 4 else count), names[fewest]].append(dialect)
    return rows


def runs(names):
    """The counts of arguments that follow each other with one name."""
    found = []
    for count, name in sorted(names.items()):
        if found and found[-1][-1] == count - 1 and names[count - 1] == name:
            found[-1].append(count)
        else:
            found.append([count])
    return found


# ---- units of time

# Words for units in the manuals of the dialects, and functions that take one.
unitWords = """
    c cent cents century centuries dec decs decade decades y yy yyy yyyy yr yrs year years yearofweek yearofweekiso
    q qq qtr qtrs quarter quarters m mm mon mons month months w ww wk week weeks week_iso weekiso weekofyear weekofyeariso
    weekofyear_iso woy wy iso_week isowk isoww isoweek d dd day days dayofmonth dayofweek dayofweekiso dayofweek_iso dow
    dow_iso dw dw_iso weekday weekday_iso dayofyear doy dy yearday h hh hr hrs hour hours mi min mins minute minutes n
    s ss sec secs second seconds ms msec millisec millisecond milliseconds us usec mcs microsec microsecond microseconds
    ns nsec nanosec nanosecond nanoseconds epoch epoch_second epoch_seconds epoch_millisecond epoch_milliseconds
    epoch_microsecond epoch_nanosecond timezone_hour tzh timezone_minute tzm tz tzoffset""".split()
unitForms = {"DATEADD": "DATEADD({}, 1, a)", "DATEPART": "DATEPART({}, a)", "DATE_PART": "DATE_PART('{}', a)",
             "EXTRACT": "EXTRACT({} FROM a)"}
# What SQLGlot takes for another unit than the dialect does.
mistakenUnits = {("DATEPART", "W", "tsql"), ("DATEPART", "W", "fabric")}


def unitRows():
    """The function, a word for a unit, and the word that it becomes."""
    rows = collections.defaultdict(list)
    for function, form in unitForms.items():
        for dialect in ("duckdb", "fabric", "redshift", "snowflake", "tsql"):
            for word in unitWords:
                found = re.match(rf"SELECT {function}\('?([A-Z_]+)", spell(f"SELECT {form.format(word)}", dialect) or "")
                # A word in small letters stays one unless it is known.
                other = found and (function in ("DATEPART", "DATE_PART") or found[1] != word.upper())
                if other and (function, word.upper(), dialect) not in mistakenUnits:
                    rows[(function, word.upper()), found[1]].append(dialect)
    return rows


def main():
    logging.disable(logging.CRITICAL)
    print(f"// Made by tools/dev/spellings.py with SQLGlot {sqlglot.__version__}. Rows are sorted by name.")
    if sys.argv[1] == "types":
        casts, declared = typeRows()
        printRows("TYPE", casts)
        printRows("COLUMN_TYPE", declared)
    elif sys.argv[1] == "units":
        printRows("UNIT", unitRows())
    else:
        printRows("FUNCTION", functionRows())


if __name__ == "__main__":
    main()
