"""A trace of one moment, of a saved program or a frozen object: it has no steps.

Where a run's reader goes to another moment, this one selects a frame.
"""

from collections.abc import Iterable
from typing import Any, final

from stillframe.watch.reading.moves import Wanted
from stillframe.watch.reading.words import plural
from stillframe.watch.state import FrameState, State

COMMANDS = frozenset({"frame", "search", "help"})  # those that make sense without steps


@final
class Still:
    """What the trace's ``moment`` says: what it is of, which frame is first, what awaits what."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self._moment = data["moment"]
        self.inner: dict[int, int] = dict(self._moment["awaits"])
        self.outer: dict[int, int] = {inner: outer for outer, inner in self._moment["awaits"]}

    @staticmethod
    def of(data: dict[str, Any]) -> "Still | None":
        """None of a trace that has steps."""
        return Still(data) if "moment" in data else None

    @property
    def about(self) -> str:
        """What the moment is of."""
        save, time = self._moment["save"], self._moment["time"]
        when = f"{time[:19].replace('T', ' ')} UTC" if time else ""
        parts = (f"save {save}" if save else "", when, f"Python {self._data['python']}")
        generators = plural(len(self._data["generators"]), "generator")
        return f"{', '.join(part for part in parts if part)}; {generators}"

    @property
    def notes(self) -> list[str]:
        """What else is to be said of it."""
        found: list[str] = self._moment["notes"]
        return found

    def first(self, state: State) -> int:
        """The frame that is shown first, else the first that there is, or -1."""
        frame: int = self._moment["frame"]
        return frame if frame in state.frames else next(iter(state.frames), -1)

    def chain(self, frame: int) -> list[int]:
        """A frame's whole chain of awaits, the outermost first."""
        at, seen = frame, {frame}
        while at in self.outer and self.outer[at] not in seen:
            at = self.outer[at]
            seen.add(at)
        found = [at]
        while found[-1] in self.inner and self.inner[found[-1]] not in found:
            found.append(self.inner[found[-1]])
        return found

    # -- which frame is meant; None: none

    def at(self, wanted: Wanted, state: State) -> int | None:
        """One that stands at one of these instructions, else one of that code."""
        found = [one for one in _in_order(state) if self._code(one) in wanted]
        there = (one for one in found if one.at in wanted[self._code(one)])
        return _number([*there, *found])

    def binding(self, code: int, slot: int, state: State) -> int | None:
        """One of a code in which a variable is bound."""
        return _number(
            one for one in _in_order(state) if self._code(one) == code and one.slots[slot]
        )

    def holding(self, value: int, state: State) -> int | None:
        """A generator's own frame; else one that holds the value."""
        for generator in self._data["generators"]:
            if generator["value"] == value:
                return int(generator["frame"])
        return _number(one for one in _in_order(state) if value in one.slots or value in one.stack)

    def _code(self, frame: FrameState) -> int:
        code: int = self._data["frames"]["code"][frame.number]
        return code


def _in_order(state: State) -> list[FrameState]:
    """The frames by their numbers: those of the chain come first."""
    return [frame for _, frame in sorted(state.frames.items())]


def _number(frames: Iterable[FrameState]) -> int | None:
    return next((one.number for one in frames), None)
