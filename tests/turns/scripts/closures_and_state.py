"""Closures, module globals, comprehensions and decorators, which count what they did."""

import functools
import itertools
import random

calls = {}
trail = []


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        calls[function.__name__] = calls.get(function.__name__, 0) + 1
        return function(*args, **kwargs)

    return wrapper


def memo(limit):
    def decorate(function):
        known = {}

        @functools.wraps(function)
        def wrapper(key):
            if key not in known:
                if len(known) >= limit:
                    trail.append(next(iter(known)))
                    del known[trail[-1]]
                known[key] = function(key)
            return known[key]

        wrapper.known = known
        return wrapper

    return decorate


@memo(5)
@counted
def square(n):
    return n * n


def counter(start=0):
    count = start

    def up(by=1):
        nonlocal count
        count += by
        return count

    def down(by=1):
        return up(-by)

    return up, down


def walk(steps):
    global position
    for _ in range(steps):
        position += random.choice((-1, 1))
        visited[position] = visited.get(position, 0) + 1


print([square(n % 7) for n in range(20)], calls, trail)
print(sorted(square.known), square.__name__)
up, down = counter(10)
print([up(), up(5), down(), down(2)], [cell.cell_contents for cell in up.__closure__])
adders = [lambda x, n=n: x + n for n in range(3)]
print([add(10) for add in adders], functools.reduce(lambda f, g: lambda x: g(f(x)), adders)(0))
random.seed(3)
position, visited = 0, {0: 1}
walk(60)
print(position, dict(sorted(visited.items())), random.random() < 0.5)
matrix = [[i * j for j in range(4)] for i in range(3)]
print([list(row) for row in zip(*matrix, strict=True)], {sum(row): row[-1] for row in matrix})
print({a + b for a, b in itertools.product("ab", "ab") if a <= b} == {"aa", "ab", "bb"})
pipeline = [str.strip, str.title, lambda s: s.replace(" ", "-"), len]
value = "  a piece of text "
for function in pipeline:
    value = function(value)
    print(repr(value))
