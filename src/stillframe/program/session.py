"""A program that runs and can be saved: the machine, driven from one safe point to the next."""

import contextlib
import importlib._bootstrap as bootstrap
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, final

from stillframe.errors import NotSaveable, StoreError
from stillframe.machine import Machine
from stillframe.machine.frame import RAISE, Frame
from stillframe.machine.policy import Policy
from stillframe.program import inside, sleeping  # noqa: F401 (it fills a table)
from stillframe.program.in_the_way import in_the_way
from stillframe.program.records import SaveInfo
from stillframe.program.requests import CHECKPOINT, Request, Requests, after

_AGAIN = 0.05  # seconds until a save that was refused is tried again


class Stopped(BaseException):
    """The program was saved and is to end: ``save`` is its last one."""

    def __init__(self, save: SaveInfo) -> None:
        super().__init__(save)
        self.save = save


@final
class Session:
    """One program that runs in this process.

    ``save`` writes it down, and is given the reason. A save that is refused is tried again at the
    next safe points for ``patience`` seconds, then ``complain`` is told why, and the program goes
    on. ``callbacks`` and ``checkpoints`` are what the program left here (`inside`).
    """

    def __init__(
        self,
        machine: Machine,
        policy: Policy,
        save: "Callable[[Session, str], SaveInfo]",
        complain: Callable[[str], None],
        patience: float = 5.0,
    ) -> None:
        self.machine = machine
        self.policy = policy
        self.requests = Requests(self._late, patience)
        self._thread = threading.get_ident()
        self.resumed: datetime | None = None
        self.callbacks: list[Callable[[], Any]] = []
        self.checkpoints: list[Any] = []
        self._save = save
        self._complain = complain
        self._patience = patience
        self._complaints: set[str] = set()

    def run(self, every: float | None = None) -> Any:
        """Run to the end; what the program returns, raises what it raises.

        Saves every so many seconds, where that is asked for, and whenever the program or a signal
        asks. Raises Stopped where the program is to end after a save.
        """
        inside.current.append(self)
        try:
            with self.requests.watching(every):
                self._after_resume()
                while self.machine.go_on():
                    with self.requests.at_stop() as requests:
                        self._answer(requests)
        finally:
            inside.current.remove(self)
        return self.machine.result

    def _answer(self, requests: list[Request]) -> None:
        """Do what was asked for, if it can be done here."""
        if not requests:
            return
        try:
            self._refuse_imports()
            info = self._save(self, " and ".join(dict.fromkeys(one.reason for one in requests)))
        except (NotSaveable, StoreError) as error:
            self._refused(requests, error)
            return
        self.requests.done(requests)
        self._resolve_checkpoints()
        if any(request.ends for request in requests):
            raise Stopped(info)

    def _refused(self, requests: list[Request], error: Exception) -> None:
        """Try again soon, or say why it can't be done."""
        now = time.monotonic()
        patient = [one for one in requests if now - one.since < self._patience]
        if isinstance(error, NotSaveable) and patient and self._may_pass(patient):
            after(_AGAIN, self.requests.remind)
            return
        self.requests.refused(requests)
        if any(one.reason == CHECKPOINT for one in requests):
            self._fail_checkpoints(error)
        said = f"not saved: {error}"
        if any(one.ends for one in requests):
            said += "; the program goes on, and the next signal ends it"
        elif said in self._complaints or all(one.reason == CHECKPOINT for one in requests):
            return
        self._complaints.add(said)
        self._complain(said)

    def _late(self, request: Request) -> None:
        """Called in another thread: a request waits, and the machine doesn't stop."""
        said = f"not saved yet ({request.reason}): {in_the_way(self._thread)}"
        if said not in self._complaints:
            self._complaints.add(said)
            self._complain(said)

    @staticmethod
    def _may_pass(requests: list[Request]) -> bool:
        """A checkpoint stands where it stands; what else is asked for may be done later."""
        return all(one.reason != CHECKPOINT for one in requests)

    def _refuse_imports(self) -> None:
        for frame in self.machine.frames():
            if frame.globals is bootstrap.__dict__:
                raise NotSaveable("a module is being imported, and importlib holds its lock")

    # -- checkpoints

    def _resolve_checkpoints(self) -> None:
        futures, self.checkpoints[:] = self.checkpoints[:], []
        for future in futures:
            if not future.done():
                future.set_result(None)

    def _fail_checkpoints(self, error: Exception) -> None:
        futures, self.checkpoints[:] = self.checkpoints[:], []
        for future in futures:
            if not future.done():
                future.set_exception(error)
        frame = self.machine.frame
        if not futures and isinstance(frame, Frame):  # a plain one: it raises where it stands
            frame.thrown, frame.pc = error, RAISE

    # -- after a resume

    def _after_resume(self) -> None:
        if self.resumed is None:
            return
        self._resolve_checkpoints()
        for callback in self.callbacks[:]:
            made = callback()
            if hasattr(made, "__await__"):
                self._start(made)

    def _start(self, coroutine: Any) -> None:
        loop = next(self.loops(), None)
        if loop is None:
            coroutine.close()
            raise RuntimeError("on_resume() was given a coroutine function, and no loop runs")
        loop.create_task(coroutine)

    def loops(self) -> Iterator[Any]:
        """The event loops that the program's frames wait for, the innermost first."""
        for frame in self.machine.frames():
            if frame.code.name == "run_forever":
                with contextlib.suppress(IndexError):
                    yield frame.fast[0]


__all__ = ["Session", "Stopped"]
