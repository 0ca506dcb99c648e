"""What must hold outside when a program goes on; checked before anything of it is made."""

from __future__ import annotations

import functools
import os
import stat
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from stillframe.errors import NotSaveable, SurroundingsChanged
from stillframe.loop.outside import sockets
from stillframe.snapshot.files import flush, is_of_system

Condition = tuple[str, Any]

_SAMPLE = 1 << 16


def of_folder() -> Condition:
    """The working folder is there."""
    return "folder", (os.getcwd(),)


def _check_folder(path: str) -> None:
    if not os.path.isdir(path):
        raise SurroundingsChanged(
            f"the working folder {path} is gone: make it again, with the files that it had"
        )


def of_file(file: Any) -> Condition | None:
    """What an open file needs: None for one that isn't a regular file with a path.

    Raises NotSaveable if its path leads to another file by now.
    """
    name = getattr(file, "name", None)
    if file.closed or not isinstance(name, str | bytes) or not is_of_system(file):
        return None
    flush(file)
    here = os.fstat(file.fileno())
    if not stat.S_ISREG(here.st_mode):
        return None
    path = os.path.abspath(os.fsdecode(name))
    try:
        there = os.stat(path)
    except OSError:
        there = None
    if there is None or not os.path.samestat(there, here):
        raise NotSaveable(f"the file {path} was deleted or replaced since it was opened")
    if "r" in file.mode and "+" not in file.mode:
        return "read", (path, here.st_size, here.st_mtime_ns, _digest(path, here))
    return "written", (path, here.st_size, file.mode[0] in "wx")


def _digest(path: str, found: os.stat_result) -> bytes:
    return _sampled(path, found.st_size, found.st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _sampled(path: str, size: int, moment: int) -> bytes:
    """A digest of the beginning, the middle and the end of the first ``size`` bytes."""
    digest = blake2b(digest_size=16)
    with open(path, "rb") as file:
        for start in sorted({0, max(0, size // 2 - _SAMPLE // 2), max(0, size - _SAMPLE)}):
            file.seek(start)
            digest.update(file.read(min(_SAMPLE, size - start)))
    return digest.digest()


def _check_read(path: str, size: int, moment: int, digest: bytes) -> None:
    found = _found(path)
    if (found.st_size, found.st_mtime_ns) == (size, moment):
        return
    if found.st_size < size or _sampled(path, size, found.st_mtime_ns) != digest:
        raise SurroundingsChanged(
            f"the file {path}, which the program is reading, was changed since the program was "
            f"saved (it had {size} bytes, and has {found.st_size}): put it back as it was"
        )


def _check_written(path: str, size: int, cut: bool) -> None:
    found = _found(path)
    if found.st_size < size:
        raise SurroundingsChanged(
            f"the file {path}, which the program is writing, is shorter than it was when the "
            f"program was saved ({found.st_size} bytes, and it had {size}): put it back as it was"
        )


def _found(path: str) -> os.stat_result:
    try:
        found = os.stat(path)
    except OSError as error:
        raise SurroundingsChanged(
            f"the file {path}, which the program has open, is gone: {error.strerror}"
        ) from None
    return found


_CHECKS: dict[str, Callable[..., None]] = {
    "folder": _check_folder,
    "read": _check_read,
    "written": _check_written,
    sockets.ADDRESS: sockets.check,
}


def check(conditions: list[Condition]) -> None:
    """Raise SurroundingsChanged if one of them doesn't hold. Nothing is changed."""
    for kind, subject in conditions:
        _CHECKS[kind](*subject)


def settle(conditions: list[Condition]) -> None:
    """Cut what a program wrote after it was saved off the files that it had begun anew.

    It will write that again. Files that it appends to, or has opened to change them, are left as
    they are: what stands there may be somebody else's.
    """
    sizes: dict[str, int] = {}
    for kind, subject in conditions:
        if kind == "written" and subject[2]:
            sizes[subject[0]] = max(subject[1], sizes.get(subject[0], 0))
    for path, size in sizes.items():
        os.truncate(path, size)
