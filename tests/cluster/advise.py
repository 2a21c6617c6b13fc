"""Answers a file of JSON lines on a Spark cluster: each line through `advisor batch`, in order.

usage: spark-submit advise.py ORDERS ANSWERS --on DATE [--rules FILE] [--advisor FILE]
                              [--partitions N] [flags of `advisor batch`]

The program and the rules file travel with the job; the machines need neither. ANSWERS is a folder:
its parts, one behind the other, are what one process would have written.
"""

import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path

from pyspark import SparkConf, SparkContext, SparkFiles

BLANK = " \t\r\n\f"  # A line of these alone is no row: the program passes over it.


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("orders")
    parser.add_argument("answers")
    parser.add_argument("--advisor", default="target/release/advisor")
    parser.add_argument("--rules", help="a rules file; without it, the built-in rules")
    parser.add_argument("--partitions", type=int, help="at least so many tasks")
    # A task that is tried again after midnight has to say what it said before.
    parser.add_argument("--on", required=True, help="the date of rows that have none")
    args, flags = parser.parse_known_args()

    # --keep-going, for a bad row says so in its place and must not fail the task it is in.
    fixed = ["batch", "-", "--input", "jsonl", "--on", args.on, "--jobs", "1", "--keep-going"]

    def command(advisor, rules):
        return [advisor, *fixed, *flags, *(["--rules", rules] if rules else [])]

    # Whatever is wrong with the call or the rules is said here, before a machine is bothered.
    trial = [*command(args.advisor, args.rules), "--summary", "/dev/null"]
    tried = subprocess.run(trial, stdin=subprocess.DEVNULL)
    if tried.returncode != 0:
        sys.exit(tried.returncode)

    # Rows end with a line feed alone, as they do for the program.
    conf = SparkConf().set("spark.hadoop.textinputformat.record.delimiter", "\n")
    context = SparkContext(appName="advisor", conf=conf)

    # Executors find what travels with the job where they run; in local mode it is put elsewhere.
    local = re.match(r"local(\[|$)", context.master)
    folder = SparkFiles.getRootDirectory() if local else "."

    def shipped(path):
        context.addFile(path)
        return f"{folder}/{Path(path).name}"

    call = command(shipped(args.advisor), args.rules and shipped(args.rules))
    rows = context.textFile(args.orders, args.partitions).filter(lambda line: line.strip(BLANK))
    rows.pipe(shlex.join(call), checkCode=True).saveAsTextFile(args.answers)

    asked, answered = rows.count(), context.textFile(args.answers).count()
    if asked != answered:
        sys.exit(f"{asked} rows, but {answered} answers: do not use {args.answers}")
    print(f"{answered} rows answered")


if __name__ == "__main__":
    main()
