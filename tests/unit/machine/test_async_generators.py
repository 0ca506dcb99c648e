"""Async generators and their awaitables: every state with every way to go on."""

import asyncio
import inspect
import sys
import types
from collections.abc import AsyncGenerator, Callable, Generator
from typing import Any

import pytest

from unit.machine.guests import assert_alike, on_machine, outcome

Made = AsyncGenerator[Any, Any]


@types.coroutine
def wait(value: object) -> Generator[Any, Any, Any]:
    return (yield ("waiting", value))


async def counting() -> Made:
    """Waits before each value, and says what it is told."""
    told = await wait(1)
    try:
        told = yield ("one", told)
        told = yield ("two", told)
    except KeyError as error:
        await wait("end")
        yield ("caught", error.args)


def drive(awaitable: Any, *sent: object) -> list[object]:
    """All that an awaitable passes on, and how it ends."""
    seen: list[object] = []
    values = [None, *sent]
    for _ in range(20):
        try:
            seen.append(awaitable.send(values.pop(0) if values else None))
        except StopIteration as stop:
            return [*seen, "value", stop.value]
        except StopAsyncIteration:
            return [*seen, "end"]
        except (Exception, GeneratorExit) as error:
            return [*seen, type(error).__name__, str(error)]
    raise AssertionError("no end")


OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "anext": lambda agen: drive(agen.__anext__(), "told"),
    "asend None": lambda agen: drive(agen.asend(None)),
    "asend a value": lambda agen: drive(agen.asend(7)),
    "athrow what it catches": lambda agen: drive(agen.athrow(KeyError("k"))),
    "athrow what it doesn't": lambda agen: drive(agen.athrow(ValueError("v"))),
    "athrow GeneratorExit": lambda agen: drive(agen.athrow(GeneratorExit())),
    "aclose": lambda agen: drive(agen.aclose()),
}

STATES: dict[str, Callable[[Any], Any]] = {
    "created": lambda agen: None,
    "suspended": lambda agen: drive(agen.__anext__()),
    "twice": lambda agen: [drive(agen.__anext__()) for _ in range(2)],
    "finished": lambda agen: [drive(agen.__anext__()) for _ in range(4)],
    "closed": lambda agen: (drive(agen.__anext__()), drive(agen.aclose())),
}


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("state", STATES)
def test_state_table(state: str, operation: str) -> None:
    prepare, operate = STATES[state], OPERATIONS[operation]

    def program() -> object:
        agen = counting()
        prepare(agen)
        return operate(agen), agen.ag_running, drive(agen.aclose())

    assert_alike(program)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("state", STATES)
def test_state_table_from_native_code(state: str, operation: str) -> None:
    def use(agen: Any) -> object:
        STATES[state](agen)
        return OPERATIONS[operation](agen), agen.ag_running, drive(agen.aclose())

    assert use(on_machine(counting)) == use(counting())


@pytest.mark.parametrize("first", ["asend", "athrow", "aclose"])
@pytest.mark.parametrize("second", ["asend", "athrow", "aclose"])
def test_two_awaitables_at_once(first: str, second: str) -> None:
    """While one is under way, another is refused; then the first goes on."""

    def make(agen: Any, name: str) -> Any:
        return {
            "asend": lambda: agen.asend(None),
            "athrow": lambda: agen.athrow(KeyError("k")),
            "aclose": lambda: agen.aclose(),
        }[name]()

    def program() -> object:
        agen = counting()
        drive(agen.__anext__())
        one = make(agen, first)
        two = make(agen, second)
        begun = outcome(one.send, None)
        refused = drive(two)
        again = drive(two), drive(make(agen, second))
        return begun, refused, again, drive(one), drive(agen.aclose())

    assert_alike(program)


@pytest.mark.parametrize("name", ["asend", "athrow", "aclose"])
def test_an_awaitable_is_used_up(name: str) -> None:
    def program() -> object:
        agen = counting()
        drive(agen.__anext__())
        arguments = {"asend": (1,), "athrow": (KeyError("k"),), "aclose": ()}[name]
        step = getattr(agen, name)(*arguments)
        return drive(step), drive(step), outcome(step.throw, ValueError), outcome(step.close)

    assert_alike(program)


