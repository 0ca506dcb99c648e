"""The chain of recorded frames: as they come and go, the trace's frames are brought up to date."""

from typing import final
from weakref import ref

from stillframe.machine.frame import RAISE, Frame
from stillframe.watch import changes
from stillframe.watch.frames import STATIC, UNKNOWN, Frames, Seen
from stillframe.watch.lives import SUSPENDS, Lives
from stillframe.watch.plan import Pen, Plan
from stillframe.watch.script import Script


@final
class Chain:
    """``linked`` has the frames that the trace has in its chain, the innermost last.

    Those that the machine has taken out of it (`is_out`) stand there until they `leave`. ``unseen``
    counts when frames may have run that nobody looked at; 0: never.
    """

    def __init__(self, pen: Pen, script: Script, frames: Frames, lives: Lives) -> None:
        self.linked: list[Frame] = []
        self.unseen = 0
        self.newborn = False  # what is pushed next is a generator that was just made
        self._pen = pen
        self._values = pen.values
        self._script = script
        self._say = script.say
        self._frames = frames
        self._lives = lives
        self._dead: dict[int, Seen] = {}  # of frames that have gone while they were suspended
        pen.bury = self.bury
        pen.names.knows = self._knows

    @property
    def top(self) -> Frame | None:
        """The innermost frame."""
        return self.linked[-1] if self.linked else None

    def is_seen(self, frame: Frame | None) -> bool:
        """Whether the frame is one that is recorded."""
        return frame is not None and self._frames.plan(frame) is not None

    def _knows(self, frame: Frame) -> bool:
        seen: Seen | None = getattr(frame, "watched", None)
        if seen is None or seen.frames is not self._frames:
            return False
        return seen.number in self._frames.suspended or frame in self.linked

    # -- coming and going

    def link(self, frame: Frame, native: bool = False, open: bool = True) -> None:
        """The frame, and those around it, come into the chain, the outermost first.

        ``native``: native code has called it; ``open``: in the midst of an instruction.
        """
        linked, top = self.linked, self.top
        new = []
        at: Frame | None = frame
        while at is not None and at is not top:
            if self.is_seen(at):
                new.append(at)
                native = native or (at.back is not top and at is not frame)
            at = at.back
        for each in reversed(new):
            by = -1
            if linked and open:
                self.sync(linked[-1], native)
            if linked and not native:
                by = linked[-1].watched.number
            seen: Seen = each.watched
            self._dead.pop(seen.number, None)  # a finalizer resumes it: it isn't gone yet
            self._say(changes.ENTER, seen.number, int(native))
            linked.append(each)
            if seen.plan.named and self._pen.names.begins(each):
                seen.plan.share(self._pen)
            if seen.depth == UNKNOWN or 0 <= seen.left != self.unseen:
                self._anew(each)
            elif each.lasti >= 0 and each is not frame:
                self._say(changes.AT, each.lasti)
            if each.generator is not None:
                self._lives.resumed(each, frame, by)
            native = False

    def unlink(self, error: BaseException | None) -> None:
        """Those that are out of the machine's chain leave, the innermost first."""
        linked = self.linked
        while linked and is_out(linked[-1]):
            self.leave(linked[-1], error, len(linked[-1].stack))

    def leave(self, frame: Frame, error: BaseException | None, depth: int) -> None:
        """The innermost frame leaves, its stack so deep; by an exception, or not."""
        suspended, seen = self._frames.suspended, frame.watched
        op = frame.code.instructions[frame.lasti].op
        keeps = error is None and op in SUSPENDS
        if keeps:
            if seen.deep(frame) != depth:
                self._say(changes.CUT, depth)
            seen.depth = depth
            seen.left = self.unseen
            suspended[seen.number] = left = _Suspended(frame, self._died)
            left.seen = seen
        else:
            suspended.pop(seen.number, None)
        self._say(changes.LEAVE, int(keeps))
        if seen.plan.named:
            self._pen.names.ends(frame)
        self._pen.held.append(self.linked.pop())
        top = self.top
        self._lives.left(frame, error, top.watched.number if top is not None else -1)
        self.newborn = keeps and op == "RETURN_GENERATOR"

    # -- bringing the trace's frame up to date

    def _died(self, gone: "_Suspended") -> None:
        self._dead[gone.seen.number] = gone.seen

    def bury(self) -> None:
        """Suspended frames have gone that nobody saw run to their end: it is told now."""
        if not self._dead:
            return
        by = self.top.watched.number if self.top is not None else -1
        while self._dead:
            number, seen = self._dead.popitem()
            self._frames.suspended.pop(number, None)
            self._say(changes.ENTER, number, 1, changes.LEAVE, 0)
            self._lives.gone(number, by)
            seen.depth = UNKNOWN  # if it comes again nevertheless: one of several in a cycle

    def _anew(self, frame: Frame) -> None:
        """It has begun, or may have gone on, where nobody looked; its stack is settled later."""
        seen, say, of = frame.watched, self._say, self._values.of
        seen.depth, seen.left = UNKNOWN, self.unseen
        if frame.lasti >= 0:
            say(changes.AT, frame.lasti)
        say(changes.CUT, 0)
        for slot in range(len(seen.plan.slots)):
            say(changes.SLOT, slot, of(seen.plan.value_of(frame, slot)))
        say(changes.HANDLED, of(frame.handled) if frame.handled is not None else 0)

    def sync(self, caller: Frame, native: bool) -> None:
        """Another frame is about to run in the midst of the caller's instruction."""
        self.settle(caller)
        caller.watched.depth = len(caller.stack)
        if native:
            self.settle_slots(caller)

    def settle(self, frame: Frame) -> None:
        """Its stack: it has grown, or lost some."""
        seen: Seen = frame.watched
        depth, stack = seen.deep(frame), frame.stack
        if depth > len(stack):
            self._say(changes.CUT, len(stack))
        elif depth < len(stack):
            of = self._values.made if self.newborn else self._values.of
            for value in stack[depth:]:
                self._say(changes.PUSH, of(value))
        self.newborn = False
        seen.depth = STATIC

    def settle_names(self, frame: Frame) -> None:
        """Frames that aren't recorded may have bound its names."""
        if frame.watched.plan.named:
            self._pen.names.all_of(frame)

    def settle_slots(self, frame: Frame) -> None:
        """What the instruction in progress sets, as it is now."""
        plan: Plan = frame.watched.plan
        for slot, _ in plan.effects[frame.lasti].next.set:
            self._say(changes.SLOT, slot, self._values.of(plan.value_of(frame, slot)))

    def going_on(self, frame: Frame) -> None:
        """The innermost frame runs on from here."""
        self.settle(frame)
        if frame.pc >= RAISE:
            assert frame.thrown is not None
            self._say(changes.RAISING, self._values.of(frame.thrown))

    def caught(self, frame: Frame, error: BaseException) -> None:
        """The frame goes on with a handler, if it does: its stack is cut, the exception pushed."""
        handler = next((one for one in frame.code.handlers if one.target == frame.pc), None)
        if handler is not None and frame.stack and frame.stack[-1] is error:
            self._say(changes.CUT, handler.depth)
            frame.watched.depth = handler.depth
            self.settle(frame)
            frame.watched.depth = len(frame.stack)

    def handles(self, frame: Frame) -> None:
        """An instruction has changed what the frame handles."""
        note = frame.watched.plan.notes[frame.lasti]
        if note is not None:
            note(frame, frame.lasti, frame.pc)
        handled = self._values.of(frame.handled) if frame.handled is not None else 0
        self._say(changes.HANDLED, handled)


@final
class _Suspended(ref[Frame]):
    """A weak reference to a frame that knows which it was."""

    __slots__ = ("seen",)
    seen: Seen


def is_out(frame: Frame) -> bool:
    """Whether the machine has taken the frame out of its chain."""
    return frame.back is None and frame.resumer is None
