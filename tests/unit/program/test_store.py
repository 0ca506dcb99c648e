"""The file of a saved program: what goes in comes out, and what is refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stillframe import ForeignStore, StoreError, StoreInUse
from stillframe.program import schema
from stillframe.program.store import Store
from unit.cli.processes import needs_processes
from unit.program.states import PROGRAM, state_of

posix = pytest.mark.skipif(os.name != "posix", reason="a name that only POSIX allows")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "app.still"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with Store.open(file, create=True, keep=5) as store:
        store.start(PROGRAM)
        yield store


def beside(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir())


# What goes in comes out


@pytest.mark.parametrize("size", [0, 1, 4096, 100_000, 9_000_000])
def test_a_save(store: Store, size: int) -> None:
    state = (os.urandom(1000) * (size // 1000 + 1))[:size]
    info = store.save(state, reason="timer", summary='{"tasks": 3}')
    assert (info.number, info.reason, info.size) == (1, "timer", size)
    assert abs(info.time - datetime.now(UTC)) < timedelta(seconds=10)
    assert store.saves() == [info]
    assert store.load() == store.load(1) == state
    assert store.summary() == store.summary(1) == '{"tasks": 3}'


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_any_bytes(store: Store, kind: type) -> None:
    store.save(kind(b"state"), reason="")
    assert store.load() == b"state"


def test_the_last_ones_are_kept(store: Store, file: Path) -> None:
    for number in range(1, 13):
        assert store.save(state_of(number), reason="").number == number
    assert [one.number for one in store.saves()] == [8, 9, 10, 11, 12]
    assert [store.load(number) for number in range(8, 13)] == [state_of(n) for n in range(8, 13)]
    with sqlite3.connect(file) as other:
        (orphans,) = other.execute("SELECT count(*) FROM part WHERE save < 8").fetchone()
    other.close()
    assert orphans == 0


def test_numbers_go_on(store: Store, file: Path) -> None:
    store.save(b"1", reason="")
    store.save(b"2", reason="")
    store.close()
    with Store.open(file, create=False, keep=1) as again:
        assert again.save(b"3", reason="").number == 3
        assert [one.number for one in again.saves()] == [3]


def test_the_file_does_not_grow_with_history(store: Store, file: Path) -> None:
    def size(saves: int) -> int:
        for number in range(saves):
            store.save(os.urandom(10_000 + number % 7), reason="")
        return file.stat().st_size + file.with_name(file.name + "-wal").stat().st_size

    size(300)  # more than the log holds before it's folded in
    assert size(100) == size(300)


def test_a_closed_file_holds_no_more_than_it_must(store: Store, file: Path) -> None:
    for number in range(10):
        store.save(os.urandom(1_000_000 if number < 5 else 1_000), reason="")
    store.close()
    assert file.stat().st_size < 100_000


# The program


def test_the_program(store: Store, file: Path) -> None:
    running = replace(PROGRAM, process=os.getpid())
    assert store.program == running
    with Store.read(file) as reader:
        assert reader.program == running
    store.close()
    with Store.read(file) as reader:
        assert reader.program == replace(PROGRAM, status="stopped")
    with Store.open(file, create=False) as again:
        again.resume()
        assert again.program == running
        again.finish(3)
        ended = replace(PROGRAM, status="finished", exit_status=3)
        assert again.program == ended
    with Store.read(file) as reader:
        assert reader.program == ended


@posix
def test_arguments_and_paths_that_are_no_utf8(store: Store, file: Path) -> None:
    odd = os.fsdecode(b"caf\xe9")
    store.start(replace(PROGRAM, argv=(odd, "\n\0'"), script=odd, module="mö.d", folder="/" + odd))
    found = store.program
    assert found is not None
    assert (found.argv, found.script, found.folder) == ((odd, "\n\0'"), odd, "/" + odd)
    assert found.module == "mö.d"


def test_before_the_start(file: Path) -> None:
    with Store.open(file, create=True) as store:
        assert store.program is None
        with pytest.raises(StoreError, match="holds no save"):
            store.load()
    with Store.read(file) as reader:
        assert reader.program is None and reader.saves() == []


def test_a_new_program_drops_the_old_one(store: Store) -> None:
    store.save(b"old", reason="")
    store.finish(0)
    store.start(replace(PROGRAM, argv=("new",)))
    assert store.saves() == []
    assert store.program == replace(PROGRAM, argv=("new",), process=os.getpid())
    assert store.save(b"new", reason="").number == 1


# One file


def test_one_file_is_left(store: Store, file: Path, tmp_path: Path) -> None:
    store.save(b"state", reason="")
    assert "app.still-lock" in beside(file)
    store.close()
    assert beside(file) == ["app.still"]
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    shutil.copy(file, copy)
    with Store.read(copy / "app.still") as reader:
        assert reader.load() == b"state"


def test_one_file_is_enough_though_somebody_reads(store: Store, file: Path, tmp_path: Path) -> None:
    with Store.read(file) as reader:
        store.save(b"state", reason="")
        assert reader.load() == b"state"
        store.close()
        shutil.copy(file, tmp_path / "copy.still")
        with Store.read(tmp_path / "copy.still") as copy:
            assert copy.load() == b"state"
    with Store.open(file, create=False):
        pass
    assert beside(file) == ["app.still", "copy.still"]


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="there is no sqlite3 tool here")
def test_the_tool_reads_it(store: Store, file: Path) -> None:
    store.save(b"12345", reason="timer", summary='{"tasks": 3}')

    def tool(query: str) -> str:
        return subprocess.run(
            ["sqlite3", str(file), query], capture_output=True, text=True, check=True
        ).stdout

    assert tool("SELECT number, reason, size FROM saves") == "1|timer|5\n"
    assert tool("SELECT time FROM saves")[:4] == str(datetime.now().year)
    assert tool("SELECT json_extract(summary, '$.tasks') FROM save") == "3\n"
    assert tool("SELECT argv, status FROM program") == '["app.py", "--now"]|running\n'
    assert tool("PRAGMA integrity_check") == "ok\n"


NAMES = ["a b", "ünï – 文", "50%41?mode=memory#x", "file:app.still", ":memory:", "-x", "'\"", "x;y"]
NAMES += [r"C:\data\app.still", "a\nb"] if os.name == "posix" else []
NAMES += [os.fsdecode(b"caf\xe9")] if sys.platform == "linux" else []


@pytest.mark.parametrize("name", NAMES)
def test_any_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.open(name, create=True) as store:
        store.start(PROGRAM)
        os.mkdir("other")
        os.chdir("other")  # the program may do as it likes
        store.save(b"state", reason="")
    os.chdir(tmp_path)
    assert sorted(os.listdir()) == sorted([name, "other"])
    with Store.read(tmp_path / name) as reader:
        assert reader.load() == b"state"


# Refused


def refused(path: Path, kind: type[StoreError], match: str, *, create: bool = False) -> None:
    before = beside(path)
    with pytest.raises(kind, match=match):
        Store.open(path, create=create)
    with pytest.raises(StoreError):
        Store.read(path)
    assert beside(path) == before


def test_missing(file: Path, tmp_path: Path) -> None:
    refused(file, StoreError, "there is no file")
    with pytest.raises(StoreError, match="there is no folder"):
        Store.open(tmp_path / "no" / "app.still", create=True)


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    refused(tmp_path / "x", StoreError, "is a folder", create=True)


@pytest.mark.parametrize("text", [b"print('hello')\n", os.urandom(5000)], ids=["text", "noise"])
def test_another_file(file: Path, text: bytes) -> None:
    file.write_bytes(text)
    refused(file, ForeignStore, "not the file of a saved program", create=True)
    assert file.read_bytes() == text


def test_another_database(file: Path) -> None:
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE save (number)")
    other.close()
    before = file.read_bytes()
    refused(file, ForeignStore, "database of something else", create=True)
    assert file.read_bytes() == before


def test_an_empty_file(file: Path) -> None:
    """As a kill in the first moment leaves it."""
    file.touch()
    refused(file, StoreError, "is empty")
    with Store.open(file, create=True) as store:
        store.start(PROGRAM)


def test_a_newer_file(store: Store, file: Path) -> None:
    store.close()
    with sqlite3.connect(file) as other:
        other.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    other.close()
    refused(file, ForeignStore, "newer stillframe", create=True)


def test_in_use(store: Store, file: Path) -> None:
    with pytest.raises(StoreInUse, match=rf"in use: process {os.getpid()} runs its program"):
        Store.open(file, create=True)
    if os.name == "posix":
        link = file.with_name("link.still")
        link.symlink_to(file.name)
        with pytest.raises(StoreInUse):
            Store.open(link, create=False)
    store.save(b"state", reason="")
    with Store.read(file) as reader:
        assert reader.load() == b"state"


def test_a_save_that_is_not_there(store: Store) -> None:
    for _ in range(7):
        store.save(b"", reason="")
    for number in (2, 8, -1):
        with pytest.raises(StoreError, match=f"holds no save {number}, but 3 to 7"):
            store.load(number)


def test_a_reader_writes_nothing(store: Store, file: Path) -> None:
    with Store.read(file) as reader, pytest.raises(StoreError, match="to be read only"):
        reader.save(b"", reason="")


def test_closed(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.load()
    with pytest.raises(StoreError, match="was closed"):
        store.save(b"", reason="")


def test_keep(file: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Store.open(file, create=True, keep=0)


def test_another_tool_writes(store: Store, file: Path) -> None:
    store._connection.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another process is using it"):
        store.save(b"1", reason="")
    other.execute("ROLLBACK")
    other.close()
    assert store.save(b"2", reason="").number == 1


def test_a_reader_sees_one_moment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program drops the save that a reader has just found to be the newest."""
    find = Store._existing
    with Store.open(file, create=True, keep=1) as store, Store.read(file) as reader:
        store.save(b"1", reason="", summary="1")

        def find_and_lose(self: Store, number: int | None) -> int:
            found = find(self, number)
            store.save(b"later", reason="", summary="later")
            return found

        with monkeypatch.context() as patch:
            patch.setattr(Store, "_existing", find_and_lose)
            assert reader.load() == b"1"
        with monkeypatch.context() as patch:
            patch.setattr(Store, "_existing", find_and_lose)
            assert reader.summary() == "later"
        assert [one.number for one in reader.saves()] == [3]


