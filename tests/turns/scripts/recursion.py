"""Recursion: deep, in two branches, mutual, and one that goes too deep."""

from functools import cache


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


def hanoi(n, source, target, spare, move):
    if n:
        hanoi(n - 1, source, spare, target, move)
        move(source, target)
        hanoi(n - 1, spare, target, source, move)


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, ackermann(m, n - 1) if n else 1)


@cache
def partitions(n, largest):
    if n == 0:
        return 1
    return sum(partitions(n - part, part) for part in range(1, min(n, largest) + 1))


def permutations(items):
    if not items:
        yield ()
    for n, item in enumerate(items):
        for rest in permutations(items[:n] + items[n + 1 :]):
            yield item, *rest


print("depth", depth(600))
pegs = {"a": [4, 3, 2, 1], "b": [], "c": []}
hanoi(4, "a", "c", "b", lambda source, target: pegs[target].append(pegs[source].pop()))
print(pegs, even(100), odd(33))
print("ackermann", ackermann(2, 3), "partitions", partitions(12, 12))
print(sorted("".join(order) for order in permutations("abc")))
try:
    depth(10_000)
except RecursionError as error:
    print(type(error).__name__, "maximum recursion depth" in str(error))
print("depth", depth(300))
