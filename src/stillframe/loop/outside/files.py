"""File objects on pipes and sockets: they come back broken. Files on a disk are left to others.

A copy of a standard stream's descriptor (``os.dup(1)``) becomes one of the new process's.
"""

import contextlib
import io
import os
import socket
import stat
from typing import Any

from stillframe.snapshot.descriptors import STANDARD, at, broken
from stillframe.snapshot.files import BUFFERED
from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.pickler import Freezer


def _is_pipe(file: Any) -> bool:
    """Whether a file is open on a pipe or a socket, or was: it has a number for a name."""
    if file.closed:
        return isinstance(getattr(file, "name", None), int)
    try:
        number = file.fileno()
    except (OSError, ValueError):
        return False
    mode = os.fstat(number).st_mode
    return number not in STANDARD and (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode))


@reduces(io.FileIO)
def _reduce_file(file: Any, freezer: Freezer) -> Any:
    if freezer.conditions is None or not _is_pipe(file):
        return NotImplemented
    if file.closed:
        return closed_file, (type(file), file.mode)
    number = file.fileno()
    options = number, os.get_inheritable(number), os.get_blocking(number)
    standard = _standard(number, file.writable())
    return open_file, (type(file), file.mode, file.closefd, standard, *options)


def _standard(number: int, writable: bool) -> int | None:
    """The standard stream that a descriptor is a copy of."""
    for one in reversed(STANDARD) if writable else STANDARD:
        with contextlib.suppress(OSError):
            if os.path.samestat(os.fstat(one), os.fstat(number)):
                return one
    return None


def open_file(
    kind: Any,
    mode: str,
    closes: bool,
    standard: int | None,
    number: int,
    inherited: bool,
    blocking: bool,
) -> Any:
    """A file on a standard stream, or one whose other end is gone."""
    number = at(number, broken() if standard is None else os.dup(standard))
    os.set_inheritable(number, inherited)
    os.set_blocking(number, blocking)
    return kind(number, mode, closes)


def closed_file(kind: Any, mode: str) -> Any:
    """A file that was closed."""
    file = kind(os.open(os.devnull, os.O_RDWR), mode)
    file.close()
    return file


@reduces(*BUFFERED)
def _reduce_buffered(file: Any, freezer: Freezer) -> Any:
    if freezer.conditions is None or not isinstance(file.raw, io.FileIO | socket.SocketIO):
        return NotImplemented
    if isinstance(file.raw, io.FileIO) and not _is_pipe(file):
        return NotImplemented
    return (closed_buffer, (type(file),)) if file.closed else (type(file), (file.raw,))


def closed_buffer(kind: Any) -> Any:
    """A file with a buffer that was closed."""
    file = kind(io.FileIO(os.devnull, "w" if kind is io.BufferedWriter else "r+"))
    file.close()
    return file


@reduces(io.TextIOWrapper)
def _reduce_text(file: Any, freezer: Freezer) -> Any:
    if freezer.conditions is None or not isinstance(file.buffer, BUFFERED):
        return NotImplemented
    if isinstance(file.buffer.raw, io.FileIO) and not _is_pipe(file):
        return NotImplemented
    if file.closed:
        return closed_text, ()
    options = file.encoding, file.errors, None, file.line_buffering, file.write_through
    return io.TextIOWrapper, (file.buffer, *options)


def closed_text() -> Any:
    """A text file that was closed."""
    file = io.TextIOWrapper(io.BytesIO(), "utf-8")
    file.close()
    return file
