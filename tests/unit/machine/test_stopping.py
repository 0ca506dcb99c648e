"""Stops that are asked for from outside fall between two instructions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from stillframe import Machine
from stillframe.machine import policy
from stillframe.machine.stopping import STOP, request_stop, take_back


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    take_back()


def always_stopping(machine: Machine) -> int:
    """Run to the end, stopping wherever it can; how often it stopped."""
    stops = 0
    request_stop()
    while machine.go_on():
        stops += 1
        assert machine.frame is not None
    return stops


def loops() -> int:
    total = 0
    for i in range(10):
        while total % 7:
            total += 1
        total += i
    return total


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def generators() -> list[int]:
    def numbers() -> Any:
        yield from range(5)
        yield from iter("ab")

    found = []
    for number in numbers():
        found.append(number)
    return found


def handling() -> list[str]:
    said = []
    for word in ("a", "b"):
        try:
            raise ValueError(word)
        except ValueError as error:
            for _ in range(3):
                said.append(str(error))
    return said


def called_from_c() -> list[int]:
    def numbers() -> Any:
        yield from range(5)

    return sorted(numbers(), reverse=True)


@pytest.mark.parametrize(
    ("function", "at_least"),
    [(loops, 10), (lambda: fib(8), 60), (generators, 10), (handling, 6), (called_from_c, 0)],
)
def test_stops_change_nothing(function: Any, at_least: int) -> None:
    machine = Machine(function)
    assert always_stopping(machine) >= at_least
    assert machine.result == function()


def test_without_a_request_it_runs_to_the_end() -> None:
    machine = Machine(loops)
    assert not machine.go_on()
    assert machine.finished


def test_frames_are_whole_where_it_stops() -> None:
    def outer(a: int) -> Any:
        return [a, inner(a + 1), a]

    def inner(b: int) -> int:
        for _ in range(3):
            b += 1
        return b

    machine = Machine(outer, 1)
    request_stop()
    seen = []
    while machine.go_on():
        seen.append([(frame.code.name, frame.stack[:]) for frame in machine.frames()])
    assert machine.result == [1, 5, 1]
    inside = [chain for chain in seen if chain[0][0] == "inner" and chain[0][1]]
    assert inside and all(chain[1] == ("outer", [1]) for chain in inside)


def test_an_exception_passes_a_stop() -> None:
    def fails() -> None:
        for _ in range(3):
            pass
        raise KeyError("x")

    machine = Machine(fails)
    request_stop()
    with pytest.raises(KeyError):
        while machine.go_on():
            pass
    assert machine.finished


async def coroutine() -> int:
    await asyncio.sleep(0)
    return sum([i async for i in stream()])


async def stream() -> Any:
    for i in range(4):
        yield i


def makes() -> list[str]:
    one, two = coroutine(), stream()
    one.close()
    return [type(one).__name__, type(two).__name__, str(hasattr(one, "state"))]


def test_native_coroutines() -> None:
    machine = Machine(makes, enter=policy.program(native_coroutines=True))
    assert machine.run() == ["coroutine", "async_generator", "False"]
    assert Machine(makes).run()[2] == "True"
    assert not STOP
