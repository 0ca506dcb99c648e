"""A full disk, a disk that fails: the save is refused in plain words, the ones before it stay."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stillframe import StoreError
from stillframe.program.store import Store
from unit.cli.processes import needs_processes
from unit.program.states import PROGRAM

TESTS = Path(__file__).parents[2]
SMALL, LARGE = os.urandom(10_000), os.urandom(1_000_000)

linux = pytest.mark.skipif(sys.platform != "linux", reason="reaches into Linux's /proc and /dev")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "app.still", create=True) as store:
        store.start(PROGRAM)
        store.save(SMALL, reason="timer")
        yield store


def refuses(store: Store, state: bytes, words: str) -> None:
    """The save fails; for us and for a reader the one before is the last."""
    newest = store.saves()[-1].number
    with pytest.raises(StoreError, match=rf"a save failed: {words}.* Save {newest}, .* is there\."):
        store.save(state, reason="timer")
    for look in (store, Store.read(store.path)):
        assert look.saves()[-1].number == newest
        assert look.load() == SMALL
    look.close()


def goes_on(store: Store) -> None:
    newest = store.saves()[-1].number
    assert store.save(SMALL, reason="timer").number == newest + 1
    assert store.load() == SMALL


def test_no_more_pages(store: Store) -> None:
    """SQLite's own limit: everywhere, and without a disk that is really full."""
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages + 10}")
    refuses(store, LARGE, r"the disk is full, [\d,]+ bytes are free \(SQLITE_FULL\)")
    store._connection.execute(f"PRAGMA max_page_count = {1 << 30}")
    goes_on(store)


@needs_processes
@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on a process")
def test_a_limit_on_the_size_of_files(store: Store) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        refuses(store, LARGE, r"the disk reported an error \(SQLITE_IOERR_WRITE\)")
        goes_on(store)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    store.save(LARGE, reason="timer")
    assert store.load() == LARGE


@contextlib.contextmanager
def instead_of_the_log(store: Store, other: str, flags: int) -> Iterator[None]:
    """The log's descriptor leads elsewhere for a while, so that the kernel itself refuses."""
    log = f"{store.path}-wal"
    [fd] = [fd for fd in map(int, os.listdir("/proc/self/fd")) if leads_to(fd) == log]
    aside, instead = os.dup(fd), os.open(other or log, flags)
    os.dup2(instead, fd)
    os.close(instead)
    try:
        yield
    finally:
        os.dup2(aside, fd)
        os.close(aside)


def leads_to(fd: int) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{fd}")
    except FileNotFoundError:
        return ""


@linux
@pytest.mark.parametrize(
    ("other", "flags", "words"),
    [
        ("/dev/full", os.O_WRONLY, r"the disk is full.* \(SQLITE_FULL\)"),
        ("", os.O_RDONLY, r"the disk reported an error \(SQLITE_IOERR_WRITE\)"),
        ("/dev/null", os.O_WRONLY, r"the disk reported an error \(SQLITE_IOERR_FSYNC\)"),
    ],
    ids=["no space", "no write", "no sync"],
)
def test_the_kernel_refuses(store: Store, other: str, flags: int, words: str) -> None:
    with (
        instead_of_the_log(store, other, flags),
        pytest.raises(StoreError, match=f"a save failed: {words}"),
    ):
        store.save(LARGE, reason="timer")
    assert [one.number for one in store.saves()] == [1]
    assert store.load() == SMALL
    goes_on(store)
    with Store.read(store.path) as reader:
        assert [reader.load(one.number) for one in reader.saves()] == [SMALL, SMALL]
    store.close()
    assert os.listdir(os.path.dirname(store.path)) == ["app.still"]


# Run where it may mount a small disk of its own, which goes when it ends.
FULL_DISK = """
import os, shutil, subprocess, sys
from pathlib import Path
from stillframe import StoreError
from stillframe.program.store import Store
from unit.program.states import PROGRAM
from unit.program.test_disk import LARGE, SMALL, goes_on, refuses

disk = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], check=True)
ballast = disk / "ballast"
full = r"the disk is full, [\\d,]+ bytes are free \\(SQLITE_FULL\\)"

def fill():
    with open(ballast, "ab", buffering=0) as file:
        try:
            while file.write(bytes(4096)): pass
        except OSError as error:
            assert error.errno == 28

store = Store.open(disk / "app.still", create=True, keep=3)
store.start(PROGRAM)
for _ in range(400):                 # more than the log holds before it's folded in
    store.save(SMALL, reason="timer")
refuses(store, LARGE * 20, full)     # larger than the disk
assert shutil.disk_usage(disk).free > 3_000_000, "the failed save has left its bytes"
goes_on(store)
fill()
for _ in range(1000):                # until what the log has is used up
    try:
        store.save(SMALL, reason="timer")
    except StoreError:
        break
fill()                               # and what that gave back
refuses(store, SMALL, full)
ballast.unlink()
goes_on(store)
newest = store.saves()[-1].number

# Full when it is closed: what can't be folded in stays in the log.
fill()
try:
    store.close()
except StoreError as error:
    assert "Nothing that was saved is lost" in str(error) and "-wal together" in str(error), error
else:
    raise AssertionError
with Store.read(disk / "app.still") as reader:
    assert reader.saves()[-1].number == newest and reader.load() == SMALL
ballast.unlink()
with Store.open(disk / "app.still", create=False) as store:
    assert store.saves()[-1].number == newest and store.load() == SMALL
    goes_on(store)
assert os.listdir(disk) == ["app.still"], os.listdir(disk)

# Full from the beginning: nothing can be made, and that's said.
fill()
try:
    Store.open(disk / "new.still", create=True)
except StoreError as error:
    assert "opening it failed: the disk is full" in str(error), error
else:
    raise AssertionError
ballast.unlink()
Store.open(disk / "new.still", create=True).close()
print("done")
"""


@linux
@needs_processes
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    own = ["unshare", "--mount"] + ([] if os.getuid() == 0 else ["--user", "--map-root-user"])
    can = shutil.which("unshare") and shutil.which("mount")
    if not can or subprocess.run([*own, "true"], capture_output=True).returncode:
        pytest.skip("this process may not mount a disk of its own")
    ended = subprocess.run(
        [*own, sys.executable, "-W", "error", "-c", FULL_DISK, str(tmp_path)],
        cwd=TESTS, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.endswith("done\n")
