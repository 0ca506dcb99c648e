"""One process at a time: however the one before ended, and whoever removes the lock's file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from stillframe.program.lock import Lock
from unit.cli.processes import needs_processes


@pytest.fixture
def lock(tmp_path: Path) -> Lock:
    return Lock(str(tmp_path / "app.still"))


def test_one_at_a_time(lock: Lock) -> None:
    other = Lock(lock.path.removesuffix("-lock"))
    assert not lock.held()
    assert lock.acquire()
    assert other.held()
    assert not other.acquire()
    lock.release()
    lock.release()
    assert not Path(lock.path).exists()
    assert other.acquire()
    other.release()


def test_looking_is_in_nobodys_way(lock: Lock) -> None:
    assert not lock.held()
    assert not Path(lock.path).exists()
    Path(lock.path).touch()  # a killed process left it
    assert not lock.held()
    assert lock.acquire()
    lock.release()


def test_a_removed_lock_is_noticed(lock: Lock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened, then removed by the owner before: what was locked then guards nothing."""
    found = [(1, 1, 1), (1, 2, 2), (1, 2, 2), (1, 2, 2)]
    monkeypatch.setattr(Lock, "_identity", lambda self: found.pop(0))
    assert lock.acquire()
    assert found == []
    lock.release()


@needs_processes
def test_it_ends_with_its_process(lock: Lock) -> None:
    program = (
        "import sys, time\n"
        "from stillframe.program.lock import Lock\n"
        "lock = Lock(sys.argv[1])\n"
        "print(lock.acquire(), flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, lock.path.removesuffix("-lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None and owner.stdout.readline() == b"True\n"
        assert lock.held()
        assert not lock.acquire()
        owner.kill()
        owner.wait()
    assert not lock.held()
    assert lock.acquire()
    lock.release()


# Each makes a file while it has the lock: two at once would find it there.
CONTENDER = """
import os, sys
from stillframe.program.lock import Lock
mark, taken = sys.argv[1] + "-mark", 0
while taken < 100:
    lock = Lock(sys.argv[1])
    if lock.acquire():
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
        os.unlink(mark)
        lock.release()
        taken += 1
"""


@needs_processes
def test_never_two(lock: Lock) -> None:
    command = [sys.executable, "-c", CONTENDER, lock.path.removesuffix("-lock")]
    contenders = [subprocess.Popen(command) for _ in range(4)]
    assert [one.wait(60) for one in contenders] == [0] * 4
    assert not Path(lock.path).exists()
