"""One turn of an event loop: what is ready, what has come up, what the selector says.

A loop that drives coroutines has three places where something waits: the *ready queue* (handles to
be called), the heap of *timers*, and the *selector* (epoll), which watches file descriptors. A turn
brings what is due from the last two into the first, and calls what stands there.

The same steps in the same order as `BaseEventLoop._run_once` (CPython, Lib/asyncio/base_events.py),
and one promise more: wherever a signal handler raises (Ctrl-C), no handle is lost and none is
called twice. CPython runs signal handlers only behind a call, where a function starts, and at a
jump back; what must not be torn apart is written without these.
"""

import asyncio
from asyncio import Handle, TimerHandle
from collections import deque
from heapq import heapify, heappop, heapreplace
from time import monotonic
from typing import Any

from stillframe.loop.clock import ClockTimer

# Any: asyncio's stubs leave out the names with an underscore.
_base: Any = asyncio.base_events
_format_source: Any = asyncio.format_helpers._format_callback_source  # type: ignore[attr-defined]

LONGEST_WAIT: float = _base.MAXIMUM_SELECT_TIMEOUT
MANY: int = _base._MIN_SCHEDULED_TIMER_HANDLES
LARGE_SHARE: float = _base._MIN_CANCELLED_TIMER_HANDLES_FRACTION

# What these do in `_run` is known, and done in place: nothing may come between taking a handle out
# of the queue and calling it. A handle of another class is run its own way.
_KNOWN = (Handle, TimerHandle, ClockTimer)


class Turns:
    """What a loop needs to run turns; the rest of `EventLoop` is asyncio's."""

    turns: int
    """How many turns have been begun."""

    _ahead: float  # by how much the loop's clock is ahead of this machine's

    # Of the class until they are set: CPython (3.12, 3.13) reads and calls what an object has most
    # quickly as long as that is less than 30 attributes, and asyncio's loop has 26.
    _pausing = False
    _torn = False  # a turn was left by an exception, and not yet mended

    _stopping: bool
    _debug: bool
    _ready: deque[Any]
    _scheduled: list[Any]
    _timer_cancelled_count: int
    _clock_resolution: float
    _current_handle: Any
    _selector: Any
    _process_events: Any
    slow_callback_duration: float
    call_exception_handler: Any

    def time(self) -> float:
        """Seconds on a clock that never goes back, and goes on where a saved loop's stood."""
        return monotonic() + self._ahead

    def _run_once(self) -> None:
        """One turn."""
        if self._torn:
            self._mend()
        self.turns += 1
        try:
            if self._scheduled:
                self._drop_cancelled()
            idle = not (self._ready or self._stopping or self._pausing)
            events = self._selector.select(self._until_timer() if idle else 0)
            self._process_events(events)
            timers = self._scheduled
            if timers and timers[0]._when < (end := self.time() + self._clock_resolution):
                self._take_due(end)
            self._run_ready()
        except BaseException:
            self._torn = True
            raise

    def _until_timer(self) -> float | None:
        """Seconds until the next timer comes up; None if there is no timer."""
        if not self._scheduled:
            return None
        left: float = self._scheduled[0]._when - self.time()
        return max(0, min(left, LONGEST_WAIT))

    def _drop_cancelled(self) -> None:
        """Drop the cancelled timers that are next, or all of them if they are a large share."""
        scheduled = self._scheduled
        count = len(scheduled)
        if count > MANY and self._timer_cancelled_count > count * LARGE_SHARE:
            for timer in scheduled:
                timer._scheduled = not timer._cancelled
            self._keep_timers([timer for timer in scheduled if timer._scheduled])
            return
        while scheduled and scheduled[0]._cancelled:
            scheduled[0]._scheduled = False
            self._timer_cancelled_count -= 1
            heappop(scheduled)

    def _take_due(self, end: float) -> None:
        """Move the timers that come up before `end` into the ready queue."""
        ready, scheduled = self._ready, self._scheduled
        while scheduled:
            timer = scheduled[0]
            if timer._when >= end:
                break
            if type(timer) is ClockTimer and not timer.is_due():
                timer.reckon()
                heapreplace(scheduled, timer)
                continue
            # In the heap still, but no longer `_scheduled`: `_mend` knows by that.
            timer._scheduled = False
            ready.append(timer)
            heappop(scheduled)

    def _run_ready(self) -> None:
        """Call the handles that are ready now. What they make ready has its turn in the next."""
        ready = self._ready
        handle: Any
        for _ in range(len(ready)):
            handle = ready[0]
            kind = type(handle)
            if debug := self._debug:
                began = self.time()
                self._current_handle = handle
            del ready[0]
            if handle._cancelled:
                continue
            if kind is Handle or kind in _KNOWN:
                try:
                    if not handle._args:  # a task's step
                        handle._context.run(handle._callback)
                    elif len(handle._args) == 1:  # a future's callback
                        handle._context.run(handle._callback, handle._args[0])
                    else:
                        handle._context.run(handle._callback, *handle._args)
                except (SystemExit, KeyboardInterrupt):
                    raise
                except BaseException as error:
                    self._callback_failed(handle, error)
            else:
                handle._run()
            if debug:
                self._watch(handle, began)
        handle = None  # the traceback of a task that failed keeps this frame

    def _watch(self, handle: Any, began: float) -> None:
        """In debug mode: log a handle that took long."""
        self._current_handle = None
        took = self.time() - began
        if took >= self.slow_callback_duration:
            text = _base._format_handle(handle)
            _base.logger.warning("Executing %s took %.3f seconds", text, took)

    def _callback_failed(self, handle: Any, error: BaseException) -> None:
        """Tell the exception handler, in the words of this Python's `Handle._run`."""
        # 3.13 leaves the arguments out, but for debug mode.
        how = dict.fromkeys(_format_source.__kwdefaults__ or (), self._debug)
        source = _format_source(handle._callback, handle._args, **how)
        context = {
            "message": f"Exception in callback {source}",
            "exception": error,
            "handle": handle,
        }
        if handle._source_traceback:
            context["source_traceback"] = handle._source_traceback
        self.call_exception_handler(context)

    def _keep_timers(self, kept: list[Any]) -> None:
        """Go on with these timers alone, none of them cancelled."""
        heapify(kept)
        self._scheduled = kept
        self._timer_cancelled_count = 0

    def _reckon_timers(self) -> None:
        """The loop's clock was set: let the timers for the wall clock keep their moments."""
        moments = [timer for timer in self._scheduled if type(timer) is ClockTimer]
        for timer in moments:
            timer.reckon()
        if moments:
            heapify(self._scheduled)

    def _mend(self) -> None:
        """Put right what an exception may have left half done. To do it twice does no harm.

        The heap may be out of order, and a timer may be in it still that is ready already.
        """
        self._keep_timers([t for t in self._scheduled if t._scheduled and not t._cancelled])
        self._current_handle = None
        self._torn = False
