"""Forks of CPython's own generators, coroutines and async generators."""

from __future__ import annotations

import gc
import inspect
import itertools
import sys
import threading
import types
import weakref
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from functools import partial
from typing import Any

import pytest

from stillframe import NotSaveable, fork, freeze, thaw


def count(n: int) -> Iterator[int]:
    yield from range(n)


@types.coroutine
def pause(value: Any) -> Generator[Any, Any, Any]:
    return (yield value)


def test_both_go_on_by_themselves() -> None:
    one = (x * x for x in range(5))
    assert next(one) == 0
    other = fork(one)
    assert list(other) == [1, 4, 9, 16]
    assert list(one) == [1, 4, 9, 16]


def test_delegates_are_copied() -> None:
    def outer() -> Iterator[int]:
        yield from count(3)
        yield from itertools.chain(count(2), [7])

    one = outer()
    next(one)
    other = fork(one)
    assert list(other) == list(one) == [1, 2, 0, 1, 7]


def test_what_variables_hold_is_shared_unless_deep() -> None:
    def collect() -> Iterator[list[int]]:
        found: list[int] = []
        for n in itertools.count():
            found.append(n)
            yield found

    one = collect()
    found = next(one)
    shared, separate = fork(one), fork(one, deep=True)
    assert next(shared) is found
    assert next(separate) == [0, 1]
    assert found == [0, 1]


def test_a_variable_that_holds_the_iterator_of_a_loop() -> None:
    def pairs() -> Iterator[tuple[int, int]]:
        numbers = iter(range(6))
        for n in numbers:
            yield n, next(numbers)

    one = pairs()
    next(one)
    assert list(fork(one)) == list(one) == [(2, 3), (4, 5)]


@pytest.mark.parametrize("depth", [1, 50, 3000])
def test_depth(depth: int) -> None:
    def down(n: int) -> Iterator[int]:
        if n:
            yield from down(n - 1)
        yield n

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + 1000)  # CPython's own: a delegating generator uses it
    try:
        one = down(depth)
        next(one)
        other = fork(one)
        assert next(other) == next(one) == 1
    finally:
        sys.setrecursionlimit(limit)


def test_created_and_closed() -> None:
    def g(a: int, *rest: int, b: int = 2, **more: int) -> Iterator[Any]:
        def f() -> int:
            return a

        yield a, rest, b, more, f()

    created = fork(g(1, 5, 6, b=3, c=4))
    assert inspect.getgeneratorstate(created) == "GEN_CREATED"
    assert list(created) == [(1, (5, 6), 3, {"c": 4}, 1)]
    closed = fork(created)
    assert inspect.getgeneratorstate(closed) == "GEN_CLOSED"
    assert closed.__name__ == "g"


def test_it_looks_like_the_original() -> None:
    def g() -> Iterator[int]:
        value = 1
        yield value
        yield value + 1

    one = g()
    next(one)
    one.__name__ = "renamed"
    other = fork(fork(one))
    assert type(other) is types.GeneratorType
    assert other.gi_frame.f_lineno == one.gi_frame.f_lineno
    assert other.gi_frame.f_locals == {"value": 1}
    assert (other.__name__, other.__qualname__) == ("renamed", one.__qualname__)
    assert other.gi_code.co_filename == __file__
    assert other.gi_yieldfrom is None
    assert inspect.getgeneratorstate(other) == "GEN_SUSPENDED"
    with pytest.raises(ZeroDivisionError) as caught:
        other.throw(ZeroDivisionError)
    assert caught.traceback[-1].lineno + 1 == one.gi_frame.f_lineno


def test_a_handled_exception() -> None:
    def g() -> Iterator[Any]:
        try:
            raise KeyError("first")
        except KeyError:
            try:
                raise ValueError("second")
            except ValueError:
                yield sys.exc_info()[1]
            yield sys.exc_info()[1]
            raise

    one = g()
    second = next(one)
    other = fork(one)
    assert isinstance(next(other), KeyError)
    assert sys.exc_info()[1] is None
    with pytest.raises(KeyError, match="first"):
        next(other)
    assert isinstance(second.__context__, KeyError)


