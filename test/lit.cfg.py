"""How lit finds and runs the tests. `test/run.py` calls it; by hand, with a PostgreSQL of your own:

    python3 /usr/lib/llvm-19/build/utils/lit/lit.py test/frontend -v -D build=build
"""
import os
import subprocess
import sys

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(root, "test"))
import cases  # noqa: E402
import lit.util  # noqa: E402

build = os.path.abspath(lit_config.params.get("build", os.path.join(root, "build")))
llvm = os.environ.get("SLUICE_LLVM_TOOLS", "/usr/lib/llvm-19/bin")
venv = os.path.join(root, "build", "venv")
python = os.path.join(venv, "bin", "python")
packages = os.path.join(venv, "lib", f"python{sys.version_info.major}.{sys.version_info.minor}", "site-packages")

config.name = "sluice"
config.test_format = cases.SluiceFormat()
config.suffixes = [".test", ".cases"]
config.excludes = ["inputs"]
config.test_source_root = os.path.join(root, "test")
config.test_exec_root = os.path.join(build, "test")

# A test that hangs is ended, which lit can do where psutil is installed, as in build/venv.
if lit.util.killProcessAndChildrenIsSupported()[0]:
    lit_config.maxIndividualTestTime = 900

# Nothing of the person who runs the tests reaches them: no home, no locale, no time zone.
home = os.path.join(config.test_exec_root, "home")
os.makedirs(home, exist_ok=True)
config.environment.update(HOME=home, LC_ALL="C.UTF-8", TZ="UTC", PYTHONDONTWRITEBYTECODE="1", NO_COLOR="1")
config.environment["PATH"] = os.pathsep.join([os.path.join(build, "bin"), llvm, config.environment["PATH"]])
config.environment["UBSAN_OPTIONS"] = "halt_on_error=1:print_stacktrace=1"
for name in ("PGHOST", "PGPORT", "PGUSER"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

# Whether a test may mount a file system in a name space of its own: containers often forbid it.
mount = subprocess.run(["unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", home], capture_output=True, check=False)
if mount.returncode == 0:
    config.available_features.add("user-mounts")

# Every client stops at the first error. lit replaces in this order, and `%s` and `%t` last.
update = " --update" if "update" in lit_config.params else ""
tools = os.path.join(root, "tools", "dev")
config.substitutions += [
    ("%sqlite", "sqlite3 -bail -batch"),
    ("%duckdb", os.path.join(packages, "duckdb_cli", "duckdb") + " -bail -batch"),
    ("%psql", "psql -X -q -v ON_ERROR_STOP=1"),
    ("%sluice", os.path.join(build, "bin", "sluice")),
    ("%golden", f"python3 {tools}/golden.py{update} %s"),
    ("%verify", f"python3 {tools}/verify.py"),
    ("%python", python),
    ("%sqlglot", os.path.join(venv, "sqlglot")),
    ("%root", root),
    ("%build", build),
]
