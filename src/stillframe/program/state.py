"""What a save holds beside modules and the process: the chain of frames, and the session's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, final

from stillframe.machine import Machine
from stillframe.machine.frame import Frame
from stillframe.machine.recursion import LIMIT
from stillframe.program.frames import link, parts_of_frame
from stillframe.program.session import Session
from stillframe.snapshot.explain import Steps
from stillframe.snapshot.kinds import all_hubs, parts_of


@final
@dataclass
class State(Steps):
    """The machine's frames, the outermost first, and what the program left with its session."""

    frames: list[Frame]
    limit: int
    callbacks: list[Any]
    checkpoints: list[Any]
    text: str | None

    def steps(self) -> Iterator[tuple[str, Any]]:
        """The tasks of its loops first, then the frames."""
        for hub in all_hubs():
            parts = parts_of(type(hub))
            yield from parts(hub) if parts is not None else ()
        for frame in self.frames:
            yield from parts_of_frame(frame)
        yield "on_resume()", self.callbacks

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