def test_a_coroutine_that_runs_through_an_async_generator() -> None:
    async def numbers() -> AsyncIterator[int]:
        for n in range(3):
            yield await pause(n)

    async def main() -> list[int]:
        return [await pause(n) async for n in numbers()]

    def finish(coroutine: Any, first: int) -> Any:
        try:
            for sent in itertools.count(first):
                coroutine.send(sent)
        except StopIteration as stop:
            return stop.value

    one = main()
    one.send(None)
    for sent in range(4):
        other = fork(one)
        assert finish(other, sent) == finish(fork(one), sent) == [1, 3, 5]
        one.send(sent)
    one.close()


def test_running_is_refused() -> None:
    def g() -> Iterator[Any]:
        yield fork(me)

    me = g()
    with pytest.raises(NotSaveable, match=r"generator .*g\(\) at .*: it is running"):
        next(me)


def test_other_types_are_refused() -> None:
    with pytest.raises(TypeError, match="list_iterator"):
        fork(iter([]))


def test_an_expression_that_cannot_be_told_is_refused_or_right() -> None:
    class Box:
        def put(self, *values: Any) -> tuple[Any, ...]:
            return values

    box = Box()

    def g() -> Iterator[Any]:
        yield box.put((yield 1), box.put((yield 2)), (yield 3))

    one = g()
    assert next(one) == 1
    for sent in "ab":
        one = fork(one)
        one.send(sent)
    assert fork(one).send("c") == ("a", ("b",), "c")


