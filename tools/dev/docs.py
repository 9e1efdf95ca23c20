#!/usr/bin/env python3
"""Keeps the tables of the documentation equal to the tables of the code.

    tools/dev/docs.py [FOLDER]             rewrites the generated sections of docs/*.md
    tools/dev/docs.py [FOLDER] --check     says which of them are not current

A page holds a section between two comments, and everything around it is written
by hand:

    <!-- begin: dialects -->
    | dialect | ...
    <!-- end: dialects -->

The names are the keys of `sections` below, and each names the function that makes
its text from the sources. Every section stands on some page, so that nothing is
kept for nobody. A problem is one line `path:line: what is wrong`, and exit code 1.
"""
import argparse
import glob
import hashlib
import json
import os
import re
import sys

sys.dont_write_bytecode = True
from cpp_tables import readCalls, readDefaults, readRows, readTable  # noqa: E402 pylint: disable=wrong-import-position


def loadText(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


# ---- markdown

def code(text):
    """As code, in as many backticks as the text needs."""
    return f"`` {text} ``" if "`" in text else f"`{text}`" if text else ""


def listCode(texts):
    return ", ".join(code(text) for text in texts)


def printTable(head, rows):
    cells = [head, ["---"] * len(head)] + [[cell.replace("|", r"\|") for cell in row] for row in rows]
    return "".join("| " + " | ".join(row) + " |\n" for row in cells)


# ---- properties and kinds

roles = {"Data": "data", "Metadata": "metadata", "Cosmetic": ""}
plainExamples = {"true", "'text'", "7", ""}  # that show nothing which the words do not say


def readTypes(root):
    """What each type of property wants, and an example: the words of the messages."""
    text = loadText(root, "passes/elaborate/values.cpp")
    cases = re.finditer(r'((?:\s*case PropertyType::\w+:)+)\s*return \{"([^"]*)"[^,]*, (?:"([^"]*)")?', text)
    return {name: (words, example or "")
            for labels, words, example in (case.groups() for case in cases)
            for name in re.findall(r"::(\w+):", labels)}


def lastName(enumerator):
    return enumerator.rpartition("::")[2]


def describeValue(row, types):
    words, example = types[lastName(row["type"])]
    if choices := row.get("choices", "").split():
        return "one of " + listCode(choices)
    return words if example in plainExamples else f"{words}: {code(example)}"


def printProperties(root, table):
    text, types = loadText(root, "ir/project/properties.h"), readTypes(root)
    defaults = readDefaults(text, "PropertyRow")
    rows = [defaults | row for row in readTable(text, table)]
    return printTable(["property", "value", "default", "fingerprint"], [
        [code(row["name"]) + (f", old name of {code(row['successor'])}" if row.get("successor") else ""),
         describeValue(row, types), code(row.get("standard", "")), roles[lastName(row["role"])]] for row in rows])


def printModelProperties(root):
    return printProperties(root, "modelProperties")


def printAuditProperties(root):
    return printProperties(root, "auditProperties")


def printStandaloneProperties(root):
    return printProperties(root, "standaloneProperties")


def printMetricProperties(root):
    return printProperties(root, "metricProperties")


def printNotInScripts(root):
    return listCode(readTable(loadText(root, "backend/plan/make_plan.cpp"), "notInScripts")) + "\n"


def readKindSets(text):
    """Sets of kinds by name: `constexpr KindSet timeRange = only(Kind::X), both = timeRange | other;`"""
    sets = {}
    declaration = re.search(r"(?s)constexpr KindSet (timeRange = .*?);", text)[1]
    for name, value in re.findall(r"(\w+) = ([^,]+)", declaration):
        sets[name] = evalKinds(value, sets)
    return sets


def evalKinds(text, sets):
    """The kinds of `incremental | only ( Kind::Seed )`."""
    kinds = set(re.findall(r"Kind::(\w+)", text))
    return kinds.union(*(sets.get(name, ()) for name in re.findall(r"\w+", text)))


def readKindParameters(text):
    """Parameters of kinds, each with its set of kinds."""
    sets, defaults = readKindSets(text), readDefaults(text, "KindParameter")
    for parameter in readTable(text, "kindParameters"):
        yield defaults | parameter | {"kinds": evalKinds(parameter["kinds"], sets)}


def describeParameter(parameter):
    name, standard = parameter["row"]["name"], parameter["row"].get("standard")
    if parameter["required"] == "true":
        return f"**{code(name)}**"
    return code(f"{name} {standard}" if standard else name)


def printKinds(root):
    text = loadText(root, "ir/project/kinds.h")
    defaults, parameters = readDefaults(text, "KindRow"), list(readKindParameters(text))
    rows = [defaults | row for row in readTable(text, "kinds")]
    first = {row["kind"]: row["name"] for row in reversed(rows)}
    table = []
    for row in rows:
        known = [describeParameter(each) for each in parameters if lastName(row["kind"]) in each["kinds"]]
        alias = f"the same as {code(first[row['kind']])}" if first[row["kind"]] != row["name"] else ""
        table.append([code(row["name"]), "yes" if row["deployable"] == "true" else "no", alias or ", ".join(known)])
    return printTable(["kind", "scripts", "parameters with their defaults; those that are needed are **bold**"], table)


def printKindParameters(root):
    types, seen = readTypes(root), {}
    for parameter in readKindParameters(loadText(root, "ir/project/kinds.h")):
        row = {"role": "PropertyRole::Metadata"} | parameter["row"]
        seen[row["name"]] = [code(row["name"]), describeValue(row, types), roles[lastName(row["role"])]]
    return printTable(["parameter", "value", "fingerprint"], seen.values())


# ---- macros, audits, Jinja

def countArguments(row):
    least, most = int(row.get("minArgs", 0)), row.get("maxArgs", "0")
    if most == "manyArgs":
        return f"{least} or more" if least else "any number"
    return f"{least} to {most}" if int(most) != least else most


def printMacros(root):
    rows = readTable(loadText(root, "passes/macros/builtins.cpp"), "builtins")
    return printTable(["macro", "arguments", "names of arguments", "example"],
                      [[code("@" + row["name"]), countArguments(row), listCode(row.get("params", "").split(",")),
                        code(row["example"])] for row in rows])


def printAudits(root):
    rows = readTable(loadText(root, "passes/elaborate/builtin_audits.cpp"), "table")
    return printTable(["audit", "needs", "may have", "example"],
                      [[code(row["name"]), listCode(row["needs"].split()), listCode(row["defaults"].split()),
                        code(row["example"])] for row in rows])


def printNames(root, path, table):
    rows = readTable(loadText(root, path), table)
    return listCode(row["name"] if isinstance(row, dict) else row[0] for row in rows) + "\n"


def printFilters(root):
    return printNames(root, "frontend/jinja/filters.cpp", "filters")


def printTests(root):
    return printNames(root, "frontend/jinja/tests.cpp", "tests")


def printFunctions(root):
    return printNames(root, "frontend/jinja/functions.cpp", "functions")


def printTags(root):
    return printNames(root, "frontend/jinja/parse.cpp", "tags")


def printMethods(root):
    methods = {}
    for kind, names, _ in readTable(loadText(root, "frontend/jinja/methods.cpp"), "methods"):
        methods.setdefault(lastName(kind), []).extend(names.split())
    words = {"String": "a text", "Loop": "`loop`", "Date": "a date", "DateTime": "a date and time"}
    return printTable(["of", "methods"], [[words.get(kind, "a " + kind.lower()), listCode(names)]
                                          for kind, names in methods.items()])


# ---- configuration

uses = {"Read": "is used", "Other": "is checked and not used", "LeftOut": "is left out of scripts, with a warning",
        "NotBuilt": "is an error, unless it is empty"}
shapes = {"Text": "a text", "Bool": "true or false", "Int": "a whole number", "Texts": "a list of texts",
          "TextMap": "a mapping of texts", "List": "a list", "Map": "a mapping", "Any": "anything",
          "Sections": "a list of mappings", "Section": "a mapping"}


def readSections(root):
    """Rows of the typed sections of config.yaml: section, key, and its value in words."""
    text = loadText(root, "frontend/config/sections.cpp")
    constants = dict(re.findall(r'constexpr StringRef (\w+) = "([^"]*)";', text))
    for section, key, kind, *more in readTable(text, "rows"):
        values = constants.get(more[0], more[0]) if more and more[0] else ""
        choice = "one of " + listCode(values.split()) if lastName(kind) == "Choice" else ""
        yield section, key, choice or shapes[lastName(kind)]


def printKeys(root, table):
    rows = readTable(loadText(root, "frontend/config/keys.h"), table)
    return printTable(["key", "what becomes of it"],
                      [[code(row["name"]), uses[lastName(row.get("use", "Read"))]] for row in rows])


def printRootKeys(root):
    return printKeys(root, "rootKeys")


def printGatewayKeys(root):
    return printKeys(root, "gatewayKeys")


def printDefaultKeys(root):
    return printNames(root, "frontend/config/keys.h", "defaultKeys")


def printSectionKeys(root):
    sectionKeys = {}
    for section, key, shape in readSections(root):
        if section:
            sectionKeys.setdefault(section, []).append(f"{code(key)} ({shape})")
    return printTable(["section", "keys"], [[code(name), ", ".join(keys)] for name, keys in sectionKeys.items()])


def printConnections(root):
    engines = {row["name"]: row for row in readTable(loadText(root, "ir/dialect/engines.cpp"), "table")}
    rows = []
    for row in readTable(loadText(root, "frontend/config/connections.cpp"), "types"):
        engine, needs = engines[row["type"]], listCode((row["required"] or "").split())
        choice = " or ".join(code(key) for key in row.get("oneOf", "").split())
        catalog = code(row.get("catalog", "")) + (", the file's stem" if row.get("catalogIsFile") == "true" else "")
        rows.append([code(row["type"]), code(engine["dialect"]), ", ".join(filter(None, [needs, choice])), catalog,
                     "yes" if engine.get("canDeploy") == "true" else "no"])
    return printTable(["type", "dialect", "needs", "key of the default catalog", "scripts"], rows)


# ---- dialects

caseRules = {"Lower": "in lower case; quotes keep the case", "Upper": "in upper case; quotes keep the case",
             "Insensitive": "in lower case, in quotes too", "Sensitive": "as written",
             "InsensitiveColumns": "columns in lower case, tables as written"}


def readDialects(root):
    """Each dialect with all fields; a relative is copied and amended, as in the source."""
    text, dialects = loadText(root, "ir/dialect/dialects.cpp"), {}
    defaults = readDefaults(loadText(root, "ir/dialect/dialects.h"), "Dialect")
    for name, braces, body in re.findall(r"(?ms)^static constexpr Dialect (\w+) = (?:(\{.*?\});|\[\] \{(.*?)\}\(\);)$", text):
        if braces:
            dialects[name] = defaults | readRows(braces)[0]
        else:
            dialects[name] = dict(dialects[re.search(r"Dialect d = (\w+);", body)[1]])
            amended = "".join(f".{field} = {value}," for field, value in re.findall(r"d\.(\w+) = (.*?);", body))
            dialects[name] |= readRows("{" + amended + "}")[0]
    return dialects


def listQuotes(quotes):
    return " ".join(code("[a]" if quote == "[" else quote + "a" + quote) for quote in quotes)


def printDialects(root):
    rows = []
    for name, dialect in sorted(readDialects(root).items()):
        if dialect["name"]:
            rows.append([code(name), caseRules[lastName(dialect["caseRule"])], listQuotes(dialect["nameQuotes"]),
                         "is an error" if dialect["wholeSyntax"] == "true" else "is passed through"])
    return printTable(["dialect", "names are read", "quoted names", "a query that is not understood"], rows)


# ---- diagnostics

def readMeanings(root):
    """What `sluice explain` says of each code."""
    paths = sorted(glob.glob(os.path.join(root, "tools/sluice/explanations_*.def")))
    return {row["code"]: row["meaning"] for path in paths for row in readRows(loadText(root, path))}


def firstSentence(text):
    return re.split(r"(?<=[.!?]) (?=[A-Z`])", text.replace("\n", " "), maxsplit=1)[0]


def findDiagnosticFiles(root):
    layers = ["frontend/source", "frontend/config", "frontend/lex", "frontend/parse", "frontend/declare", "frontend/jinja",
              "passes/macros", "passes/elaborate", "backend/deploy"]
    found = {os.path.dirname(os.path.relpath(path, root)) for path in glob.glob(os.path.join(root, "*/*/diag.def"))}
    return [folder + "/diag.def" for folder in [*(each for each in layers if each in found), *sorted(found - set(layers))]]


def printDiagnostics(root):
    meanings, parts = readMeanings(root), []
    for path in findDiagnosticFiles(root):
        text = loadText(root, path)
        title = re.match(r"// (.*?)[.\n]", text)[1]
        rows = [[code(row[0]), row[1].lower(), firstSentence(meanings.get(row[0], row[2]))] for row in readCalls(text, "DIAG")]
        parts.append(f"### {title}\n\n" + printTable(["code", "severity", "what it means"], sorted(rows)))
    return "\n".join(parts)


def printTraps(root):
    """The warnings of macros that SQLMesh does not have; they stand together at the end of the table."""
    text = loadText(root, "passes/macros/diag.def")
    traps = text[text.index("// ---- traps"):]
    meanings = readMeanings(root)
    return printTable(["code", "what it is about"],
                      [[code(row[0]), meanings.get(row[0], row[2])] for row in readCalls(traps, "DIAG")])


# ---- deliberate differences

def readDifferences(root):
    """The entries of differences.yaml: one key a line, plain or as a JSON text."""
    for entry in re.split(r"(?m)^- ", loadText(root, "test/conformance/differences.yaml"))[1:]:
        pairs = re.findall(r"(?m)^\s*(\w+): (.*)$", entry)
        yield {key: json.loads(value) if value.startswith('"') else value for key, value in pairs}


def findRecord(root, difference):
    """The record that a difference is about: by its SQL or text, its id, or the start of its hash."""
    wanted = difference["input"]
    for line in loadText(root, f"test/conformance/{difference['file']}.jsonl").splitlines():
        record = json.loads(line)
        digest = hashlib.sha256(line.encode()).hexdigest()[:12]
        if wanted in (record.get("sql"), record.get("file"), record.get("id"), digest):
            return record
    raise ValueError(f"test/conformance/differences.yaml: no record of {difference['file']} is `{wanted}`")


def showInput(record):
    """What the author wrote, on one line that a reader takes in."""
    text = record.get("sql") or record.get("file") or record.get("title") or " ".join(record.get("files", {}))
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157] + "..."


