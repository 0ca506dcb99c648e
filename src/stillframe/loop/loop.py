"""EventLoop: asyncio's loop on `selectors`, which can pause between two turns."""

import asyncio
import asyncio.events
import sys
import threading
import time
from selectors import BaseSelector
from typing import Any

from stillframe.loop.waiting import Waiting

# Any: what we override and call has names with an underscore, which asyncio's stubs leave out.
_Base: Any = asyncio.SelectorEventLoop


class EventLoop(Waiting, _Base):  # type: ignore[misc]
    """An asyncio event loop whose tasks, timers and handles can be saved between two turns.

    Usable wherever asyncio takes a loop: ``asyncio.Runner(loop_factory=EventLoop)``.
    """

    _stopping: bool
    _thread_id: int | None

    def __init__(self, selector: BaseSelector | None = None) -> None:
        super().__init__(selector)
        self._ahead = 0.0  # by how much our clock is ahead of this machine's
        self._pausing = False

    def time(self) -> float:
        """Seconds on a clock that never goes back, and goes on where a saved loop's stood."""
        return time.monotonic() + self._ahead

    def run_turns(self) -> bool:
        """Run turns until `stop` or `pause` is called; whether it was `pause`.

        All that belongs to a running loop (the running loop itself, the hooks for async
        generators) is set on entry and put back on return. So while it isn't running turns, the
        loop is plain data, whoever waits for it.
        """
        hooks = sys.get_asyncgen_hooks()
        self._set_coroutine_origin_tracking(self._debug)
        paused = False
        try:
            self._thread_id = threading.get_ident()
            sys.set_asyncgen_hooks(
                firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook
            )
            asyncio.events._set_running_loop(self)
            while True:
                self._run_once()
                if self._stopping:
                    break
                if self._pausing:
                    paused = True
                    break
        finally:
            self._pausing = False
            if not paused:
                self._stopping = False
            self._thread_id = None
            asyncio.events._set_running_loop(None)
            self._set_coroutine_origin_tracking(False)
            sys.set_asyncgen_hooks(*hooks)
        return paused

    def pause(self) -> None:
        """Make `run_turns` return after this turn. May be called in a signal handler, or from
        another thread."""
        self._pausing = True
        self._write_to_self()


__all__ = ["EventLoop"]
