"""Generators in progress: pipelines, two-way ones, delegation, queens, and merging by heap."""

import heapq


def queens(n, placed=()):
    row = len(placed)
    if row == n:
        yield placed
        return
    for column in range(n):
        if all(c != column and abs(c - column) != row - r for r, c in enumerate(placed)):
            yield from queens(n, (*placed, column))


def numbers(text):
    for word in text.split():
        try:
            yield float(word)
        except ValueError:
            print("skipped", word)


def running_mean(source):
    total = 0.0
    for count, value in enumerate(source, 1):
        total += value
        yield round(total / count, 3)


def accountant():
    balance, command = 0, None
    try:
        while True:
            try:
                command, amount = yield balance
                balance += amount if command == "in" else -amount
            except ValueError as error:
                print("refused:", error)
    finally:
        print("books closed at", balance)


def delegating():
    result = yield from inner("first")
    print("inner returned", result)
    yield from inner(result)
    return "all"


def inner(name):
    got = yield name
    print(name, "got", got)
    return f"{name}+{got}"


solutions = queens(6)
print(next(solutions), *solutions, sep="\n")
print(sum(1 for _ in queens(5)))
print(list(running_mean(numbers("1 2 three 4.5 0 -2"))))
books = accountant()
next(books)
print(books.send(("in", 100)), books.send(("out", 30)))
print(books.throw(ValueError("a cheque")))
books.close()
both = delegating()
print(next(both), both.send("x"))
try:
    both.send("y")
except StopIteration as stop:
    print("returned", stop.value)
streams = [iter(range(start, 30, step)) for start, step in ((0, 7), (3, 5), (1, 11))]
print(list(heapq.merge(*streams)))
lazy = (word.upper() for word in "some words here".split() if "o" in word)  # noqa: SIM905
print(next(lazy), next(lazy), next(lazy, "none left"))
