"""Types that pickle doesn't know and that are saved all the same, and those that a user teaches."""

import threading
from collections.abc import Callable
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.snapshot import files
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


def is_taught(kind: type) -> bool:
    """Whether objects of a type are saved as somebody has taught it."""
    return any(one in _taught for one in kind.__mro__[:-1])


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


register(type(threading.Lock()), _save_lock, _load_lock)
register(type(threading.RLock()), _save_rlock, _load_rlock)
for _kind in files.KINDS:
    register(_kind, files.save, files.load)
