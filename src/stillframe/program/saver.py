"""Writing a program down: its state into bytes, the bytes into its file."""

from collections.abc import Callable
from typing import final

from stillframe.program.pickling import Own
from stillframe.program.records import Program, SaveInfo
from stillframe.program.session import Session
from stillframe.program.snapshot import freeze_program
from stillframe.program.state import State
from stillframe.program.store import Store
from stillframe.program.summary import summary


@final
class Saver:
    """The saves of one program. Its file is made with the first of them, if it isn't there yet.

    ``own`` gives the program's own modules as they are now. ``store`` is the file, if it is open
    already; ``running`` says that it says so of the program.
    """

    def __init__(
        self,
        path: str,
        program: Program,
        own: Callable[[], Own],
        keep: int,
        store: Store | None = None,
        running: bool = False,
    ) -> None:
        self.path = path
        self.program = program
        self._store = store
        self._running = running
        self._own = own
        self._keep = keep

    def save(self, session: Session, reason: str) -> SaveInfo:
        """One save: on the disk when this returns. Raises NotSaveable or StoreError."""
        own = self._own()
        data = freeze_program(State.of(session, own.source), own)
        return self.start().save(data, reason=reason, summary=summary(session))

    def start(self) -> Store:
        """The file, open; it says that the program runs."""
        if self._store is None:
            self._store = Store.open(self.path, create=True, keep=self._keep)
        if not self._running:
            self._store.start(self.program)
            self._running = True
        return self._store

    def finish(self, status: int) -> None:
        """The program has ended with that exit status."""
        if self._store is not None:
            if self._running:
                self._store.finish(status)
            self._store.close()

    def close(self) -> None:
        """The program is to be resumed another time."""
        if self._store is not None:
            self._store.close()
