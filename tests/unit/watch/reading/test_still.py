"""A trace of one moment: no steps, but frames, where they stand."""

from __future__ import annotations

from stillframe.watch.reading import Reading
from stillframe.watch.reading.search import Goal
from unit.watch.corpus import trace
from unit.watch.still import still


def test_it_is_read() -> None:
    reading = Reading(still(trace("tree"), 160))
    view = reading.views.of(0, -1)
    before = trace("tree").at(160)
    assert {n: f.stack for n, f in view.state.frames.items()} == {
        n: f.stack for n, f in before.frames.items()
    }
    assert view.frame == 0
    assert reading.views.said(view).startswith("recorded. ")
    assert reading.views.still and reading.views.still.about.startswith("save 3, 2026-01-02 03:04")


def test_its_moves_lead_nowhere() -> None:
    reading = Reading(still(trace("tree"), 160))
    for name in ("instruction", "line", "over", "out", "suspension", "turn", "output", "exception"):
        for forward in (True, False):
            assert getattr(reading.moves, name)(0, forward) == 0


def test_searches_find_frames() -> None:
    reading = Reading(still(trace("tree"), 160))
    groups = dict(reading.search.groups("walk"))
    for found in groups["Generators and coroutines"]:
        row = next(r for r, g in enumerate(reading.run.generators) if g["name"] == found.title)
        goal = Goal(0, reading.run.generators[row]["frame"])
        assert found.go(0) == goal
    (variable,) = [
        found
        for found in dict(reading.search.groups("tree"))["Variables"]
        if found.where == "in walk"
    ]
    goal = variable.go(0)
    assert goal is not None
    frame = reading.trace.at(0).frames[goal.frame]
    assert frame.slots[reading.trace.code(goal.frame)["slots"].index("tree")]


def test_chains_of_awaits() -> None:
    """What awaits what stands in the trace, also where another object is between them."""
    reading = Reading(still(trace("tree"), 160, awaits=[[1, 2], [2, 3]]))
    found = reading.views.still
    assert found is not None
    assert found.chain(2) == found.chain(3) == [1, 2, 3]
    assert found.chain(0) == [0]
    loop = Reading(still(trace("tree"), 160, awaits=[[1, 2], [2, 1]])).views.still
    assert loop is not None
    assert sorted(loop.chain(1)) == [1, 2]
