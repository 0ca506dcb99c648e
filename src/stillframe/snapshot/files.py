"""Open files: by path and position, or by the object that they stand on and position."""

import contextlib
import gc
import io
import sys
from typing import Any

from stillframe.errors import NotSaveable

BUFFERED = io.BufferedReader, io.BufferedWriter, io.BufferedRandom
KINDS: tuple[type, ...] = (io.TextIOWrapper, *BUFFERED, io.FileIO)


def is_of_system(file: Any) -> bool:
    """Whether what a file stands on in the end is a descriptor, and no object of Python's."""
    if isinstance(file, io.TextIOWrapper):
        file = file.buffer
    return isinstance(file.raw if isinstance(file, BUFFERED) else file, io.FileIO)


# They are those of the process that thaws.
_STREAMS = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")


def save(file: Any) -> Any:
    """What `load` is to have. Raises NotSaveable for a file that can't be opened again."""
    for stream in _STREAMS:
        standard = getattr(sys, stream, None)
        if file is standard:
            return stream
        if standard is not None and file is getattr(standard, "buffer", None):
            return f"{stream}.buffer"
    if not is_of_system(file):
        return _save_layer(file)
    name = getattr(file, "name", None)
    if file.closed and name is not None:
        return name, file.mode, None, None
    if not isinstance(name, str | bytes):
        raise NotSaveable("a file that was not opened by its path cannot be saved")
    flush(file)
    return name, file.mode, _tell(file), _options(file)


def _save_layer(file: Any) -> Any:
    below = file.buffer if isinstance(file, io.TextIOWrapper) else file.raw
    if file.closed:
        return type(file), below, None, None
    if not file.seekable():
        raise NotSaveable(
            f"a file on a {type(below).__qualname__} that doesn't tell where it is cannot be saved"
        )
    flush(file)
    return type(file), below, _tell(file), _options(file)


def flush(file: Any) -> None:
    """Write what is pending. A text file in the midst of an iteration has nothing, and is left
    alone: it would tell a place from then on, and a wrong one."""
    if not file.writable():
        return
    if file.seekable():
        with contextlib.suppress(OSError):
            file.tell()  # this flushes
    else:
        file.flush()


def _options(file: Any) -> dict[str, Any]:
    """What a text file was opened with. Its newline is shown only to the garbage collector."""
    if not isinstance(file, io.TextIOWrapper):
        return {}
    options: dict[str, Any] = {"encoding": file.encoding, "errors": file.errors}
    newlines = {one for one in gc.get_referents(file) if isinstance(one, str)} & _NEWLINES
    if newlines:
        (options["newline"],) = newlines
    if file.line_buffering:
        options["line_buffering"] = True
    return options


_NEWLINES = {"", "\n", "\r", "\r\n"}


def _tell(file: Any) -> int:
    try:
        position: int = file.tell()
    except OSError:
        position = _tell_while_iterating(file)
    return position


def _tell_while_iterating(file: Any) -> int:
    """A text file that is being iterated doesn't tell: count the characters that are left.

    It then stands where it stood. Reads the file twice.
    """
    left = _count(file)
    file.seek(0)
    before = _count(file) - left
    file.seek(0)
    while before > 0:
        before -= len(file.read(min(before, _CHUNK)))
    position: int = file.tell()
    return position


def _count(file: Any) -> int:
    count = 0
    while text := file.read(_CHUNK):
        count += len(text)
    return count


_CHUNK = 1 << 20


def load(state: Any) -> Any:
    """The file, opened again, where it stood."""
    if isinstance(state, str):
        stream, *buffer = state.split(".")
        file = getattr(sys, stream)
        return getattr(file, *buffer) if buffer else file
    what, mode_or_below, position, options = state
    if isinstance(what, type):
        file = what(mode_or_below, **(options or {}))
        if position is not None and not file.readable():
            return file  # to seek would be to flush: what it stands on is where it was
    else:
        file = _open(what, mode_or_below, dict(options or {}))
    if position is None:
        file.close()
    else:
        file.seek(position)
    return file


def _open(name: str | bytes, mode: str, options: dict[str, Any]) -> Any:
    if options.pop("line_buffering", False):
        options["buffering"] = 1
    # What was opened to be written must not be emptied.
    reopened = mode.replace("w", "r+").replace("x", "r+").replace("++", "+")
    return open(name, reopened, **options)
