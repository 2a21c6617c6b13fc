#!/usr/bin/env python3
"""Prints a rules file with some of its rules edited, the same bytes for the same arguments.

usage: edit_rules.py FILE N   another lane in N of its inspections, spread over the whole file
"""
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    lines = file.read().splitlines(keepends=True)
count = int(sys.argv[2])
lanes, section, places = [], "", []
for at, line in enumerate(lines):
    if line.startswith("["):
        section = line.strip().strip("[]").split(".")[0]
    elif section == "lanes" and (name := re.match(r"([a-z0-9-]+) *=", line)):
        lanes.append(name[1])
    if section == "inspections" and re.search(r'\blane = "', line):
        places.append(at)
if len(places) < count:
    sys.exit(f"only {len(places)} inspections name a lane")
for number in range(count):
    at = places[(2 * number + 1) * len(places) // (2 * count)]
    old = re.search(r'\blane = "([^"]*)"', lines[at])[1]
    # One lane lighter, else the strictest: the lightest would be no inspection at all.
    lighter = lanes.index(old) - 1
    lines[at] = lines[at].replace(f'lane = "{old}"', f'lane = "{lanes[lighter or -1]}"', 1)
sys.stdout.writelines(lines)
