"""Writing a program down: its state into bytes, the bytes into its file.

What that takes is imported with the first save: many a program runs without one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, final

from stillframe.machine.policy import Policy
from stillframe.program.records import Program, SaveInfo
from stillframe.program.session import Session

if TYPE_CHECKING:
    from stillframe.program.store import Store


@final
class Saver:
    """The saves of one program. Its file is made with the first of them, if it isn't there yet.

    ``policy`` says which modules are the program's own, ``text`` is that of a program without a
    file. ``store`` is the file, if it is open already; ``running`` says that it says so of the
    program.
    """

    def __init__(
        self,
        path: str,
        program: Program,
        policy: Policy,
        text: str | None,
        keep: int,
        store: Store | None = None,
        running: bool = False,
    ) -> None:
        self.path = path
        self._file = os.path.abspath(path)  # the program may go to another folder
        self.program = program
        self._policy = policy
        self._text = text
        self._keep = keep
        self._store = store
        self._running = running

    def save(self, session: Session, reason: str) -> SaveInfo:
        """One save: on the disk when this returns. Raises NotSaveable or StoreError."""
        from stillframe.program.pickling import Own
        from stillframe.program.snapshot import freeze_program
        from stillframe.program.state import State
        from stillframe.program.summary import summary

        own = Own(self._policy, self._text)
        data = freeze_program(State.of(session, self._text), own)
        return self.start().save(data, reason=reason, summary=summary(session))

    def start(self) -> Store:
        """The file, open; it says that the program runs."""
        if self._store is None:
            from stillframe.program.store import Store

            self._store = Store.open(self._file, create=True, keep=self._keep)
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
