"""Connections of SQLite, cursors and rows."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stillframe
from stillframe import NotSaveable, SurroundingsChanged, freeze, thaw

sqlite3 = pytest.importorskip("sqlite3")


threads = pytest.mark.skipif(sys.platform == "emscripten", reason="WebAssembly has no threads")


def again(obj: Any) -> Any:
    return thaw(freeze(obj))


class Own(sqlite3.Connection):  # type: ignore[misc,name-defined]
    """Its __init__ wants something else."""

    def __init__(self, folder: Path, number: int) -> None:
        super().__init__(folder / f"{number}.db")
        self.number = number
        self.log = [self]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Any]:
    """Opens a connection to one database, which is closed in the end."""
    connections = []

    def connect(**options: Any) -> Any:
        connection = sqlite3.connect(tmp_path / "one.db", **options)
        connections.append(connection)
        return connection

    first = connect()
    first.execute("CREATE TABLE word (text TEXT, seen stamp)")
    first.executemany("INSERT INTO word VALUES (?, 'now')", [["a"], ["b"], ["c"]])
    first.commit()
    yield connect
    for one in connections:
        one.close()


def words(connection: Any) -> list[Any]:
    return [row[0] for row in connection.execute("SELECT text FROM word ORDER BY text")]


def test_it_opens_the_same_database(opened: Any, tmp_path: Path) -> None:
    connection, same = again([one := opened(), one])
    assert connection is same and type(connection) is sqlite3.Connection
    assert words(connection) == ["a", "b", "c"]
    with connection:
        connection.execute("INSERT INTO word VALUES ('d', 'now')")
    assert words(one) == ["a", "b", "c", "d"]
    connection.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["one.db"]


@threads
@pytest.mark.parametrize("detect", [0, sqlite3.PARSE_DECLTYPES, sqlite3.PARSE_COLNAMES, 3])
@pytest.mark.parametrize("level", ["", None, "IMMEDIATE"])
def test_how_it_was_opened(opened: Any, detect: int, level: str | None) -> None:
    one = opened(timeout=2.5, detect_types=detect, isolation_level=level, check_same_thread=False)
    one.text_factory = bytes
    one.row_factory = sqlite3.Row
    one.execute("PRAGMA foreign_keys = ON").fetchall()
    one.execute("PRAGMA query_only = ON").fetchall()
    before = dict(sqlite3.converters)
    other = again(one)
    assert sqlite3.converters == before
    assert (other.isolation_level, other.text_factory, other.row_factory) == (
        level,
        bytes,
        sqlite3.Row,
    )
    sqlite3.register_converter("stamp", lambda text: f"<{text.decode()}>")
    try:
        rows = [
            tuple(each.execute('SELECT seen, text AS "t [stamp]" FROM word LIMIT 1').fetchone())
            for each in (one, other)
        ]
    finally:
        del sqlite3.converters["STAMP"]
    assert rows[0] == rows[1]
    for pragma, value in {"busy_timeout": 2500, "foreign_keys": 1, "query_only": 1}.items():
        for each in (one, other):
            assert tuple(each.execute(f"PRAGMA {pragma}").fetchone()) == (value,)
    thread = threading.Thread(target=other.close)
    thread.start()
    thread.join()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        other.execute("SELECT 1")


@threads
def test_of_one_thread(opened: Any) -> None:
    failed: list[str] = []

    def attempt(connection: Any) -> None:
        for do in (connection.cursor, lambda: freeze(connection)):
            try:
                do()
            except (sqlite3.ProgrammingError, NotSaveable) as error:
                failed.append(str(error))

    other = again(opened())
    thread = threading.Thread(target=attempt, args=[other])
    thread.start()
    thread.join()
    assert "only be used in that same thread" in failed[0]
    assert "a connection of another thread cannot be saved: " in failed[1]
    other.close()


@pytest.mark.skipif(sys.version_info < (3, 12), reason="autocommit came with 3.12")
def test_autocommit(opened: Any) -> None:
    other = again(opened(autocommit=True))
    assert other.autocommit is True
    other.close()
    with pytest.raises(NotSaveable, match="with autocommit=False it always is in one"):
        freeze(opened(autocommit=False))


def test_in_memory() -> None:
    one = sqlite3.connect(":memory:")
    other = again(one)
    for each in (one, other):
        each.execute("CREATE TABLE word (text)")
        each.execute("INSERT INTO word VALUES ('x')")
        each.commit()
    other.close()
    between = again(one)
    other = again(between)
    between.close()
    with other:
        other.execute("INSERT INTO word VALUES ('y')")
    assert (words(one), words(other)) == (["x"], ["x", "y"])
    one.close()
    other.close()


def test_attached_databases(opened: Any, tmp_path: Path) -> None:
    one = opened()
    one.execute("ATTACH ? AS 'of \"the\" side'", [str(tmp_path / "side.db")])
    one.execute("ATTACH ':memory:' AS aside")
    one.execute('CREATE TABLE "of ""the"" side".left (n)')
    one.execute("CREATE TABLE aside.right AS SELECT 7 AS n")
    other = again(one)
    assert other.execute('SELECT count(*) FROM "of ""the"" side".left').fetchone() == (0,)
    assert other.execute("SELECT n FROM aside.right").fetchone() == (7,)
    other.close()


def test_a_class_of_the_program(tmp_path: Path) -> None:
    one = Own(tmp_path, 3)
    other = again(one)
    assert (type(other), other.number, other.log[0] is other) == (Own, 3, True)
    other.execute("CREATE TABLE t (x)")
    assert one.execute("SELECT * FROM t").fetchall() == []
    one.close()
    other.close()
    assert again(other).number == 3  # closed
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        again(other).execute("SELECT 1")


def test_cursors(opened: Any) -> None:
    connection = opened()
    fetched = connection.execute('SELECT text AS "a ""b""", seen FROM word')
    fetched.arraysize = 7
    fetched.fetchall()
    fresh = connection.cursor(Cursor)
    fresh.note = "mine"
    fresh.row_factory = sqlite3.Row
    other, cursors = again((connection, [fetched, fresh]))
    assert cursors[0].description == fetched.description
    assert (cursors[0].arraysize, cursors[0].connection is other) == (7, True)
    assert cursors[0].fetchall() == []
    assert (type(cursors[1]), cursors[1].note) == (Cursor, "mine")
    assert cursors[1].execute("SELECT 5 AS five").fetchone()["five"] == 5
    other.close()


