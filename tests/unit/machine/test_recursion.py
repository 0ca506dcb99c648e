"""Depth: calls and delegation use no stack of the host; the limit is the guest's own."""

import sys
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from stillframe import Machine
from unit.machine.guests import assert_alike, machine_of, native, on_machine

DEEP = 50_000


@pytest.fixture
def deep() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(DEEP + 1_000)
    yield
    sys.setrecursionlimit(limit)


def host_depth() -> int:
    depth, frame = 0, sys._getframe()
    while frame.f_back is not None:
        depth, frame = depth + 1, frame.f_back
    return depth


DEPTHS: list[int] = []


@native
def note() -> None:
    """Called by the guest: how deep the host's own stack is."""
    depth, frame = 0, sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back  # type: ignore[assignment]
    DEPTHS.append(depth)


def down(n: int) -> int:
    if n == 0:
        note()
        return 0
    return 1 + down(n - 1)


def test_calls(deep: None) -> None:
    DEPTHS.clear()
    assert on_machine(down, 10) == 10
    assert on_machine(down, DEEP) == DEEP
    assert DEPTHS[0] == DEPTHS[1]


def test_methods_init_and_classes(deep: None) -> None:
    class Nested:
        def __init__(self, n: int) -> None:
            self.inner = Nested(n - 1) if n else None

        def depth(self) -> int:
            return 1 + self.inner.depth() if self.inner else 0

    def program() -> int:
        nested: Any = Nested(5_000)
        found = nested.depth()
        while nested:  # one by one: CPython, too, frees a long chain by recursion
            nested.inner, nested = None, nested.inner
        return int(found)

    assert on_machine(program) == 5_000


def test_a_clean_recursion_error() -> None:
    def forever(n: int) -> int:
        return forever(n + 1)

    def program() -> object:
        try:
            forever(0)
        except RecursionError as error:
            entries = 0
            at = error.__traceback__
            while at is not None:
                entries += 1
                at = at.tb_next
            return str(error), entries > 100, down(10)
        return None

    text, deep_enough, after = on_machine(program)
    assert text.startswith("maximum recursion depth exceeded")
    assert deep_enough
    assert after == 10


def test_the_limit_is_sys_setrecursionlimits() -> None:
    def reach(n: int) -> int:
        try:
            return reach(n + 1)
        except RecursionError:
            return n

    limit = sys.getrecursionlimit()
    reached = on_machine(reach, 0)
    assert limit - 10 <= reached <= limit
    sys.setrecursionlimit(2 * limit)
    try:
        assert 2 * limit - 10 <= on_machine(reach, 0) <= 2 * limit
    finally:
        sys.setrecursionlimit(limit)


def test_recursion_through_generators_is_counted() -> None:
    def forever() -> Generator[int, None, None]:
        yield from forever()

    with pytest.raises(RecursionError):
        on_machine(lambda: next(forever()))


def nested(n: int) -> Generator[Any, Any, Any]:
    if n == 0:
        got = yield "innermost"
        yield ("got", got)
        return "value"
    return (yield from nested(n - 1))


CHAIN = 10_000


def test_deep_delegation(deep: None) -> None:
    def program() -> object:
        gen = nested(CHAIN)
        seen = [next(gen), gen.send(5)]
        try:
            next(gen)
        except StopIteration as stop:
            seen.append(stop.value)
        return seen

    assert on_machine(program) == ["innermost", ("got", 5), "value"]


def test_deep_delegation_driven_natively(deep: None) -> None:
    """CPython's own next() on the outermost: one loop of ours runs all of them."""
    gen = on_machine(nested, CHAIN)
    assert next(gen) == "innermost"
    assert gen.send(1) == ("got", 1)
    assert next(gen, "end") == "end"


def test_throw_through_deep_delegation(deep: None) -> None:
    def program() -> object:
        gen = nested(CHAIN)
        next(gen)
        try:
            gen.throw(KeyError("deep"))
        except KeyError as error:
            entries = 0
            at = error.__traceback__
            while at is not None:
                entries, at = entries + 1, at.tb_next
            return error.args, entries
        return None

    assert on_machine(program) == (("deep",), CHAIN + 2)


def test_deep_await(deep: None) -> None:
    async def level(n: int) -> int:
        return 1 + await level(n - 1) if n else 0

    def program() -> object:
        try:
            level(CHAIN).send(None)
        except StopIteration as stop:
            return stop.value
        return None

    assert on_machine(program) == CHAIN


def test_recursion_through_native_code_has_an_end() -> None:
    """There the host's stack is used, and the host's own limit holds."""

    def through(n: int) -> int:
        return max(map(through, [n + 1]))

    def program() -> str:
        try:
            through(0)
        except RecursionError as error:
            return type(error).__name__
        return ""

    assert on_machine(program) == "RecursionError"
    assert on_machine(down, 10) == 10


def test_a_module_that_recurses(deep: None) -> None:
    machine, namespace = machine_of(
        """
        def f(n):
            return n and 1 + f(n - 1)
        result = f(20_000)
        """
    )
    machine.run()
    assert namespace["result"] == 20_000


def test_small_depths_are_as_native() -> None:
    assert_alike(down, 50)


@pytest.mark.skipif(sys.platform == "emscripten", reason="WebAssembly's own stack ends before")
@pytest.mark.parametrize("offset", range(12))
def test_the_limit_is_met_before_a_resumption_not_in_its_middle(offset: int) -> None:
    """Wherever the host's limit falls among the machine's own functions."""

    def countdown(n: int) -> Any:
        if n:
            yield from list(countdown(n - 1))
        yield n

    def program() -> str:
        try:
            return str(len(list(countdown(300))))
        except RecursionError as error:
            return str(error)

    def deeper(n: int) -> Any:
        return deeper(n - 1) if n else Machine(program).run()

    assert "maximum recursion depth exceeded" in deeper(offset)
