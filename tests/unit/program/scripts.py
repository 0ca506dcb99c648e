"""Functions that are cut between any two of their instructions (test_frames)."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
from collections.abc import Callable, Iterator
from typing import Any


def loops() -> list[int]:
    found = []
    for i in range(4):
        for j, letter in enumerate("ab"):
            while len(found) < i:
                found.append(i * j + ord(letter))
    return found


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def recursion() -> int:
    return fib(5)


def generators() -> Any:
    def numbers(limit: int) -> Iterator[int]:
        try:
            for i in range(limit):
                got = yield i
                if got:
                    said.append(got)
        finally:
            said.append("closed")

    def both() -> Iterator[int]:
        total = yield from numbers(3)
        said.append(total)
        yield from (n * n for n in numbers(2))

    said: list[Any] = []
    found = [*both()]
    one = numbers(5)
    found.append(next(one))
    found.append(one.send("x"))
    one.close()
    return found, said


def exceptions() -> Any:
    said: list[Any] = []
    for word in ("a", "b"):
        try:
            try:
                raise KeyError(word)
            except KeyError as error:
                said.append(sys.exc_info()[1] is error)
                if word == "b":
                    raise ValueError("second") from error
            finally:
                said.append("finally")
        except ValueError as error:
            said.append((repr(error), repr(error.__cause__), repr(error.__context__)))
            try:
                raise
            except ValueError as again:
                said.append(again is error)
    try:
        raise ExceptionGroup("g", [TypeError("t"), OSError("o")])
    except* TypeError as group:
        said.append(repr(group.exceptions))
    except* OSError as group:
        said.append(repr(group.exceptions))
    return said


def classes() -> Any:
    class Base:
        made = 0

        def __init__(self, x: int) -> None:
            self.x = x
            type(self).made += 1

        def __repr__(self) -> str:
            return f"{type(self).__name__}({self.x})"

    class Derived(Base):
        def __init__(self, x: int) -> None:
            super().__init__(x + 1)

        @property
        def double(self) -> int:
            return self.x * 2

    return [repr(Base(1)), repr(Derived(2)), Derived(3).double, Base.made, Derived.made]


def managers() -> Any:
    said = []

    @contextlib.contextmanager
    def entered(name: str) -> Iterator[str]:
        said.append(f"in {name}")
        try:
            yield name
        except ValueError:
            said.append(f"caught in {name}")
        finally:
            said.append(f"out {name}")

    with entered("a") as a, entered("b") as b:
        said.append(a + b)
        raise ValueError
    return said


def closures() -> Any:
    def counter() -> tuple[Callable[[], int], Callable[[], int]]:
        n = 0

        def up() -> int:
            nonlocal n
            n += 1
            return n

        def down() -> int:
            nonlocal n
            n -= 1
            return n

        return up, down

    up, down = counter()
    return [up(), up(), down(), up(), [f(3) for f in [lambda x, k=k: x * k for k in range(3)]]]


@dataclasses.dataclass
class Point:
    x: int
    y: int = 2

    def moved(self, by: int) -> Point:
        return dataclasses.replace(self, x=self.x + by)


def matching() -> Any:
    found = []
    for thing in (Point(1), [1, 2, 3], {"a": 1}, "text", None):
        match thing:
            case Point(x=x, y=2):
                found.append(("point", x))
            case [first, *rest]:
                found.append(("list", first, rest))
            case {"a": value}:
                found.append(("dict", value))
            case str() as text:
                found.append(text)
            case _:
                found.append("other")
    return found, Point(1).moved(4)


def expressions() -> Any:
    def f(*args: Any, **kwargs: Any) -> Any:
        return args, kwargs

    a, b = 3, 4
    text = f"{a:>{b}} {f(1, *[2, 3], k=4)!r}"
    return text, f(a if a < b else b, *range(2), **{"x": [y for y in range(a) if y]}), -a + b**2


ALL = [
    loops,
    recursion,
    generators,
    exceptions,
    classes,
    managers,
    closures,
    matching,
    expressions,
]
