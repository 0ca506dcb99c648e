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

from stillframe.loop.loop import RUNNING
from stillframe.machine import interrupts
from stillframe.machine.stopping import request_stop, take_back

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
    """The requests of one program. ``late`` hears of one that waits for ``patience`` seconds."""

    def __init__(self, late: Callable[[Request], None], patience: float) -> None:
        self._pending: list[Request] = []
        self._over = threading.Event()
        self._late = late
        self._patience = patience
        self._process = os.getpid()
        self.ending = False

    def ask(self, reason: str, ends: bool = False) -> None:
        """Ask for a save. Safe in signal handlers and from other threads."""
        request = Request(reason, ends, time.monotonic())
        self._pending.append(request)
        self.ending = self.ending or ends
        self.remind()
        if reason != CHECKPOINT:
            after(self._patience, lambda: self._late(request) if request in self._pending else None)

    def remind(self) -> None:
        """Stop again: what was asked for wasn't done yet."""
        request_stop()
        for loop in tuple(RUNNING):
            loop.pause()

    def pending(self) -> list[Request]:
        """What is asked for, and not done yet."""
        return self._pending[:]

    def done(self, requests: list[Request]) -> None:
        """These were answered."""
        for request in requests:
            self._pending.remove(request)
        self.ending = any(request.ends for request in self._pending)

    def take_back(self) -> None:
        """Let the machine go on."""
        take_back()

    @contextmanager
    def watching(self, every: float | None) -> Iterator[None]:
        """Answer to signals and, if ``every`` seconds are given, to the clock."""
        main = threading.current_thread() is threading.main_thread()
        before = {}
        for number in SIGNALS if main else ():
            # What ignores a signal (nohup) or handles it already goes on to do so.
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, self._handle)
        if every is not None:
            threading.Thread(target=self._tick, args=(every,), daemon=True).start()
        try:
            yield
        finally:
            self._over.set()
            for number, handler in before.items():
                if signal.getsignal(number) == self._handle:
                    signal.signal(number, handler)
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
