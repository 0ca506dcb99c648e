"""Walks through folders, and entries of directories."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stillframe import NotSaveable, freeze, thaw
from stillframe.bytecode import decode
from stillframe.bytecode.liveness import live, live_after


def again(obj: Any) -> Any:
    return thaw(freeze(obj))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("a/1.txt", "a/b/2.txt", "a/b/c/3.txt", "d/4.txt", "5.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


WALKS: dict[str, Callable[[Path], Iterator[Any]]] = {
    "os.walk": lambda tree: os.walk(tree),
    "os.walk upwards": lambda tree: os.walk(tree, topdown=False),
    "os.walk of bytes": lambda tree: os.walk(os.fsencode(tree)),
    "glob": lambda tree: tree.glob("*/*.txt"),
    "rglob": lambda tree: tree.rglob("*"),
    "rglob of files": lambda tree: tree.rglob("[1-3].txt"),
    "iterdir": lambda tree: tree.iterdir(),
}
if sys.version_info >= (3, 12):
    WALKS["Path.walk"] = lambda tree: tree.walk()


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS)
def test_a_walk_goes_on(walk: Callable[[Path], Iterator[Any]], tree: Path) -> None:
    """It sees what it would have seen, whatever the order of the system is."""
    expected = list(walk(tree))
    cut, found = again(walk(tree)), []
    for _ in expected:
        found.append(next(cut))
        cut = again(again(cut))
    assert found == expected
    assert list(cut) == []


def test_files_that_a_walk_has_dealt_with_may_go(tree: Path) -> None:
    found = []
    walk = tree.glob("*/*.txt")
    while path := next(walk, None):
        found.append(path.name)
        path.unlink()
        walk = again(walk)
    assert sorted(found) == ["1.txt", "4.txt"]


def test_entries(tree: Path) -> None:
    with os.scandir(tree) as scan:
        entries = sorted(scan, key=lambda entry: entry.name)
    (tree / "5.txt").unlink()
    gone, folder, _ = again(entries)
    assert (folder.name, folder.path, folder.is_dir()) == ("a", str(tree / "a"), True)
    assert type(folder) is os.DirEntry
    assert (gone.name, gone.path, os.fspath(gone)) == ("5.txt", *[str(tree / "5.txt")] * 2)
    assert not (gone.is_dir() or gone.is_file() or gone.is_symlink() or gone.is_junction())
    for ask in (gone.stat, gone.inode):
        with pytest.raises(FileNotFoundError, match=r"5\.txt"):
            ask()
    assert repr(again(gone)) == "<DirEntry '5.txt'>"


def test_one_scan_for_many_entries(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with os.scandir(tree) as scan:
        frozen = freeze(list(scan))
    scans: list[Any] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: scans.append(path) or scandir(path))
    assert {entry.name for entry in thaw(frozen)} == {"a", "d", "5.txt"}
    assert scans == [str(tree)]


def test_a_scan_of_the_programs_own_is_refused(tree: Path) -> None:
    def names() -> Iterator[str]:
        with os.scandir(tree) as scan:
            for entry in scan:
                yield entry.name

    def afterwards() -> Iterator[str]:
        with os.scandir(tree) as scan:
            found = [entry.name for entry in scan]
        yield from found

    for make in (names, afterwards):  # nor what nobody will read again: somebody may look at it
        gen = make()
        next(gen)
        with pytest.raises(NotSaveable, match=r"a .*ScandirIterator cannot be saved"):
            freeze(gen)
        gen.close()


@pytest.mark.skipif(os.scandir not in os.supports_fd, reason="needs scans by descriptor")
def test_an_entry_by_descriptor_is_refused(tree: Path) -> None:
    number = os.open(tree, os.O_RDONLY)
    try:
        with os.scandir(number) as scan, pytest.raises(NotSaveable, match="by its descriptor"):
            freeze(next(scan))
    finally:
        os.close(number)


# -- liveness


def live_at_yield(function: Callable[..., Any]) -> set[str]:
    code = decode(function.__code__)
    index = next(n for n, one in enumerate(code.instructions) if one.op == "YIELD_VALUE")
    kept = live_after(code, index, live(code))
    return {name for slot, name in enumerate(code.slots) if kept >> slot & 1}


def test_what_is_read_later_is_live() -> None:
    def g(read: int, dead: int, bound: int, deleted: int, closed: int) -> Any:
        yield dead
        bound = read
        del deleted
        return bound, lambda: closed

    assert live_at_yield(g) == {"read", "deleted", "closed"}


def test_on_one_way_is_enough() -> None:
    def g(one: int, other: int, loops: int) -> Any:
        while loops:
            yield one
            if loops > 3:
                one = 5
            else:
                other = loops
                loops -= 1
        return other

    assert live_at_yield(g) == {"one", "other", "loops"}


def test_what_a_handler_reads_is_live() -> None:
    def g(caught: int, final: int, dead: int) -> Any:
        try:
            yield dead
            caught = final = 0
        except ValueError:
            return caught
        finally:
            print(final)
        return caught

    assert live_at_yield(g) == {"caught", "final"}
