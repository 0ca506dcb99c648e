"""Rows are put into a database, counted, and taken out again, by a cursor that stays open."""

import sqlite3

connection = sqlite3.connect("words.db", isolation_level=None)
connection.row_factory = sqlite3.Row
memory = sqlite3.connect(":memory:", isolation_level=None)
memory.execute("CREATE TABLE seen (word TEXT PRIMARY KEY, times INT)")
cursor = connection.cursor()
cursor.execute("DROP TABLE IF EXISTS word")
cursor.execute("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT, length INT)")


def words(count):
    for number in range(count):
        yield "".join(chr(97 + (number * step) % 26) for step in range(1, 2 + number % 5))


for word in words(60):
    with connection:
        cursor.execute("INSERT INTO word (text, length) VALUES (?, ?)", (word, len(word)))
    with memory:
        memory.execute(
            "INSERT INTO seen VALUES (?, 1) ON CONFLICT (word) DO UPDATE SET times = times + 1",
            (word[0],),
        )

cursor.execute("SELECT length, count(*) AS times FROM word GROUP BY length ORDER BY length")
rows = cursor.fetchall()
total = 0
for row in rows:
    total += row["length"] * row["times"]
    print(row["length"], tuple(row))
print([name for name, *_ in cursor.description], total)
print(memory.execute("SELECT * FROM seen ORDER BY times DESC, word LIMIT 3").fetchall())
for number in range(40):
    found = connection.execute("SELECT text FROM word WHERE id = ?", (number,)).fetchone()
    if found is not None and found["text"].endswith("x"):
        print(number, found["text"])
connection.close()
memory.close()
