#!/usr/bin/env python3
"""Rules files of the measured proofs, the same bytes for the same arguments.

usage: check_rules.py goods N   one rule for each of N goods, and 50 for any goods
       check_rules.py mixed N   N rules, a third of which look at no goods
       check_rules.py tree N    N rules on branches of a code tree of N goods, and 20 for any goods
       check_rules.py boxes N   N random boxes over ten facts
       check_rules.py ranges N  N rules on overlapping ranges of two numbers, for all goods
       check_rules.py crossed N  a rule for each of N categories at each of N ports
       check_rules.py behind N  a flow without a condition, and N behind it
       check_rules.py tariff N  a rate for each of N goods
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


def ranges(rng, name):
    """Wide ranges of one number or both: each overlaps with most others."""
    tests = []
    for fact in rng.sample(NUMBERS, rng.randint(1, 2)):
        least = rng.randint(0, 800_000)
        tests.append(f"{fact} = {{ at-least = {least}, at-most = {least + rng.randint(1, 300_000)} }}")
    either(rng, name, tests)


def crossed(rng, count):
    """The lists of categories and ports are as long as is asked for."""
    for one in range(count):
        for two in range(count):
            inspection(rng, f"r{one}-{two}", [f'category = "c{one}"', f'port = "p{two}"'])


def behind(rng, count):
    print('[flows]\nfirst = { steps = ["inspect"], sources = ["generated"] }')
    for at in range(count):
        tests = ", ".join([f'goods = "g{rng.randrange(20)}"'] + condition(rng, 1))
        print(f'f{at} = {{ when = {{ {tests} }}, steps = ["inspect"], sources = ["generated"] }}')


def tariff(rng, count):
    print("[rates.duty]\nentries = [")
    for at in range(count):
        print(f'    {{ percent = {rng.randint(0, 30)}, goods = "g{at}", sources = ["generated"] }},')
    print(']\n[taxes.full]\nflat = { rate = "duty", base = "value" }\nsources = ["generated"]')


def main(kind, count):
    rng = random.Random(7)
    goods = count if kind in ("goods", "tree", "mixed", "tariff") else 20
    names = dict(NAMES, category=count, port=count) if kind == "crossed" else NAMES
    print(HEAD)
    for at in range(goods):
        print(f"g{at} = {{}}")
    for fact, size in names.items():
        listed = quoted(f"{fact[0]}{at}" for at in range(size))
        print(f'[facts.{fact}]\nnames = {listed}\ndefault = "{fact[0]}0"')
    for fact in FLAGS:
        print(f"[facts.{fact}]\ndefault = true")
    for fact in NUMBERS:
        print(f"[facts.{fact}]\nnumber = {{ least = 0, greatest = 1000000, step = 1 }}")
    if kind == "crossed":
        crossed(rng, count)
    elif kind == "behind":
        return behind(rng, count)
    elif kind == "tariff":
        tariff(rng, count)
    for at in range(count if kind not in ("crossed", "tariff") else 0):
        name = f"r{at}"
        if kind == "ranges":
            ranges(rng, name)
        elif kind == "goods":
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
