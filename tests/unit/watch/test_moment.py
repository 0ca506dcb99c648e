"""One moment: of objects in memory, and of frozen ones, which must look the same."""

from __future__ import annotations

import asyncio
import difflib
import importlib
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

import stillframe
from cuts import programs
from cuts.drive import drive
from stillframe.errors import DamagedSnapshot, NothingToShow, NotSaveable
from stillframe.watch import moment_text
from stillframe.watch.inert.found import MAKERS
from stillframe.watch.moment import trace_of
from stillframe.watch.packing import pack, unpack
from stillframe.watch.saved import of_snapshot
from stillframe.watch.trace import Trace

ALL = programs.CASES | programs.LOCAL
NAMES = [name for name in ALL if not name.startswith("wide")]  # of ten thousands of instructions
MORE = [pytest.param(name, marks=pytest.mark.slow) for name in NAMES if name not in NAMES[::9]]
# A snapshot knows of these by which name they are found, or made again.
BY_NAME = ("ABCMeta", "EnumType", "function", "global", "type", "method_descriptor")
MADE_AGAIN = ("iterator", "method", "method-wrapper", "reversed", "traceback")

# As in test_cuts: some leave a stream that awaits in its `finally` when it goes.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored:pytest.PytestUnraisableExceptionWarning"
)


def thawed(obj: Any, name: str = "frozen.bin") -> Trace:
    return of_snapshot(stillframe.freeze(obj), name, {})


def described(trace: Trace) -> list[Any]:
    """Each frame: whose it is, where it stands, what it holds, by what it is awaited."""
    state, data = trace.at(0), trace.data
    outer = {inner: one for one, inner in data["moment"]["awaits"]}
    return [
        (
            trace.name(number).partition("#")[0],
            trace.code(number)["kind"],
            frame.at,
            [shown(trace, value) for value in frame.stack],
            [shown(trace, value) for value in frame.slots],
            shown(trace, frame.handled),
            trace.name(outer[number]).partition("#")[0] if number in outer else None,
        )
        for number, frame in state.frames.items()
    ]


def shown(trace: Trace, value: int, deep: int = 1) -> Any:
    data = trace.data
    kind = data["types"][data["values"]["type"][value]]
    if kind["name"] in BY_NAME or kind["name"].endswith(MADE_AGAIN):
        return "by its name, or how it is made again"
    if kind["name"] in ("list", "tuple", "dict", "set", "cell", "frozenset", "deque") and deep:
        return kind["name"], [shown(trace, one, deep - 1) for one in held(trace, value)]
    return kind["name"], data["values"]["text"][value]


def held(trace: Trace, value: int) -> list[int]:
    contents = trace.data["contents"]
    rows = [row for row, one in enumerate(contents["value"]) if one == value]
    return list(contents["what"][rows[-1]][1:]) if rows else []


@pytest.mark.parametrize("name", [*NAMES[::9], *MORE])
def test_a_frozen_object_looks_as_it_did_in_memory(name: str) -> None:
    """At each suspension, created and suspended; and nothing of it is changed by a look."""
    seen = []

    def look(obj: Any) -> Any:
        live = trace_of(obj)
        frozen = thawed(obj)
        there = described(frozen)
        for one in described(live):  # in a frozen one, those that C holds are seen, too
            assert one in there
        assert there[0] == described(live)[0]
        lines = {one["name"]: one["lines"] for one in frozen.data["files"]}
        for file in live.data["files"]:
            assert lines[file["name"]] == file["lines"]
        assert unpack(pack(frozen)).data == frozen.data
        seen.append(live)
        return obj

    case = ALL[name]
    assert drive(case(), look) == drive(case(), lambda obj: obj)
    assert seen


@pytest.mark.parametrize("name", NAMES[::11])
def test_it_is_what_stack_says(name: str) -> None:
    def look(obj: Any) -> Any:
        trace = thawed(obj)
        state, numbers = trace.at(0), {0}
        inner = dict(trace.data["moment"]["awaits"])
        at = 0
        for entry in stillframe.stack(obj):
            frame, code = state.frames[at], trace.code(at)
            assert (entry.function, entry.line) == (
                trace.data["values"]["text"][trace.data["generators"][at]["value"]],
                code["position"][frame.at][0],
            )
            bound = [
                slot
                for slot, value in zip(code["slots"], frame.slots, strict=True)
                if value and (shown(trace, value)[0] != "cell" or held(trace, value) != [0])
            ]
            assert sorted(entry.locals) == sorted(set(bound))
            if sys.version_info >= (3, 13):
                labels = code["labels"][frame.at + 1]
                assert [label for label, _ in entry.value_stack] == [
                    label for label, value in zip(labels, frame.stack, strict=False) if value
                ]
            numbers.add(at)
            at = inner.get(at, -1)
        return obj

    drive(ALL[name](), look)


def walk(n: int) -> Iterator[int]:
    if n:
        yield from walk(n - 1)
    yield n


def test_a_deep_chain() -> None:
    depth = 1_000
    obj = walk(depth)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20 * depth)
    try:
        assert next(obj) == 0
    finally:
        sys.setrecursionlimit(limit)
    for trace in (trace_of(obj), thawed(obj)):
        frames = trace.at(0).frames
        assert len(frames) == depth + 1
        assert trace.data["moment"]["awaits"] == [[n, n + 1] for n in range(depth)]
        assert [trace.show(one.slots[0]) for one in frames.values()] == [
            str(n) for n in range(depth, -1, -1)
        ]


