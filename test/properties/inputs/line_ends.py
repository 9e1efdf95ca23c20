"""A project whose files end their lines as Windows does gives the same bundles, byte by byte.

    line_ends.py FOLDER
"""
import os
import shutil
import sys

from workshop import checkSame, compile, copyExample, makeLarge, readFiles

folder = os.path.join(sys.argv[1], "line_ends")
shutil.rmtree(folder, ignore_errors=True)
for project in (copyExample(os.path.join(folder, "small")), makeLarge(os.path.join(folder, "large"), 60)):
    expected = readFiles(compile(project))
    shutil.rmtree(os.path.join(project, "build"))
    for path, content in readFiles(project).items():
        assert b"\r" not in content
        with open(os.path.join(project, path), "wb") as file:
            file.write(content.replace(b"\n", b"\r\n"))
    checkSame(readFiles(compile(project)), expected, "CRLF")
