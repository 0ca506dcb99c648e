"""Showing a trace on a terminal, whatever has become of the standard streams by then."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module

from stillframe.watch.terminal.app import WatchApp
from stillframe.watch.trace import Trace

if os.name == "posix":  # what a run would import only later, when a program may stand before it
    import_module("textual.drivers.linux_driver")


def show(trace: Trace, terminal: str | None) -> None:
    """Show it until somebody leaves it. ``terminal`` is its path, None: the standard streams.

    It runs in a loop of its own, even where `asyncio` would make another kind of loop.
    """
    with ExitStack() as stack:
        if terminal is not None:
            stack.enter_context(_streams_of(terminal))
        loop = asyncio.SelectorEventLoop()
        stack.callback(loop.close)
        WatchApp(trace).run(loop=loop)


@contextmanager
def _streams_of(terminal: str) -> Iterator[None]:
    """A terminal in the place of the standard streams that textual reads, writes, and measures.

    The program may have read its standard input from a file, have closed them all, or be a pipe's.
    """
    before = sys.__stdin__, sys.__stdout__, sys.__stderr__
    flags = os.O_RDWR | getattr(os, "O_NOCTTY", 0)
    with ExitStack() as stack:
        streams = [
            stack.enter_context(
                open(os.open(terminal, flags), mode, encoding="utf-8", errors="replace")
            )
            for mode in ("r", "w", "w")
        ]
        sys.__stdin__, sys.__stdout__, sys.__stderr__ = streams  # type: ignore[misc]
        try:
            yield
        finally:
            sys.__stdin__, sys.__stdout__, sys.__stderr__ = before  # type: ignore[misc]


__all__ = ["show"]
