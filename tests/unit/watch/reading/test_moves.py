"""Steps of every size. That they are the page's, `page/test_reading.py` says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from stillframe.watch.reading import Reading
from unit.watch.corpus import NAMES, trace


@pytest.fixture(params=NAMES)
def reading(request: pytest.FixtureRequest) -> Reading:
    return Reading(trace(request.param))


def walk(move: Callable[[int, bool], int], moment: int, forward: bool) -> list[int]:
    """Where a move leads, again and again, until it leads nowhere."""
    found = [moment]
    while (there := move(found[-1], forward)) != found[-1]:
        found.append(there)
    return found


def test_instructions(reading: Reading) -> None:
    every = list(range(reading.run.steps + 1))
    assert walk(reading.moves.instruction, 0, True) == every
    assert walk(reading.moves.instruction, every[-1], False) == every[::-1]


def test_lines(reading: Reading) -> None:
    """Each begins another line, or the same one in another frame; between, nothing does."""
    run = reading.run
    there = walk(reading.moves.line, 0, True)

    def line(moment: int) -> tuple[int, int | None]:
        frame = run.frame_at(moment)
        return frame, run.line_at(frame, run.pc[moment])

    for one, other in pairwise(there[:-1]):
        assert line(one) != line(other)
        between = {line(moment) for moment in range(one, other)}
        assert {found for found in between if found[1] is not None} <= {line(one)}
    assert walk(reading.moves.line, reading.run.steps, False)[-1] == 0


def test_over_and_out(reading: Reading) -> None:
    run, depths = reading.run, reading.run.spans.depths
    for moment in walk(reading.moves.over, 0, True)[:-1]:
        assert len(run.trace.at(moment).chain) <= 1
    for moment in range(0, run.steps, max(1, run.steps // 50)):
        depth = depths[run.spans.of(moment)]
        outside = reading.moves.out(moment, True)
        assert outside == run.steps or depths[run.spans.of(outside)] < depth
        inside = range(moment, outside)
        assert all(depths[run.spans.of(one)] >= depth for one in inside)
        called = reading.moves.out(moment, False)
        assert called == 0 or depths[run.spans.of(called)] < depth


def test_what_happens(reading: Reading) -> None:
    """Suspensions, turns, exceptions, output: there and back the same ones, and all."""
    moves, data = reading.moves, reading.run.data
    for move, steps in {
        moves.suspension: zip(data["events"]["step"], data["events"]["kind"], strict=True),
        moves.turn: zip(data["loop"]["step"], data["loop"]["kind"], strict=True),
        moves.exception: zip(data["exceptions"]["step"], data["exceptions"]["kind"], strict=True),
        moves.output: ((step, "written") for step in data["output"]["step"]),
    }.items():
        wanted = {
            step + 1 for step, kind in steps if kind in ("yield", "turn", "raised", "written")
        }
        there = walk(move, 0, True)[1:]
        assert there == sorted(wanted)
        if there:
            assert walk(move, reading.run.steps + 1, False)[1:] == there[::-1]


def test_over_the_await(reading: Reading) -> None:
    """From each suspension to the next run, past all that runs between; and back."""
    run, events = reading.run, reading.run.events
    for step, kind, generator in zip(
        events["step"], events["kind"], events["generator"], strict=True
    ):
        if kind != "yield":
            continue
        frame = run.generators[generator]["frame"]
        there = reading.moves.over_await(step, True, generator)
        if there != step:
            assert frame in run.trace.at(there).chain
            assert not any(frame in run.trace.at(one).chain for one in range(step + 1, there))
            assert reading.moves.over_await(there, False, generator) == step


def test_where_a_line_runs_next(reading: Reading) -> None:
    run = reading.run
    for file, one in enumerate(run.data["files"]):
        for line in range(1, len(one["lines"]) + 1):
            wanted = reading.moves.instructions_of_line(file, line)
            found = reading.moves.reach(-1, wanted)
            runs = [
                moment
                for moment in range(run.steps)
                if run.frame_at(moment) >= 0
                and run.pc[moment] in wanted.get(run.code_of(run.frame_at(moment)), ())
            ]
            assert found == (runs[0] if runs else None)
            if runs:
                assert reading.moves.reach_around(runs[-1], wanted) == runs[0]
