"""A tour of the language: closures, classes, exceptions, generators and async, in one program."""

import asyncio
import contextlib
import time
from dataclasses import dataclass


# -- closures: functions that share cells
def counter(start=0):
    count = start

    def increment(by=1):
        nonlocal count
        count += by
        return count

    return increment, lambda: count


increment, current = counter(10)
increment()
increment(by=5)
print("closures:", current())


# -- classes: a metaclass hook, zero-argument super, operators, a property
class Shape:
    kinds = []

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        Shape.kinds.append(cls.__name__)

    def __lt__(self, other):
        return self.area < other.area


@dataclass
class Square(Shape):
    side: float

    @property
    def area(self):
        return self.side**2


@dataclass
class Rectangle(Square):
    height: float = 1.0

    @property
    def area(self):
        return super().area / self.side * self.height


print("classes:", Shape.kinds, sorted([Rectangle(4, 2.5), Square(3), Rectangle(1)]))


# -- exceptions: a cause, a context manager, a group
class Refused(Exception):
    pass


@contextlib.contextmanager
def watched(name):
    try:
        yield name
    except Refused as refusal:
        print(f"exceptions: {name} was refused because of {refusal.__cause__!r}")
    finally:
        print(f"exceptions: {name} is over")


with watched("division") as name:
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise Refused(name) from error

try:
    raise ExceptionGroup("several", [ValueError(1), TypeError(2), ValueError(3)])
except* ValueError as group:
    print("exceptions: of the group,", [str(each) for each in group.exceptions])
except* TypeError as group:
    print("exceptions: and then", group.exceptions)


# -- generators: yield from, send, a return value, close
def averages():
    total = count = 0
    try:
        while (number := (yield total / count if count else None)) is not None:
            total, count = total + number, count + 1
    finally:
        print("generators: averaged", count)
    return total


def outer():
    result = yield from averages()
    yield f"total {result}"


generator = outer()
next(generator)
print("generators:", [generator.send(number) for number in (10, 20, 60)], generator.send(None))


def describe(value):
    match value:
        case {"name": str(name), **rest}:
            return f"{name} and {len(rest)} more"
        case [first, *_, last]:
            return f"from {first} to {last}"
        case Square(side=side):
            return f"a square of {side}"
        case _:
            return "something else"


print("patterns:", [describe(each) for each in ({"name": "x", "y": 1}, range(5), Square(2), 0)])


# -- async: tasks, an async generator, an async context manager, a timeout
async def ticks(name, count):
    for number in range(count):
        await asyncio.sleep(0.001)
        yield f"{name}{number}"


@contextlib.asynccontextmanager
async def timed(label):
    start = time.perf_counter()
    yield
    print(f"async: {label}, in less than a second: {time.perf_counter() - start < 1}")


async def main():
    async with timed("two tasks"):
        lists = await asyncio.gather(*(collect(name, 3) for name in "ab"))
    print("async:", lists)
    try:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()
    except TimeoutError:
        print("async: nobody came")


async def collect(name, count):
    return [tick async for tick in ticks(name, count)]


asyncio.run(main())
