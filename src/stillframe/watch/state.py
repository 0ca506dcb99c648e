"""The state of a run at one moment, and how a step changes it."""

from dataclasses import dataclass, field
from typing import Any

from stillframe.watch import changes


@dataclass(slots=True)
class FrameState:
    """A frame that is in the chain, or whose generator is suspended.

    ``at`` is the instruction that it started last, -1 before the first; ``stack`` and ``slots``
    hold values' ids, 0 for what is empty or unbound; ``handled`` is the exception that it handles.
    """

    number: int
    at: int
    handled: int
    stack: list[int]
    slots: list[int]

    def copy(self) -> "FrameState":
        return FrameState(self.number, self.at, self.handled, self.stack.copy(), self.slots.copy())


@dataclass(slots=True)
class State:
    """``moment`` steps are done. ``chain`` has the linked frames, the innermost last.

    ``raising`` is the exception by which the current frame goes on, 0 if by its next instruction;
    ``native`` says that native code runs, in the midst of the current frame's instruction.
    ``recorded`` of the trace's recorded values have been used up.
    """

    moment: int = 0
    chain: list[int] = field(default_factory=list)
    frames: dict[int, FrameState] = field(default_factory=dict)
    raising: int = 0
    native: bool = False
    recorded: int = 0

    @property
    def current(self) -> FrameState | None:
        return self.frames[self.chain[-1]] if self.chain else None

    def copy(self) -> "State":
        frames = {number: frame.copy() for number, frame in self.frames.items()}
        chain = self.chain.copy()
        return State(self.moment, chain, frames, self.raising, self.native, self.recorded)

    def change(self, numbers: list[int], new: Any) -> None:
        """Do a step's changes. ``new(frame)`` makes the state of one that begins."""
        for kind, given in changes.each(numbers):
            self._change(kind, given, new)

    def _change(self, kind: int, given: list[int], new: Any) -> None:
        match kind:
            case changes.ENTER:
                number = given[0]
                if number not in self.frames:
                    self.frames[number] = new(number)
                self.chain.append(number)
                self.native = False
                return
            case changes.REPLACE:
                return
            case changes.NATIVE:
                self.native = True
                return
            case changes.RAISING:
                self.raising = given[0]
                return
            case changes.BOUND:
                self.frames[given[0]].slots[given[1]] = given[2]
                return
        frame = self.current
        assert frame is not None
        match kind:
            case changes.CUT:
                del frame.stack[given[0] :]
            case changes.PUSH:
                frame.stack.append(given[0])
            case changes.SLOT:
                frame.slots[given[0]] = given[1]
            case changes.HANDLED:
                frame.handled = given[0]
            case changes.AT:
                frame.at = given[0]
            case changes.LEAVE:
                del self.chain[-1]
                if not given[0]:
                    del self.frames[frame.number]
