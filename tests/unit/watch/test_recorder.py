"""What is written of generators, exceptions, native calls; where the recording ends."""

from __future__ import annotations

import gc
import threading

import pytest

from stillframe.machine import Machine
from stillframe.machine.instrument import WATCHING
from stillframe.watch.recorder import Recorder
from stillframe.watch.running import record
from stillframe.watch.trace import Trace
from unit.watch.recorded import lives, moments_in, of_text, rows, stacks

COUNTER = """
def counter():
    try:
        got = yield 1
        yield got
    except ValueError as error:
        yield "caught"
    return "end"
"""


def test_a_life() -> None:
    trace = of_text(COUNTER + "c = counter()\nnext(c)\nc.send(5)\nnext(c, None)\n")
    assert lives(trace) == [
        "counter#1 created",
        "counter#1 send None",
        "counter#1 yield 1",
        "counter#1 send 5",
        "counter#1 yield 5",
        "counter#1 send None",
        "counter#1 return 'end'",
    ]


def test_throw_and_close() -> None:
    trace = of_text(COUNTER + "c = counter()\nnext(c)\nc.throw(ValueError())\nc.close()\n")
    assert lives(trace)[3:] == [
        "counter#1 throw <ValueError #1>",
        "counter#1 yield 'caught'",
        "counter#1 close <GeneratorExit #1>",
        "counter#1 raise <GeneratorExit #1>",
    ]
    thrown = trace.data["events"]["step"][3] + 1
    state = trace.at(thrown)
    assert trace.show(state.raising) == "<ValueError #1>"
    assert [trace.name(one) for one in state.chain] == ["<module>", "counter#1"]


def test_suspended_it_keeps_its_stack_and_its_place() -> None:
    trace = of_text("def g():\n    for i in range(3):\n        yield i\ng = g()\nnext(g)\nx = 1\n")
    state = trace.at(trace.steps - 1)
    (suspended,) = [one for one in state.frames.values() if one.number not in state.chain]
    assert [trace.show(one) for one in suspended.stack] == ["<range_iterator #1>"]
    assert trace.code(suspended.number)["op"][suspended.at] == "YIELD_VALUE"


def test_a_class_s_own_iteration() -> None:
    text = (
        "class C:\n    def __iter__(self):\n        yield 1\n"
        "def g():\n    yield from C()\n"
        "for x in C():\n    pass\nx = [*g()], [x for x in C()]\n"
    )
    trace = of_text(text)
    events = [event for event in lives(trace) if "__iter__" in event]
    assert events == [
        f"C.__iter__#{number} {what}"
        for number in (1, 2, 3)
        for what in ("created", "send None", "yield 1", "send None", "return None")
    ]
    assert len(moments_in(trace, "__iter__#1")) > 5


NEVER_STARTED = {
    "close()": "x = g()\nx.close()\ny = 1\n",
    "dropped": "x = g()\nx = None\nlen('')\ny = 1\n",
    "in a loop": "for i in range(2):\n    g()\n    None\ny = 1\n",
    "native": "x = [g() for _ in 'ab']\nlist(map(lambda one: one.close(), x))\ny = 1\n",
}


@pytest.mark.parametrize("name", NEVER_STARTED)
def test_closed_before_it_has_started(name: str) -> None:
    trace = of_text(f"def g():\n    yield 1\n{NEVER_STARTED[name]}")
    numbers = {1, 2} if name in ("in a loop", "native") else {1}
    assert sorted(lives(trace)) == sorted(
        f"g#{number} {what}" for number in numbers for what in ("close", "created")
    )
    without = Trace({**trace.data, "keyframes": trace.data["keyframes"][:1]})
    state = without.at(trace.steps - 1)
    assert [trace.name(one) for one in state.frames] == ["<module>"]
    assert state.chain == [0]


def test_several_that_end_in_a_cycle() -> None:
    """Weak references to them are gone before their finalizers run."""
    gc.collect()  # what other tests have left isn't to end in this one's
    trace = of_text(
        "import gc\n"
        "def g(n):\n    try:\n        yield n\n    finally:\n        print(n)\n"
        "x = [g(n) for n in range(3)]\nfor one in x:\n    next(one)\n"
        "x += [x, g(3)]\ndel x, one\ngc.collect()\ny = 1\n"
    )
    ends = [event for event in lives(trace) if "raise" in event]
    assert sorted(ends) == [f"g#{n} raise <GeneratorExit #{n}>" for n in (1, 2, 3)]
    without = Trace({**trace.data, "keyframes": trace.data["keyframes"][:1]})
    for moment in range(trace.steps):
        current = without.at(moment).current
        if current is not None and without.name(current.number).startswith("g#"):
            number = int(without.name(current.number)[2:])
            assert without.show(current.slots[0]) in ("NULL", str(number - 1))
    assert list(without.at(trace.steps - 1).frames) == [0]


def test_delegation_links_the_whole_chain() -> None:
    text = (
        "def inner():\n    yield 1\n"
        "def outer():\n    yield from inner()\n"
        "o = outer()\nnext(o)\n"
        "try:\n    o.throw(KeyError)\nexcept KeyError:\n    pass\n"
    )
    trace = of_text(text)
    assert "inner#1 throw <KeyError #1>" in lives(trace)
    moment = next(m for m in range(trace.steps) if trace.at(m).raising)
    names = [trace.name(one) for one in trace.at(moment).chain]
    assert names == ["<module>", "outer#1", "inner#1"]
    unwound = [row["frame"] for row in rows(trace, "exceptions") if row["kind"] == "unwound"]
    assert [trace.name(frame) for frame in unwound] == ["inner#1", "outer#1"]


