"""Files open while the program goes on: written, read by line, by position, both, appended to."""

import csv
import json
import os
import tempfile

with open("numbers.txt", "w", encoding="utf-8") as out:
    for n in range(40):
        out.write(f"{n} {n * n}\n")
        if n % 10 == 0:
            print("at", out.tell())
print("size", os.path.getsize("numbers.txt"))

with open("numbers.txt", encoding="utf-8") as source, open("odd.csv", "w", newline="") as target:
    writer = csv.writer(target)
    writer.writerow(["n", "square"])
    for line in source:
        n, square = map(int, line.split())
        if n % 2:
            writer.writerow([n, square])
with open("odd.csv", newline="") as source:
    rows = csv.DictReader(source)
    print(sum(int(row["square"]) for row in rows), rows.line_num)

records = open("records.bin", "w+b")  # noqa: SIM115  (stays open for long)
try:
    for n in range(16):
        records.write(n.to_bytes(2, "big") + bytes([65 + n]) * 6)
    records.seek(5 * 8)
    print(records.read(8), records.tell())
    records.seek(-8, os.SEEK_END)
    records.write(b"replaced")
    records.seek(15 * 8)
    print(records.read())
    records.truncate(4 * 8)
finally:
    records.close()
print(records.closed, os.path.getsize("records.bin"))

for day in ("mon", "tue", "wed"):
    with open("journal.jsonl", "a", encoding="utf-8") as journal:
        json.dump({"day": day, "entries": journal.tell()}, journal)
        print(file=journal)
with open("journal.jsonl", encoding="utf-8") as journal:
    first = journal.readline()
    print(json.loads(first)["day"], [json.loads(line)["day"] for line in journal])
with open("both.txt", "w+", encoding="utf-8") as both:
    print("größe", file=both, flush=True)
    both.seek(0)
    print(both.read().encode(), both.read() == "")
with tempfile.TemporaryDirectory(dir=".") as folder:
    path = os.path.join(folder, "passing.txt")
    with open(path, "x") as passing:
        passing.write("soon gone")
    print(os.listdir(folder), sorted(name for name in os.listdir(".") if name not in folder))
try:
    open(path)  # noqa: SIM115
except FileNotFoundError as error:
    print("gone", os.path.basename(error.filename))
