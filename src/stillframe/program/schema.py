"""The tables of a saved program's file, and whether a file is one.

For a person: `sqlite3 app.still 'SELECT * FROM program'`, and `... 'SELECT * FROM saves'`.
"""

import sqlite3

from stillframe.errors import DamagedStore, ForeignStore

APPLICATION = 0x53464D31  # "SFM1", in the file's header: what `file` and we tell it by
VERSION = 1

TABLES = f"""
CREATE TABLE program (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    argv TEXT NOT NULL,         -- a JSON array: sys.argv
    script TEXT,                -- the path of the script, or
    module TEXT,                -- the name of the module, as after -m
    folder TEXT NOT NULL,       -- the working folder it was started in
    python TEXT NOT NULL,
    stillframe TEXT NOT NULL,
    created TEXT NOT NULL,      -- ISO 8601, UTC, as all times here
    status TEXT NOT NULL,       -- running, stopped, finished; running with no process: interrupted
    exit_status INTEGER,        -- once it has finished
    process INTEGER             -- the process that runs it
);
CREATE TABLE save (
    number INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    reason TEXT NOT NULL,
    size INTEGER NOT NULL,      -- bytes of the state
    stored INTEGER NOT NULL,    -- bytes of it in this file
    checksum INTEGER NOT NULL,  -- CRC-32 of the state, begun with the number
    summary TEXT NOT NULL       -- JSON: what a person wants to see
);
CREATE TABLE part (
    id INTEGER PRIMARY KEY,     -- the save's number * 65536 + the part's position
    save INTEGER GENERATED ALWAYS AS (id >> 16) VIRTUAL,
    position INTEGER GENERATED ALWAYS AS (id & 65535) VIRTUAL,
    compressed INTEGER NOT NULL,  -- 1: with zlib
    data BLOB NOT NULL
);
CREATE VIEW saves AS
    SELECT number, datetime(time, 'localtime') AS time, reason, size, stored FROM save;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
"""

# FULL: a commit has reached the disk when it returns. fullfsync: on a Mac, too. Deleted states
# aren't overwritten with zeros. The last two: look before trusting what a file says of itself.
SETTINGS = """
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA secure_delete = OFF;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
"""


def connect(file: str, patience: float) -> sqlite3.Connection:
    """A connection in autocommit mode; waits ``patience`` seconds for another's lock.

    ``file`` is an absolute path, so it's never taken for a URI or for ``:memory:``.
    """
    connection = sqlite3.connect(
        file, timeout=patience, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = _text
    return connection


def identify(connection: sqlite3.Connection, path: str) -> bool:
    """True for one of ours, False for an empty file; ForeignStore for anything else."""
    try:
        connection.executescript(SETTINGS)
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise ForeignStore(
                f"{path} is not the file of a saved program, or its beginning is damaged: "
                "give another path"
            ) from None
        raise
    if pages == 0:
        return False
    if application != APPLICATION:
        raise ForeignStore(
            f"{path} is an SQLite database of something else, not a saved program: "
            "give another path"
        )
    if version > VERSION:
        raise ForeignStore(
            f"{path} was written by a newer stillframe (its format is {version}, this one reads "
            f"up to {VERSION}): use that one"
        )
    if version < 1:
        raise DamagedStore(f"{path} is damaged: there is no format {version}")
    return True


def create(connection: sqlite3.Connection) -> None:
    """Make the tables, all in one transaction."""
    connection.executescript(f"BEGIN IMMEDIATE;\n{TABLES}COMMIT;")


def _text(data: bytes) -> str:
    """Paths and arguments need not be UTF-8."""
    return data.decode("utf-8", "surrogateescape")
