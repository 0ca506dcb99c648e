"""The event loop of a watched program: asyncio's, and each change of its state is told.

What stands in the ready queue, which timers and which descriptors are waited for, the phase of the
turn, and who made whom ready. The loop runs as it always does; only what its state is kept in tells
of each change.
"""

from asyncio import TimerHandle
from collections import deque
from types import FunctionType, MethodType
from typing import Any, Protocol, final

from stillframe.loop import EventLoop
from stillframe.machine import Machine
from stillframe.machine.policy import Policy


class Log(Protocol):
    """What is told of a loop."""

    def tell(self, loop: Any, kind: str, thing: Any = None, number: float = 0) -> None:
        """``kind`` is one of those that docs/trace.md lists; ``thing`` a handle, a task, a file."""


class _Ready(deque[Any]):
    """The ready queue."""

    def __init__(self, loop: "WatchedLoop", handles: Any) -> None:
        super().__init__(handles)
        self.loop = loop

    def append(self, handle: Any) -> None:
        super().append(handle)
        self.loop.log.tell(self.loop, "ready", handle)

    def __delitem__(self, place: Any) -> None:
        if place == 0:
            self.loop.begins(self[0])
        super().__delitem__(place)

    def popleft(self) -> Any:
        self.loop.begins(self[0])
        return super().popleft()

    def clear(self) -> None:
        super().clear()
        self.loop.log.tell(self.loop, "cleared")


class WatchedLoop(EventLoop):
    """Tells ``log``. Callbacks of the program's own run on the machine, under ``policy``."""

    def __init__(self, log: Log, policy: Policy) -> None:
        self.log = log
        self.policy = policy
        self.running: Any = None  # the handle that is being called
        super().__init__()
        self._ready = _Ready(self, self._ready)
        log.tell(self, "begins")

    # -- a turn

    def _run(self, *, once: bool) -> bool:
        try:
            return super()._run(once=once)
        finally:
            self.log.tell(self, "stops")

    def _run_once(self) -> None:
        self.log.tell(self, "turn", number=self.time())
        super()._run_once()

    def _run_ready(self) -> None:
        self.log.tell(self, "callbacks")
        try:
            super()._run_ready()
        finally:
            self.ends()

    def begins(self, handle: Any) -> None:
        """A handle is taken from the queue, to be called."""
        self.ends()
        if handle._cancelled:
            self.log.tell(self, "drops", handle)
        else:
            self.running = handle
            self.log.tell(self, "calls", handle)

    def ends(self) -> None:
        """The one that was being called has returned."""
        handle, self.running = self.running, None
        if handle is not None:
            self.log.tell(self, "called", handle)

    # -- what comes into the queue

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> Any:
        return super().call_soon(self._ours(callback), *args, context=context)

    def call_at(self, when: float, callback: Any, *args: Any, context: Any = None) -> TimerHandle:
        timer: Any = super().call_at(when, self._ours(callback), *args, context=context)
        self.log.tell(self, "timer", timer, when)
        return timer  # type: ignore[no-any-return]

    def call_at_clock(self, *args: Any, **options: Any) -> Any:
        timer: Any = super().call_at_clock(*args, **options)
        self.log.tell(self, "timer", timer, timer.when())
        return timer

    def _timer_handle_cancelled(self, handle: Any) -> None:
        super()._timer_handle_cancelled(handle)
        self.log.tell(self, "cancelled", handle)

    def create_task(self, *args: Any, **options: Any) -> Any:
        task = super().create_task(*args, **options)
        self.log.tell(self, "task", task)
        return task

    def _ours(self, callback: Any) -> Any:
        """The same callback; one that the program has written runs on the machine."""
        function = callback.__func__ if type(callback) is MethodType else callback
        if type(function) is FunctionType and self.policy.owns(function.__code__.co_filename):
            return OnMachine(callback, self.policy)
        return callback

    # -- what the selector waits for

    def _add_reader(self, fd: Any, callback: Any, *args: Any) -> Any:
        handle = super()._add_reader(fd, callback, *args)
        self.log.tell(self, "waits to read", fd)
        return handle

    def _add_writer(self, fd: Any, callback: Any, *args: Any) -> Any:
        handle = super()._add_writer(fd, callback, *args)
        self.log.tell(self, "waits to write", fd)
        return handle

    def _remove_reader(self, fd: Any) -> Any:
        removed = super()._remove_reader(fd)
        if removed:
            self.log.tell(self, "no longer to read", fd)
        return removed

    def _remove_writer(self, fd: Any) -> Any:
        removed = super()._remove_writer(fd)
        if removed:
            self.log.tell(self, "no longer to write", fd)
        return removed


@final
class OnMachine:
    """A function of the program's, as a callback that runs on the machine."""

    def __init__(self, callback: Any, policy: Policy) -> None:
        self.callback = callback
        self.policy = policy

    def __call__(self, *args: Any) -> Any:
        return Machine(self.callback, *args, enter=self.policy).run()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.callback, name)

    def __eq__(self, other: object) -> bool:
        return bool(self.callback == (other.callback if type(other) is OnMachine else other))

    def __hash__(self) -> int:
        return hash(self.callback)

    def __repr__(self) -> str:
        return repr(self.callback)
