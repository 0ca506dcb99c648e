"""What Python says of a trace (`watch/reading`) is what the page says: moves, words, searches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from page import saved
from page.programs import PROGRAMS
from stillframe.watch.reading import Reading
from stillframe.watch.reading.commands import COMMANDS
from stillframe.watch.reading.search import Goal
from stillframe.watch.trace import Trace

pytestmark = pytest.mark.slow

NAMES = [
    *PROGRAMS,
    *saved.MAKERS,
    "gather --only fetch",
    "gather --limit 50",
    "tree --only nothing",
    "nothing",
]
STEPS = {"turn": "turn", "output": "nextOutput"}
STEPS |= {name: name for name in ("instruction", "line", "over", "out", "suspension", "exception")}

MOVES = """([moments, names]) => moments.map(moment => {
    const { steps } = stillframe;
    stillframe.view = stillframe.views.of(moment, moment - 1);
    const waited = stillframe.waitedFor();
    return [true, false].map(forward => [
        ...names.map(name => steps[name](moment, forward)),
        steps.overAwait(moment, forward, waited),
    ]);
})"""

VIEWS = """moments => moments.map(moment => {
    const { run, panes } = stillframe;
    const view = stillframe.views.of(moment, moment - 1);
    const frames = panes.find(pane => pane.cards);
    const linked = new Set(view.state.chain);
    frames.linked = linked;
    const count = view.state.frames.size - view.state.chain.length;
    const vias = view.state.chain.map((frame, place, chain) =>
        place ? frames.via(view.state.frames.get(chain[place - 1]), frame, moment) : "");
    const events = [...run.generators.keys()].map(row => run.lastEvent(row, moment));
    return {
        frame: view.frame, isNext: view.isNext, code: view.code, instruction: view.instruction,
        standing: view.standing, ending: view.ending, said: view.said, vias,
        apart: frames.chains(frames.kept(view, count), view)
            .map(([one, verb]) => [one, verb ?? ""]),
        lives: [...run.generators.keys()].map(row => run.stateOf(row, moment)),
        ready: [...run.generators.keys()].map(row => run.isReady(row, moment)),
        partners: events.map(
            row => row < 0 ? null : [run.partner(row, true), run.partner(row, false)]),
        latest: run.latest(view.state.chain, moment),
    };
})"""

VALUES = """moments => moments.map(moment => [...stillframe.run.data.values.text.keys()].map(
    value => stillframe.values.whole(value, moment)))"""

MAKERS = """moments => moments.map(moment => {
    const { run, reader } = stillframe;
    const number = run.data.values.number;
    const state = reader.wholeAt(moment);
    const made = (value, step) => value ? number[value] ? reader.firstSeen(value) : step : -2;
    const frames = [...state.frames.values()].sort((one, other) => one.number - other.number);
    return frames.map(frame => [
        frame.number,
        frame.stack.map((value, place) => made(value, frame.stackMade[place])),
        frame.slots.map((value, place) => made(value, frame.slotsMade[place])),
    ]);
})"""

DIFFERENCES = """pairs => pairs.map(([before, now]) => {
    stillframe.compare.pin(before);
    const found = stillframe.compare.differences(stillframe.views.of(now, now - 1));
    stillframe.compare.pin(undefined);
    return found;
})"""

SEARCH = """([queries, moment]) => queries.map(query => {
    stillframe.moment = moment;
    const { search } = stillframe;
    const lower = query.toLowerCase();
    const found = [search.generators(lower), search.codes(lower), search.variables(lower),
        search.lines(lower), search.valuesLike(lower, query)];
    return found.filter(group => group.length).map(
        group => group.map(({ title, where, go }) => [title, where, go()]));
})"""

REACH = """moments => moments.map(moment => stillframe.run.data.files.flatMap(({ lines }, file) =>
    lines.map((_, line) => {
        const wanted = stillframe.steps.instructionsOfLine(file, line + 1);
        const found = stillframe.steps.reach(moment, true, wanted);
        return found === moment ? null : found;
    })))"""

OUTPUT = """() => stillframe.panes.find(pane => pane.starts).lines"""

KEYS = """import("page/keys").then(({ COMMANDS }) =>
    COMMANDS.map(({ name, keys, told, does }) => [name, keys, told, does]))"""


def sampled(trace: Trace) -> list[int]:
    """All moments of a short run, a few hundred of a longer one."""
    return [*range(0, trace.steps, max(1, trace.steps // 300)), trace.steps]


@pytest.fixture(params=NAMES)
def both(request: Any, watch: Any) -> tuple[Any, Reading]:
    """A page, and the same trace read here."""
    watched = watch(request.param)
    return watched, Reading(watched.trace)


def agree(watched: Any, script: str, given: Any, told: Iterator[Any]) -> None:
    page = watched.page.evaluate(script, given)
    here = list(told)
    assert len(page) == len(here)
    for moment, one, other in zip(given, page, here, strict=True):
        assert other == one, moment


def test_moves(both: Any) -> None:
    watched, reading = both
    moments = sampled(reading.trace)
    page = watched.page.evaluate(MOVES, [moments, list(STEPS.values())])
    for moment, read in zip(moments, page, strict=True):
        waited = reading.views.waited_for(reading.views.of(moment, moment - 1))
        for forward, found in zip((True, False), read, strict=True):
            here = [getattr(reading.moves, name)(moment, forward) for name in STEPS]
            here.append(reading.moves.over_await(moment, forward, waited))
            assert dict(zip([*STEPS, "await"], here, strict=True)) == dict(
                zip([*STEPS, "await"], found, strict=True)
            ), (moment, forward)


def test_views(both: Any) -> None:
    watched, reading = both
    run, places = reading.run, reading.places

    def told(moment: int) -> dict[str, Any]:
        view = reading.views.of(moment, moment - 1)
        state = view.state
        pairs = zip(state.chain, state.chain[1:], strict=False)
        last = [run.last_event(row, moment) for row in range(len(run.generators))]
        return {
            "frame": view.frame,
            "isNext": view.is_next,
            "code": view.code,
            "instruction": view.instruction,
            "standing": view.standing,
            "ending": view.ending,
            "said": reading.views.said(view),
            "vias": [
                *("" for _ in state.chain[:1]),
                *(places.via(state.frames[outer], inner, moment) for outer, inner in pairs),
            ],
            "apart": [[frame, verb] for frame, verb in places.apart(view).frames],
            "lives": [life.at(moment) for life in run.lives],
            "ready": [run.tasks.ready[row].at(moment) for row in range(len(run.generators))],
            "partners": [
                None if row < 0 else [run.partner(row, True), run.partner(row, False)]
                for row in last
            ],
            "latest": run.latest(state.chain, moment),
        }

    moments = sampled(reading.trace)
    agree(watched, VIEWS, moments, map(told, moments))


def test_values(both: Any) -> None:
    watched, reading = both
    moments = sampled(reading.trace)[::20]
    every = range(len(reading.trace.data["values"]["text"]))
    told = ([reading.texts.whole(value, moment) for value in every] for moment in moments)
    agree(watched, VALUES, moments, told)


def test_makers(both: Any) -> None:
    watched, reading = both
    moments = sampled(reading.trace)[::7]

    def made(moment: int, frame: int, where: str, values: list[int]) -> list[int]:
        found = [reading.makers.of(moment, frame, where, place) for place in range(len(values))]
        return [-2 if step is None else step for step in found]

    told = (
        [
            [
                frame.number,
                made(moment, frame.number, "stack", frame.stack),
                made(moment, frame.number, "slots", frame.slots),
            ]
            for _, frame in sorted(reading.trace.at(moment).frames.items())
        ]
        for moment in moments
    )
    agree(watched, MAKERS, moments, told)


def test_differences(both: Any) -> None:
    watched, reading = both
    moments = sampled(reading.trace)[::25]
    pairs = [[one, other] for one in moments for other in moments]
    states = {moment: reading.trace.at(moment) for moment in moments}
    page = watched.page.evaluate(DIFFERENCES, pairs)
    for (one, other), read in zip(pairs, page, strict=True):
        found = reading.comparison.differences(states[one], states[other])
        assert sorted(map(list, found)) == sorted(read), (one, other)


def place_of(reading: Reading, goal: Goal | None) -> int | None:
    """Where it leads: to a moment, or, where there is only one, to a frame."""
    if goal is None:
        return None
    return goal.frame if reading.views.still else goal.moment


def test_searches(both: Any) -> None:
    watched, reading = both
    queries = ["a", "e", "walk", "fetch#", "n", "1", "12", ":3", "line 2", "'", "list", "zz"]
    for moment in sampled(reading.trace)[::60]:
        told = (
            [
                [[one.title, one.where, place_of(reading, one.go(moment))] for one in found]
                for _, found in reading.search.groups(query)
            ]
            for query in queries
        )
        page = watched.page.evaluate(SEARCH, [queries, moment])
        for query, one, other in zip(queries, page, told, strict=True):
            for group, found in zip(one, other, strict=True):
                assert found == group, (moment, query)


def test_lines_are_reached(both: Any) -> None:
    watched, reading = both
    moments = [-1, *sampled(reading.trace)[::20]]
    files = reading.trace.data["files"]
    told = (
        [
            reading.moves.reach(moment, reading.moves.instructions_of_line(file, line + 1))
            for file, one in enumerate(files)
            for line in range(len(one["lines"]))
        ]
        for moment in moments
    )
    agree(watched, REACH, moments, told)


def test_output(both: Any) -> None:
    watched, reading = both
    lines = [[piece._asdict() for piece in line] for line in reading.output.lines]
    assert lines == watched.page.evaluate(OUTPUT)


def test_keys(watch: Any) -> None:
    """The commands are the same, only that textual has other names for keys."""
    names = {" ": "space", "End": "end", "Home": "home"}
    names |= {f"Arrow{way}": way.lower() for way in ("Right", "Left", "Down", "Up")}
    names |= {f"shift+Arrow{way}": f"shift+{way.lower()}" for way in ("Right", "Left")}
    page = [
        [name, [names.get(key, key) for key in keys], told, does]
        for name, keys, told, does in watch("fibonacci").page.evaluate(KEYS)
    ]
    assert page == [[one.name, [*one.keys], [*one.told], one.does] for one in COMMANDS]


def test_it_can_differ(watch: Any) -> None:
    """The comparison sees a run that is another one."""
    watched = watch("fibonacci")
    reading = Reading(watched.trace)
    reading.run.spans = replace(reading.run.spans, depths=[0] * len(reading.run.spans.depths))
    with pytest.raises(AssertionError):
        test_moves((watched, reading))
