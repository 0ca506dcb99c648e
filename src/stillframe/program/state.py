"""What a save holds beside modules and the process: the chain of frames, and the session's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, final

from stillframe.machine import Machine
from stillframe.machine.frame import Frame
from stillframe.machine.recursion import LIMIT
from stillframe.program.frames import link
from stillframe.program.session import Session


@final
@dataclass(slots=True)
class State:
    """The machine's frames, the outermost first, and what the program left with its session."""

    frames: list[Frame]
    limit: int
    callbacks: list[Any]
    checkpoints: list[Any]
    text: str | None

    @classmethod
    def of(cls, session: Session, text: str | None) -> "State":
        """The state of a session whose machine has stopped; ``text`` is that of a program
        without a file."""
        frames = [*session.machine.frames()][::-1]
        return cls(frames, LIMIT.depth, session.callbacks, session.checkpoints, text)

    def machine(self) -> Machine:
        """A machine that goes on with the thawed frames."""
        link(self.frames)
        LIMIT.depth = self.limit
        return Machine.of_frames(self.frames)

    def adopt(self, session: Session, when: datetime) -> None:
        """Give a new session what the saved one had."""
        session.callbacks = self.callbacks
        session.checkpoints = self.checkpoints
        session.resumed = when