def showReference(record):
    if "error_kind" in record or "error" in record:
        return f"refuses it ({record.get('error_kind', 'error')})"
    if attributes := record.get("attrs"):
        return "reads it: " + code(json.dumps(attributes))
    answer = record.get("result") or record.get("query_unoptimized")
    return code(answer) if isinstance(answer, str) else "reads it"


def showAnswer(text):
    """Our answer as the comparison words it: `CODE: text` or `syntax (text)` of an error, SQL, or nothing at all."""
    if error := re.match(r"([A-Z][a-z]\w+): (.*)|syntax \((.*)\)$", text):
        return "refuses it: " + (f"{code(error[1])}, {error[2]}" if error[1] else error[3])
    return code(text) or "reads it"


def printDifferences(root):
    rows = []
    for difference in readDifferences(root):
        record = findRecord(root, difference)
        rows.append([code(showInput(record)), showReference(record), showAnswer(difference["answer"]), difference["reason"]])
    return printTable(["written", "SQLMesh", "Sluice", "why"], rows)


# ---- pages

sections = {
    "model-properties": printModelProperties,
    "not-in-scripts": printNotInScripts,
    "audit-properties": printAuditProperties,
    "standalone-properties": printStandaloneProperties,
    "metric-properties": printMetricProperties,
    "kinds": printKinds,
    "kind-parameters": printKindParameters,
    "macros": printMacros,
    "audits": printAudits,
    "jinja-tags": printTags,
    "jinja-filters": printFilters,
    "jinja-tests": printTests,
    "jinja-functions": printFunctions,
    "jinja-methods": printMethods,
    "config-keys": printRootKeys,
    "gateway-keys": printGatewayKeys,
    "default-keys": printDefaultKeys,
    "section-keys": printSectionKeys,
    "connections": printConnections,
    "dialects": printDialects,
    "diagnostics": printDiagnostics,
    "traps": printTraps,
    "differences": printDifferences,
}
marked = re.compile(r"(?ms)^<!-- begin: ([\w-]+) -->\n(.*?)^<!-- end: \1 -->$")


