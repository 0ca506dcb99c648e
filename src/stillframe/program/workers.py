"""Rows of the table: descriptors of files and sockets. Threads that belong to executors."""

from __future__ import annotations

import threading

from stillframe.errors import NotSaveable
from stillframe.program import endings
from stillframe.program.process import row
from stillframe.snapshot import descriptors

# While a program is made again its descriptors' numbers are kept free for them.


def _have_been_held() -> bool:
    return True


def _release(_: bool) -> None:
    descriptors.release()


row(
    "file descriptors",
    "sockets, pipes and files get the numbers that they had, where these are free",
    descriptors.opened,
    descriptors.hold,
    early=True,
)
row("free descriptors", "the others are given back", _have_been_held, _release)


# Threads with which libraries only look after something: they start another where they need it.
_WATCHERS = frozenset(("tqdm._monitor.TMonitor",))

# The threads of executors, and those that wait for child processes, do no harm: what they are
# doing is seen elsewhere, but for work that nobody refers to. What knows about them is imported
# when it is asked: it imports asyncio, which many a program does without.


def _is_harmless(thread: threading.Thread) -> bool:
    kind = type(thread)
    if f"{kind.__module__}.{kind.__qualname__}" in _WATCHERS:
        return True
    from stillframe.loop.outside import executors, processes

    return executors.is_pooled(thread) or processes.watches_child(thread)


endings.allowed.append(_is_harmless)


def refuse_work() -> None:
    """Raise NotSaveable if an executor's thread is at work."""
    from stillframe.loop.outside import executors

    for one in threading.enumerate():
        frame = executors.work_of(one) if executors.is_worker(one) else None
        if frame is not None:
            raise NotSaveable(
                f"process › threads: thread {one.name!r} of an executor is at work, in "
                f"{frame.f_code.co_qualname}()"
            )
