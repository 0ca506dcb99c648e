"""Names that are bound from elsewhere: globals by functions, a namespace as the dict that it is."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, final

from stillframe.machine.frame import Frame
from stillframe.machine.locals import FrameLocals
from stillframe.watch import changes
from stillframe.watch.script import Script
from stillframe.watch.values import Values

# What is looked at, since it may be the names of a frame.
NAMESPACES = frozenset({dict, ModuleType, FrameLocals})


@final
class Names:
    """The frames in the chain whose names stand in a dict, by its id: modules', classes', exec's.

    ``knows`` says of any frame whether the trace has it, in the chain or suspended.
    """

    knows: Callable[[Frame], bool]

    def __init__(self, values: Values, script: Script) -> None:
        self._values = values
        self._say = script.say
        self._frames: dict[int, list[Frame]] = {}

    def begins(self, frame: Frame) -> bool:
        """A frame has come into the chain. Whether others have the same names."""
        frames = self._frames.setdefault(id(frame.locals), [])
        frames.append(frame)
        return len(frames) > 1

    def ends(self, frame: Frame) -> None:
        """It has gone out of it."""
        frames = self._frames[id(frame.locals)]
        frames.remove(frame)
        if not frames:
            del self._frames[id(frame.locals)]

    def bound(self, namespace: Any, name: str, by: Frame | None = None) -> None:
        """The name has been bound, or unbound: by a frame of which that is told already."""
        for frame in self._frames.get(id(namespace), ()):
            slots = frame.watched.plan.slots
            if frame is not by and name in slots:
                self._tell(frame, slots.index(name))

    def touched(self, value: Any) -> None:
        """Something has been done to an object, which may be the names of a frame."""
        if type(value) is FrameLocals:
            if self.knows(value.frame):
                self.all_of(value.frame)
            return
        namespace = vars(value) if type(value) is ModuleType else value
        for frame in self._frames.get(id(namespace), ()):
            self.all_of(frame)

    def all_of(self, frame: Frame) -> None:
        """Any name of the frame may have been bound."""
        for slot in range(len(frame.watched.plan.slots)):
            self._tell(frame, slot)

    def _tell(self, frame: Frame, slot: int) -> None:
        seen = frame.watched
        value = seen.plan.value_of(frame, slot)
        self._values.again(value)
        self._say(changes.BOUND, seen.number, slot, self._values.of(value))
