"""`asend()`, `athrow()` and `aclose()` in progress, read and put back."""

from __future__ import annotations

import pickle
import types
from collections.abc import AsyncIterator, Callable, Generator
from typing import Any

import pytest

import stillframe
from stillframe import NotSaveable, fork, freeze, thaw


@types.coroutine
def pause(value: Any) -> Generator[Any, Any, Any]:
    return (yield value)


async def numbers(box: list[Any]) -> AsyncIterator[Any]:
    try:
        yield 1
    except KeyError:
        yield await pause("handles")
    except GeneratorExit:
        await pause("closing")
        raise


async def one_number() -> AsyncIterator[int]:
    yield 1


async def closes() -> str:
    stream = numbers([])
    await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    return "closed"


async def throws() -> Any:
    stream = numbers([])
    await anext(stream)
    return await stream.athrow(KeyError("k"))  # type: ignore[attr-defined]


def waiting(program: Callable[[], Any]) -> Any:
    coroutine = program()
    coroutine.send(None)
    return coroutine


def by_bytes(obj: Any) -> Any:
    return thaw(freeze(obj))


def deeply(obj: Any) -> Any:
    return fork(obj, deep=True)


def ended(coroutine: Any, sent: Any) -> Any:
    with pytest.raises(StopIteration) as stop:
        coroutine.send(sent)
    return stop.value.value


@pytest.mark.parametrize("copied", [by_bytes, fork, deeply])
@pytest.mark.parametrize(("program", "result"), [(closes, "closed"), (throws, "sent")])
def test_it_is_the_same_kind_of_awaitable(
    copied: Callable[[Any], Any], program: Callable[[], Any], result: str
) -> None:
    one = waiting(program)
    other = copied(one)
    another = copied(other)
    assert type(another.cr_await) is type(other.cr_await) is type(one.cr_await)
    assert len({id(each.cr_await) for each in (one, other, another)}) == 3
    assert another.cr_frame.f_locals["stream"].ag_running
    assert [ended(each, "sent") for each in (one, other, another)] == [result] * 3


@pytest.mark.parametrize("copied", [by_bytes, fork, deeply])
def test_a_yield_during_aclose_is_an_error_as_before(copied: Callable[[Any], Any]) -> None:
    async def ignores() -> AsyncIterator[int]:
        try:
            yield 1
        finally:
            await pause("closing")
            yield 2

    async def main() -> None:
        stream = ignores()
        await anext(stream)
        await stream.aclose()  # type: ignore[attr-defined]

    one = waiting(main)
    for coroutine in (copied(one), one):
        with pytest.raises(RuntimeError, match="async generator ignored GeneratorExit"):
            coroutine.send(None)


@pytest.mark.parametrize("first", [0, 1])
def test_whichever_is_reached_first(first: int) -> None:
    """Only the frame that awaits says how; it may come behind the generator, or within it."""
    box: list[Any] = []

    async def main(stream: Any) -> str:
        await anext(stream)
        await stream.aclose()
        return "closed"

    stream = numbers(box)
    one = main(stream)
    box.append(one)
    one.send(None)
    pair = (stream, one)
    for copied in (by_bytes, deeply):
        made = copied([pair[first], pair[1 - first]] if copied is by_bytes else pair[1])
        other = made[1 - first] if copied is by_bytes else made
        assert type(other.cr_await) is type(one.cr_await)
        inner = other.cr_frame.f_locals["stream"]
        assert inner.ag_frame.f_locals["box"][0] is other
        assert ended(other, None) == "closed"
    box.clear()
    assert ended(one, None) == "closed"


def test_plain_pickle_refuses_and_says_what_does_it() -> None:
    stillframe.enable_pickle()
    one = waiting(closes)
    with pytest.raises(NotSaveable, match=r"aclose\(\) of it is in progress.*stillframe.freeze"):
        pickle.dumps(one)
    assert ended(one, None) == "closed"


@pytest.mark.parametrize("copied", [by_bytes, deeply])
def test_one_that_has_not_begun(copied: Callable[[Any], Any]) -> None:
    async def main() -> Any:
        step = one_number().__anext__()
        await pause("here")
        return await step

    one = waiting(main)
    assert ended(copied(one), None) == ended(one, None) == 1


def test_an_operand_that_has_not_begun_is_refused() -> None:
    async def main() -> Any:
        return await (one_number().__anext__(), await pause("here"))[0]

    one = waiting(main)
    with pytest.raises(NotSaveable, match=r"value stack: an asend\(\) that nothing waits in"):
        fork(one)
    assert ended(one, None) == 1
