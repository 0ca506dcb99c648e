"""A damaged file: what is whole is found, what isn't is said, and nothing crashes."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from stillframe import DamagedStore, StoreError
from stillframe.program.store import Store
from unit.program.states import PROGRAM

SAVES = range(1, 6)


def state_of(number: int) -> bytes:
    return random.Random(number).randbytes(5_000 * number)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A closed file with five saves."""
    file = tmp_path_factory.mktemp("whole") / "app.still"
    with Store.open(file, create=True) as store:
        store.start(PROGRAM)
        for number in SAVES:
            store.save(state_of(number), reason="timer", summary=f'{{"n": {number}}}')
    return file.read_bytes()


def look(file: Path) -> str:
    """All that can be asked; what comes out is right or StoreError."""
    try:
        with Store.read(file) as store:
            program = store.program
            assert program is None or isinstance(program.argv, tuple)
            numbers = [one.number for one in store.saves()]
            store.summary()
            state = store.load()
    except StoreError as error:
        assert str(file) in str(error)
        return type(error).__name__
    newest = numbers[-1]
    assert state == state_of(newest)
    return "whole"


def test_cut_short_anywhere(whole: bytes, tmp_path: Path) -> None:
    file = tmp_path / "app.still"
    rng = random.Random(0)
    lengths = [0, 1, 15, 16, 99, 100, 511, 512, 4095, 4096, 4097, len(whole) - 1]
    found = Counter()
    for length in lengths + [rng.randrange(len(whole)) for _ in range(100)]:
        file.write_bytes(whole[:length])
        found[look(file)] += 1
    assert found["DamagedStore"] > 50, found


def test_bits_flipped_anywhere(whole: bytes, tmp_path: Path) -> None:
    file = tmp_path / "app.still"
    rng = random.Random(0)
    found = Counter()
    for _ in range(600):
        data = bytearray(whole)
        # One bit in the whole file, or several on a page that holds the tables' own structure.
        for _ in range(rng.choice([1, 1, 20])):
            data[rng.randrange(rng.choice([4096, len(data)]))] ^= 1 << rng.randrange(8)
        file.write_bytes(data)
        found[look(file)] += 1
    assert found["DamagedStore"] > 100 and found["whole"] > 100, found


def test_the_newest_is_damaged(whole: bytes, tmp_path: Path) -> None:
    file = tmp_path / "app.still"
    file.write_bytes(whole)
    with sqlite3.connect(file) as other:
        other.execute("UPDATE part SET data = zeroblob(7) WHERE save = 5")
        other.execute("UPDATE part SET data = zeroblob(length(data)) WHERE save = 3")
    other.close()
    with Store.open(file, create=False) as store:
        with pytest.raises(DamagedStore, match=r"save 5 of .* damaged.*whole are: 4, 2, 1;"):
            store.load()
        assert store.load(4) == state_of(4)
        assert store.save(b"6", reason="").number == 6  # the program goes on


def test_a_state_under_another_number(whole: bytes, tmp_path: Path) -> None:
    file = tmp_path / "app.still"
    file.write_bytes(whole)
    with sqlite3.connect(file) as other:
        other.execute("DELETE FROM save WHERE number = 5")
        other.execute("DELETE FROM part WHERE save = 5")
        other.execute("UPDATE save SET number = 5 WHERE number = 4")
        other.execute("UPDATE part SET id = (5 << 16) + position WHERE save = 4")
    other.close()
    with Store.read(file) as store, pytest.raises(DamagedStore, match="whole are: 3, 2, 1;"):
        store.load()


def test_no_save_is_whole(whole: bytes, tmp_path: Path) -> None:
    file = tmp_path / "app.still"
    file.write_bytes(whole)
    with sqlite3.connect(file) as other:
        other.execute("DELETE FROM part")
        other.execute("UPDATE save SET checksum = size")
    other.close()
    with Store.read(file) as store, pytest.raises(DamagedStore, match="no other one is whole"):
        store.load()


@pytest.mark.parametrize("table", ["program", "save", "part"])
def test_a_table_is_gone(whole: bytes, tmp_path: Path, table: str) -> None:
    file = tmp_path / "app.still"
    file.write_bytes(whole)
    with sqlite3.connect(file) as other:
        other.execute(f"DROP TABLE {table}")
    other.close()
    assert look(file) == "DamagedStore"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files as a power cut would leave them: five saves, the last four in the log."""
    folder = tmp_path_factory.mktemp("running")
    file = folder / "app.still"
    with Store.open(file, create=True) as store:
        store.start(PROGRAM)
        for number in SAVES:
            store.save(state_of(number), reason="timer")
            if number == 1:
                store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        shutil.copytree(folder, folder / "copy")
    return folder / "copy"


@pytest.mark.parametrize("kind", ["cut", "overwritten"])
def test_a_log_that_ends_anywhere(running: Path, tmp_path: Path, kind: str) -> None:
    """What was not yet on the disk is gone; no save before it is, and none is torn."""
    rng = random.Random(0)
    log = (running / "app.still-wal").read_bytes()
    newest = []
    for place in sorted([0, 31, 32, len(log), *[rng.randrange(len(log)) for _ in range(60)]]):
        folder = tmp_path / str(place)
        shutil.copytree(running, folder, dirs_exist_ok=True)
        tail = b"" if kind == "cut" else rng.randbytes(len(log) - place)
        (folder / "app.still-wal").write_bytes(log[:place] + tail)
        with Store.open(folder / "app.still", create=False) as store:
            numbers = [one.number for one in store.saves()]
            assert numbers == list(range(1, numbers[-1] + 1))
            assert [store.load(n) for n in numbers] == [state_of(n) for n in numbers]
        newest.append(numbers[-1])
    assert newest == sorted(newest) and set(newest) == set(SAVES)


@pytest.mark.parametrize("shm", [b"", b"\xff" * 10, b"\xff" * 40_000])
def test_the_index_of_the_log_is_made_anew(running: Path, tmp_path: Path, shm: bytes) -> None:
    shutil.copytree(running, tmp_path / "x")
    (tmp_path / "x" / "app.still-shm").write_bytes(shm)
    with Store.read(tmp_path / "x" / "app.still") as store:
        assert store.load() == state_of(5)
