"""Generators for other processes: importable there, as plain pickle needs it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import stillframe

stillframe.enable_pickle()


def squares(n: int, box: list[int]) -> Iterator[int]:
    for i in range(n):
        box.append(i)
        yield i * i


def outer(n: int) -> Iterator[int]:
    yield from squares(n, [])


async def numbers(n: int) -> AsyncIterator[int]:
    for i in range(n):
        yield i


class Pause:
    def __await__(self) -> Any:
        return (yield "pause")


async def total(n: int) -> int:
    await Pause()
    return sum([i async for i in numbers(n)])


def advance(generator: Iterator[int]) -> tuple[int, Iterator[int]]:
    return next(generator), generator


def ended(coroutine: Any) -> Any:
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