def test_threads_fork_the_same_code_at_once() -> None:
    def g(start: int) -> Iterator[int]:
        yield from map(int, range(start, start + 50))

    wrong = []

    def work(start: int) -> None:
        one = g(start)
        for expected in range(start, start + 50):
            if next(one) != expected:
                wrong.append(start)
            one = fork(one)

    threads = [threading.Thread(target=work, args=(1000 * n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_nothing_is_kept_alive() -> None:
    class Payload:
        pass

    def g(payload: Any) -> Iterator[int]:
        if payload is None:
            unbound = 1
        yield 1
        print(unbound)

    payload = Payload()
    one = g(payload)
    next(one)
    before = sys.getrefcount(payload)
    other = fork(one)
    assert sys.getrefcount(payload) == before + 1
    del other
    assert sys.getrefcount(payload) == before


@pytest.mark.parametrize("copied", [fork, lambda obj: thaw(freeze(obj)), partial(fork, deep=True)])
def test_a_waiting_async_generator_goes_when_it_is_dropped(copied: Callable[[Any], Any]) -> None:
    """Even though it was brought to its `await` by an asend() that nobody has."""

    async def stream() -> AsyncIterator[int]:
        await pause("waiting")
        yield 1

    original = stream()
    step = original.asend(None)
    step.send(None)
    copy = copied(original)
    gone = weakref.ref(copy)
    del copy
    gc.collect()
    assert gone() is None


# -- variables that closures use: they stand in cells


def test_a_variable_that_a_comprehension_used_is_the_copys_own() -> None:
    def choose() -> Generator[int, int, list[int]]:
        chosen: list[int] = []
        for row in range(3):
            column = yield row
            if any(column == other + row for other in chosen):
                return []
            chosen = [*chosen, column]
        return chosen

    def walk(one: Any) -> Iterator[list[int]]:
        for column in range(3):
            branch = fork(one)
            try:
                branch.send(column)
            except StopIteration as end:
                yield end.value
            else:
                yield from walk(branch)

    def simply(chosen: list[int]) -> Iterator[list[int]]:
        row = len(chosen)
        for column in range(3) if row < 3 else ():
            if any(column == other + row for other in chosen):
                yield []
            elif row == 2:
                yield [*chosen, column]
            else:
                yield from simply([*chosen, column])

    start = choose()
    next(start)
    assert list(walk(start)) == list(simply([]))


@pytest.mark.parametrize("wrapped", [iter, enumerate, partial(map, str), partial(zip, "abc")])
def test_a_delegate_that_uses_a_variable_goes_on_with_the_copys(wrapped: Any) -> None:
    def adds() -> Generator[Any, int, None]:
        total = 0
        for _ in wrapped(total for _ in range(3)):
            sent = yield total
            total += sent

    one = adds()
    next(one)
    other = fork(one)
    assert [other.send(10), fork(other).send(5), other.send(20)] == [10, 15, 30]
    assert [one.send(1), one.send(2)] == [1, 3]


def test_what_yield_from_runs_through_uses_the_copys() -> None:
    def adds() -> Iterator[Any]:
        total = 0

        def inner() -> Iterator[int]:
            nonlocal total
            for _ in range(3):
                total += 1
                yield total

        made = inner()
        del inner
        yield from made

    one = adds()
    next(one)
    other = fork(one)
    assert list(other) == list(one) == [2, 3]


def test_variables_of_a_function_that_has_returned() -> None:
    def make() -> Iterator[int]:
        total = 0

        def adds() -> Iterator[int]:
            nonlocal total
            while True:
                total += 1
                yield total

        return adds()

    fresh = make()
    other = fork(fresh)
    assert [next(fresh), next(fresh), next(other)] == [1, 2, 1]
    again = fork(fresh)
    assert [next(fresh), next(again)] == [3, 3]


def test_what_a_living_closure_uses_stays_shared() -> None:
    total = 0

    def adds() -> Iterator[int]:
        nonlocal total
        own = 0

        def more() -> None:
            nonlocal own
            own += 1

        while True:
            total += 1
            more()
            yield own

    one = adds()
    next(one)
    other = fork(one)
    assert (next(one), next(other), total) == (2, 3, 3)


def test_a_cell_that_holds_the_iterator_of_a_loop() -> None:
    def pairs() -> Iterator[Any]:
        numbers = iter(range(6))
        for n in numbers:
            yield n, [next(numbers) for _ in "x"], (lambda: next(numbers, None))()

    one = pairs()
    next(one)
    assert list(fork(one)) == list(one) == [(3, [4], 5)]


@pytest.mark.parametrize("kind", [list, set, dict])
def test_a_comprehension_that_waits(kind: type) -> None:
    """What it has so far is on the value stack, and is its own."""

    async def main() -> Any:
        if kind is list:
            return [await pause(n) for n in range(3)]
        if kind is set:
            return {await pause(n) for n in range(3)}
        return {n: await pause(n) for n in range(3)}

    def finish(coroutine: Any, sent: str) -> Any:
        with pytest.raises(StopIteration) as stop:
            for one in sent:
                coroutine.send(one)
        return stop.value.value

    one = main()
    one.send(None)
    one.send("a")
    other = fork(one)
    wanted: Any = {list: ["a", "x", "y"], set: {"a", "x", "y"}, dict: {0: "a", 1: "x", 2: "y"}}
    assert finish(other, "xy") == wanted[kind]
    assert len(finish(one, "bc")) == 3


def test_a_list_that_somebody_else_has_is_no_copy() -> None:
    kept: list[Any] = []

    def g() -> Iterator[Any]:
        kept.extend([(yield 1), (yield 2)])
        yield kept

    def h() -> Iterator[Any]:
        mine: list[Any] = []
        yield (mine, (yield mine))

    one = g()
    next(one)
    assert list(fork(one)) == [2, kept] and kept == [None, None]
    two = h()
    mine = next(two)
    pair = next(fork(two))
    assert pair[0] is mine


def test_an_empty_cell() -> None:
    def g() -> Iterator[Any]:
        yield 1
        later = yield 2
        yield (lambda: later)()

    one = g()
    next(one)
    other = fork(one)
    assert [next(other), other.send("a"), next(one), one.send("b")] == [2, "a", 2, "b"]
