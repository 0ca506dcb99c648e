"""A table is read from a compressed file, its fields matched, and written into another one."""

import csv
import gzip
import re
import struct
from itertools import pairwise

FIELD = re.compile(r"(?P<name>[a-z]+)-(\d+)?")


def made(path, rows):
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["id", "code", "note"])
        for number in range(rows):
            writer.writerow([number, f"{'abc'[number % 3] * 2}-{number or ''}", 'said: "hm"\nso'])


def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        for row in reader:
            yield reader.line_num, row


def matched(rows):
    for line, row in rows:
        match = FIELD.match(row["code"])
        yield line, match, row["note"].count("\n")


made("in.csv.gz", 40)
totals = {}
with open("out.csv", "w+", newline="") as out:
    writer = csv.DictWriter(out, ["line", "name", "number"])
    writer.writeheader()
    for line, match, breaks in matched(rows_of("in.csv.gz")):
        name = match["name"]
        totals[name] = totals.get(name, 0) + breaks
        writer.writerow({"line": line, "name": name, "number": match[2]})
        if line % 10 == 1:
            print(line, match.span(), match.span(2))
    out.seek(0)
    rows = list(csv.reader(out))
    print(rows[0], rows[-1], len(rows))
print(totals)
for (first, a), (second, b) in pairwise(struct.iter_unpack("<HB", bytes(range(96)))):
    totals[b - a] = totals.get(b - a, 0) + second - first
print(totals)
