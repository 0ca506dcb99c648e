"""The recorder: an instrument that writes down a run.

Of an instruction that does what its code says, only its index is written, and the values that its
effect leaves open. Everything else (calls, returns, suspensions, exceptions) is written as a list
of changes: the numbers of `changes`.
"""

from _thread import get_ident
from collections.abc import Callable
from types import CodeType
from typing import Any, final

from stillframe.machine.frame import RAISE, Frame
from stillframe.machine.instrument import WATCHING, Notes
from stillframe.machine.policy import Policy
from stillframe.watch import changes
from stillframe.watch.chain import Chain, is_out
from stillframe.watch.filters import Tasks
from stillframe.watch.frames import Frames
from stillframe.watch.lives import Lives
from stillframe.watch.names import Names
from stillframe.watch.plan import Pen, Plan
from stillframe.watch.script import Script
from stillframe.watch.shapes import kind_of
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
        self.pen = Pen(self.values, Names(self.values, script), self._tick, self.gone)
        self.frames = Frames(wants, self.pen, script, every)
        self.lives = Lives(self.frames, self.pen, script)
        self.output: list[tuple[int, str, str]] = []
        self.loops: Any = None  # of `new_loop`, if it made one
        self._progress = progress
        self._chain = Chain(self.pen, script, self.frames, self.lives)
        self._current: Frame | None = None
        # Of each level of native calls: who was current, whether a step was open, what was torn.
        self._outer: list[tuple[Frame | None, bool, list[Any]]] = []
        self._stopped = False
        self._thread = 0

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
            self._outside()
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
        chain, open = self._chain, self.script.open
        if self._stopped or (self._outer and in_between(open)):
            return False
        if get_ident() != self._thread or (self.tasks is not None and not self.tasks.run()):
            chain.unseen += 1
            return False
        seen = chain.is_seen(frame)
        if seen:
            self._outside()
        top = chain.top
        if open and top is not None and self._current is top:
            self.torn.append(frame)
        self._outer.append((self._current, open, self.torn))
        self.torn = []
        self._current = frame
        if seen:
            if open and top is not None:
                self.script.say(changes.REPLACE)
            # A generator that nobody keeps is closed in the midst of the yield by which it leaves:
            # what it delegates to, then itself.
            if top is not None and is_out(top) and not in_unwind():
                chain.unlink(None)
            if chain.top is frame:
                chain.leave(frame, None, len(frame.stack) - 1)
            chain.link(frame, native=True, open=open)
            self._go_on(frame)
        return True

    def mended(self, frame: Frame, index: int, following: int) -> object:
        self.torn.clear()
        if self._stopped:
            return True
        self.script.say(changes.REPLACE)
        self.pen.look()
        self._chain.settle(frame)
        self._chain.settle_slots(frame)
        self._chain.bury()
        return self._tick(frame, index, following)

    def rests(self) -> None:
        self.script.close()

    def switched(self, frame: Frame, following: Frame | None) -> None:
        if self._stopped:
            return
        self.torn.clear()
        chain = self._chain
        top = chain.top
        if following is frame:
            if top is frame:
                chain.handles(frame)
                self._rest(frame)
            return
        left = top is not None and is_out(top)
        if top is not None and (top is frame or top is following):
            self.script.say(changes.REPLACE)
            if top is frame and not left and not chain.is_seen(following):
                chain.sync(frame, native=True)
            elif top is following:
                chain.settle_names(top)
        if left:
            chain.unlink(None)
        self._go_to(following, left)

    def raised(self, frame: Frame, error: BaseException, following: Frame | None) -> None:
        if self._stopped:
            return
        self.torn.clear()
        chain = self._chain
        top = chain.top
        left = top is not None and is_out(top)
        if top is not None and (left or top is frame or top is following):
            self.script.say(changes.REPLACE)
        self.pen.look()
        if top is frame:
            self.lives.raised(frame, error)
        if left:
            chain.unlink(error)
        if following is not None and chain.top is following:
            chain.caught(following, error)
        self._go_to(following, left)

    # -- where control is

    def _go_to(self, following: Frame | None, left: bool) -> None:
        """Control is with this frame now; `left`: some have just left the chain."""
        chain, script = self._chain, self.script
        open = True
        if following is None:
            self._current, open, self.torn = self._outer.pop()
            chain.newborn = False
            if chain.unseen:
                chain.unseen += 1
        else:
            self._current = following
            chain.link(following)
        top = chain.top
        if top is not None and top is following:
            self._go_on(top)
        elif left:
            script.close()
            if top is not None and open:
                self._native(top)
            elif script.moment() >= self.limit:
                self._fill()

    def _go_on(self, frame: Frame) -> None:
        """The innermost frame runs on: a moment at which everything is settled."""
        self._chain.going_on(frame)
        self._rest(frame)

    def _rest(self, frame: Frame) -> None:
        self._chain.bury()
        self.script.close()
        moment = self.script.moment()
        if moment >= self.limit:
            self.following = frame.pc if frame.pc < RAISE else frame.lasti
            self._fill()
        elif moment >= self.frames.due and frame.pc < RAISE:
            self._keyframe()

    def _pause(self) -> None:
        """A moment in the midst of a native call."""
        top, script = self._chain.top, self.script
        if top is not None and script.open:
            if self._current is top:
                self.torn.append(top)
            script.say(changes.REPLACE)
            self._chain.sync(top, native=True)
            self._native(top)

    def _outside(self) -> None:
        """Where the chain has become empty: what is told next is a step of nobody's."""
        script = self.script
        if self._chain.top is None and script.moment() and script.pcs[-1] >= 0:
            script.opened(-1)
            script.close()

    def _native(self, frame: Frame) -> None:
        """Native code goes on, in the midst of the frame's instruction: a step of its own."""
        self.script.say(changes.NATIVE)
        if self.script.moment() >= self.limit:
            self.following = frame.lasti
            self._fill()
        else:
            self.script.opened(frame.lasti)

    # -- the length of the recording

    def _tick(self, frame: Frame, index: int, following: int) -> bool:
        """At a jump back: is it time for a keyframe, or enough?"""
        self._chain.bury()
        moment = self.script.moment()
        if moment >= self.limit:
            self.following = following
            self._fill()
        elif moment >= self.frames.due:
            self._keyframe()
        return self._stopped

    def _keyframe(self) -> None:
        self.frames.keyframe(self._chain.linked)
        self._progress(self.script.moment())

    def _fill(self) -> None:
        self.full = True
        self.stop()


count_as_ours(Chain, Frames, Lives, Names, Plan, Recorder, Script, Values, kind_of)
