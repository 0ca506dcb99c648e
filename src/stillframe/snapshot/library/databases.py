"""SQLite's connections, between two transactions: by the database's path and how it was opened.

A database in memory goes along with what is in it. Little of a connection can be asked for; the
rest is found out by asking it for something and looking at how it does that.
"""

import _thread
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from stillframe.errors import NotSaveable, SurroundingsChanged
from stillframe.snapshot.library import knows

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer

_PROBE = "stillframe_probe"

# Settings of a connection, which a new one doesn't have.
_PRAGMAS = (
    "cache_size",
    "foreign_keys",
    "ignore_check_constraints",
    "mmap_size",
    "query_only",
    "read_uncommitted",
    "recursive_triggers",
    "reverse_unordered_selects",
    "secure_delete",
    "synchronous",
    "temp_store",
    "trusted_schema",
    "wal_autocheckpoint",
)


@knows(sqlite3.Connection)
def _reduce_connection(connection: Any, freezer: "Freezer") -> Any:
    kind = type(connection)
    try:
        with _plainly(connection) as cursor:
            _check(connection, cursor)
            databases = [
                (name, path if os.path.isabs(path) else _content(connection, cursor, name))
                for _, name, path in cursor.execute("PRAGMA database_list").fetchall()
                if name != "temp"
            ]
            pragmas = {name: _asked(cursor, name) for name in _PRAGMAS}
            options = {
                "timeout": (_asked(cursor, "busy_timeout") or 0) / 1000,
                "detect_types": _detected(cursor),
                "isolation_level": connection.isolation_level,
                "check_same_thread": _is_of_one_thread(connection),
            }
    except sqlite3.ProgrammingError as error:
        if "closed" in str(error):
            return make_closed, (kind,), _attributes(connection)
        raise NotSaveable(f"a connection of another thread cannot be saved: {error}") from None
    except sqlite3.OperationalError as error:
        raise NotSaveable(f"a connection that isn't as usual cannot be saved: {error}") from None
    if sys.version_info >= (3, 12):
        options["autocommit"] = connection.autocommit
    made = connect, (kind, databases, options, pragmas)
    return *made, _settings(connection, "row_factory", "text_factory"), None, None, set_up


@contextmanager
def _plainly(connection: Any) -> Iterator[sqlite3.Cursor]:
    """A cursor that gives tuples of str, whatever the program has set."""
    cursor = sqlite3.Connection.cursor(connection)
    cursor.row_factory = None
    text_factory, connection.text_factory = connection.text_factory, str
    try:
        yield cursor
    finally:
        connection.text_factory = text_factory


def _check(connection: Any, cursor: sqlite3.Cursor) -> None:
    if connection.in_transaction:
        always = getattr(connection, "autocommit", None) is False
        raise NotSaveable(
            "a connection in a transaction cannot be saved: "
            + ("with autocommit=False it always is in one" if always else "commit before")
        )
    try:
        for function in (int, int, None):  # SQLite replaces none while a statement is going on
            sqlite3.Connection.create_function(connection, _PROBE, 0, function)
    except sqlite3.OperationalError:
        raise NotSaveable(
            "a connection with rows that wait to be fetched cannot be saved: fetch them all before"
        ) from None
    if cursor.execute("SELECT 1 FROM sqlite_temp_master").fetchall():
        raise NotSaveable("a connection with temporary tables cannot be saved: drop them before")
    own = _functions(cursor)
    with closing(sqlite3.connect(":memory:")) as plain:
        own -= _functions(plain.cursor()) | {_PROBE}
    if own:
        raise NotSaveable(
            f"a connection with functions of the program's own ({', '.join(sorted(own))}) cannot "
            "be saved: SQLite doesn't show them; teach it with stillframe.register()"
        )


def _functions(cursor: sqlite3.Cursor) -> set[str]:
    """The names of functions and collations."""
    functions = {name for name, *_ in cursor.execute("PRAGMA function_list")}
    return functions | {name for _, name in cursor.execute("PRAGMA collation_list")}


def _asked(cursor: sqlite3.Cursor, name: str) -> Any:
    row = cursor.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def _content(connection: Any, cursor: sqlite3.Cursor, name: str) -> bytes:
    """What is in a database that has no file."""
    empty = cursor.execute(f"PRAGMA {_quoted(name)}.page_count").fetchone() == (0,)
    return b"" if empty else connection.serialize(name=name)


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def _detected(cursor: sqlite3.Cursor) -> int:
    """Which types it detects: whether it takes one off a name, and asks for one's converter."""
    named = cursor.execute(f'SELECT 1 AS "x [{_PROBE}]"').description[0][0] == "x"
    cursor.fetchall()
    asked: list[bytes] = []
    converters: dict[str, Any] = sqlite3.converters
    usual = converters.pop("TEXT", None)
    sqlite3.register_converter("TEXT", asked.append)
    only_reads = _asked(cursor, "query_only")
    cursor.execute("PRAGMA query_only = 0")
    cursor.execute(f"ATTACH ':memory:' AS {_PROBE}")
    try:
        cursor.execute(f"CREATE TABLE {_PROBE}.one (x)")
        cursor.execute(f"SELECT type FROM {_PROBE}.sqlite_master").fetchall()
    finally:
        cursor.execute(f"DETACH {_PROBE}")
        cursor.execute(f"PRAGMA query_only = {only_reads}")
        del converters["TEXT"]
        if usual is not None:
            converters["TEXT"] = usual
    return named * sqlite3.PARSE_COLNAMES | bool(asked) * sqlite3.PARSE_DECLTYPES


