"""What SQLite reports, said so that a person knows what happened and what to do."""

import os
import shutil
import sqlite3

from stillframe.errors import DamagedStore, StoreError
from stillframe.program.lock import primary_code

_WRITABLE = "see that the file and its folder can be read and written, or copy the file elsewhere"

_WHAT = {
    sqlite3.SQLITE_FULL: ("the disk is full", "make room and try again"),
    sqlite3.SQLITE_IOERR: (
        "the disk reported an error",
        "try again; if it comes again, copy the file (and the one with -wal added) to another disk",
    ),
    sqlite3.SQLITE_BUSY: ("another process is using it", "end that one and try again"),
    sqlite3.SQLITE_LOCKED: ("another process is using it", "end that one and try again"),
    sqlite3.SQLITE_READONLY: ("it can't be written", _WRITABLE),
    sqlite3.SQLITE_CANTOPEN: ("it can't be opened", _WRITABLE),
    sqlite3.SQLITE_PERM: ("it can't be opened", _WRITABLE),
    sqlite3.SQLITE_NOLFS: ("it is larger than its disk allows", "copy it to another disk"),
    sqlite3.SQLITE_TOOBIG: ("a value is larger than SQLite allows", "save less"),
}
# A damaged name in a message of SQLite's is more than the sqlite3 module can decode.
FAULTS = (sqlite3.Error, UnicodeDecodeError)
# An error in our own, tested statements means that tables are missing.
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def explained(
    error: sqlite3.Error | UnicodeDecodeError, path: str, doing: str, kept: str = ""
) -> StoreError:
    """The exception to raise: ``doing`` says what failed, ``kept`` what is safe nevertheless."""
    code = primary_code(error) if isinstance(error, sqlite3.Error) else sqlite3.SQLITE_CORRUPT
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if code in _DAMAGE:
        return DamagedStore(
            f"{path}: {doing} failed: the file is damaged ({name}: {error}). {kept}Go on with a "
            f"copy if there is one; `sqlite3 {os.path.basename(path)} .recover` shows what is left"
        )
    what, advice = _WHAT.get(code, (f"SQLite says: {error}", "try again"))
    if code == sqlite3.SQLITE_FULL:
        what += _free(path)
    return StoreError(f"{path}: {doing} failed: {what} ({name}). {kept}What to do: {advice}")


def _free(path: str) -> str:
    try:
        free = shutil.disk_usage(os.path.dirname(os.path.abspath(path))).free
    except OSError:
        return ""
    return f", {free:,} bytes are free"
