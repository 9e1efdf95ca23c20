"""Writes bundles and disturbs the writer; the folder is always one whole bundle, the old one or the new one."""
import json
import os
import resource
import signal
import subprocess
import sys
import time

folder = sys.argv[1]
bundle = os.path.join(folder, "g", "prod")


def makePlan(word, rows):
    seed = {"kind": "seed", "model": "s.m", "object": ["m__" + word], "columns": [["a", "TEXT"]], "rows": [[word * 50]] * rows}
    return json.dumps({"engine": "sqlite", "gateway": "g", "environment": "prod", "builds": [seed], "views": []}).encode()


def write(word, rows=10, target=bundle, **more):
    return subprocess.run(["sluice-ddl", "bundle", target], input=makePlan(word, rows), capture_output=True, check=False, **more)


def look():
    """Which bundle is there; fails if it is not whole."""
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=bundle, check=True)
    assert sorted(os.listdir(bundle)) == ["SHA256SUMS", "build.sql", "revert.sql", "swap.sql"]
    with open(os.path.join(bundle, "build.sql"), encoding="utf-8") as file:
        return file.read().split('m__')[1].split('"')[0].split("'")[0]


assert write("first").returncode == 0
assert look() == "first"
assert sorted(os.listdir(os.path.join(folder, "g"))) == ["prod"]

# Ended at any moment: what is there is whole, and the next run leaves no trace of the one that was ended.
seen = set()
for i in range(40):
    word = f"w{i}"
    before = look()
    process = subprocess.Popen(["sluice-ddl", "bundle", bundle], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.stdin.write(makePlan(word, 30000))
    process.stdin.close()
    time.sleep(0.005 * i)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert look() in (before, word)
    seen.add(look() == word)
print("killed before the exchange and after it:", sorted(seen))
assert write("next").returncode == 0
assert look() == "next"
assert sorted(os.listdir(os.path.join(folder, "g"))) == ["prod"]

# More than fits: reported, and the old bundle stays.
def limit():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


result = write("large", 30000, preexec_fn=limit)
assert result.returncode == 1 and b"OutputNotWritable" in result.stderr and b"build.sql" in result.stderr, result.stderr
assert look() == "next"
assert sorted(os.listdir(os.path.join(folder, "g"))) == ["prod"]

# A file where a folder should be, above it or in its place.
path = os.path.join(folder, "file")
with open(path, "w", encoding="utf-8") as file:
    file.write("mine")
result = write("x", target=path)
assert result.returncode == 1 and b"OutputIsNoFolder" in result.stderr, result.stderr
result = write("x", target=os.path.join(path, "prod"))
assert result.returncode == 1 and b"OutputNotWritable" in result.stderr, result.stderr
with open(path, encoding="utf-8") as file:
    assert file.read() == "mine"

# Not allowed: only who is not root can be refused.
closed = os.path.join(folder, "closed")
os.mkdir(closed)
os.chmod(closed, 0o555)
result = write("x", target=os.path.join(closed, "prod"))
assert result.returncode == (0 if os.geteuid() == 0 else 1), result.stderr
os.chmod(closed, 0o755)

# Two writers at once take turns.
processes = []
for word in ("one", "two", "three"):
    process = subprocess.Popen(["sluice-ddl", "bundle", bundle], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(makePlan(word, 10000))
    process.stdin.close()
    processes.append(process)
assert [process.wait() for process in processes] == [0, 0, 0]
assert look() in ("one", "two", "three")
assert sorted(os.listdir(os.path.join(folder, "g"))) == ["prod"]
