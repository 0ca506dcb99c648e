"""The frames of a run: which there are, and all of them at one moment, as a keyframe."""

from collections.abc import Callable, Iterable
from types import CodeType
from typing import Any, final
from weakref import ref

from stillframe.machine.frame import Frame
from stillframe.watch.plan import Pen, Plan
from stillframe.watch.script import Script

STATIC = -1
UNKNOWN = -2


@final
class Seen:
    """What is kept of a frame, in its ``watched``; ``frames`` is whose frame it is.

    ``depth`` is how deep the trace has its stack, while another frame runs; STATIC: as deep as
    before the instruction at ``lasti``; UNKNOWN: it has begun where nobody looked. ``left`` is
    the recorder's count of what nobody looked at, when it went out of the chain last, or -1.
    """

    __slots__ = ("depth", "frames", "generator", "left", "number", "plan")

    def __init__(self, frames: "Frames", number: int, plan: Plan, new: bool) -> None:
        self.frames = frames
        self.number = number
        self.plan = plan
        self.depth = STATIC if new else UNKNOWN
        self.generator = -1
        self.left = -1

    def deep(self, frame: Frame) -> int:
        """How deep the trace has the frame's stack."""
        if self.depth != STATIC:
            return max(self.depth, 0)
        return self.plan.depths[frame.lasti] if frame.lasti >= 0 else 0


@final
class Frames:
    """Columns of frames, their code's plans, and keyframes ``every`` so many steps.

    ``suspended`` holds frames that are out of the chain, by number.
    """

    def __init__(
        self, wants: Callable[[CodeType], bool], pen: Pen, script: Script, every: int
    ) -> None:
        self.plans: list[Plan] = []
        self.constants: list[list[int]] = []
        self.code: list[int] = []
        self.generator: list[int] = []
        self.slots: list[list[int]] = []
        self.keyframes: list[dict[str, Any]] = []
        self.suspended: dict[int, ref[Frame]] = {}
        self.due = 0  # the moment of the next keyframe
        self._wants = wants
        self._pen = pen
        self._script = script
        self._every = every
        self._by_code: dict[int, Plan | None] = {}
        self._codes: list[CodeType] = []

    def plan(self, frame: Frame) -> Plan | None:
        """The plan of a frame's code; None if it isn't recorded."""
        try:
            seen: Seen = frame.watched
        except AttributeError:
            return self._begin(frame)
        return seen.plan if seen.frames is self else self._begin(frame)

    def _begin(self, frame: Frame) -> Plan | None:
        """A frame that hasn't been seen before."""
        native = frame.f_code
        if id(native) not in self._by_code:
            self._codes.append(native)  # so that its id stands for it
            self._by_code[id(native)] = self._new_plan(frame) if self._wants(native) else None
        plan = self._by_code[id(native)]
        if plan is not None:
            frame.watched = Seen(self, len(self.code), plan, frame.lasti < 0)
            self.code.append(plan.number)
            self.generator.append(-1)
            self.slots.append(self._slots(frame, plan))
        return plan

    def _new_plan(self, frame: Frame) -> Plan:
        plan = Plan(len(self.plans), frame.translation, self._pen)
        self.plans.append(plan)
        self.constants.append([self._pen.values.of(one) for one in plan.code.constants])
        return plan

    def _slots(self, frame: Frame, plan: Plan) -> list[int]:
        of = self._pen.values.of
        slots = [of(value) for value in frame.fast]
        if len(slots) < len(plan.slots):
            slots += [of(plan.value_of(frame, slot)) for slot in range(len(slots), len(plan.slots))]
        return slots

    def keyframe(self, chain: Iterable[Frame]) -> None:
        """Write down every frame as the machine has it now."""
        whole: list[list[Any]] = []
        for number, held in list(self.suspended.items()):
            frame = held()
            if frame is None or frame.generator is not None:
                del self.suspended[number]
            else:
                whole.append(self._whole(frame))
        whole += map(self._whole, chain)
        moment = self._script.moment()
        self.keyframes.append(
            {
                "moment": moment,
                "recorded": len(self._pen.recorded),
                "changes": len(self._script.change_at),
                "chain": [frame.watched.number for frame in chain],
                "frames": whole,
            }
        )
        size = sum(4 + len(each[3]) + len(each[4]) for each in whole)
        self.due = moment + max(self._every, 20 * size)

    def _whole(self, frame: Frame) -> list[Any]:
        seen: Seen = frame.watched
        of = self._pen.values.of
        handled = of(frame.handled) if frame.handled is not None else 0
        stack = [of(one) for one in frame.stack]
        return [seen.number, frame.lasti, handled, stack, self._slots(frame, seen.plan)]
