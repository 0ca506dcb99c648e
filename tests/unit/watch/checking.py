"""What the machine holds while it is recorded, taken without the recorder; and the comparison."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any, NamedTuple

from stillframe.machine.frame import NULL, RAISE, Frame
from stillframe.machine.host import caller_of
from stillframe.watch.recorder import Recorder
from stillframe.watch.trace import Trace

ATOMS = (type(None), bool, int, str, bytes)


class Held(NamedTuple):
    """A frame as it is: whose code, its instruction, its stack, fast locals, and names."""

    code: str
    at: int
    stack: list[Any]
    fast: list[Any]
    names: dict[str, Any]
    handled: Any


class Taken(NamedTuple):
    moment: int
    frames: list[Held]  # the innermost first
    raising: Any


def told(value: Any) -> tuple[str, Any]:
    """The type, and what it is: an atom's text, or the address of what lives now."""
    if value is NULL:
        return "NULL", "NULL"
    kind = type(value).__name__
    if isinstance(value, ATOMS) and type(value) in ATOMS:
        return kind, repr(value)
    return kind, id(value)


class Checked(Recorder):  # type: ignore[misc]
    """A recorder that has the machine's state taken every so many steps, 200 times at most."""

    def __init__(self, *args: Any, sample: int = 7, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken: list[Taken] = []
        note, moment = self.opened, self.script.moment

        def opened(index: int) -> None:
            nonlocal sample
            if moment() % sample == 0:
                if len(self.taken) == 200:
                    sample *= 2
                    self.taken = [one for one in self.taken if one.moment % sample == 0]
                taken = take(self, moment())
                if taken is not None:
                    self.taken.append(taken)
            note(index)

        self.opened = opened


def take(recorder: Recorder, moment: int) -> Taken | None:
    """The chain of frames as the machine tells it, None where it can't."""
    frames = []
    at: Frame | FrameType | None = caller_of(sys._getframe(2))
    current = at
    seen: set[int] = set()
    while at is not None:
        if type(at) is Frame:
            if id(at) in seen:
                # A generator that is closed in the midst of the yield by which it was left: from
                # outside, the frame is its own caller.
                return None
            seen.add(id(at))
            if recorder.wants(at.f_code):
                names = at.locals if isinstance(at.locals, dict) else {}
                frames.append(
                    Held(
                        at.code.qualname,
                        at.lasti,
                        [told(value) for value in at.stack],
                        [told(value) for value in at.fast],
                        {name: told(value) for name, value in names.items()},
                        told(at.handled) if at.handled is not None else None,
                    )
                )
            at = at.f_back
        else:
            at = caller_of(at)
            if type(at) is not Frame:
                at = at.f_back if at is not None else None
    raising = None
    if type(current) is Frame and current.pc >= RAISE and current.thrown is not None:
        raising = told(current.thrown)
    return Taken(moment, frames, raising)


def compare(trace: Trace, taken: Taken) -> list[str]:
    """What differs between the trace's state and the machine's."""
    state = trace.at(taken.moment)
    wrong = []
    same: dict[int, Any] = {}
    back: dict[Any, int] = {}

    def differ(where: str, value: int, held: tuple[str, Any]) -> None:
        values = trace.data["values"]
        kind = trace.data["types"][values["type"][value]]["name"]
        if kind != held[0]:
            wrong.append(f"{where}: {trace.show(value)}, not a {held}")
        elif isinstance(held[1], str):
            if values["text"][value] != held[1] and "…" not in values["text"][value]:
                wrong.append(f"{where}: {trace.show(value)}, not {held}")
        elif values["number"][value] and (
            same.setdefault(value, held) != held or back.setdefault(held, value) != value
        ):
            wrong.append(f"{where}: {trace.show(value)} is another one")

    if state.native:
        return []  # taken while the frame that has left is still there
    chain = [state.frames[number] for number in reversed(state.chain)]
    if [trace.code(one.number)["qualname"] for one in chain] != [one.code for one in taken.frames]:
        return [
            f"chain {[trace.name(one.number) for one in chain]}, {[h.code for h in taken.frames]}"
        ]
    for frame, held in zip(chain, taken.frames, strict=True):
        name = trace.name(frame.number)
        if len(frame.stack) != len(held.stack):
            wrong.append(
                f"{name} at {frame.at}: {list(map(trace.show, frame.stack))}, not {held.stack}"
            )
            continue
        for place, (value, one) in enumerate(zip(frame.stack, held.stack, strict=True)):
            differ(f"{name}, stack {place}", value, one)
        slots = trace.code(frame.number)["slots"]
        named = [held.names.get(slot, ("NULL", "NULL")) for slot in slots[len(held.fast) :]]
        for slot, value, one in zip(slots, frame.slots, held.fast + named, strict=True):
            differ(f"{name}, {slot}", value, one)
        if frame is not chain[0] and frame.at != held.at:
            wrong.append(f"{name} at {frame.at}, not {held.at}")
        if bool(frame.handled) != bool(held.handled):
            wrong.append(f"{name} handles {frame.handled}, not {held.handled}")
    if bool(state.raising) != bool(taken.raising):
        wrong.append(f"raising {trace.show(state.raising)}, not {taken.raising}")
    return wrong