def refreshPage(root, path, refreshed):
    """The page as it should be, and its problems; names of its sections are added to `refreshed`."""
    text, problems = loadText(root, path), []

    def refresh(match):
        line, name = text.count("\n", 0, match.start()) + 1, match[1]
        if name not in sections:
            problems.append(f"{path}:{line}: there is no section `{name}`")
            return match[0]
        refreshed.add(name)
        made = "\n" + sections[name](root) + "\n"
        if made != match[2]:
            problems.append(f"{path}:{line}: `{name}` is not current; run tools/dev/docs.py")
        return f"<!-- begin: {name} -->\n{made}<!-- end: {name} -->"

    return marked.sub(refresh, text), problems


def refreshPages(root, check):
    """Refreshes all pages, or only looks; gives what a reader of the output has to do."""
    refreshed, problems = set(), []
    for path in sorted(os.path.relpath(page, root) for page in glob.glob(os.path.join(root, "docs/*.md"))):
        page, found = refreshPage(root, path, refreshed)
        problems += [problem for problem in found if check or "there is no" in problem]
        if not check and page != loadText(root, path):
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(page)
    return problems + [f"docs:1: no page has the section `{name}`" for name in sections if name not in refreshed]


def main():
    parser = argparse.ArgumentParser(description="Refresh the tables of the documentation.")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("folder", nargs="?", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    options = parser.parse_args()
    problems = refreshPages(os.path.abspath(options.folder), options.check)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