class Cursor(sqlite3.Cursor):  # type: ignore[misc,name-defined]
    note = ""


def test_rows(opened: Any) -> None:
    connection = opened()
    connection.row_factory = sqlite3.Row
    row = connection.execute("SELECT text AS first, seen FROM word ORDER BY text").fetchall()[0]
    other = again(row)
    assert (dict(other), other == row, other["FIRST"]) == (dict(row), True, "a")


def test_a_generator_goes_on(opened: Any) -> None:
    def count(connection: Any) -> Iterator[int]:
        for number in range(3):
            with connection:
                connection.execute("INSERT INTO word VALUES (?, 'then')", [f"z{number}"])
            yield len(words(connection))

    gen = count(opened())
    found = []
    kept = []
    for _ in range(3):
        found.append(next(gen))
        kept.append(gen.gi_frame.f_locals["connection"])
        gen = again(gen)
    kept.append(gen.gi_frame.f_locals["connection"])
    assert found == [4, 5, 6]
    for one in kept:
        one.close()


# -- refused


def test_a_transaction(opened: Any) -> None:
    connection = opened()
    connection.execute("INSERT INTO word VALUES ('d', 'now')")
    with pytest.raises(NotSaveable, match="a connection in a transaction cannot be saved: commit"):
        freeze(connection)
    connection.rollback()
    again(connection).close()


def test_rows_to_be_fetched(opened: Any) -> None:
    connection = opened()
    cursor = connection.execute("SELECT * FROM word")
    cursor.fetchone()
    for _ in range(2):
        with pytest.raises(NotSaveable, match="rows that wait to be fetched"):
            freeze(cursor)
    assert len(cursor.fetchall()) == 2
    again(connection).close()


def test_temporary_tables(opened: Any) -> None:
    connection = opened()
    connection.execute("CREATE TEMP TABLE aside (x)")
    with pytest.raises(NotSaveable, match="temporary tables cannot be saved: drop them"):
        freeze(connection)


def test_functions(opened: Any) -> None:
    connection = opened()
    connection.create_function("double", 1, lambda n: n * 2)
    connection.create_collation("backwards", lambda a, b: (a < b) - (a > b))
    with pytest.raises(NotSaveable, match=r"program's own \(backwards, double\) cannot be saved"):
        freeze(connection)


def test_a_database_that_is_gone(opened: Any, tmp_path: Path) -> None:
    frozen = freeze(opened())
    (tmp_path / "one.db").unlink()
    with pytest.raises(SurroundingsChanged, match=r"the database .*one\.db, which the program has"):
        thaw(frozen)
    assert not (tmp_path / "one.db").exists()


def test_what_was_taught_counts(opened: Any) -> None:
    class Taught(Own):
        def __init__(self) -> None:
            sqlite3.Connection.__init__(self, ":memory:")

    connection = Taught()
    stillframe.register(Taught, lambda connection: "saved", str.upper)
    assert again(connection) == "SAVED"
    connection.close()
