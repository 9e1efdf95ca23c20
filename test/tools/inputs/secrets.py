"""Looks for a password in everything that sluice says and writes.

    secrets.py FOLDER

The password is given in config.yaml, through env_var, through .env and through an
environment variable that overrides the configuration; then in lines of
config.yaml that are wrong in many ways, each with every form of message.
"""
import os
import shutil
import subprocess
import sys

secret = "hunter2"
model = "MODEL (name s.m, kind FULL);\nSELECT 1 AS a\n"
template = """gateways:
  a:
    connection:
      type: postgres
      host: h
      user: u
      password: {}
      port: 5432
      database: d
model_defaults: {{dialect: postgres}}
"""
flow = "gateways:\n  a:\n    connection: {{type: postgres, host: h, user: u, {}, port: 1, database: d}}\nmodel_defaults: {{dialect: postgres}}\n"
other = "gateways:\n  a:\n    connection: {}\nmodel_defaults: {{dialect: duckdb}}\n"

# Projects that compile.
sources = {
    "file": ({"config.yaml": template.format(secret)}, {}),
    "flow": ({"config.yaml": flow.format("password: " + secret)}, {}),
    "env_var": ({"config.yaml": template.format("\"{{ env_var('PW') }}\"")}, {"PW": secret}),
    "default": ({"config.yaml": template.format("\"{{ env_var('PW', '" + secret + "') }}\"")}, {}),
    "dotenv": ({"config.yaml": template.format("\"{{ env_var('PW') }}\""), ".env": f"PW={secret}\n"}, {}),
    "override": ({"config.yaml": template.format("x")}, {"SQLMESH__GATEWAYS__A__CONNECTION__PASSWORD": secret}),
    "block": ({"config.yaml": template.format(f"|\n        {secret}")}, {}),
    "token": ({"config.yaml": other.format("{type: duckdb, database: 'md:db?motherduck_token=" + secret + "'}")}, {}),
    "template": ({"config.yaml": template.format('"{{ ' + secret + ' }}"')}, {}),
    "state": ({"config.yaml": template.format("x") .replace("model_defaults", f"    state_connection: {{type: postgres, host: h, user: u, password: {secret}, port: 1, database: d}}\nmodel_defaults")}, {}),
}

# Lines that are wrong.
mistakes = {
    "alias": template.format("*" + secret),
    "at": template.format("@" + secret),
    "block": template.format(f"|{secret}"),
    "blank forgotten": template.replace("password: {}", "password:{}").format(secret),
    "blank forgotten in flow": flow.format("password:" + secret),
    "colon": template.format(secret + ": x"),
    "connection is text": other.format(f"postgres://u:{secret}@h/d"),
    "escape": template.format(f'"\\q{secret}"'),
    "gateway is text": f"gateways:\n  a: postgres://u:{secret}@h/d\nmodel_defaults: {{dialect: duckdb}}\n",
    "given twice": template.format(f"{secret}\n      password: {secret}"),
    "key misspelt": template.replace("password", "pasword").format(secret),
    "key misspelt in flow": flow.format("pasword: " + secret),
    "more lines": template.format(f"x\n        {secret}\n      - y"),
    "not closed": template.format(f'"{secret}'),
    "percent": template.format("%" + secret),
    "tab": template.format(f"\t{secret}\n\tx: y"),
    "template of a function": template.format('"{{ env_var(' + secret + ') }}"'),
    "type": template.replace("type: postgres", "type: postgrs").format(secret),
}

emits = ["tokens", "ast", "project", "plan", "script", "json"]
calls = [["check", "-v"], ["check", "--diagnostics", "json"], ["compile", "-v", "--timings"], ["compile", "--timings=trace.json"],
         ["list", "-v"], ["list", "--format", "json"], ["render", "s.m"], *(["compile", "--emit", emit] for emit in emits)]
diffs = [["diff", "build/a/prod"], ["diff", "build/a/prod", "--format", "json"]]


def makeProject(folder, files):
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in {**files, "models/m.sql": model}.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def run(folder, arguments, environment):
    result = subprocess.run(["sluice", *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False,
                            env={**os.environ, **environment})
    return result.stdout + result.stderr, result.returncode


def readWritten(folder):
    for parent, _, files in os.walk(os.path.join(folder, "build")):
        for name in files:
            with open(os.path.join(parent, name), encoding="utf-8") as file:
                yield file.read()
    if os.path.exists(trace := os.path.join(folder, "trace.json")):
        with open(trace, encoding="utf-8") as file:
            yield file.read()


def findLeaks(folder, calls, environment, wanted):
    """A line for each call that shows the password, or that ends in another way than it should."""
    for arguments in calls:
        output, status = run(folder, arguments, environment)
        if secret in output or any(secret in text for text in readWritten(folder)):
            yield f"{arguments} shows the password"
        if status not in wanted:
            yield f"{arguments} ends with {status}: {output}"


def main():
    folder = os.path.join(sys.argv[1], "project")
    problems, count = [], 0
    for name, (files, environment) in sources.items():
        makeProject(folder, files)
        problems += [f"{name}: {problem}" for problem in findLeaks(folder, calls + diffs, environment, {0})]
        count += 1
    for name, text in mistakes.items():
        makeProject(folder, {"config.yaml": text})
        wanted = [["check", "-v"], ["check", "--diagnostics", "json"], ["check", "--color", "always"], ["compile", "--emit", "json"]]
        problems += [f"{name}: {problem}" for problem in findLeaks(folder, wanted, {}, {2})]
        count += 1
    print("\n".join(problems), file=sys.stderr)
    print(f"{count} configurations")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
