"""Runs the examples of `sluice explain`, code by code.

    run_examples.py ROOT

Around each example a small project is built. The wrong one has to give its code,
the right one must not. An example that cannot be run this way stands in `told`,
with the reason.
"""
import os
import re
import subprocess
import sys
import tempfile

config = "gateways:\n  main:\n    connection: {type: sqlite, database: main.db}\nmodel_defaults: {dialect: sqlite}\n"
postgres = ("gateways:\n  main:\n    connection: {type: postgres, host: h, user: u, password: p, port: 1, database: d}\n"
            "model_defaults: {dialect: postgres}\n")
seed = "id,name\n1,Ada\n"

shell = "its example is commands"
bundles = "it needs bundles"
variable = "it needs a variable of the configuration"
none = "it has no example: nothing short gives it"
told = {
    "BaseGateway": bundles, "BaseIsOutput": bundles, "BaseMissing": bundles, "BaseSchema": bundles, "BaseTwice": bundles,
    "BaseUnreadable": bundles, "ConfigMissing": shell, "ConfigPython": "its example is Python", "ConfigSeveral": "its example is names of files",
    "FileBinary": "bytes are no text", "FileNotUtf8": shell, "FileTooLarge": "a gigabyte is too much for a test", "FileUnreadable": shell,
    "LambdaParamNotAName": "the parser takes most such arrows for the operator of JSON",
    "MacroDottedName": variable, "MacroListInParens": variable, "MacroNamesVariable": variable,
    "MacroNoColumns": "projects know no columns of models", "PythonMacro": "projects know no macros in Python",
    "KindNotDeployed": bundles,
    "HeaderLost": none, "ModelLost": none, "NestingTooDeep": none, "TreeTooDeep": none,
    "OutputIsNoFolder": shell, "OverrideName": shell, "OutputNotWritable": shell, "PersonalConfig": shell,
}

# These are found when scripts are made.
compiled = {"DevOnlyNotBuilt", "DialectDiffers", "EngineNotBuilt", "ModelsLeftOut", "NameCollision", "NameTooLong", "PropertyNotDeployed",
            "StageNotBuilt", "SuffixNeedsCatalogs"}
# Here the right example is about something that is a problem of its own.
otherProblems = {"UnterminatedJinja"}


def makeProject(folder, code, text):
    files = {"config.yaml": postgres if code == "NameTooLong" else config, "seeds/example.csv": seed}
    if code == "DotenvSyntax":
        files[".env"] = text
    elif re.search(r"(?m)^(gateways|model_defaults):", text):
        files["config.yaml"] = text
    elif text.startswith("AUDIT") or code == "AuditHeaderMissing":
        files["audits/example.sql"] = text
    elif code.startswith("External"):
        files["external_models.yaml"] = text
    elif code.startswith("Seed") and "MODEL" not in text:
        files["seeds/example.csv"] = text
        files["models/example.sql"] = "MODEL (name s.t, kind SEED (path '../seeds/example.csv'));"
    elif re.match(r"-- (models|metrics|tests)/", text):
        for part in re.split(r"(?m)^-- (?=(?:models|metrics|seeds|tests)/|external_models.yaml\n)", text)[1:]:
            name, _, body = part.partition("\n")
            files[name] = body
    else:
        files["models/example.sql"] = text
        external = re.match(r"-- external_models.yaml: (.*)\n", text)
        if external:
            files["external_models.yaml"] = external[1]
    for name, body in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(body)


def findCodes(code, text):
    """The codes that the project around an example gives, and the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        makeProject(folder, code, text)
        command = ["sluice", "compile" if code in compiled else "check", "-v", "-p", folder]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return re.findall(r"(?m)^\S*(?::\d+)*:? ?(?:error|warning|note): .*\[(\w+)\]", run.stderr), run.returncode


def readPage(code):
    run = subprocess.run(["sluice", "explain", code], capture_output=True, text=True, timeout=60, check=False)
    if run.returncode != 0:
        return None
    parts = re.split(r"(?m)^(Wrong|Right):\n\n", run.stdout)
    examples = {title: re.sub(r"(?m)^    ", "", body).rstrip("\n") for title, body in zip(parts[1::2], parts[2::2])}
    return examples.get("Wrong", ""), examples.get("Right", "")


def findDiagnostics(root):
    codes = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith((".", "build"))]
        if "diag.def" in files:
            with open(os.path.join(folder, "diag.def"), encoding="utf-8") as file:
                codes += re.findall(r"(?m)^DIAG\((\w+)", file.read())
    return sorted(codes)


def checkCode(code):
    page = readPage(code)
    if page is None:
        yield "there is no page"
        return
    wrong, right = page
    if code in told:
        return
    if not right:
        yield "the page has no example; if it can have none, say why in `told`"
        return
    given, status = findCodes(code, wrong)
    if code not in given:
        yield f"the wrong example gives {given}, exit code {status}"
    given, status = findCodes(code, right)
    if code in given or (status != 0 and code not in otherProblems):
        yield f"the right example gives {given}, exit code {status}"


def main():
    codes = findDiagnostics(sys.argv[1])
    problems = [f"{code}: {problem}" for code in codes for problem in checkCode(code)]
    problems += [f"{code}: it is in `told`, but there is no such diagnostic" for code in set(told) - set(codes)]
    print("\n".join(problems), file=sys.stderr)
    print(f"{len(codes)} pages, {len(codes) - len(told)} of them with examples that were run")
    sys.exit(1 if problems or not codes else 0)


if __name__ == "__main__":
    main()
