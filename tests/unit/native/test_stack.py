"""`stack`: what a suspended object stands in, for people to read."""

from __future__ import annotations

import asyncio
import io
import sys
import types
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any

import pytest
from rich.console import Console

from stillframe import fork, stack
from stillframe.machine.frame import State


@types.coroutine
def pause(value: Any) -> Generator[Any, Any, Any]:
    return (yield value)


def numbers(n: int) -> Iterator[int]:
    yield from range(n)


def started(generator: Any) -> Any:
    next(generator)
    return generator


def names(generator: Any) -> list[str]:
    return [label for label, _ in stack(generator)[0].value_stack]


@pytest.mark.parametrize("kind", ["generator", "coroutine", "async generator"])
def test_each_kind_and_state(kind: str) -> None:
    async def coroutine() -> None:
        await pause(1)

    async def asynchronous() -> AsyncIterator[int]:
        yield 1

    made: Any = {"generator": numbers, "coroutine": coroutine, "async generator": asynchronous}
    one = made[kind](*[3] * (kind == "generator"))
    (entry,) = stack(one)
    assert (entry.kind, entry.state, entry.value_stack) == (kind, State.CREATED, ())
    assert entry.function == one.__qualname__
    assert (entry.file, entry.line) == (__file__, made[kind].__code__.co_firstlineno)
    with pytest.raises(StopIteration) if kind == "async generator" else _nothing():
        (one.asend(None) if kind == "async generator" else one).send(None)
    assert stack(one)[0].state is State.SUSPENDED
    assert stack(one)[0].line == made[kind].__code__.co_firstlineno + 1
    with pytest.raises(StopIteration) if kind == "async generator" else _nothing():
        one.aclose().send(None) if kind == "async generator" else one.close()
    (entry,) = stack(one)
    assert (entry.state, entry.locals, entry.value_stack) == (State.CLOSED, {}, ())


class _nothing:
    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        pass


def test_running() -> None:
    def g() -> Iterator[Any]:
        local = 1
        yield stack(me)
        del local

    me = g()
    (entry,) = next(me)
    assert (entry.state, entry.locals, entry.value_stack) == (State.RUNNING, {}, ())
    assert entry.line == g.__code__.co_firstlineno + 2


def test_locals_cells_and_what_is_unbound() -> None:
    free = "free"

    def g(argument: int) -> Iterator[Any]:
        cell = 2
        if argument:
            yield (lambda: cell), free
        later = 3
        yield later

    entry = stack(started(g(1)))[0]
    assert entry.locals == {"argument": 1, "cell": 2, "free": "free"}


def test_value_stack_is_named() -> None:
    class Thing:
        value = 4

        def put(self, *args: Any) -> Any:
            return args

        def __enter__(self) -> Thing:
            return self

        def __exit__(self, *error: object) -> None:
            pass

    def g(thing: Thing) -> Iterator[Any]:
        with thing:
            for i in range(2):
                try:
                    raise KeyError
                except KeyError:
                    x = [thing.value + i, thing.put("c", i, (yield 1))]
        yield len(f"{x} {(yield 2)}")

    one = started(g(Thing()))
    entry = stack(one)[0]
    self = "its self" if sys.version_info >= (3, 13) else "its own self"
    leaves = ["leaves with"] + ["its self"] * (sys.version_info >= (3, 14))
    assert [label for label, _ in entry.value_stack] == [
        *leaves,
        "iterates over",
        "handled before",
        "result of +",
        "attribute put",
        self,
        "constant",
        "variable i",
    ]
    values = dict(entry.value_stack)
    assert values["attribute put"] is Thing.put
    assert isinstance(values[self], Thing)
    assert (values["constant"], values["variable i"], values["result of +"]) == ("c", 0, 4)
    for _ in range(2):
        one.send(None)
    assert names(one) == ["global len", "text", "constant"]


