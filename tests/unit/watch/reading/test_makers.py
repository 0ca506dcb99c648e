"""The steps that made values."""

from __future__ import annotations

import pytest

from stillframe.watch.reading import Reading
from unit.watch.corpus import NAMES, trace
from unit.watch.recorded import of_text


@pytest.mark.parametrize("name", NAMES)
def test_objects(name: str) -> None:
    """An object is nowhere before its step, and somewhere behind it."""
    reading = Reading(trace(name))
    run = reading.run
    first: dict[int, int] = {}
    for moment in range(run.steps + 1):
        for frame in run.trace.at(moment).frames.values():
            for value in {*frame.stack, *frame.slots} - {0}:
                first.setdefault(value, moment)
    for value, moment in first.items():
        step = reading.makers.first_seen(value)
        assert step is not None and step < moment
        # What is put onto a stack and taken off again in one step isn't there behind it.
        assert step == moment - 1 or value not in {
            one for frame in run.trace.at(step + 1).frames.values() for one in frame.stack
        }


def test_numbers() -> None:
    """A number has no identity: it is followed from where it was made, through what it passed."""
    text = (
        "def double(number):\n    return number * 2\n"
        "def work():\n"
        "    a = double(21)\n    b = a\n    c = [b]\n    d = c.pop()\n    e = 42\n    return d\n"
        "work()\n"
    )
    reading = Reading(of_text(text))
    run = reading.run
    frame = next(n for n in range(9) if run.trace.name(n) == "work")
    end = max(m for m in range(run.steps) if run.frame_at(m) == frame)
    slots = run.trace.code(frame)["slots"]

    def made(name: str) -> str:
        step = reading.makers.of(end, frame, "slots", slots.index(name))
        assert step is not None
        there = run.frame_at(step)
        return f"{run.trace.code(there)['op'][run.pc[step]]} in {run.trace.name(there)}"

    assert made("a") == made("b") == "BINARY_OP in double"
    assert made("d") == "CALL in work"  # out of a list
    assert made("e") == "LOAD_CONST in work"
    assert made("c") == "BUILD_LIST in work"


def test_what_isnt_there() -> None:
    reading = Reading(of_text("a = 1\n"))
    assert reading.makers.of(0, 0, "slots", 0) is None  # not bound yet
    assert reading.makers.of(0, 0, "stack", 5) is None
    assert reading.makers.of(0, 99, "stack", 0) is None


def test_long_before_the_keyframe() -> None:
    """A value that was made many keyframes ago."""
    lines = ["a = 7 * len('xyz')", "for n in range(3000):", "    n * n", "b = a", "return b"]
    body = "".join(f"    {line}\n" for line in lines)
    reading = Reading(of_text(f"def work():\n{body}work()\n"))
    run = reading.run
    assert len(run.data["keyframes"]) > 5
    place = run.trace.code(1)["slots"].index("b")
    end = max(m for m in range(run.steps) if run.frame_at(m) == 1)
    step = reading.makers.of(end, 1, "slots", place)
    assert step is not None
    assert step < 20
    assert run.trace.code(1)["op"][run.pc[step]] == "BINARY_OP"
