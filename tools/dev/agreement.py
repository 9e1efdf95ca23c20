#!/usr/bin/env python3
"""Compares what sluice-conform prints with committed counts, which may only rise.

    sluice-conform --quiet test/conformance/*.jsonl | agreement.py test/conformance/counts.txt

A line of the counts is a line of sluice-conform: `render read: 341 of 369
agree, 1 deliberate`. A count that has risen is printed, so that it can be
committed; one that fell, or that is not printed any more, is an error.
"""
import re
import sys


def readCounts(lines):
    counts = {}
    for line in lines:
        if match := re.match(r"(\w+ \w+): (\d+) of (\d+) agree, (\d+) deliberate$", line.strip()):
            counts[match[1]] = tuple(map(int, match.groups()[1:]))
    return counts


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        wanted = readCounts(file)
    found = readCounts(sys.stdin)
    fallen = [name for name, (agree, *_) in wanted.items() if found.get(name, (-1,))[0] < agree]
    for name, (agree, total, deliberate) in found.items():
        if name in fallen or wanted.get(name) != (agree, total, deliberate):
            print(f"{name}: {agree} of {total} agree, {deliberate} deliberate")
    for name in fallen:
        print(f"`{name}` has fallen: {wanted[name][0]} agreed before", file=sys.stderr)
    sys.exit(1 if fallen or not wanted else 0)


if __name__ == "__main__":
    main()