def test_a_chain_ends_with_what_is_awaited() -> None:
    async def stream() -> AsyncIterator[Any]:
        try:
            yield await pause("first")
        finally:
            await pause("closing")

    async def main() -> None:
        source = stream()
        async for _ in source:
            break
        await source.aclose()  # type: ignore[attr-defined]

    one = main()
    one.send(None)
    for method in ("asend", "aclose"):
        found = stack(one)
        assert [entry.kind for entry in found] == ["coroutine", "async generator", "generator"]
        assert found[0].value_stack[-1][0] == "awaits"
        assert type(found[0].value_stack[-1][1]).__name__.startswith("async_generator_a")
        assert found.waits_for is None
        with pytest.raises(StopIteration) if method == "aclose" else _nothing():
            one.send(None)
    delegating = started(iter(numbers(3)))
    assert repr(stack(delegating).waits_for).startswith("<range_iterator")
    assert stack(delegating)[0].value_stack[-1][0] == "delegates to"


def test_tasks() -> None:
    async def worker(event: asyncio.Event) -> None:
        await event.wait()

    async def main() -> Any:
        event = asyncio.Event()
        task = asyncio.create_task(worker(event), name="worker-1")
        await asyncio.sleep(0)
        found = stack(task)
        event.set()
        await task
        return found

    found = asyncio.run(main())
    assert [entry.function.rpartition(".")[2] for entry in found] == ["worker", "wait"]
    assert isinstance(found.waits_for, asyncio.Future)


def test_a_chain_of_a_thousand() -> None:
    def down(n: int) -> Iterator[int]:
        if n:
            yield from down(n - 1)
        yield n

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(3000)
    try:
        found = stack(started(down(1000)))
    finally:
        sys.setrecursionlimit(limit)
    assert len(found) == 1001
    assert [entry.locals["n"] for entry in found] == list(range(1000, -1, -1))
    assert str(found).count("suspended") == 1001


class Awkward:
    def __init__(self, text: Any) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text() if callable(self.text) else self.text  # type: ignore[no-any-return]


@pytest.mark.skipif(sys.platform == "emscripten", reason="WebAssembly's own stack ends before")
def test_awkward_reprs() -> None:
    def g(
        raises: Any, huge: Any, lines: Any, nothing: Any, markup: Any, deep: Any
    ) -> Iterator[int]:
        yield 1

    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    values = [
        Awkward(lambda: 1 / 0),
        Awkward("x" * 10_000_000),
        Awkward("one\ntwo\x1b[31m"),
        Awkward(lambda: None),
        Awkward("[bold]not bold[/]"),
        deep,
    ]
    text = str(stack(started(g(*values))))
    while deep:
        deep = deep.pop()
    assert "raises = <Awkward: its repr() raises ZeroDivisionError>" in text
    assert "huge = " + "x" * 77 + "...\n" in text
    assert "lines = one\\ntwo\\x1b[31m\n" in text
    assert "nothing = <Awkward: its repr() raises TypeError>" in text
    assert "deep = [[[[[[[...]]]]]]]" in text
    assert len(text.splitlines()) == 7


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("colours", [True, False])
def test_rich(width: int, colours: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not colours:
        monkeypatch.setenv("NO_COLOR", "1")

    def g(markup: Any, wide: str) -> Iterator[int]:
        yield from range(3)

    found = stack(started(g(Awkward("[bold]not bold[/]"), "漢字" * 50)))
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=colours).print(found)
    printed = out.getvalue()
    lines = Console(width=width).render_lines(found.__rich__())
    assert all(sum(part.cell_length for part in line) <= width for line in lines)
    assert "\x1b[3" not in printed or colours
    if width == 200:
        assert "[bold]not bold[/]" in printed
        assert "delegates to: <range_iterator" in printed
        assert "waits for <range_iterator" in printed


def test_copies_are_shown_as_the_originals() -> None:
    def g() -> Iterator[int]:
        for i in range(3):  # noqa: UP028
            yield i

    one = started(g())
    ours, theirs = stack(fork(one))[0], stack(one)[0]
    assert (ours.file, ours.line, ours.function, ours.locals) == (
        theirs.file,
        theirs.line,
        theirs.function,
        theirs.locals,
    )


def test_what_has_no_frame_is_refused() -> None:
    with pytest.raises(TypeError, match="int"):
        stack(7)