def test_native_code_that_resumes_is_a_step_each_time() -> None:
    trace = of_text("def g():\n    yield 1\n    yield 2\nx = list(g())\n")
    native = [m for m in range(trace.steps) if trace.at(m).native]
    assert len(native) == 3  # after each of two yields, and after the return
    for moment in native:
        frame = trace.at(moment).current
        assert frame is not None
        assert trace.code(frame.number)["op"][trace.data["pc"][moment]] == "CALL"
    assert all(row["frame"] == -1 for row in rows(trace, "events") if row["kind"] == "send")


def test_a_finalizer_runs_where_it_runs() -> None:
    text = (
        "def g():\n    try:\n        yield\n    finally:\n        print('over')\n"
        "x = g()\nnext(x)\nx = None\nprint('after')\n"
    )
    trace = of_text(text)
    step = next(row["step"] for row in rows(trace, "output") if row["text"] == "over")
    state = trace.at(step)
    assert [trace.name(one) for one in state.chain] == ["<module>", "g#1"]
    outer = state.frames[state.chain[0]]
    assert trace.code(outer.number)["op"][outer.at] == "STORE_NAME"
    slots = dict(zip(trace.code(outer.number)["slots"], outer.slots, strict=True))
    assert trace.show(slots["x"]) == "None"


def test_handled_exceptions() -> None:
    trace = of_text("try:\n    1 / 0\nexcept ZeroDivisionError:\n    x = 1\n")
    at = {trace.show(frame.handled) for frame in _frames(trace)}
    assert at == {"NULL", "<ZeroDivisionError #1>"}
    last = trace.at(trace.steps - 1).current
    assert last is not None
    assert last.handled == 0


def _frames(trace: object) -> list[object]:
    return [trace.at(m).current for m in range(trace.steps)]  # type: ignore[attr-defined]


def test_cells_are_seen_through() -> None:
    trace = of_text(
        "def outer():\n    n = 1\n    def add():\n        nonlocal n\n        n += 1\n"
        "    add()\n    return n\nouter()\n"
    )
    cells = [row for row in rows(trace, "contents") if trace.show(row["value"]) == "<cell #1>"]
    assert [[trace.show(one) for one in row["what"][1:]] for row in cells] == [
        ["NULL"],
        ["1"],
        ["2"],
    ]


def test_the_limit() -> None:
    trace = of_text("n = 0\nwhile n < 10_000:\n    n += 1\nprint(n)\n", limit=500)
    assert trace.data["full"]
    assert 500 <= trace.steps < 520
    assert trace.at(trace.steps).current is not None
    assert trace.data["pc"][trace.steps] >= 0
    assert rows(trace, "output") == []


@pytest.mark.parametrize("limit", range(1, 60))
def test_any_limit(limit: int) -> None:
    text = (
        COUNTER
        + "c = counter()\ntry:\n    list(c), c.throw(KeyError())\nexcept KeyError:\n    pass\n"
    )
    whole, part = of_text(text), of_text(text, limit=limit)
    assert part.steps >= min(limit, whole.steps)
    for moment in range(part.steps + 1):
        assert part.at(moment) == whole.at(moment)


def test_what_is_not_asked_for_is_not_there() -> None:
    text = "def f():\n    return sum(g())\ndef g():\n    yield 1\nprint(f())\n"
    name = "<recorded>"
    code = compile(text, name, "exec")
    recorder = Recorder(lambda code: code.co_name == "g")
    found = []
    record(Machine.of_code(code, {}), recorder, "part", ended=found.append)
    (trace,) = found
    assert {one["name"] for one in trace.data["codes"]} == {"g"}
    assert lives(trace)[-1] == "g#1 return None"
    assert moments_in(trace, "g#1")


def test_other_threads_are_not_recorded() -> None:
    text = (
        "import threading\ndef g():\n    yield 1\n    yield 2\n"
        "x = g()\nnext(x)\nt = threading.Thread(target=next, args=(x,))\n"
        "t.start()\nt.join()\ny = 3\n"
    )
    trace = of_text(text)
    assert lives(trace).count("g#1 send None") == 1
    assert stacks(trace, "STORE_NAME")[-1] == ["3"]
    assert threading.active_count() >= 1


def test_one_at_a_time() -> None:
    one, other = Recorder(lambda code: True), Recorder(lambda code: True)
    one.start()
    try:
        with pytest.raises(RuntimeError, match="watched already"):
            other.start()
    finally:
        one.stop()
    assert WATCHING == []


def test_random_access_is_in_any_order() -> None:
    trace = of_text(COUNTER + "print(list(counter()))\n", every=5)
    forth = [trace.at(moment) for moment in range(trace.steps + 1)]
    back = [trace.at(moment) for moment in reversed(range(trace.steps + 1))]
    assert forth == back[::-1]
    with pytest.raises(IndexError):
        trace.at(trace.steps + 1)
