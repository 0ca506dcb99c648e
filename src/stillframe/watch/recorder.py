"""The recorder: an instrument that writes down a run.

Of an instruction that does what its code says, only its index is written, and the values that its
effect leaves open. Everything else (calls, returns, suspensions, exceptions) is written as a list
of changes: the numbers of `changes`.
"""

import inspect
import sys
from _thread import get_ident
from array import array
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, final
from weakref import ref

from stillframe.machine.frame import RAISE, THROW, Frame
from stillframe.machine.instrument import LOOP, WATCHING, Notes, blocks
from stillframe.machine.policy import Policy
from stillframe.machine.resume import NEXT
from stillframe.machine.tracebacks import is_block
from stillframe.machine.unwind import unwind
from stillframe.watch import changes
from stillframe.watch.plan import Pen, Plan
from stillframe.watch.values import Values

_RUNNING_ON = ("YIELD_VALUE", "RETURN_GENERATOR")
_RAISE_KNOWN = ("RAISE_VARARGS", "RERAISE", "END_ASYNC_FOR", "CLEANUP_THROW", "YIELD_VALUE")
# What happens in an event loop that is a moment of its own.
_MOMENTS = ("turn", "callbacks", "calls")
STATIC = -1
UNKNOWN = -2


@final
class Seen:
    """What the recorder keeps of a frame (`Frame.watched`).

    ``depth`` is how deep the trace has its stack, while another frame runs; STATIC: as deep as
    before the instruction at ``lasti``; UNKNOWN: it has begun where nobody looked.
    """

    __slots__ = ("depth", "generator", "number", "plan", "recorder")

    def __init__(self, recorder: "Recorder", number: int, plan: Plan, new: bool) -> None:
        self.recorder = recorder
        self.number = number
        self.plan = plan
        self.depth = STATIC if new else UNKNOWN
        self.generator = -1


