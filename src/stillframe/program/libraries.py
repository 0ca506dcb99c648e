"""Objects that the modules of libraries hold under a public name: saved by reference.

`from random import randint` gives a method of an object that the random module holds, and a copy
of that object would go its own way. So whatever a library's module holds is written as its place.
What has no identity that could matter (strings, numbers), what pickle writes by reference anyway
(functions, classes, modules), and instances of the program's own classes are left out.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Container, Iterator
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, final

from stillframe.errors import ForeignSnapshot
from stillframe.snapshot.identity import MAIN

Place = tuple[str, str]

_OURS = __name__.partition(".")[0]

_LEFT_OUT = (
    FunctionType,
    ModuleType,
    type,
    str,
    bytes,
    int,
    float,
    complex,
    tuple,
    frozenset,
    type(None),
    type(...),
    type(NotImplemented),
)

# In sys stands what belongs to the process, some of it put there by the program.
_OF_SYS = (
    "argv",
    "flags",
    "float_info",
    "hash_info",
    "implementation",
    "int_info",
    "meta_path",
    "modules",
    "path",
    "path_hooks",
    "path_importer_cache",
    "thread_info",
    "version_info",
    "warnoptions",
    "__stderr__",
    "__stdin__",
    "__stdout__",
)
# Private, but known to be there after an import, and reached through public functions.
_PRIVATE: dict[str, tuple[str, ...]] = {"random": ("_inst",), "sys": _OF_SYS}

_seen: tuple[list[tuple[str, int]], dict[int, Place]] = [], {}


@final
class Libraries:
    """The places of what the modules other than ``own`` hold. Costs a look at each of them, and
    nothing where they are as they were at the last time."""

    def __init__(self, own: Container[str]) -> None:
        global _seen
        modules = [
            (name, module)
            for name, module in list(sys.modules.items())
            if type(module) is ModuleType and is_foreign(name, own)
        ]
        state = [(name, len(vars(module))) for name, module in modules]
        if state != _seen[0]:
            _seen = state, {}
            for name, module in modules:
                for attribute, value in _held(name, module):
                    _seen[1].setdefault(id(value), (name, attribute))
        self._places = _seen[1]

    @property
    def ids(self) -> Container[int]:
        """The ids of what has a place, or had one."""
        return self._places

    def place(self, obj: Any) -> Place | None:
        """Where an object is held, or None."""
        place = self._places.get(id(obj))
        if place is None:
            return None
        module = sys.modules.get(place[0])
        return place if module is not None and vars(module).get(place[1]) is obj else None


def is_foreign(name: str, own: Container[str]) -> bool:
    """Whether a module is neither the program's own nor ours. multiprocessing calls `__main__` by
    another name, too."""
    return name not in own and name not in MAIN and not name.startswith(_OURS)


def _is_plain_function(value: object) -> bool:
    """A function of C that is no method of some object."""
    if type(value) is not BuiltinFunctionType:
        return False
    return value.__self__ is None or isinstance(value.__self__, ModuleType | type)


def _held(name: str, module: ModuleType) -> Iterator[tuple[str, Any]]:
    private = _PRIVATE.get(name, ())
    for attribute, value in list(vars(module).items()):
        if isinstance(value, _LEFT_OUT) or _is_plain_function(value):
            continue
        if attribute in private or (name != "sys" and not attribute.startswith("_")):
            yield attribute, value


def misnamed(cls: type, module: object) -> Place | None:
    """Where the module of a class holds it, if that is another name than the class's own."""
    held = vars(sys.modules.get(module)) if module in sys.modules else {}
    if held.get(cls.__name__) is cls or "." in cls.__qualname__:
        return None
    return next(((str(module), name) for name, one in list(held.items()) if one is cls), None)


def held_by(module: str, attribute: str, kind: str) -> Any:
    """What stands at a place; it must be of the kind that stood there."""
    found = getattr(importlib.import_module(module), attribute, None)
    if type(found).__qualname__ != kind:
        raise ForeignSnapshot(
            f"{module}.{attribute} was a {kind}, and here it is a {type(found).__qualname__}"
        )
    return found
