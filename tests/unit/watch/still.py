"""A run's moment as a trace of its own, without steps, as one of a saved program is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stillframe.watch.changes import AT, ENTER, HANDLED, LEAVE, NATIVE, PUSH, SLOT
from stillframe.watch.trace import Trace


def still(run: Trace, moment: int, awaits: Sequence[list[int]] = ()) -> Trace:
    """What stands at a moment; ``awaits`` are pairs of frames."""
    state = run.at(moment)
    said: list[int] = []
    apart = sorted(state.frames.keys() - {*state.chain})
    for number in [*apart, *state.chain]:
        frame = state.frames[number]
        said += ENTER, number, 0
        if frame.at >= 0:
            said += AT, frame.at
        for slot, value in enumerate(frame.slots):
            said += SLOT, slot, value
        for value in frame.stack:
            said += PUSH, value
        if frame.handled:
            said += HANDLED, frame.handled
        if number in apart:
            said += LEAVE, 1
    if state.native:
        said.append(NATIVE)
    nothing: dict[str, Any] = {
        name: {column: [] for column in run.data[name]}
        for name in ("events", "exceptions", "loop", "output")
    }
    about = {"save": 3, "time": "2026-01-02T03:04:05Z", "notes": ["Code has changed."], "frame": 0}
    return Trace(
        {
            **run.data,
            **nothing,
            "moment": {**about, "awaits": list(awaits)},
            "steps": 0,
            "pc": [run.data["pc"][moment]],
            "recorded": [],
            "keyframes": [],
            "changes": {"step": [-1], "what": [said]},
            "contents": {name: [] for name in run.data["contents"]},
        }
    )
