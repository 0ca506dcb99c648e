"""What is frozen, suspended in the middle of its work.

The same source for everyone: dispatch-py keeps what its decorator has wrapped; stillframe keeps
CPython's own objects, so that its decorator does nothing.
"""

from types import coroutine

try:
    from dispatch.experimental.durable import durable as kept
except ImportError:

    def kept(function):
        return function


@kept
def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, (a + b) % 1_000_003


@kept
def nested(rows, columns):
    done = 0
    try:
        for row in range(rows):
            for column in range(columns):
                try:
                    yield row * column
                finally:
                    done += 1
    finally:
        done = -1


@coroutine
@kept
def pause(number):
    while True:
        yield number


@kept
async def wait(depth, name):
    if depth == 1:
        return await pause(name)
    return await wait(depth - 1, name)


@kept
def walk(tree):
    left, value, right = tree
    if left:
        yield from walk(left)
    while value:
        yield value
    if right:
        yield from walk(right)


@kept
def descend(depth):
    if depth == 1:
        while True:
            yield depth
    yield from descend(depth - 1)


@kept
def count(start, step):
    number = start
    while True:
        yield number
        number += step


@kept
def serve(records):
    for record in records:
        yield record["name"]


def advance(obj, times):
    """Resume it that often."""
    if isinstance(obj, list):
        for _ in range(times):
            for one in obj:
                next(one)
    elif hasattr(obj, "__next__"):
        for _ in range(times):
            next(obj)
    else:
        send = obj.send
        for _ in range(times):
            send(None)


def begun(obj, times=3):
    advance(obj, times)
    return obj


TREE = (((None, 1, None), 2, (None, 3, None)), 4, (None, 5, None))

# The name in the tables, and what makes the subject. A size scales it where it has one.
SUBJECTS = {
    "Fibonacci": lambda size: begun(fibonacci(), 10),
    "nested for, try": lambda size: begun(nested(1_000, 1_000), 2_345),
    "await, 5 deep": lambda size: begun(wait(4, "a")),
    "yield from, 3 deep": lambda size: begun(walk(TREE)),
    "yield from, 1,000 deep": lambda size: begun(descend(1_000)),
    "100,000 together": lambda size: begun([count(start, 2) for start in range(size)]),
}

RECORDS = [
    {"number": number, "name": f"record {number}", "tags": ["new", str(number % 7)]}
    for number in range(1_000)
]

# Beyond what the bars are about: one that holds more than its frame.
MORE = {"1,000 records": lambda size: begun(serve(RECORDS))}

# How often it is resumed to see how fast it runs afterwards: some milliseconds.
TIMES = {
    "Fibonacci": 50_000,
    "nested for, try": 30_000,
    "await, 5 deep": 40_000,
    "yield from, 3 deep": 50_000,
    "yield from, 1,000 deep": 500,
    "100,000 together": 1,
}
