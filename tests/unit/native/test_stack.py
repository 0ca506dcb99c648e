"""`stack`: what a suspended object stands in, for people to read."""

from __future__ import annotations

import asyncio
import io
import re
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


def test_what_gather_waits_for_is_listed() -> None:
    async def worker(event: asyncio.Event) -> None:
        await event.wait()

    async def both(event: asyncio.Event) -> None:
        tasks = [asyncio.create_task(worker(event), name=f"worker-{n}") for n in range(2)]
        await asyncio.gather(*tasks)

    async def main() -> tuple[Any, str]:
        event = asyncio.Event()
        task = asyncio.create_task(both(event))
        await asyncio.sleep(0)
        found = stack(task)
        text = str(found)
        event.set()
        await task
        return found, text

    found, text = asyncio.run(main())
    assert isinstance(found.waits_for, asyncio.Future)
    waits, first, second = text.splitlines()[-3:]
    assert waits.startswith("waits for <_GatheringFuture pending")
    assert first.startswith("    <Task pending name='worker-0' coro=<")
    assert second.startswith("    <Task pending name='worker-1' coro=<")


def test_async_for_leads_into_the_generator_and_on() -> None:
    async def ticks() -> AsyncIterator[int]:
        for n in range(3):
            await pause(n)
            yield n

    async def inner() -> None:
        async for _ in ticks():
            pass

    async def outer() -> None:
        await inner()

    one = outer()
    one.send(None)
    found = stack(one)
    last = [entry.function.rpartition(".")[2] for entry in found]
    assert last == ["outer", "inner", "ticks", "pause"]
    assert [what for what, _ in found[1].value_stack] == ["iterates over", "awaits"]
    assert found[2].value_stack[0][0] == "iterates over"
    assert found.waits_for is None
    one.close()


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
    assert ("\x1b[3" in printed) == colours
    shown = re.sub(r"\x1b\[[\d;]*m", "", printed)
    assert _joined(shown) == _joined(str(found))  # nothing is left out
    assert printed.count("\n") >= 5


def _joined(text: str) -> str:
    return "".join(text.split())


@pytest.mark.skipif(sys.platform == "emscripten", reason="WebAssembly's own stack ends before")
def test_rich_on_a_chain_of_a_thousand() -> None:
    async def down(n: int) -> None:
        await (down(n - 1) if n else pause(n))

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(3000)
    try:
        one = down(1000)
        one.send(None)
        out = io.StringIO()
        Console(file=out, width=80).print(stack(one))
        assert out.getvalue().count("suspended") == 1002
        one.close()
    finally:
        sys.setrecursionlimit(limit)


def test_what_is_huge_is_not_looked_through() -> None:
    asked = []

    class Item:
        def __repr__(self) -> str:
            asked.append(self)
            return "item"

    items = [Item()] * 100_000
    kept = {"list": items, "inside": [{1: [[items]]}, tuple(items)]}

    def g(
        many: list[Item], nested: dict[str, Any], text: str, raw: bytes, few: set[int]
    ) -> Iterator[int]:
        yield 1

    one = started(g(items, kept, "x" * 1_000_000, b"y" * 1_000_000, {3}))
    text = str(stack(one))
    assert len(asked) < 100
    lines = [line.strip() for line in text.splitlines()]
    assert lines[1] == "many = " + ("[" + "item, " * 20)[:77] + "..."
    assert lines[2] == "nested = " + ("{'list': [" + "item, " * 20)[:77] + "..."
    assert lines[3:] == [f"text = '{'x' * 76}...", f"raw = b'{'y' * 75}...", "few = {3}"]


def test_objects_that_pretend_to_be_others_are_not_asked() -> None:
    class Hostile:
        def __getattribute__(self, name: str) -> Any:
            raise RuntimeError(name)

    def g(hostile: Any) -> Iterator[int]:
        kept = [hostile]
        yield from iter(kept)  # type: ignore[misc]

    text = str(stack(started(g(Hostile()))))
    assert "hostile = <" in text and "kept = [<" in text


def test_in_a_session_it_is_read_at_once() -> None:
    found = stack(started(numbers(3)))
    assert repr(found) == str(found)
    assert "\x1b" not in repr(found)


def test_names_with_control_characters() -> None:
    one = started(numbers(3))
    one.__qualname__ = "a\x1b[31m\nb"
    assert str(stack(one)).startswith("generator a\\x1b[31m\\nb(), suspended, File ")


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
