"""The file of a saved program: what is run, and the last saves of its state, in SQLite.

A save is one transaction, and has reached the disk when `save` returns (a write-ahead log,
synchronous = FULL). Whatever ends the process, the last save that returned is there. The log
(``-wal``, ``-shm``) and the lock (``-lock``) lie beside the file while the program runs; `close`
folds them in, and one file is left, to be copied anywhere.
"""

import contextlib
import os
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Self, final

from stillframe.errors import DamagedStore, StoreError, StoreInUse
from stillframe.program import parts
from stillframe.program.faults import FAULTS, explained
from stillframe.program.lock import Lock, is_busy
from stillframe.program.opening import connect, resolve
from stillframe.program.progress import tell
from stillframe.program.records import (
    PROGRAM_COLUMNS,
    PROGRAM_VALUES,
    SAVE_COLUMNS,
    Program,
    SaveInfo,
    now,
    read_program,
    read_save,
    written,
)
from stillframe.snapshot.descriptors import out_of_the_way

_SPARE = 256  # pages that may lie unused in a closed file, however small it is


@final
class Store:
    """The file, open: to run its program (`open`) or to look into it (`read`).

    One process at a time has it open to run; any number may read meanwhile. Its methods may be
    called from any thread. In the child of a fork it is of no use. Every method raises StoreError,
    and then has changed nothing.
    """

    def __init__(self, path: str, connection: sqlite3.Connection, lock: Lock, *, keep: int) -> None:
        """For `open` and `read`."""
        self.path = path
        self._keep = keep  # 0: only to read
        self._connection = connection
        self._lock = lock
        self._mutex = threading.RLock()
        self._process = os.getpid()
        self._open = True
        self._runs = False

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, create: bool, keep: int = 10) -> Self:
        """Open a file to run its program; ``create`` makes one if there is none.

        The last ``keep`` saves are kept. Raises StoreInUse if another process runs the program,
        ForeignStore for any other file, and StoreError with what to do for the rest.
        """
        if keep < 1:
            raise ValueError("at least one save is kept")
        path = os.fspath(path)
        file = resolve(path, create=create)
        lock = Lock(file)
        with out_of_the_way():
            try:
                taken = lock.acquire()
            except sqlite3.Error as error:
                raise explained(error, lock.path, "locking") from error
            if not taken:
                raise StoreInUse(_used(path))
            try:
                connection = connect(path, file, create=create)
            except BaseException:
                lock.release()
                raise
        return cls(path, connection, lock, keep=keep)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Self:
        """Open a file to look into it, its program running or not."""
        path = os.fspath(path)
        file = resolve(path, create=False)
        return cls(path, connect(path, file, create=None), Lock(file), keep=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        with contextlib.suppress(*[StoreError] if error is not None else []):
            self.close()

    @property
    def program(self) -> Program | None:
        """What is run; None before `start`."""
        with self._reading("reading it"):
            row = self._connection.execute(f"SELECT {PROGRAM_COLUMNS} FROM program").fetchone()
            if row is None:
                return None
            program = read_program(row)
        if program.status != "running" or self._runs:
            return program
        runs = not self._keep and self._lock.held()
        return program if runs else replace(program, status="interrupted")

    def start(self, program: Program) -> None:
        """A new program runs from now on: what the file held of another one is dropped."""
        running = replace(program, status="running", exit_status=None, process=self._process)
        with self._writing("starting a program") as sql:
            for table in ("part", "save", "program"):
                sql.execute(f"DELETE FROM {table}")
            sql.execute(
                f"INSERT INTO program ({PROGRAM_COLUMNS}) VALUES ({PROGRAM_VALUES})",
                running.values(),
            )
        self._runs = True

    def resume(self) -> None:
        """The program runs again from now on."""
        with self._writing("marking the program as running") as sql:
            sql.execute(
                "UPDATE program SET status = 'running', exit_status = NULL, process = ?",
                (self._process,),
            )
        self._runs = True

    def finish(self, exit_status: int) -> None:
        """The program has ended. Its saves stay."""
        with self._writing("marking the program as finished") as sql:
            sql.execute(
                "UPDATE program SET status = 'finished', exit_status = ?, process = NULL",
                (exit_status,),
            )
        self._runs = False

    def save(
        self, state: bytes | bytearray | memoryview, *, reason: str, summary: str = "{}"
    ) -> SaveInfo:
        """Add a save; on the disk when this returns. ``summary`` is JSON, best short.

        Numbers grow by one. Costs a commit of SQLite's and the writing of the state's bytes,
        however many saves there were.
        """
        view = memoryview(state).cast("B")
        with self._writing("a save") as sql:
            (number,) = sql.execute("SELECT coalesce(max(number), 0) + 1 FROM save").fetchone()
            oldest = number - self._keep + 1
            sql.execute("DELETE FROM save WHERE number < ?", (oldest,))
            sql.execute("DELETE FROM part WHERE id < ?", (oldest << 16,))
            checksum, stored = zlib.crc32(view, number), 0
            for position, (compressed, data) in enumerate(parts.split(view)):
                sql.execute(
                    "INSERT INTO part (id, compressed, data) VALUES (?, ?, ?)",
                    ((number << 16) + position, compressed, data),
                )
                stored += len(data)
                tell("saving", min((position + 1) * parts.PART, len(view)), len(view))
            info = SaveInfo(number, now(), reason, len(view), stored)
            row = (number, written(info.time), reason, len(view), stored, checksum, summary)
            columns = f"{SAVE_COLUMNS}, checksum, summary"
            sql.execute(f"INSERT INTO save ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return info

    def saves(self) -> list[SaveInfo]:
        """The saves that are kept, oldest first."""
        with self._reading("reading its saves"):
            rows = self._connection.execute(f"SELECT {SAVE_COLUMNS} FROM save ORDER BY number")
            return [read_save(row) for row in rows]

    def load(self, number: int | None = None) -> bytes:
        """The state of a save, the newest if none is named, checked to the last byte.

        Raises DamagedStore, naming the saves that are whole, if this one is not.
        """
        with self._reading("reading a save"):
            number = self._existing(number)
            state = self._state(number)
            if state is not None:
                return state
            whole = [one.number for one in self.saves() if self._state(one.number) is not None]
        said = ", ".join(map(str, reversed(whole)))
        advice = f"whole are: {said}; go on from one of them" if whole else "no other one is whole"
        raise DamagedStore(
            f"save {number} of {self.path} is damaged, its bytes are not those that were "
            f"written; {advice}"
        )

    def summary(self, number: int | None = None) -> str:
        """The summary that was given with a save."""
        with self._reading("reading a summary"):
            number = self._existing(number)
            (text,) = self._connection.execute(
                "SELECT summary FROM save WHERE number = ?", (number,)
            ).fetchone()
        return str(text)

    def close(self) -> None:
        """Let the file go. A program that was running counts as stopped, and one file is left.

        Raises StoreError if the log couldn't be folded in; then it holds part of what was saved,
        and stays.
        """
        if not self._open:
            return
        self._open = False
        if self._process != os.getpid():
            self._lock.abandon()
            return
        try:
            if self._keep:
                self._fold()
        finally:
            self._connection.close()
            self._lock.release()

    def _fold(self) -> None:
        kept = f"Nothing that was saved is lost: keep {self.path} and {self.path}-wal together. "
        try:
            if self._runs:
                self._connection.execute("UPDATE program SET status = 'stopped', process = NULL")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise explained(error, self.path, "closing it", kept) from error
        # Without a log it can be read where nothing can be written. Refused while somebody
        # reads; then the last of them removes the log.
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            (free,) = self._connection.execute("PRAGMA freelist_count").fetchone()
            (pages,) = self._connection.execute("PRAGMA page_count").fetchone()
            if free > _SPARE and free > pages / 2:
                self._connection.execute("VACUUM")

    def _existing(self, number: int | None) -> int:
        numbers = [one.number for one in self.saves()]
        if not numbers:
            raise StoreError(
                f"{self.path} holds no save: its program ended before the first; run it again"
            )
        if number is None:
            return numbers[-1]
        if number not in numbers:
            raise StoreError(f"{self.path} holds no save {number}, but {_span(numbers)}")
        return number

    def _state(self, number: int) -> bytes | None:
        """None if it is damaged."""
        first = number << 16
        try:
            with self._reading("reading a save"):
                size, checksum = self._connection.execute(
                    "SELECT size, checksum FROM save WHERE number = ?", (number,)
                ).fetchone()
                rows = self._connection.execute(
                    "SELECT compressed, data FROM part WHERE id BETWEEN ? AND ? ORDER BY id",
                    (first, first + 65535),
                )
                state = parts.join(_told(rows, size))
        except DamagedStore:
            return None
        return state if (len(state), zlib.crc32(state, number)) == (size, checksum) else None

    @contextlib.contextmanager
    def _reading(self, doing: str) -> Iterator[None]:
        """One view of the file, whatever its program saves meanwhile."""
        self._check(writing=False)
        with self._mutex:
            outermost = not self._connection.in_transaction
            try:
                if outermost:
                    self._connection.execute("BEGIN")
                yield
            except FAULTS as error:
                raise explained(error, self.path, doing) from error
            except (TypeError, ValueError) as error:
                raise DamagedStore(f"{self.path}: {doing} failed: the file is damaged") from error
            finally:
                if outermost and self._connection.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        self._connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def _writing(self, doing: str) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        self._check(writing=True)
        with self._mutex:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException as error:
                self._undo(error)
                if isinstance(error, FAULTS):
                    raise explained(error, self.path, doing, self._kept()) from error
                raise

    def _undo(self, error: BaseException) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            # A disk that was filled gets back what the log took for this.
            if not (isinstance(error, sqlite3.Error) and is_busy(error)):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _kept(self) -> str:
        """What is safe after a failure."""
        with contextlib.suppress(sqlite3.Error):
            (number,) = self._connection.execute("SELECT max(number) FROM save").fetchone()
            if number is not None:
                return f"Save {number}, the last one before, is there. "
        return ""

    def _check(self, *, writing: bool) -> None:
        if not self._open:
            raise StoreError(f"{self.path} was closed")
        if self._process != os.getpid():
            raise StoreError(f"{self.path} belongs to the process that this one was forked from")
        if writing and not self._keep:
            raise StoreError(f"{self.path} was opened to be read only")


def _told(rows: Iterator[Any], size: int) -> Iterator[Any]:
    for position, row in enumerate(rows):
        tell("reading the file", min(position * parts.PART, size), size)
        yield row


def _used(path: str) -> str:
    advice = "end that one first, or give this program a file of its own"
    try:
        with Store.read(path) as store:
            program = store.program
    except StoreError:
        program = None
    who = f" {program.process}" if program is not None and program.process else ""
    return f"{path} is in use: process{who} runs its program; {advice}"


def _span(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    return f"{first} to {last}" if first != last else f"save {first} alone"