def _is_of_one_thread(connection: Any) -> bool:
    """Whether another thread may not use it: one tries."""
    found: list[bool] = []
    over = _thread.allocate_lock()

    def attempt() -> None:
        try:
            sqlite3.Connection.cursor(connection).close()
            found.append(False)
        except sqlite3.ProgrammingError:
            found.append(True)
        finally:
            over.release()

    over.acquire()
    try:
        _thread.start_new_thread(attempt, ())
    except RuntimeError:  # there are none here (WebAssembly)
        return True
    with over:
        return found[0]


def connect(
    kind: Any,
    databases: list[tuple[str, str | bytes]],
    options: dict[str, Any],
    pragmas: dict[str, Any],
) -> sqlite3.Connection:
    """A connection to the same databases. SurroundingsChanged if one isn't there any more."""
    for _, held in databases:
        if isinstance(held, str) and not os.path.exists(held):
            raise SurroundingsChanged(
                f"the database {held}, which the program has open, is gone: put it back"
            )
    connection: sqlite3.Connection = kind.__new__(kind)
    (_, main), *attached = databases
    path = main if isinstance(main, str) else ":memory:"
    sqlite3.Connection.__init__(connection, path, **options)
    cursor = sqlite3.Connection.cursor(connection)
    for name, held in attached:
        cursor.execute(
            f"ATTACH ? AS {_quoted(name)}", (held if isinstance(held, str) else ":memory:",)
        )
    for name, held in databases:
        if isinstance(held, bytes) and held:
            connection.deserialize(held, name=name)
    for pragma, value in pragmas.items():
        if value is not None and _asked(cursor, pragma) != value:
            cursor.execute(f"PRAGMA {pragma} = {value}").fetchall()
    cursor.close()
    return connection


def _attributes(obj: Any) -> dict[str, Any]:
    """What an object of a class of the program's own holds besides."""
    return vars(obj) if hasattr(obj, "__dict__") else {}


def _settings(obj: Any, *names: str) -> Any:
    return tuple((name, getattr(obj, name)) for name in names), _attributes(obj)


def set_up(obj: Any, state: tuple[tuple[tuple[str, Any], ...], dict[str, Any]]) -> None:
    """Give a connection or a cursor its settings and attributes."""
    settings, attributes = state
    for name, value in settings:
        setattr(obj, name, value)
    if attributes:
        vars(obj).update(attributes)


def make_closed(kind: Any) -> sqlite3.Connection:
    """A connection that was closed."""
    connection: sqlite3.Connection = kind.__new__(kind)
    sqlite3.Connection.__init__(connection, ":memory:")
    sqlite3.Connection.close(connection)
    return connection


# -- cursors and rows


@knows(sqlite3.Cursor)
def _reduce_cursor(cursor: Any, freezer: "Freezer") -> Any:
    """Of a connection that has no rows to be fetched: so this one has none either."""
    names = [name for name, *_ in cursor.description or ()]
    made = make_cursor, (type(cursor), cursor.connection, names)
    return *made, _settings(cursor, "row_factory", "arraysize"), None, None, set_up


def make_cursor(kind: Any, connection: Any, names: list[str]) -> sqlite3.Cursor:
    """A cursor that has fetched all rows with such columns; without any: that has none."""
    cursor: sqlite3.Cursor = kind.__new__(kind)
    sqlite3.Cursor.__init__(cursor, connection)
    if names:
        columns = ", ".join(f"NULL AS {_quoted(name)}" for name in names)
        sqlite3.Cursor.execute(cursor, f"SELECT {columns} WHERE 0").fetchall()
    return cursor


@knows(sqlite3.Row)
def _reduce_row(row: Any, freezer: "Freezer") -> Any:
    return make_row, (type(row), row.keys(), tuple(row))


def make_row(kind: Any, names: list[str], values: tuple[Any, ...]) -> sqlite3.Row:
    with closing(sqlite3.connect(":memory:")) as connection:
        row: sqlite3.Row = kind(make_cursor(sqlite3.Cursor, connection, names), values)
    return row


__all__ = [
    "connect",
    "make_closed",
    "make_cursor",
    "make_row",
    "set_up",
]
