#!/usr/bin/env python3
"""Rules files in the manner of packet filters, the same bytes for the same arguments.

usage: filter_rules.py acl|fw|ipc N   N rules over five facts

Packet filters are what most has been published about the cover of one box by many others, and the
filter sets that ClassBench makes are its common yardstick: access lists (acl), firewalls (fw) and
chains of hosts (ipc). No seed file of it is read or copied here. What stands below is the shape that
the literature tells of them: in access lists the destination is long and the source mostly short, the
source port is any, the destination port mostly one; firewalls leave one of the two addresses open and
take ranges of ports; chains of hosts name both addresses, long and of every length. Prefixes nest, as
they share few roots. A denial is the strict lane, a permission that is logged the one before it: so
`redundant-rule` is the exact question whether all others together cover a rule.
"""
import random
import sys

PROTOCOLS = ["tcp", "udp", "icmp", "other"]
# How often an address has so long a prefix: source, destination.
LENGTHS = {
    "acl": ({0: 25, 8: 5, 16: 10, 24: 25, 32: 35}, {0: 2, 16: 6, 21: 6, 24: 30, 27: 11, 32: 45}),
    "fw": ({0: 45, 8: 3, 16: 10, 24: 17, 32: 25}, {0: 35, 16: 8, 24: 22, 28: 5, 32: 30}),
    "ipc": ({0: 8, 8: 4, 16: 14, 24: 34, 32: 40}, {0: 8, 8: 4, 16: 14, 24: 34, 32: 40}),
}
# How often a port is any, one, above 1023, or some other range: source, destination.
PORTS = {
    "acl": ([97, 2, 1, 0], [15, 70, 5, 10]),
    "fw": ([60, 15, 20, 5], [30, 45, 10, 15]),
    "ipc": ([75, 20, 4, 1], [45, 45, 5, 5]),
}
USED = [20, 21, 22, 23, 25, 53, 80, 110, 123, 135, 139, 143, 161, 443, 445, 993, 1433, 1521, 3306, 8080]
HEAD = """format = 1
title = "Filters"
first-date = 2020-01-01
[sources]
generated = { title = "Generated" }
[checks]
look = { kind = "site" }
[lanes]
permit = {}
logged = {}
deny = { checks = ["look"] }
[steps]
inspect = { title = "Inspect", when = "at-arrival", holds = ["site"] }
[goods]"""


def address(rng, lengths, roots):
    """A prefix as the numbers that begin with it; none for any address."""
    length = rng.choices(list(lengths), list(lengths.values()))[0]
    if length == 0:
        return None
    spread = min(32, 8 + rng.choice([4, 8, 12, 16, 24]))
    number = rng.choice(roots) | rng.getrandbits(32) >> 8 & ((1 << 32) - 1) >> (40 - spread)
    least = number >> (32 - length) << (32 - length)
    return least, least + (1 << (32 - length)) - 1


def port(rng, weights):
    """The numbers of a port; none for any."""
    kind = rng.choices(range(4), weights)[0]
    if kind == 0:
        return None
    if kind == 1:
        one = rng.choice(USED)
        return one, one
    if kind == 2:
        return 1024, 65535
    least = rng.randrange(65_000)
    return least, min(65535, least + rng.choice([1, 7, 99, 999]))


def drawn(rng, kind, roots):
    """What a rule asks for."""
    asked = {
        "source": address(rng, LENGTHS[kind][0], roots),
        "destination": address(rng, LENGTHS[kind][1], roots),
        "from-port": port(rng, PORTS[kind][0]),
        "to-port": port(rng, PORTS[kind][1]),
    }
    tests = [f"{fact} = {{ at-least = {part[0]}, at-most = {part[1]} }}" for fact, part in asked.items() if part]
    protocol = rng.choices([None, "tcp", "udp", "icmp"], [15, 65, 15, 5])[0]
    return tests + ([f'goods = "{protocol}"'] if protocol else [])


def main(kind, count):
    rng = random.Random(7)
    # The more rules, the more networks they are about.
    roots = [rng.getrandbits(8) << 24 | rng.getrandbits(8) << 16 for _ in range(max(8, count // 50))]
    print(HEAD)
    for protocol in PROTOCOLS:
        print(f"{protocol} = {{ ordinary = true }}")
    for fact, greatest in [("source", 2**32), ("destination", 2**32), ("from-port", 65536), ("to-port", 65536)]:
        print(f"[facts.{fact}]\ndefault = 0\nnumber = {{ least = 0, greatest = {greatest - 1}, step = 1 }}")
    for at in range(count):
        tests = []
        # A rule that asks for nearly nothing stands last in a filter and covers all of it.
        while len(tests) < 3:
            tests = drawn(rng, kind, roots)
        lane = rng.choice(["deny", "logged"])
        print(f'[inspections.r{at}]\nwhen = {{ {", ".join(tests)} }}\nlane = "{lane}"\nsources = ["generated"]')
    print('[flows]\nall = { steps = ["inspect"], sources = ["generated"] }')


main(sys.argv[1], int(sys.argv[2]))