def holding() -> Any:
    me = yield
    yield me, [me]


def test_one_that_holds_itself() -> None:
    obj = holding()
    next(obj)
    obj.send(obj)
    for trace in (trace_of(obj), thawed(obj)):
        (frame,) = trace.at(0).frames.values()
        assert frame.slots == [trace.data["generators"][0]["value"]]
        assert trace.name(0) == "holding#1"


def test_what_the_values_lead_to_has_a_card_too() -> None:
    """Two that share a list: the same object is the same in both."""
    shared = [1]

    def other() -> Iterator[Any]:
        mine = shared
        yield mine

    def first() -> Iterator[Any]:
        held = {"others": [other(), other()]}
        also = shared
        for one in held["others"]:
            next(one)
        yield also

    obj = first()
    next(obj)
    for trace in (trace_of(obj), thawed(obj)):
        names = [one["name"] for one in trace.data["generators"]]
        assert names == ["first#1", "other#1", "other#2"]
        slots = [
            dict(zip(trace.code(number)["slots"], frame.slots, strict=True))
            for number, frame in trace.at(0).frames.items()
        ]
        assert slots[0]["also"] == slots[1]["mine"] == slots[2]["mine"] != 0


def test_created_and_closed() -> None:
    created, closed = walk(3), walk(3)
    closed.close()
    for trace in (trace_of([created, closed]), thawed([created, closed])):
        assert [trace.name(number) for number in trace.at(0).frames] == ["walk#1"]
        assert trace.data["events"]["kind"] == ["created"]
        assert "RETURN_GENERATOR" in "\n".join(moment_text.lines(trace))
    with pytest.raises(NothingToShow, match="no suspended frame"):
        trace_of(closed)
    with pytest.raises(NothingToShow, match=r"^frozen.bin: no suspended frame"):
        thawed([closed])
    with pytest.raises(NothingToShow):
        trace_of()


def test_a_running_one_is_refused() -> None:
    def looking() -> Iterator[Any]:
        with pytest.raises(NotSaveable, match="it is running"):
            trace_of(obj)
        (yield)

    obj = looking()
    next(obj)


async def numbers() -> AsyncIterator[int]:
    for number in range(3):
        await asyncio.sleep(3_600)
        yield number


@pytest.mark.skipif(sys.platform == "emscripten", reason="needs a loop that waits")
def test_a_live_task() -> None:
    async def consume() -> None:
        async for _ in numbers():
            pass

    async def main() -> Trace:
        task = asyncio.create_task(consume(), name="consumer")
        await asyncio.sleep(0)
        trace = trace_of(task, name="now")
        task.cancel()
        return trace

    trace = asyncio.run(main())
    assert [one["name"] for one in trace.data["tasks"]] == ["consumer"]
    names = [trace.name(number) for number in trace.at(0).frames]
    assert [name.rpartition(".")[2] for name in names] == ["consume#1", "numbers#1", "sleep#1"]
    assert trace.data["moment"]["awaits"] == [[0, 1], [1, 2]]
    text = list(moment_text.lines(trace))
    assert text[0].startswith("now, Python 3")
    assert any("consume#1 (consumer) at test_moment.py" in line for line in text)


def test_damage_is_reported_as_such() -> None:
    """Whatever a byte is changed to: a trace, or one of our errors."""
    obj = walk(3)
    next(obj)
    data = bytearray(stillframe.freeze([obj, {"a": {1, 2}}, complex(1, 2)]))
    import random

    from stillframe.snapshot.format import Snapshot, unpack

    whole = unpack(data)
    chance = random.Random(5)
    failures = 0
    for _ in range(400):
        graph = bytearray(whole.graph)
        for _ in range(chance.randint(1, 3)):
            graph[chance.randrange(len(graph))] = chance.randrange(256)
        damaged = Snapshot(whole.python, whole.codes, bytes(graph), (), b"")
        from stillframe.snapshot.format import pack as packed

        try:
            of_snapshot(packed(damaged), "damaged", {})
        except (DamagedSnapshot, NothingToShow):
            failures += 1
    assert failures > 50


@pytest.mark.parametrize(("module", "name"), MAKERS)
def test_what_stands_for_something_stands_for_what_is_there(module: str, name: str) -> None:
    """A maker has the name of a function that snapshots name, which may have moved."""
    assert hasattr(importlib.import_module(module), name)


def test_the_source_of_what_is_met_late() -> None:
    """A generator of another file, which only a value leads to."""

    def first() -> Iterator[Any]:
        held = [difflib.unified_diff(["a"], ["b"])]
        next(held[0])
        yield held

    obj = first()
    next(obj)
    for trace in (trace_of(obj), thawed(obj)):
        assert {Path(one["name"]).name for one in trace.data["files"]} >= {"difflib.py"}
        for one in trace.data["files"]:  # a library may be in a zip file
            assert one["lines"] or not Path(one["name"]).exists()
        assert trace.name(1).startswith("unified_diff")
