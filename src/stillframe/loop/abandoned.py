"""Loops that were saved and won't go on here."""

import asyncio
from typing import Any

from stillframe.loop.loop import EventLoop

_kept: list[Any] = []


def abandon(loop: EventLoop) -> None:
    """Let a loop and its tasks be, as they stand, until the process ends.

    For the original of what goes on elsewhere: if it were dropped, its coroutines would be closed,
    with their ``finally`` clauses, and asyncio would complain about tasks that are pending.
    """
    tasks: list[Any] = list(asyncio.all_tasks(loop))
    for task in tasks:
        task._log_destroy_pending = False
    _kept.append((loop, tasks))
