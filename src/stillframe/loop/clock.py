"""Moments of the wall clock: a timer that keeps its moment, and a sleep until one.

A loop's own timers count on a clock that only runs while its program does, so a program that is
resumed waits for what was left. These name a moment (`time.time()`), and a program that is resumed
after it finds it past.
"""

import asyncio
import time
from collections.abc import Callable
from contextvars import Context
from datetime import datetime
from typing import TYPE_CHECKING, Any, final

if TYPE_CHECKING:
    from stillframe.loop.turn import Turns

LOOK_AGAIN = 60.0
"""Seconds after which the wall clock is read again: somebody may have set it meanwhile."""


@final
class ClockTimer(asyncio.TimerHandle):
    """A timer for a moment of the wall clock, made by `EventLoop.call_at_clock`.

    `timestamp` is what holds. The moment on the loop's clock (`when()`) is reckoned from it, for
    the next `LOOK_AGAIN` seconds at most, by `reckon`: when the timer is made, each time it comes
    up early, and when a saved loop goes on.
    """

    __slots__ = ("timestamp",)

    _loop: "Turns"
    _when: float
    _scheduled: bool
    _source_traceback: list[Any] | None

    def __init__(
        self,
        timestamp: float,
        callback: Callable[..., object],
        args: tuple[Any, ...],
        loop: "Turns",
        context: Context | None = None,
    ) -> None:
        super().__init__(0.0, callback, args, loop, context)  # type: ignore[arg-type]
        if self._source_traceback:
            del self._source_traceback[-1]
        self.timestamp = timestamp
        self.reckon()

    def reckon(self) -> None:
        """Set the moment on the loop's clock at which to come up. Not while it is in the heap."""
        left = self.timestamp - time.time()
        self._when = self._loop.time() + min(left, LOOK_AGAIN)

    def is_due(self) -> bool:
        """Whether the wall clock has come to the moment."""
        return time.time() >= self.timestamp


async def sleep_until(when: float | datetime) -> None:
    """Sleep until a moment of the wall clock: a `time.time()` or a `datetime`.

    A `datetime` without a time zone is local time. A moment that is past only lets the other
    tasks have a turn. On stillframe's loop a resumed program keeps to the moment; on another loop
    this is a plain sleep. When the clock is set, that is noticed within a minute.
    """
    timestamp = when.timestamp() if isinstance(when, datetime) else float(when)
    loop = asyncio.get_running_loop()
    left = timestamp - time.time()
    if left <= 0:
        await asyncio.sleep(0)
    elif hasattr(loop, "call_at_clock"):
        future = loop.create_future()
        timer = loop.call_at_clock(timestamp, _set_result, future)
        try:
            await future
        finally:
            timer.cancel()
    else:
        while (left := timestamp - time.time()) > 0:
            await asyncio.sleep(min(left, LOOK_AGAIN))


def _set_result(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
