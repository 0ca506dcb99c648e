"""A trace's states are the same, in whatever order they are asked for."""

from __future__ import annotations

import random
import sys

import pytest

from stillframe.watch.trace import KEPT, KEPT_AT_MOST, Trace
from unit.watch.corpus import trace
from unit.watch.recorded import of_text

LONG = """
def squares(n):
    for i in range(n):
        yield i * i

numbers = squares(3000)
for number in numbers:
    half = number // 2
"""


def test_any_order() -> None:
    """Backwards, and here and there, as from a keyframe on; also past what can be kept."""
    long = of_text(LONG)
    assert long.steps > 20 * KEPT
    chosen = random.Random(1)
    moments = [chosen.randrange(long.steps + 1) for _ in range(60)]
    moments += [long.steps, *range(5000, 4000, -37), 0, long.steps - 1, 1]
    for moment in moments:
        assert long.at(moment) == Trace(long.data).at(moment)
    for moment in range(0, long.steps, KEPT):
        long.at(moment + 1)
    assert len(long._kept) <= KEPT_AT_MOST


def test_a_state_is_its_askers() -> None:
    """What is done to a state that was given away changes none that is given later."""
    long = of_text(LONG)
    for moment in (KEPT, KEPT + 1, 5000):
        state = long.at(moment)
        for frame in state.frames.values():
            frame.stack.append(1)
            frame.slots.clear()
        state.chain.clear()
        assert long.at(moment) == Trace(long.data).at(moment)


@pytest.mark.skipif(sys.platform == "emscripten", reason="a loop of ours needs sockets")
def test_loops_in_any_order() -> None:
    found = trace("ticks")
    data = dict(found.data)
    many = 400  # of the same rows, one behind the other, so that some states are kept
    data["loop"] = {
        name: [
            one + (turn * (found.steps + 1) if name == "step" else 0)
            for turn in range(many)
            for one in column
        ]
        for name, column in found.data["loop"].items()
        if name != "kind"
    } | {"kind": found.data["loop"]["kind"] * many}
    repeated = Trace(data)
    last = data["loop"]["step"][-1]
    chosen = random.Random(2)
    for moment in [last, 0, *(chosen.randrange(last) for _ in range(20))]:
        states = repeated.loops_at(moment)
        assert states == Trace(data).loops_at(moment)
        for state in states:
            state.ready.append(7)
            state.timers.clear()
        assert repeated.loops_at(moment) == Trace(data).loops_at(moment)