@pytest.mark.parametrize("name", ["asend", "athrow", "aclose"])
@pytest.mark.parametrize("how", ["throw", "close"])
def test_ending_an_awaitable_under_way(name: str, how: str) -> None:
    def program() -> object:
        agen = counting()
        drive(agen.__anext__())
        arguments = {"asend": (1,), "athrow": (KeyError("k"),), "aclose": ()}[name]
        step = getattr(agen, name)(*arguments)
        begun = outcome(step.send, None)
        ended = outcome(step.throw, ValueError("v")) if how == "throw" else outcome(step.close)
        return begun, ended, drive(agen.__anext__()), drive(agen.aclose())

    assert_alike(program)


def test_ignoring_the_end() -> None:
    async def stubborn() -> Made:
        try:
            yield 1
        except GeneratorExit:
            yield 2

    def program() -> object:
        agen = stubborn()
        drive(agen.__anext__())
        return drive(agen.aclose())

    assert_alike(program)
    assert program()[-1] == "async generator ignored GeneratorExit"  # type: ignore[index]


def test_stop_async_iteration_inside_becomes_a_runtime_error() -> None:
    async def raises() -> Made:
        yield 1
        raise StopAsyncIteration

    def program() -> object:
        agen = raises()
        return [drive(agen.__anext__()) for _ in range(3)]

    assert_alike(program)


def test_async_for_and_comprehensions() -> None:
    async def numbers(n: int) -> Made:
        for i in range(n):
            await wait(i)
            yield i

    async def main() -> object:
        total = 0
        async for number in numbers(4):
            total += number
        else:
            total += 100
        return total, [x async for x in numbers(3) if x], {x: x async for x in numbers(2)}

    def program() -> object:
        return drive(main())

    assert_alike(program)


def test_hooks() -> None:
    def program() -> object:
        log: list[object] = []
        before = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(
            firstiter=lambda agen: log.append(("first", agen.__name__)),
            finalizer=lambda agen: log.append(("final", agen.__name__)),
        )
        try:
            agen = counting()
            log.append("made")
            drive(agen.__anext__())
            drive(agen.__anext__())
            del agen
            log.append("gone")
        finally:
            sys.set_asyncgen_hooks(*before)
        return log

    assert_alike(program)
    assert program() == ["made", ("first", "counting"), ("final", "counting"), "gone"]


def test_it_is_an_async_generator() -> None:
    agen = on_machine(counting)
    assert isinstance(agen, types.AsyncGeneratorType)
    assert isinstance(agen, AsyncGenerator)
    assert inspect.isasyncgen(agen)
    assert agen.__aiter__() is agen
    assert agen.ag_code is counting.__code__
    assert repr(agen).startswith("<async_generator object counting at 0x")
    assert drive(agen.__anext__(), "told") == [("waiting", 1), "value", ("one", "told")]
    assert agen.ag_frame.f_locals == {"told": "told"}
    assert agen.ag_await is None
    step = agen.athrow(KeyError("k"))
    step.send(None)
    assert agen.ag_running
    assert agen.ag_await is not None
    drive(step)
    assert not agen.ag_running
    drive(agen.aclose())
    assert agen.ag_frame is None


def test_asyncio_drives_ours() -> None:
    async def ticks(n: int) -> Made:
        for i in range(n):
            await asyncio.sleep(0)
            yield i

    async def main() -> list[int]:
        first, second = await asyncio.gather(collect(3), collect(2))
        return [*first, *second]

    async def collect(n: int) -> list[int]:
        return [i async for i in ticks(n)]

    def program() -> list[int]:
        return asyncio.run(main())

    assert on_machine(program) == [0, 1, 2, 0, 1]
    assert asyncio.run(on_machine(main)) == [0, 1, 2, 0, 1]
