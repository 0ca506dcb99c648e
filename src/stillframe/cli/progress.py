"""How far a long save or resume is, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TextIO, TypeVar, final

from stillframe.program.progress import LISTENERS

_QUIET = 0.5  # seconds: what takes less isn't worth a word
_OFTEN = 0.1

P = ParamSpec("P")
R = TypeVar("R")


def terminal() -> TextIO | None:
    """Standard error, if somebody sees it."""
    stream = sys.__stderr__
    return stream if stream and not stream.closed and stream.isatty() else None


def _line(stream: TextIO, *columns: Any) -> Any:
    """A line of rich's that is drawn by who works, and goes when that is over."""
    from rich.console import Console
    from rich.progress import Progress

    shown = Progress(
        *columns,
        console=Console(file=stream),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    shown.start()
    return shown


@contextmanager
def progress() -> Iterator[None]:
    """For the time of one long work; shows nothing where standard error is no terminal."""
    stream = terminal()
    if stream is None:
        yield
        return
    bar = Bar(stream)
    LISTENERS.append(bar.hear)
    try:
        yield
    finally:
        LISTENERS.remove(bar.hear)
        bar.close()


def shown(work: Callable[P, R]) -> Callable[P, R]:
    """The same function, its progress shown."""

    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        with progress():
            return work(*args, **kwargs)

    return called


@final
class Bar:
    """A line that says what is being done, and goes when that is over.

    Drawn in the thread that works: the program sees no thread of ours.
    """

    def __init__(self, stream: TextIO, quiet: float = _QUIET) -> None:
        self._stream = stream
        self._next = time.monotonic() + quiet
        self._shown: Any = None
        self._doing: str | None = None

    def hear(self, doing: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now < self._next and (self._shown is None or doing == self._doing):
            return
        self._next = now + _OFTEN
        shown = self._shown = self._shown or self._start()
        if doing != self._doing:
            self._doing = doing
            for task in shown.task_ids:
                shown.remove_task(task)
            shown.add_task(doing, total=total)
        shown.update(shown.task_ids[0], completed=done, total=total)
        shown.refresh()

    def _start(self) -> Any:
        from rich.progress import BarColumn, DownloadColumn, TextColumn

        what = TextColumn("stillframe: {task.description}")
        return _line(self._stream, what, BarColumn(), DownloadColumn())

    def close(self) -> None:
        if self._shown is not None:
            self._shown.stop()


@final
class Steps:
    """How many steps have been recorded, and how many a second; gone while the program writes.

    Nothing where standard error is no terminal, and in the first half second.
    """

    def __init__(self, limit: int) -> None:
        self._stream = terminal()
        self._limit = limit
        self._began = time.monotonic()
        self._next = self._began + _QUIET
        self._shown: Any = None

    def hear(self, steps: int) -> None:
        """So many have been recorded."""
        now = time.monotonic()
        if self._stream is None or now < self._next:
            return
        self._next = now + _OFTEN
        shown = self._shown = self._shown or self._start(self._stream)
        speed = steps / (now - self._began)
        shown.update(shown.task_ids[0], completed=steps, speed=f"{speed:,.0f} steps/s")
        shown.refresh()

    def _start(self, stream: TextIO) -> Any:
        from rich.progress import BarColumn, TextColumn

        count = TextColumn("{task.completed:,} of {task.total:,} steps, {task.fields[speed]}")
        shown = _line(stream, TextColumn("stillframe: recording"), BarColumn(), count)
        shown.add_task("", total=self._limit, speed="")
        return shown

    def hide(self) -> None:
        """Somebody else writes to the terminal, or it is over."""
        if self._shown is not None:
            self._shown.stop()
            self._shown = None
            self._next = time.monotonic() + _QUIET
