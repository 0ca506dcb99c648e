"""Give Pyodide asyncio's own event loop back, and a timer.

Pyodide puts the browser's loop in its place, whose `run_until_complete` needs WebAssembly stack
switching. asyncio's selector loop needs only two things that are missing here: a socket pair to
be woken through (nothing wakes it: there are no threads or signals) and a selector (no file is
ever watched: waiting for the next timer is all that is left).

`signal.setitimer` is given by `run.mjs`, for one timer that rings once.
"""

import asyncio
import selectors
import signal
import time
from asyncio.selector_events import BaseSelectorEventLoop
from typing import Any


class Clock(selectors._BaseSelectorImpl):  # type: ignore[misc,name-defined]
    """A selector that watches nothing and waits."""

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("the event loop would wait for ever: no timer, nothing to watch")
        time.sleep(max(0.0, timeout))
        return []


def setitimer(which: int, seconds: float, interval: float = 0.0) -> tuple[float, float]:
    import stillframe_clock  # type: ignore[import-not-found]

    if which != signal.ITIMER_REAL or interval:
        raise NotImplementedError("only a real timer that rings once")
    if not stillframe_clock.set(seconds):
        raise NotImplementedError("the clock's thread doesn't answer")
    return (0.0, 0.0)


def install() -> None:
    signal.setitimer = setitimer  # type: ignore[assignment]
    asyncio.run = asyncio.run.__wrapped__  # type: ignore[attr-defined]
    time.sleep = time.sleep.__wrapped__  # type: ignore[attr-defined]
    selectors.DefaultSelector = Clock  # type: ignore[misc]
    BaseSelectorEventLoop._make_self_pipe = lambda self: None  # type: ignore[attr-defined]
    BaseSelectorEventLoop._close_self_pipe = lambda self: None  # type: ignore[attr-defined]
    BaseSelectorEventLoop._write_to_self = lambda self: None  # type: ignore[attr-defined]
    asyncio._set_running_loop(None)
    asyncio.events._set_event_loop_policy(None)  # type: ignore[attr-defined]
