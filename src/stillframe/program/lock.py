"""One process at a time runs the program of a file; who only reads is not hindered.

The lock is SQLite's own, on an empty database beside the file: it works wherever SQLite does, it
isn't inherited by a fork, and it ends with its process, however that ends.
"""

import contextlib
import os
import sqlite3
from typing import final

_PATIENCE = 1.0  # seconds; longer than anyone needs to look whether the lock is held
_ATTEMPTS = 10


@final
class Lock:
    """The lock of a file, at its path with ``-lock`` added."""

    __slots__ = ("_connection", "path")

    def __init__(self, file: str) -> None:
        self.path = file + "-lock"
        self._connection: sqlite3.Connection | None = None

    def acquire(self) -> bool:
        """Take the lock; False if another has it. Raises sqlite3.Error if it can't be made."""
        for _ in range(_ATTEMPTS):
            before = self._identity()
            connection = _connect(self.path, _PATIENCE)
            try:
                connection.execute("PRAGMA journal_mode = OFF")  # nothing is ever written
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error as error:
                connection.close()
                if is_busy(error):
                    return False
                raise
            # Its last owner may have removed it since we opened it: then this one locks nothing.
            if before is not None and before == self._identity():
                self._connection = connection
                return True
            connection.close()
        return False

    def release(self) -> None:
        """Let it go, and remove its file."""
        if self._connection is None:
            return
        # Removed while it is held, for `acquire` to see. Windows removes no open file.
        self._remove()
        self._connection.close()
        self._connection = None
        if os.name == "nt":
            self._remove()

    def abandon(self) -> None:
        """Forget a lock that is the parent's, in the child of a fork."""
        self._connection = None

    def held(self) -> bool:
        """Whether some process has it."""
        if not os.path.exists(self.path):
            return False
        try:
            with contextlib.closing(_connect(self.path, 0.0)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.Error:
            return True  # or nobody can tell
        return False

    def _identity(self) -> tuple[int, int, int] | None:
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino, found.st_ctime_ns

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            os.unlink(self.path)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection's lock was in the way."""
    return primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's result code without its extension; SQLITE_MISUSE for the module's own errors."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
    return code & 0xFF


def _connect(path: str, timeout: float) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=False)
