"""What the page's reader says of a moment is what the reference reader says."""

from __future__ import annotations

import random
from typing import Any

import pytest

from page.programs import PROGRAMS
from stillframe.watch.trace import Trace

pytestmark = pytest.mark.slow

# All are kept before any is looked at: a state isn't changed by reading others.
READ = """moments => moments.map(moment => stillframe.reader.at(moment)).map(state => {
    const frames = [...state.frames.values()].map(
        ({ number, at, handled, stack, slots }) => [number, at, handled, stack, slots]);
    frames.sort((one, other) => one[0] - other[0]);
    return [state.chain, frames, state.raising, state.native];
})"""

READ_LOOPS = """moments => moments.map(moment => stillframe.run.loops.at(moment).map(
    ({ turn, time, phase, ready, timers, running, reading, writing }) =>
        [turn, time, phase, ready, timers, running, reading, writing]))"""


SHOWN = """moments => {
    const look = node => node.nodeType === Node.TEXT_NODE ? node.data : [
        node.tagName, node.hidden, [...node.classList].sort(), node.getAttribute("aria-pressed"),
        {...node.dataset}, node.hidden || [...node.childNodes].map(look)];
    const parts = "#frames, #loop, #compare, .value-stack, .pane h2, .scroll .current";
    return moments.map(moment => {
        stillframe.go(moment);
        return JSON.stringify([...document.querySelectorAll(parts)].map(look));
    });
}"""


def state(trace: Trace, moment: int) -> list[Any]:
    at = trace.at(moment)
    frames = [
        [one.number, one.at, one.handled, one.stack, one.slots]
        for _, one in sorted(at.frames.items())
    ]
    return [at.chain, frames, at.raising, at.native]


def loops(trace: Trace, moment: int) -> list[Any]:
    return [
        [
            one.turn,
            one.time,
            one.phase,
            one.ready,
            [list(timer) for timer in one.timers],
            one.running,
            one.reading,
            one.writing,
        ]
        for one in trace.loops_at(moment)
    ]


@pytest.mark.parametrize("name", ["gather", "floats"])
def test_the_trace_arrives(watch: Any, name: str) -> None:
    watched = watch(name)
    data = watched.page.evaluate("stillframe.run.data")
    assert data.keys() == watched.trace.data.keys()
    for key, part in watched.trace.data.items():
        assert data[key] == part, key


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_moment(watch: Any, name: str) -> None:
    watched = watch(name)
    moments = list(range(watched.trace.steps + 1))
    there, back = moments, moments[::-1]
    for order in (there, back):
        for moment, read in zip(order, watched.page.evaluate(READ, order), strict=True):
            assert read == state(watched.trace, moment), moment
    for moment, read in zip(back, watched.page.evaluate(READ_LOOPS, back), strict=True):
        assert read == loops(watched.trace, moment), moment


def test_moments_of_a_million(watch: Any) -> None:
    watched = watch("million")
    chosen = random.Random(1)
    moments = [0, watched.trace.steps, 1]
    moments += [chosen.randrange(watched.trace.steps) for _ in range(30)]
    for moment, read in zip(moments, watched.page.evaluate(READ, moments), strict=True):
        assert read == state(watched.trace, moment), moment


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_moment_looks_the_same_whichever_way_it_is_come_to(watch: Any, name: str) -> None:
    """Cards, rows and lists are kept from moment to moment, where they are the same."""
    watched = watch(name, "compare=30")
    chosen = random.Random(name)
    moments = chosen.sample(range(1, watched.trace.steps), 8)
    way = []
    for moment in moments:
        way += [chosen.randrange(watched.trace.steps), moment - 1, moment]
    seen = watched.page.evaluate(SHOWN, [*way, *way[::-1]])
    for place, moment in enumerate(moments):
        watched.open(f"step={moment}&compare=30")
        fresh = watched.page.evaluate(SHOWN, [moment])
        assert [seen[3 * place + 2]] == [seen[-3 * place - 3]] == fresh
