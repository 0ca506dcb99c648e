"""EventLoop: asyncio's loop on `selectors`, which can pause between two turns."""

import asyncio
import asyncio.events
import sys
import threading
from asyncio import Handle
from collections.abc import Callable
from contextvars import Context
from heapq import heappush
from selectors import BaseSelector
from typing import Any, cast
from weakref import WeakSet

from stillframe.loop.clock import ClockTimer
from stillframe.loop.turn import Turns
from stillframe.loop.waiting import Waiting
from stillframe.machine.stopping import RUNNING

# Any: what we override and call has names with an underscore, which asyncio's stubs leave out.
_Base: Any = asyncio.SelectorEventLoop

# All loops that there are.
LOOPS: "WeakSet[EventLoop]" = WeakSet()


class _Names:
    """How many tasks were given a number for a name, as asyncio counts them in C."""

    __slots__ = ("last",)

    def __init__(self) -> None:
        self.last = 0


NAMES = _Names()


class EventLoop(Waiting, Turns, _Base):  # type: ignore[misc]
    """An asyncio event loop whose tasks, timers and handles can be saved between two turns.

    Usable wherever asyncio takes a loop: ``asyncio.Runner(loop_factory=EventLoop)``. Transports,
    servers, subprocesses, executors, signal handlers are those of `asyncio.SelectorEventLoop`.
    """

    _closed: bool
    _thread_id: int | None

    def __init__(self, selector: BaseSelector | None = None) -> None:
        super().__init__(selector)
        LOOPS.add(self)
        self.turns = 0
        self._ahead = 0.0

    def run_turns(self) -> bool:
        """Run turns until `stop` or `pause` is called; whether it was `pause`.

        All that belongs to a running loop (the running loop itself, the hooks for async
        generators) is set on entry and put back on return. So while it isn't running turns, the
        loop is plain data, whoever waits for it.
        """
        return self._run(once=False)

    def turn(self) -> bool:
        """Run one turn, which waits as long as it would under `run_forever`; False if it was the
        last, as `stop` was called."""
        return self._run(once=True)

    def _run(self, *, once: bool) -> bool:
        self._check_closed()
        self._check_running()
        hooks = sys.get_asyncgen_hooks()
        going_on = False
        try:
            self._set_coroutine_origin_tracking(self._debug)
            self._thread_id = threading.get_ident()
            sys.set_asyncgen_hooks(
                firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook
            )
            asyncio.events._set_running_loop(self)
            RUNNING.add(self)
            while True:
                self._run_once()
                if self._stopping:
                    break
                if self._pausing or once:
                    going_on = True
                    break
        finally:
            if self._pausing:
                self._pausing = False
            if not going_on:
                self._stopping = False
            RUNNING.discard(self)
            self._thread_id = None
            asyncio.events._set_running_loop(None)
            self._set_coroutine_origin_tracking(False)
            sys.set_asyncgen_hooks(*hooks)
            if self._torn:
                self._mend()
        return going_on

    def pause(self) -> None:
        """Make `run_turns` return after this turn, or after the next if none is running.

        May be called in a signal handler, or from another thread.
        """
        self._pausing = True
        self._write_to_self()

    def create_task(
        self,
        coro: Any,
        *,
        name: str | None = None,
        context: Context | None = None,
        **options: Any,
    ) -> Any:
        """asyncio's; but a task without a name is counted where the count can be saved."""
        if name is None:
            NAMES.last += 1
            name = f"Task-{NAMES.last}"
        return super().create_task(coro, name=name, context=context, **options)

    if sys.version_info < (3, 12):

        async def shutdown_default_executor(self, timeout: float | None = None) -> None:
            """asyncio's; code of a later Python names a time, which isn't looked at."""
            await super().shutdown_default_executor()

    def call_soon(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> Handle:
        """Call `callback` in the next turn: asyncio's, with less between the call and the queue."""
        if self._debug or self._closed:
            checked: Any = super().call_soon(callback, *args, context=context)
            if checked._source_traceback:  # it ends here; it should end with our caller
                del checked._source_traceback[-1]
            return cast(Handle, checked)
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_at_clock(
        self,
        timestamp: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> ClockTimer:
        """`call_at` for a moment of the wall clock (`time.time()`).

        Where `call_at` keeps the time that is left when a saved loop goes on, this keeps the
        moment: it comes up at once if that is past. If the clock is set meanwhile, that is noticed
        within a minute.
        """
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_at_clock")
        timer = ClockTimer(timestamp, callback, args, self, context)
        if timer._source_traceback:
            del timer._source_traceback[-1]
        timer._scheduled = True
        heappush(self._scheduled, timer)
        return timer

    def _mend(self) -> None:
        # What the selector said and was not done yet, it will say again.
        watchers = {id(one) for key in self._selector.get_map().values() for one in key.data}
        ready = self._ready  # changed in place: other threads may add to it
        for index in reversed(range(len(ready))):
            if id(ready[index]) in watchers:
                del ready[index]
        super()._mend()


__all__ = ["EventLoop"]
