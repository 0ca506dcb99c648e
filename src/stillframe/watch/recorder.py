"""The recorder: an instrument that writes down a run.

Of an instruction that does what its code says, only its index is written, and the values that its
effect leaves open. Everything else (calls, returns, suspensions, exceptions) is written as a list
of changes: the numbers of `changes`.
"""

from _thread import get_ident
from collections.abc import Callable
from types import CodeType
from typing import Any, final
from weakref import ref

from stillframe.machine.frame import RAISE, Frame
from stillframe.machine.instrument import WATCHING, Notes
from stillframe.machine.policy import Policy
from stillframe.watch import changes
from stillframe.watch.filters import Tasks
from stillframe.watch.frames import STATIC, UNKNOWN, Frames, Seen
from stillframe.watch.lives import SUSPENDS, Lives
from stillframe.watch.plan import Pen, Plan
from stillframe.watch.script import Script
from stillframe.watch.values import Values
from stillframe.watch.whereabouts import count_as_ours, in_between, in_unwind

# What happens in an event loop that is a moment of its own.
_MOMENTS = ("turn", "callbacks", "calls")
LIMIT = 1_000_000


@final
class Recorder:
    """Records what runs on the machine between `start` and `stop`, ``limit`` steps at most.

    ``wants`` says of which code objects the frames are watched; where there are ``tasks``, only
    what runs in these is. ``every`` is how many steps there are at least from one keyframe to the
    next; ``progress`` is told the number of steps at each.
    """

    def __init__(
        self,
        wants: Callable[[CodeType], bool],
        limit: int = LIMIT,
        every: int = 2_000,
        progress: Callable[[int], None] = lambda steps: None,
        tasks: Tasks | None = None,
    ) -> None:
        self.wants = wants
        self.tasks = tasks
        self.limit = limit
        self.full = False
        self.steps = 0
        self.following = -1  # the instruction that would have come next
        self.script = script = Script()
        self.opened = script.opened
        self.torn: list[Any] = []
        self.gone: list[Any] = []
        self.going_on: Frame | None = None
        self.values = Values(script.moment)
        self.pen = Pen(self.values, self._tick, self.gone)
        self.frames = Frames(wants, self.pen, script, every)
        self.lives = Lives(self.frames, self.pen, script)
        self.output: list[tuple[int, str, str]] = []
        self.loops: Any = None  # of `new_loop`, if it made one
        self._progress = progress
        self._chain: list[Frame] = []
        self._current: Frame | None = None
        # Of each level of native calls: who was current, whether a step was open, what was torn.
        self._outer: list[tuple[Frame | None, bool, list[Any]]] = []
        self._stopped = False
        self._thread = 0
        self._newborn = False  # what is pushed next is a generator that was just made
        # Counts when frames of ours may have run that nobody looked at; 0: never.
        self._unseen = 0

    def start(self) -> None:
        if WATCHING:
            raise RuntimeError("the machine is watched already")
        self._thread = get_ident()
        WATCHING.append(self)

    def stop(self) -> None:
        """Nothing more is written."""
        if not self._stopped:
            self._stopped = True
            self.steps = self.script.moment()
            WATCHING.remove(self)

    def hear(self, stream: str, text: str) -> None:
        """The program has written something."""
        if not self._stopped and text:
            self.output.append((self.script.step(), stream, text))

    def new_loop(self, policy: Policy) -> Any:
        """An event loop whose turns are written down."""
        from stillframe.watch import loop, loops  # asyncio, for those who use it alone

        if self.loops is None:
            self.loops = loops.Loops(self.values, self.script.step, self._row)
        return loop.WatchedLoop(self, policy)

    def _row(self, task: Any) -> int:
        """The row of a task's coroutine among the generators; -1 if that isn't recorded."""
        frame = getattr(task.get_coro(), "frame", None)
        if type(frame) is not Frame or (self.tasks is not None and not self.tasks.fit(task)):
            return -1
        return self.lives.row(frame)

    def tell(self, loop: Any, kind: str, thing: Any = None, number: float = 0) -> None:
        """As `loop.Log`."""
        if not self._stopped and get_ident() == self._thread:
            self.loops.tell(loop, kind, thing, number)
            if kind in _MOMENTS:
                self._pause()

    # -- Instrument

    def notes(self, frame: Frame) -> Notes | None:
        plan = self.frames.plan(frame)
        return (plan.priors, plan.notes) if plan is not None else None

    def entered(self, frame: Frame) -> bool:
        going_on, self.going_on = self.going_on, None
        if frame is going_on:
            return True
        open = self.script.open
        if self._stopped or (self._outer and in_between(open)):
            return False
        if get_ident() != self._thread or (self.tasks is not None and not self.tasks.run()):
            self._unseen += 1
            return False
        chain = self._chain
        if open and chain and self._current is chain[-1]:
            self.torn.append(frame)
        self._outer.append((self._current, open, self.torn))
        self.torn = []
        self._current = frame
        if self.frames.plan(frame) is not None:
            if open and chain:
                self.script.say(changes.REPLACE)
            # A generator that nobody keeps is closed in the midst of the yield by which it leaves:
            # what it delegates to, then itself.
            if chain and _is_out(chain[-1]) and not in_unwind():
                self._unlink(None)
            if chain and chain[-1] is frame:
                self._leave(frame, None, len(frame.stack) - 1)
            self._link(frame, native=True, open=open)
            self._go_on(frame)
        return True

    def mended(self, frame: Frame, index: int, following: int) -> object:
        self.torn.clear()
        if self._stopped:
            return True
        self.pen.look()
        self.script.say(changes.REPLACE)
        self._settle(frame)
        self._settle_slots(frame)
        return self._tick(frame, index, following)

    def rests(self) -> None:
        self.script.close()

    def switched(self, frame: Frame, following: Frame | None) -> None:
        if self._stopped:
            return
        self.torn.clear()
        if self.gone:
            self.pen.look()
        chain = self._chain
        top = chain[-1] if chain else None
        if following is frame:
            if top is frame:
                self._handle(frame)
            return
        left = top is not None and _is_out(top)
        if top is not None and (top is frame or top is following):
            self.script.say(changes.REPLACE)
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
        left = top is not None and _is_out(top)
        if top is not None and (left or top is frame or top is following):
            self.script.say(changes.REPLACE)
        if top is frame:
            self.lives.raised(frame, error)
        if left:
            self._unlink(error)
        if following is not None and chain and chain[-1] is following:
            self._catch(following, error)
        self._go_to(following, left)

    # -- moving along the chain

    def _go_to(self, following: Frame | None, left: bool) -> None:
        """Control is with this frame now; `left`: some have just left the chain."""
        open = True
        if following is None:
            self._current, open, self.torn = self._outer.pop()
            self._newborn = False
            if self._unseen:
                self._unseen += 1
        else:
            self._current = following
            self._link(following)
        chain, script = self._chain, self.script
        if chain and chain[-1] is following:
            self._go_on(chain[-1])
        elif left:
            script.close()
            if chain and open:
                self._native(chain[-1])
            elif script.moment() >= self.limit:
                self._fill()

    def _go_on(self, frame: Frame) -> None:
        """The innermost frame runs on: a moment at which everything is settled."""
        self._settle(frame)
        if frame.pc >= RAISE:
            assert frame.thrown is not None
            self.script.say(changes.RAISING, self.values.of(frame.thrown))
        self._rest(frame)

    def _rest(self, frame: Frame) -> None:
        self.script.close()
        moment = self.script.moment()
        if moment >= self.limit:
            self.following = frame.pc if frame.pc < RAISE else frame.lasti
            self._fill()
        elif moment >= self.frames.due and frame.pc < RAISE:
            self._keyframe()

    def _pause(self) -> None:
        """A moment in the midst of a native call."""
        chain, script = self._chain, self.script
        if chain and script.open:
            top = chain[-1]
            if self._current is top:
                self.torn.append(top)
            script.say(changes.REPLACE)
            self._sync(top, native=True)
            self._native(top)

    def _native(self, frame: Frame) -> None:
        """Native code goes on, in the midst of the frame's instruction: a step of its own."""
        self.script.say(changes.NATIVE)
        if self.script.moment() >= self.limit:
            self.following = frame.lasti
            self._fill()
        else:
            self.script.opened(frame.lasti)

    def _link(self, frame: Frame, native: bool = False, open: bool = True) -> None:
        """Frames that have come into the chain, the outermost first."""
        chain, say = self._chain, self.script.say
        top = chain[-1] if chain else None
        new = []
        at: Frame | None = frame
        while at is not None and at is not top:
            if self._is_seen(at):
                new.append(at)
                native = native or (at.back is not top and at is not frame)
            at = at.back
        for each in reversed(new):
            by = -1
            if chain and open:
                self._sync(chain[-1], native)
            if chain and not native:
                by = chain[-1].watched.number
            say(changes.ENTER, each.watched.number, int(native))
            chain.append(each)
            seen: Seen = each.watched
            if seen.depth == UNKNOWN or 0 <= seen.left != self._unseen:
                self._anew(each)
            elif each.lasti >= 0 and each is not frame:
                say(changes.AT, each.lasti)
            self.lives.resumed(each, frame, by)
            native = False

    def _unlink(self, error: BaseException | None) -> None:
        """Frames that have gone out of the chain, the innermost first."""
        chain = self._chain
        while chain and _is_out(chain[-1]):
            self._leave(chain[-1], error, len(chain[-1].stack))

    def _leave(self, frame: Frame, error: BaseException | None, depth: int) -> None:
        """The innermost frame leaves the chain, its stack so deep."""
        chain, suspended, seen = self._chain, self.frames.suspended, frame.watched
        op = frame.code.instructions[frame.lasti].op
        keeps = error is None and op in SUSPENDS
        if keeps:
            if seen.deep(frame) != depth:
                self.script.say(changes.CUT, depth)
            seen.depth = depth
            seen.left = self._unseen
            suspended[seen.number] = ref(frame)
        else:
            suspended.pop(seen.number, None)
        self.script.say(changes.LEAVE, int(keeps))
        self.gone.append(chain.pop())
        self.lives.left(frame, error, chain[-1].watched.number if chain else -1)
        self._newborn = keeps and op == "RETURN_GENERATOR"

    # -- bringing the trace's frame up to date

    def _anew(self, frame: Frame) -> None:
        """It has begun, or may have gone on, where nobody looked; its stack is settled later."""
        seen, say, of = frame.watched, self.script.say, self.values.of
        seen.depth, seen.left = UNKNOWN, self._unseen
        if frame.lasti >= 0:
            say(changes.AT, frame.lasti)
        say(changes.CUT, 0)
        for slot in range(len(seen.plan.slots)):
            say(changes.SLOT, slot, of(seen.plan.value_of(frame, slot)))
        say(changes.HANDLED, of(frame.handled) if frame.handled is not None else 0)

    def _sync(self, caller: Frame, native: bool) -> None:
        """Another frame is about to run in the midst of the caller's instruction."""
        self._settle(caller)
        caller.watched.depth = len(caller.stack)
        if native:
            self._settle_slots(caller)

    def _settle(self, frame: Frame) -> None:
        """Its stack: it has grown, or lost some."""
        seen: Seen = frame.watched
        depth, stack = seen.deep(frame), frame.stack
        if depth > len(stack):
            self.script.say(changes.CUT, len(stack))
        of = self.values.made if self._newborn else self.values.of
        for value in stack[depth:]:
            self.script.say(changes.PUSH, of(value))
        self._newborn = False
        seen.depth = STATIC

    def _settle_slots(self, frame: Frame) -> None:
        """What the instruction in progress sets, as it is now."""
        plan: Plan = frame.watched.plan
        for slot, _ in plan.effects[frame.lasti].next.set:
            self.script.say(changes.SLOT, slot, self.values.of(plan.value_of(frame, slot)))

    def _catch(self, frame: Frame, error: BaseException) -> None:
        """The frame goes on with a handler, if it does: its stack is cut, the exception pushed."""
        handler = next((one for one in frame.code.handlers if one.target == frame.pc), None)
        if handler is not None and frame.stack and frame.stack[-1] is error:
            self.script.say(changes.CUT, handler.depth)
            frame.watched.depth = handler.depth
            self._settle(frame)
            frame.watched.depth = len(frame.stack)

    def _handle(self, frame: Frame) -> None:
        """An instruction has changed what the frame handles."""
        note = frame.watched.plan.notes[frame.lasti]
        if note is not None:
            note(frame, frame.lasti, frame.pc)
        handled = self.values.of(frame.handled) if frame.handled is not None else 0
        self.script.say(changes.HANDLED, handled)
        self._rest(frame)

    # -- the length of the recording

    def _is_seen(self, frame: Frame | None) -> bool:
        return frame is not None and self.frames.plan(frame) is not None

    def _tick(self, frame: Frame, index: int, following: int) -> bool:
        """At a jump back: is it time for a keyframe, or enough?"""
        moment = self.script.moment()
        if moment >= self.limit:
            self.following = following
            self._fill()
        elif moment >= self.frames.due:
            self._keyframe()
        return self._stopped

    def _keyframe(self) -> None:
        self.frames.keyframe(self._chain)
        self._progress(self.script.moment())

    def _fill(self) -> None:
        self.full = True
        self.stop()


def _is_out(frame: Frame) -> bool:
    """Whether a frame is no longer linked into a chain."""
    return frame.back is None and frame.resumer is None


count_as_ours(Frames, Lives, Plan, Recorder, Script, Values)
