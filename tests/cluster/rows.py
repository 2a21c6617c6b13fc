"""Prints COUNT shipments as JSON lines, some of them as crooked as they come; always the same.

usage: rows.py COUNT
"""

import json
import random
import sys

GOODS = ["milk-powder", "wine", "cosmetics", "meat", "奶粉", "weapons", "milk-powdr"]
CROOKED = [
    '{{"row":{row}, "goods" : "wine",\t"n":{{"a":[1, 2]}}}} \r',
    '{{"row":{row},"goods":"wine","note":"a\u2028b\u00a0c\\u0000"}}',
    '{{"row":{row},"goods":"wine","goods":"meat"}}',
    '{{"row":{row},"goods":',
    "row {row} is no object",
    " {row}\r\v",
    "\r\n \n\t",  # Three lines that are no rows.
]


def main():
    chance = random.Random(17)
    for row in range(int(sys.argv[1])):
        if chance.random() < 0.001:
            line = chance.choice(CROOKED).format(row=row)
        else:
            shipment = {
                "row": row,
                "goods": chance.choice(GOODS),
                "port": chance.choice(["airport", "nansha-bonded", "huangpu", None]),
                "category": chance.choice(["advanced-certified", "regular", "dishonest", None]),
                "value": chance.randrange(1, 600000) / 100,
                "on": f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
            }
            line = json.dumps(shipment, ensure_ascii=False)
        sys.stdout.buffer.write(line.encode() + b"\n")


main()
