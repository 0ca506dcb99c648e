"""Small programs whose pages are opened: each shows one thing."""

FIBONACCI = """\
def fibonacci():
    a, b = 0, 1
    while True:
        yield a + b
        a, b = b, a + b


numbers = fibonacci()
print(next(numbers))
for turn in range(4):
    print(next(numbers))
print(numbers.send(1))
"""

TREE = """\
class Tree:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right


def walk(tree):
    if tree is None:
        return 0
    before = yield from walk(tree.left)
    yield tree.value
    after = yield from walk(tree.right)
    return before + 1 + after


tree = Tree(4, Tree(2, Tree(1), Tree(3)), Tree(6, Tree(5)))
for value in walk(tree):
    print("é", value)
"""

GATHER = """\
import asyncio


async def fetch(name, delay):
    print(f"{name} begins")
    await asyncio.sleep(delay)
    return name.upper()


async def main():
    results = await asyncio.gather(
        fetch("a", 0.02),
        fetch("b", 0.01),
        fetch("c", 0.03),
    )
    print(results)
    return results


asyncio.run(main())
"""

TICKS = """\
import asyncio


async def ticks(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        print("ticks over")


async def consume(n):
    total = 0
    async for tick in ticks(n):
        total += tick
    return total


async def main():
    async with asyncio.TaskGroup() as group:
        one = group.create_task(consume(3), name="one")
        two = group.create_task(consume(5), name="two")
    print(one.result(), two.result())
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError:
        print("timeout")


asyncio.run(main())
"""

THROW = """\
def worker():
    done = []
    while True:
        try:
            job = yield len(done)
            done.append(job)
        except ValueError as error:
            print("refused:", error)
            done.append(None)
        finally:
            print("turn")


w = worker()
next(w)
w.send("a")
w.throw(ValueError("bad"))
w.send({"x": [1, 2]})
w.close()
try:
    w.send(1)
except StopIteration:
    print("</script><b>over")
raise KeyError("end")
"""

SHARED = """\
def keep(things):
    while True:
        yield len(things)


things = []
keeper = keep(things)
next(keeper)
for thing in "abc":
    things.append(thing)
next(keeper)
"""

STRANGE = """\
import asyncio


class AClassWithAVeryLongNameIndeedAsGeneratorsOfCodeWriteThem:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()


async def job():
    await AClassWithAVeryLongNameIndeedAsGeneratorsOfCodeWriteThem()


async def main():
    text = "red \\x1b[31m, null \\0, right to left \\u202ea\\u202c"
    print(text)
    print("\u05e9\u05dc\u05d5\u05dd <b>&amp;")
    await asyncio.create_task(job(), name="<i>task\\x07</i> " + "long " * 20)


asyncio.run(main())
"""

FLOATS = """\
numbers = [0.0, -0.0, 0.1, 1e-5, 1.5e-7, 5e-324, 1e15, 1e16, 1.7e308, 2.5e22, 7, 123456789012345]
for one in numbers:
    for other in numbers:
        found = one + other, one - other, one * other
        if other:
            found = one / other
"""

CROWD = """\
def count(start):
    while True:
        yield start
        start += 1


def deep(n, counters):
    if n == 0:
        return sum(next(one) for one in counters)
    return deep(n - 1, counters)


counters = [count(start) for start in range(40)]
for one in counters:
    next(one)
print(deep(20, counters))
del one, counters
"""

NAMES = """\
count = 0


def add(n):
    global count
    count += n
    globals()["last"] = n
    return count


last = None
for n in range(3):
    add(n)
exec("count = last\\nadd(5)")
print(count, last)
"""

MILLION = """\
def squares(n):
    for i in range(n):
        yield i * i


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


best = (0, 0)
total = 0
for round in range(1000):
    total += sum(squares(60))
    for n in range(1, 60):
        steps = collatz(n)
        if steps > best[0]:
            best = (steps, n)
print(best, total)
"""

PROGRAMS = {
    "fibonacci": FIBONACCI,
    "tree": TREE,
    "gather": GATHER,
    "ticks": TICKS,
    "throw": THROW,
    "floats": FLOATS,
    "shared": SHARED,
    "strange": STRANGE,
    "crowd": CROWD,
    "names": NAMES,
}