# Threads and forks


def test_from_any_thread(store: Store) -> None:
    numbers: list[int] = []

    def save() -> None:
        numbers.extend(store.save(b"state", reason="").number for _ in range(20))

    threads = [threading.Thread(target=save) for _ in range(4)]
    try:
        for thread in threads:
            thread.start()
    except RuntimeError:
        pytest.skip("no threads here")
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 81))


@needs_processes
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fork_leaves_it_alone(file: Path) -> None:
    program = f"""
import os, sys
from stillframe import StoreError
from stillframe.program.store import Store
from unit.program.states import PROGRAM
with Store.open({str(file)!r}, create=True) as store:
    store.start(PROGRAM)
    child = os.fork()
    if not child:
        try:
            store.save(b"child", reason="")
        except StoreError as error:
            assert "forked" in str(error)
            store.close()
            os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert os.path.exists({str(file)!r} + "-lock")
    store.save(b"parent", reason="")
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
    with Store.read(file) as reader:
        assert [reader.load(one.number) for one in reader.saves()] == [b"parent"]


@needs_processes
@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="needs another user")
def test_where_nothing_can_be_written() -> None:
    program = """
import os, sys
from stillframe import StoreError
from stillframe.program.store import Store
os.setuid(65534)
with Store.read("app.still") as reader:
    assert reader.load() == b"state"
for name, create in (("app.still", False), ("new.still", True)):
    try:
        Store.open(name, create=create)
    except StoreError as error:
        assert "can't be opened" in str(error) and "its folder" in str(error), error
    else:
        raise AssertionError(name)
"""
    with tempfile.TemporaryDirectory() as folder:  # pytest's own lets nobody else in
        file = Path(folder) / "app.still"
        with Store.open(file, create=True) as store:
            store.save(b"state", reason="")
        file.chmod(0o444)
        file.parent.chmod(0o555)
        subprocess.run([sys.executable, "-c", program], check=True, cwd=folder)
        assert beside(file) == ["app.still"]
