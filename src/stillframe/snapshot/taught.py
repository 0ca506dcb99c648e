"""Types that pickle doesn't know and that are saved all the same, and those that a user teaches."""

import gc
import io
import sys
import threading
from collections.abc import Callable
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.snapshot.kinds import forget

_Save = Callable[[Any], Any]
_taught: dict[type, tuple[_Save, Callable[[Any], Any]]] = {}


def register(type: type, save: Callable[[Any], Any], load: Callable[[Any], Any]) -> None:
    """Teach how objects of a type (and of its subclasses) are frozen.

    ``save(obj)`` gives something that can be frozen; ``load`` is called with its thawed copy and
    gives the object. ``load`` must be importable or a function that can be saved. The last one
    registered for a type counts. ``save`` raises NotSaveable to refuse.
    """
    _taught[type] = save, load
    forget()


def registered() -> dict[type, tuple[_Save, Callable[[Any], Any]]]:
    """All types that are known, with how they are saved and loaded."""
    return dict(_taught)


def reduce(obj: Any) -> Any:
    """What the pickler is to write, or NotImplemented."""
    for kind in type(obj).__mro__[:-1]:
        known = _taught.get(kind)
        if known is not None:
            save, load = known
            return load, (save(obj),)
    return NotImplemented


def _save_lock(lock: Any) -> None:
    if lock.locked():
        raise NotSaveable("a lock that is held cannot be saved")


def _load_lock(_: None) -> Any:
    return threading.Lock()


def _save_rlock(lock: Any) -> None:
    # An RLock says only up to 3.13 through its repr whether it is held.
    if " locked " in f"{lock!r}".replace("<", " "):
        raise NotSaveable("a lock that is held cannot be saved")


def _load_rlock(_: None) -> Any:
    return threading.RLock()


# They are those of the process that thaws.
_STREAMS = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")


def _save_file(file: Any) -> Any:
    for stream in _STREAMS:
        if file is getattr(sys, stream, None):
            return stream
    name = getattr(file, "name", None)
    if file.closed and name is not None:
        return name, file.mode, None, None
    if not isinstance(name, str | bytes):
        raise NotSaveable("a file that was not opened by its path cannot be saved")
    if file.writable():
        file.flush()
    options = _options(file) if isinstance(file, io.TextIOWrapper) else {}
    try:
        position = file.tell()
    except OSError:
        position = _tell_while_iterating(file)
    return name, file.mode, position, options


def _options(file: io.TextIOWrapper) -> dict[str, Any]:
    """What a text file was opened with. Its newline is shown only to the garbage collector."""
    options: dict[str, Any] = {"encoding": file.encoding, "errors": file.errors}
    newlines = {one for one in gc.get_referents(file) if isinstance(one, str)} & _NEWLINES
    if newlines:
        (options["newline"],) = newlines
    if file.line_buffering:
        options["buffering"] = 1
    return options


_NEWLINES = {"", "\n", "\r", "\r\n"}


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


def _load_file(state: Any) -> Any:
    if isinstance(state, str):
        return getattr(sys, state)
    name, mode, position, options = state
    # What was opened to be written must not be emptied.
    reopened = mode.replace("w", "r+").replace("x", "r+").replace("++", "+")
    file = open(name, reopened, **(options or {}))  # noqa: SIM115
    if position is None:
        file.close()
    else:
        file.seek(position)
    return file


register(type(threading.Lock()), _save_lock, _load_lock)
register(type(threading.RLock()), _save_rlock, _load_rlock)
for _kind in (io.TextIOWrapper, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.FileIO):
    register(_kind, _save_file, _load_file)
