#!/usr/bin/env python3
"""Rules files of the measured proofs, the same bytes for the same arguments.

usage: check_rules.py goods N   one rule for each of N goods, and 50 for any goods
       check_rules.py mixed N   N rules, a third of which look at no goods
       check_rules.py tree N    N rules on branches of a code tree of N goods, and 20 for any goods
       check_rules.py boxes N   N random boxes over ten facts
"""
import random
import sys

NAMES = {"port": 8, "mode": 6, "origin": 20, "category": 5, "season": 4}
FLAGS = ["sealed", "fresh"]
NUMBERS = ["value", "weight"]
HEAD = """format = 1
title = "Generated"
first-date = 2020-01-01
[sources]
generated = { title = "Generated" }
[checks]
look = { kind = "site" }
[lanes]
green = {}
yellow = {}
orange = {}
red = { checks = ["look"] }
[steps]
inspect = { title = "Inspect", when = "at-arrival", holds = ["site"] }
[goods]"""
FLOWS = """[flows]
fast = { when = { lane = ["green", "yellow"] }, steps = ["inspect"], sources = ["generated"] }
slow = { steps = ["inspect"], sources = ["generated"] }"""


def quoted(names):
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def condition(rng, count):
    """Tests on `count` facts other than the goods."""
    tests = []
    for fact in rng.sample(list(NAMES) + FLAGS + NUMBERS, count):
        if fact in NAMES:
            most = max(1, NAMES[fact] // 2)
            picked = sorted(rng.sample(range(NAMES[fact]), rng.randint(1, most)))
            tests.append(f"{fact} = {quoted(f'{fact[0]}{at}' for at in picked)}")
        elif fact in FLAGS:
            tests.append(f"{fact} = {rng.choice(['true', 'false'])}")
        else:
            least = rng.randint(0, 900_000)
            greatest = least + rng.randint(1, 100_000)
            tests.append(f"{fact} = {{ at-least = {least}, at-most = {greatest} }}")
    return tests


def inspection(rng, name, tests):
    lane = rng.choice(["yellow", "orange", "red"])
    when = ", ".join(tests)
    print(f'[inspections.{name}]\nwhen = {{ {when} }}\nlane = "{lane}"\nsources = ["generated"]')


def either(rng, name, tests):
    """A refusal three times in ten, else an inspection."""
    if rng.random() >= 0.3:
        return inspection(rng, name, tests)
    print(f'[refusals.{name}]\nbecause = "generated"\nremedy = "none"\nwhen = {{ {", ".join(tests)} }}')
    print('sources = ["generated"]')


def main(kind, count):
    rng = random.Random(7)
    goods = 20 if kind == "boxes" else count
    print(HEAD)
    for at in range(goods):
        print(f"g{at} = {{}}")
    for fact, size in NAMES.items():
        names = quoted(f"{fact[0]}{at}" for at in range(size))
        print(f'[facts.{fact}]\nnames = {names}\ndefault = "{fact[0]}0"')
    for fact in FLAGS:
        print(f"[facts.{fact}]\ndefault = true")
    for fact in NUMBERS:
        print(f"[facts.{fact}]\nnumber = {{ least = 0, greatest = 1000000, step = 1 }}")
    for at in range(count):
        name = f"r{at}"
        if kind == "goods":
            inspection(rng, name, [f'goods = "g{at}"'] + condition(rng, 1))
        elif kind == "tree":
            branch = rng.choices([1, 10, 100, 1000], [70, 20, 9, 1])[0]
            first = rng.randrange(count) // branch * branch
            codes = range(first, min(count, first + branch))
            tests = [f"goods = {quoted(f'g{code}' for code in codes)}"]
            inspection(rng, name, tests + condition(rng, 2))
        elif kind == "boxes":
            either(rng, name, condition(rng, rng.randint(3, 7)))
        elif at % 3 == 0:
            either(rng, name, condition(rng, 3))
        else:
            picked = sorted(rng.sample(range(count), min(count, 5)))
            tests = [f"goods = {quoted(f'g{good}' for good in picked)}"]
            inspection(rng, name, tests + condition(rng, 2))
    if kind in ("goods", "tree"):
        for at in range(count, count + (50 if kind == "goods" else 20)):
            either(rng, f"r{at}", condition(rng, 5))
    print(FLOWS)


main(sys.argv[1], int(sys.argv[2]))