@final
class Recorder:
    """Records what runs on the machine between `start` and `stop`, ``limit`` steps at most.

    ``wants`` says of which code objects the frames are watched. ``every`` is how many steps there
    are at least from one keyframe to the next.
    """

    def __init__(
        self, wants: Callable[[CodeType], bool], limit: int = 1_000_000, every: int = 2_000
    ) -> None:
        self.wants = wants
        self.limit = limit
        self.every = every
        self.full = False
        self.pcs: array[int] = array("i")
        self.opened: Callable[[int], object] = self.pcs.append
        self.torn: list[Any] = []
        self.going_on: Frame | None = None
        self.values = Values(self.moment)
        self.gone: list[Any] = []
        self.pen = Pen(self.values, self._tick, self.gone)
        self.plans: list[Plan] = []
        self.constants: list[list[int]] = []
        self.change_at: list[int] = []
        self.changes: list[list[int]] = []
        self.frame_code: list[int] = []
        self.frame_generator: list[int] = []
        self.frame_slots: list[list[int]] = []
        self.keyframes: list[dict[str, Any]] = []
        self.generators: list[dict[str, Any]] = []
        self.events: list[tuple[int, str, int, int, int]] = []
        self.exceptions: list[tuple[int, str, int, int]] = []
        self.output: list[tuple[int, str, str]] = []
        self.loops: Any = None  # of `new_loop`, if it made one
        self._by_code: dict[int, Plan | None] = {}
        self._codes: list[CodeType] = []
        self._chain: list[Frame] = []
        self._current: Frame | None = None
        self._outer: list[tuple[Frame | None, bool, list[Any]]] = []
        self._between = 0
        self._suspended: dict[int, ref[Frame]] = {}
        self._next_keyframe = 0
        self._stopped = False
        self._thread = 0
        self._newborn = False  # what is pushed next is a generator that was just made
        self.steps = 0
        self.following = -1  # the instruction that would have come next

    def start(self) -> None:
        if WATCHING:
            raise RuntimeError("the machine is watched already")
        self._thread = get_ident()
        WATCHING.append(self)

    def stop(self) -> None:
        """Nothing more is written."""
        if not self._stopped:
            self._stopped = True
            self.steps = len(self.pcs)
            WATCHING.remove(self)

    def moment(self) -> int:
        """The moment behind the last step: the number of steps so far."""
        return len(self.pcs)

    def hear(self, stream: str, text: str) -> None:
        """The program has written something."""
        if not self._stopped and text:
            self.output.append((len(self.pcs) - 1, stream, text))

    def new_loop(self, policy: Policy) -> Any:
        """An event loop whose turns are written down."""
        from stillframe.watch.loop import (
            WatchedLoop,  # asyncio is only imported by those who use it
        )
        from stillframe.watch.loops import Loops

        if self.loops is None:
            self.loops = Loops(self.values, lambda: len(self.pcs) - 1, self._row_of)
        return WatchedLoop(self, policy)

    def tell(self, loop: Any, kind: str, thing: Any = None, number: float = 0) -> None:
        """As `loop.Log`."""
        if not self._stopped and get_ident() == self._thread:
            self.loops.tell(loop, kind, thing, number)
            if kind in _MOMENTS:
                self._pause()

    def value(self, value: Any) -> int:
        """The id of a value that the program has brought out of the run."""
        return self.values.of(value)

    # -- Instrument

    def notes(self, frame: Frame) -> Notes | None:
        try:
            seen: Seen = frame.watched
        except AttributeError:
            plan = self._begin(frame)
        else:
            plan = seen.plan if seen.recorder is self else self._begin(frame)
        return (plan.priors, plan.notes) if plan is not None else None

    def entered(self, frame: Frame) -> bool:
        going_on, self.going_on = self.going_on, None
        if frame is going_on:
            return True
        open = len(self.pcs) != self._between
        if self._stopped or (self._outer and _in_between(open)) or get_ident() != self._thread:
            return False
        chain = self._chain
        if open and chain and self._current is chain[-1]:
            self.torn.append(frame)
        self._outer.append((self._current, open, self.torn))
        self.torn = []
        self._current = frame
        if self.notes(frame) is not None:
            if open and chain:
                self._say(changes.REPLACE)
            if chain and chain[-1] is frame:
                # It was suspended for good, and is being closed before its caller goes on.
                self._leaves(frame, None, len(frame.stack) - 1)
            self._link(frame, native=True, open=open)
            self._go_on(frame)
            self._now(frame)
        return True

    def mended(self, frame: Frame, index: int, following: int) -> object:
        self.torn.clear()
        if self._stopped:
            return True
        self.pen.look()
        self._say(changes.REPLACE)
        self._settle(frame)
        self._say_slots(frame)
        return self._tick(frame, index, following)

    def rests(self) -> None:
        self._between = len(self.pcs)

    def switched(self, frame: Frame, following: Frame | None) -> None:
        if self._stopped:
            return
        if self.gone:
            self.pen.look()
        chain = self._chain
        top = chain[-1] if chain else None
        if following is frame:
            if top is frame:
                self._handles(frame)
            self._between = len(self.pcs)
            return
        left = top is not None and top.back is None and top.resumer is None
        if top is not None and (top is frame or top is following):
            self._say(changes.REPLACE)
            if top is frame and not left and not self._is_seen(following):
                self._sync(frame, native=True)
        if left:
            self._unlink(None)
        self._go_to(following, left)

    def raised(self, frame: Frame, error: BaseException, following: Frame | None) -> None:
        if self._stopped:
            return
        if self.gone:
            self.pen.look()
        self.torn.clear()
        chain = self._chain
        top = chain[-1] if chain else None
        left = top is not None and top.back is None and top.resumer is None
        if top is not None and (left or top is frame or top is following):
            self._say(changes.REPLACE)
        if top is frame:
            at = frame.watched.number
            value = self._raised_value(frame, error)
            self.exceptions.append((self.moment() - 1, "raised", at, value))
        if left:
            self._unlink(error)
        if following is not None and following.pc < RAISE and chain and chain[-1] is following:
            handler = next(
                (one for one in following.code.handlers if one.target == following.pc), None
            )
            if handler is not None and following.stack[-1] is error:
                self._current = following
                following.watched.depth = 2 << 30
                self._settle(following, len(following.stack) - 1 - handler.lasti)
                self._now(following)
                return
        self._go_to(following, left)

    def _raised_value(self, frame: Frame, error: BaseException) -> int:
        """The exception that a frame has raised: a new one, if this is where it comes from."""
        op = frame.code.instructions[frame.lasti].op
        traceback = error.__traceback__
        if op in _RAISE_KNOWN or traceback is None or traceback.tb_next is not None:
            return self.values.of(error)
        return self.values.made(error)

    # -- moving along the chain

    def _go_to(self, following: Frame | None, left: bool) -> None:
        """Control is with this frame now; `left`: some have just left the chain."""
        open = True
        if following is None:
            self._current, open, self.torn = self._outer.pop()
            self._newborn = False
        else:
            self._current = following
            self._link(following)
        chain = self._chain
        if chain and chain[-1] is following:
            self._go_on(chain[-1])
            self._now(chain[-1])
        elif left:
            self._between = len(self.pcs)
            if chain and open:
                self._say(changes.NATIVE)
                self.opened(chain[-1].lasti)
                self._between = -1
            if len(self.pcs) >= self.limit:
                self._fill()

    def _pause(self) -> None:
        """A moment in the midst of a native call."""
        chain = self._chain
        if chain and len(self.pcs) != self._between:
            top = chain[-1]
            if self._current is top:
                self.torn.append(top)
            self._say(changes.REPLACE)
            self._sync(top, native=True)
            self._say(changes.NATIVE)
            self.opened(top.lasti)

    def _go_on(self, frame: Frame) -> None:
        self._settle(frame)
        if frame.pc >= RAISE:
            assert frame.thrown is not None
            self._say(changes.RAISING, self.values.of(frame.thrown))

    def _now(self, frame: Frame) -> None:
        self._between = len(self.pcs)
        if self._between >= self.limit:
            self.following = frame.pc if frame.pc < RAISE else frame.lasti
            self._fill()
        elif self._between >= self._next_keyframe and frame.pc < RAISE:
            self._keyframe()

    def _link(self, frame: Frame, native: bool = False, open: bool = True) -> None:
        """Frames that have come into the chain, the outermost first."""
        chain = self._chain
        top = chain[-1] if chain else None
        new = []
        at: Frame | None = frame
        while at is not None and at is not top:
            if self.notes(at) is not None:
                new.append(at)
                native = native or (at.back is not top and at is not frame)
            at = at.back
        for each in reversed(new):
            if chain and open:
                self._sync(chain[-1], native)
            self._say(changes.ENTER, each.watched.number, int(native))
            chain.append(each)
            if each.lasti >= 0 and (each is not frame or each.watched.depth == UNKNOWN):
                self._say(changes.AT, each.lasti)
            self._resumed(each, frame, native)
            native = False

    def _unlink(self, error: BaseException | None) -> None:
        """Frames that have gone out of the chain, the innermost first."""
        chain = self._chain
        while chain and chain[-1].back is None and chain[-1].resumer is None:
            self._leaves(chain[-1], error, len(chain[-1].stack))

    def _leaves(self, frame: Frame, error: BaseException | None, depth: int) -> None:
        """The innermost frame leaves the chain, its stack so deep."""
        seen: Seen = frame.watched
        op = frame.code.instructions[frame.lasti].op
        keeps = error is None and op in _RUNNING_ON
        if keeps:
            if self._depth(frame) != depth:
                self._say(changes.CUT, depth)
            seen.depth = depth
            self._suspended[seen.number] = ref(frame)
        else:
            self._suspended.pop(seen.number, None)
        self._say(changes.LEAVE, int(keeps))
        self.gone.append(self._chain.pop())
        self._left(frame, seen, op, error)

    def _sync(self, caller: Frame, native: bool) -> None:
        """Another frame is about to run in the midst of the caller's instruction."""
        depth = len(caller.stack)
        self._settle(caller)
        caller.watched.depth = depth
        if native:
            self._say_slots(caller)

    def _settle(self, frame: Frame, kept: int | None = None) -> None:
        """Bring the trace's stack of the frame up to date; above `kept` all is new."""
        depth, stack = self._depth(frame), frame.stack
        if kept is None:
            kept = min(depth, len(stack))
        if depth > kept:
            self._say(changes.CUT, kept)
        of = self.values.made if self._newborn else self.values.of
        for value in stack[kept:]:
            self._say(changes.PUSH, of(value))
        self._newborn = False
        frame.watched.depth = STATIC

    def _say_slots(self, frame: Frame) -> None:
        """What the instruction in progress sets, as it is now."""
        plan: Plan = frame.watched.plan
        for slot, _ in plan.effects[frame.lasti].next.set:
            self._say(changes.SLOT, slot, self.values.of(plan.value_of(frame, slot)))

    def _depth(self, frame: Frame) -> int:
        seen: Seen = frame.watched
        if seen.depth != STATIC:
            return max(seen.depth, 0)
        return seen.plan.depths[frame.lasti] if frame.lasti >= 0 else 0

    def _handles(self, frame: Frame) -> None:
        """An instruction has changed what the frame handles."""
        note = frame.watched.plan.notes[frame.lasti]
        if note is not None:
            note(frame, frame.lasti, frame.pc)
        self._say(changes.HANDLED, self.values.of(frame.handled) if frame.handled else 0)
        self._now(frame)

    # -- generators

    def _resumed(self, frame: Frame, innermost: Frame, native: bool) -> None:
        generator = frame.generator
        if generator is None:
            return
        seen: Seen = frame.watched
        if seen.generator < 0:
            self._created(frame, seen)
        by = self._chain[-2].watched.number if len(self._chain) > 1 and not native else -1
        row = self.generators[seen.generator]
        row["value"] = self.values.of(generator)
        if innermost.pc == THROW:
            error = innermost.thrown
            closes = isinstance(error, GeneratorExit) and frame.resumer is not NEXT
            kind, value = ("close" if closes else "throw"), self.values.of(error)
        else:
            kind, value = "send", self.values.of(frame.stack[-1])
        self.events.append((self.moment() - 1, kind, seen.generator, value, by))

    def _row_of(self, frame: Frame) -> int:
        """The row of the generator whose frame it is."""
        if self.notes(frame) is None:
            return -1
        seen: Seen = frame.watched
        if seen.generator < 0:
            self._created(frame, seen)
        return seen.generator

    def _created(self, frame: Frame, seen: Seen) -> None:
        seen.generator = len(self.generators)
        self.frame_generator[seen.number] = seen.generator
        self.generators.append({"frame": seen.number, "value": 0})

    def _left(self, frame: Frame, seen: Seen, op: str, error: BaseException | None) -> None:
        chain = self._chain
        to = chain[-1].watched.number if chain else -1
        value = self.pen.leaving
        if error is not None:
            kind, value = "raise", self.values.of(error)
            self.exceptions.append((self.moment() - 1, "unwound", seen.number, value))
        elif op == "RETURN_GENERATOR":
            self._created(frame, seen)
            kind, value, self._newborn = "created", 0, True
        else:
            kind = "yield" if op == "YIELD_VALUE" else "return"
        if seen.generator >= 0:
            self.events.append((self.moment() - 1, kind, seen.generator, value, to))

    # -- writing

    def _say(self, *numbers: int) -> None:
        step = len(self.pcs) - 1
        if self.change_at and self.change_at[-1] == step:
            self.changes[-1] += numbers
        else:
            self.change_at.append(step)
            self.changes.append(list(numbers))

    def _is_seen(self, frame: Frame | None) -> bool:
        return frame is not None and self.notes(frame) is not None

    def _begin(self, frame: Frame) -> Plan | None:
        """A frame that hasn't been seen before."""
        native = frame.f_code
        if id(native) not in self._by_code:
            self._codes.append(native)  # so that its id stands for it
            self._by_code[id(native)] = self._plan(frame) if self.wants(native) else None
        plan = self._by_code[id(native)]
        if plan is not None:
            frame.watched = Seen(self, len(self.frame_code), plan, frame.lasti < 0)
            self.frame_code.append(plan.number)
            self.frame_generator.append(-1)
            of = self.values.of
            self.frame_slots.append(
                [of(plan.value_of(frame, slot)) for slot in range(len(plan.slots))]
            )
        return plan

    def _plan(self, frame: Frame) -> Plan:
        plan = Plan(len(self.plans), frame.translation, self.pen)
        self.plans.append(plan)
        self.constants.append([self.values.of(one) for one in plan.code.constants])
        return plan

    def _tick(self, frame: Frame, index: int, following: int) -> bool:
        """At a jump back: is it time for a keyframe, or enough?"""
        moment = len(self.pcs)
        if moment >= self.limit:
            self.following = following
            self._fill()
        elif moment >= self._next_keyframe:
            self._keyframe()
        return self._stopped

    def _fill(self) -> None:
        self.full = True
        self.stop()

    def _keyframe(self) -> None:
        frames: list[list[Any]] = []
        for number, held in list(self._suspended.items()):
            frame = held()
            if frame is None or frame.generator is not None:
                del self._suspended[number]
            else:
                frames.append(self._whole(frame))
        frames += map(self._whole, self._chain)
        self.keyframes.append(
            {
                "moment": self.moment(),
                "recorded": len(self.pen.recorded),
                "changes": len(self.changes),
                "chain": [frame.watched.number for frame in self._chain],
                "frames": frames,
            }
        )
        size = sum(4 + len(each[3]) + len(each[4]) for each in frames)
        self._next_keyframe = self.moment() + max(self.every, 20 * size)

    def _whole(self, frame: Frame) -> list[Any]:
        seen: Seen = frame.watched
        of = self.values.of
        slots = [of(seen.plan.value_of(frame, slot)) for slot in range(len(seen.plan.slots))]
        handled = of(frame.handled) if frame.handled is not None else 0
        return [seen.number, frame.lasti, handled, [of(one) for one in frame.stack], slots]


_OUR_FILES = {inspect.getfile(Plan), inspect.getfile(Values), __file__}


# Besides steps, what of the machine may run finalizers in the midst of an instruction.
_IN_STEPS = {unwind.__code__, blocks.__code__}


def _in_between(open: bool) -> bool:
    """Whether it is a finalizer that the host's garbage collection runs, in our own code or in the
    loop; what it runs belongs to no instruction."""
    host: FrameType | None = sys._getframe(2)
    below: FrameType | None = None
    while host is not None and host.f_code is not LOOP:
        if host.f_code.co_filename in _OUR_FILES:
            return True
        below, host = host, host.f_back
    if not open or host is None or below is None:
        return False
    return not is_block(below.f_code) and below.f_code not in _IN_STEPS
