"""What asks for a save while a program runs: signals, a clock, the program itself.

A request is kept; the machine stops and the running loop pauses at the next safe point, and
whoever drives the machine takes the request there.
"""

import _thread
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple, final

from stillframe.machine import interrupts
from stillframe.machine.stopping import RUNNING, request_stop, take_back
from stillframe.program.surroundings import note_handler

# Those that save and end the program; a second one ends it at once.
SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)
)


class Request(NamedTuple):
    """``reason`` is for people; ``ends`` says whether the program ends after the save; ``since``
    is a moment of `time.monotonic`."""

    reason: str
    ends: bool
    since: float


TICK, CHECKPOINT = "every", "checkpoint"


def after(seconds: float, do: Callable[[], object]) -> None:
    """Call ``do()`` a little later, in another thread.

    Nothing of `threading`: a signal's handler may find that in the middle of something.
    """

    def later() -> None:
        time.sleep(seconds)
        do()

    _thread.start_new_thread(later, ())


@final
class Requests:
    """The requests of one program.

    ``late`` hears, in another thread, of one that waits while the machine runs on for
    ``patience`` seconds.
    """

    def __init__(self, late: Callable[[Request], None], patience: float) -> None:
        self._pending: list[Request] = []
        self._over = threading.Event()
        self._late = late
        self._patience = patience
        self._process = os.getpid()
        self._stopped = False  # the machine is, for now
        self._ran_on = 0.0  # since when the machine runs
        self.ending = False

    def ask(self, reason: str, ends: bool = False) -> None:
        """Ask for a save. Safe in signal handlers and from other threads."""
        request = Request(reason, ends, time.monotonic())
        self._pending.append(request)
        self.ending = self.ending or ends
        self.remind()
        if reason != CHECKPOINT:
            after(self._patience, lambda: self._look(request))

    def _look(self, request: Request) -> None:
        """A request may wait because its save takes time, or is refused for now: the machine does
        stop. Else it is late."""
        if request not in self._pending:
            return
        if self._stopped or time.monotonic() - self._ran_on < self._patience:
            after(self._patience, lambda: self._look(request))
        else:
            self._late(request)

    def remind(self) -> None:
        """Stop again: what was asked for wasn't done yet."""
        request_stop()
        for loop in tuple(RUNNING):
            loop.pause()

    @contextmanager
    def at_stop(self) -> Iterator[list[Request]]:
        """The machine has stopped: what is asked for, and not done yet."""
        take_back()
        self._stopped = True
        try:
            yield self._pending[:]
        finally:
            self._stopped, self._ran_on = False, time.monotonic()

    def done(self, requests: list[Request]) -> None:
        """These were answered by a save."""
        self._forget(requests)
        self.ending = any(request.ends for request in self._pending)

    def refused(self, requests: list[Request]) -> None:
        """These can't be answered. If the program was to end, the next signal ends it, unless it
        was saved meanwhile."""
        self._forget(requests)

    def _forget(self, requests: list[Request]) -> None:
        for request in requests:
            self._pending.remove(request)

    @contextmanager
    def watching(self, every: float | None) -> Iterator[None]:
        """Answer to signals and, if ``every`` seconds are given, to the clock."""
        main = threading.current_thread() is threading.main_thread()
        before = {}
        handler = self._handle
        for number in SIGNALS if main else ():
            # What ignores a signal (nohup) or handles it already goes on to do so.
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, handler)
                note_handler(number, handler)
        if every is not None:  # not a thread of the program, which `threading` would show it
            _thread.start_new_thread(self._tick, (every,))
        try:
            yield
        finally:
            self._over.set()
            for number, usual in before.items():
                if signal.getsignal(number) is handler:
                    signal.signal(number, usual)
                note_handler(number, usual)
            take_back()

    def _handle(self, number: int, host: FrameType | None) -> None:
        if not self.ending and os.getpid() == self._process:  # a child of a fork just ends
            self.ask(signal.Signals(number).name, ends=True)
        elif number == signal.SIGINT:
            interrupts.handler(number, host)
        else:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    def _tick(self, every: float) -> None:
        while not self._over.wait(every):
            if not any(request.reason == TICK for request in self._pending):
                self.ask(TICK)
