"""A clock for event loops that jumps instead of waiting, so that no engine is too slow for it."""

from __future__ import annotations

import asyncio
import contextlib
import selectors
from collections.abc import Iterator
from typing import Any
from unittest import mock

GUARD = 60.0  # seconds; what the programs themselves wait for is shorter


@contextlib.contextmanager
def virtual_clock() -> Iterator[None]:
    """Inside, a loop that has only timers to wait for is at the next one at once.

    Timers so fire in the order of their times, however long the code between them takes. A
    loop waits really for input or a thread when it has no timer, or only a guard: a far one.
    """
    now = 0.0
    select = selectors.DefaultSelector.select

    def jump(self: selectors.DefaultSelector, timeout: float | None = None) -> Any:
        nonlocal now
        if timeout is None or timeout > GUARD:
            return select(self, timeout)
        ready = select(self, 0)
        if not ready:
            now += max(timeout, 0.0)
        return ready

    with (
        mock.patch.object(asyncio.BaseEventLoop, "time", lambda self: now),
        mock.patch.object(selectors.DefaultSelector, "select", jump),
    ):
        yield
