"""After `enable_pickle`: async generators by plain pickle, and that nothing is kept of them."""

from __future__ import annotations

import copy
import gc
import pickle
import pickletools
import tracemalloc
import types
import weakref
from collections.abc import AsyncIterator, Callable, Generator
from itertools import pairwise
from typing import Any

import pytest

import stillframe
from stillframe.native.fork import frame_of


@pytest.fixture(autouse=True)
def enabled() -> None:
    stillframe.enable_pickle()


@types.coroutine
def pause(value: Any) -> Generator[Any, Any, Any]:
    return (yield value)


async def stream(box: list[Any]) -> AsyncIterator[Any]:
    while True:
        yield box, await pause("waiting")


async def follow(source: Any) -> list[Any]:
    """The generator is a variable, and what drives it is on the value stack."""
    return [await anext(source), await anext(source)]


async def drive(source: Any) -> Any:
    return await anext(source)


def waiting(make: Callable[[Any], Any], box: list[Any] | None = None) -> Any:
    source = stream([] if box is None else box)
    one = make(source)
    one.send(None)
    return one


def result(coroutine: Any, *sent: Any) -> Any:
    with pytest.raises(StopIteration) as stop:
        for value in sent:
            coroutine.send(value)
    return stop.value.value


def by_the_c_pickler(obj: Any, protocol: int) -> Any:
    return pickle.loads(pickle.dumps(obj, protocol))


def by_the_python_pickler(obj: Any, protocol: int) -> Any:
    return pickle._loads(pickle._dumps(obj, protocol))  # type: ignore[attr-defined]


def optimized(obj: Any, protocol: int) -> Any:
    """Without what the memo has for objects that stand there once."""
    return pickle.loads(pickletools.optimize(pickle.dumps(obj, protocol)))


@pytest.mark.parametrize("copied", [by_the_c_pickler, by_the_python_pickler, optimized])
@pytest.mark.parametrize("protocol", [2, 5])
@pytest.mark.parametrize("first", ["generator", "driver", "frame"])
def test_one_that_waits(copied: Callable[..., Any], protocol: int, first: str) -> None:
    one = waiting(follow)
    source, driver = one.cr_frame.f_locals["source"], one.cr_await
    firsts = {"generator": source, "driver": driver, "frame": one}
    _, other = copied([firsts[first], one], protocol)
    inner = other.cr_frame.f_locals["source"]
    assert type(inner) is type(source) and inner.ag_running and inner.ag_await
    assert type(other.cr_await) is type(driver)
    assert result(other, "a", "b") == result(one, "a", "b") == [([], "a"), ([], "b")]


def test_one_that_holds_who_waits_for_it() -> None:
    box: list[Any] = []
    one = waiting(follow, box)
    box.append(one)
    for pair in ([one], [one.cr_frame.f_locals["source"], one]):
        other = pickle.loads(pickle.dumps(pair))[-1]
        inner = other.cr_frame.f_locals["source"]
        assert inner.ag_frame.f_locals["box"] == [other]
        (held, first), _ = result(other, "a", "b")
        assert (held, first) == ([other], "a")
        held.clear()
    box.clear()
    one.close()


def test_both_without_the_frame_that_waits() -> None:
    one = waiting(drive)
    generator, driver = pickle.loads(pickle.dumps((one.cr_frame.f_locals["source"], one.cr_await)))
    assert frame_of(driver) is generator
    assert result(driver, "sent") == result(one, "sent") == ([], "sent")
    one.close()


@pytest.mark.parametrize("what", ["generator", "driver", "frame"])
@pytest.mark.parametrize("protocol", [2, 5])
def test_nothing_is_kept_of_it(what: str, protocol: int) -> None:
    class Mark:
        pass

    one = waiting(follow)
    source = one.cr_frame.f_locals["source"]
    data = pickle.dumps({"generator": source, "driver": one.cr_await, "frame": one}[what], protocol)
    gc.collect()
    gc.disable()  # no ring is left for it, either
    try:
        made = pickle.loads(data)
        inner = stream_in(made)
        mark: Any = Mark()
        inner.ag_frame.f_locals["box"].append(mark)
        left = [weakref.ref(inner), weakref.ref(mark)]
        del inner, mark, made
        assert [each() for each in left] == [None, None]
    finally:
        gc.enable()
    one.close()


def stream_in(obj: Any) -> Any:
    if type(obj) is types.AsyncGeneratorType:
        return obj
    if type(obj) is types.CoroutineType:
        return obj.cr_frame.f_locals["source"]
    return next(each for each in gc.get_referents(obj) if type(each) is types.AsyncGeneratorType)


def test_neither_by_writing_nor_by_reading_does_memory_grow() -> None:
    one = waiting(follow)
    source = one.cr_frame.f_locals["source"]

    def there_and_back(times: int) -> int:
        for _ in range(times):
            pickle.loads(pickle.dumps(source))
            pickle.loads(pickle.dumps(one))
            copy.copy(source)
            copy.deepcopy(one)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        there_and_back(50)
        sizes = [there_and_back(100) for _ in range(5)]
        grown = [after - before for before, after in pairwise(sizes)]
        assert min(grown) < 20_000, grown  # kept, each would take 700, so 70,000
    finally:
        tracemalloc.stop()
    one.close()
