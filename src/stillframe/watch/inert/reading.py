"""Reading a snapshot's objects without running any code: an unpickler that imports nothing.

pickle makes objects by calling what it finds in modules. Here it finds stand-ins (`standins`), so
no module is imported, no class of the program or of a library is asked, and what another Python
wrote reads as well. What is written by stillframe itself (frames, cells, tasks, loops, functions
and classes by value) is made by functions of ours: `frames`, `objects` and `loops` have what takes
their place.

So a snapshot may be looked at whoever made it. What it can do at worst is to take memory.
"""

import builtins
import datetime
import io
import pickle
from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import Any, final

from stillframe.errors import DamagedSnapshot
from stillframe.machine.frame import NULL
from stillframe.snapshot.codes import Reader
from stillframe.snapshot.format import Snapshot
from stillframe.snapshot.garbage import uncollected
from stillframe.watch.inert import frames, loops, objects  # noqa: F401 (they fill a table)
from stillframe.watch.inert.found import MAKERS, Codes, Found
from stillframe.watch.inert.standins import Class, Function, Global, StandIn, fill, named

_OURS = f"{__name__.partition('.')[0]}."


def read(snapshot: Snapshot) -> tuple[Any, Found]:
    """What a snapshot holds, as stand-ins, and what was found in it: of a program's, which has
    two pickles, what the second one holds. Raises DamagedSnapshot."""
    found = Found(Codes(Reader(snapshot.codes, "saved")))
    inert = _Inert(snapshot.graph, snapshot.buffers, found)
    try:
        with uncollected():
            obj = inert.load()
            return (inert.load() if snapshot.manifest else obj), found
    except DamagedSnapshot:
        raise
    except Exception as error:  # whatever an unpickler makes of damage
        raise DamagedSnapshot(f"the snapshot's objects can't be read: {error}") from error


@final
class _Inert(pickle.Unpickler):
    def __init__(self, graph: bytes, buffers: Iterable[Any], found: Found) -> None:
        super().__init__(io.BytesIO(graph), buffers=buffers)
        self._found = found
        self._known: dict[tuple[str, str], Any] = {("stillframe.machine.frame", "NULL"): NULL}

    def find_class(self, module: str, name: str) -> Any:
        known = self._known.get((module, name))
        if known is None:
            known = self._known[module, name] = self._stand_in(module, name)
        return known

    def _stand_in(self, module: str, name: str) -> Any:
        if module == "builtins" and name in ("Ellipsis", "NotImplemented"):
            return vars(builtins)[name]
        maker = MAKERS.get((module, name))
        if maker is not None:
            return named(name, module, makes=partial(maker, self._found))
        if (module, name) in _SAFE:
            other = named(name, module, Class)
            return named(name, module, makes=partial(_made, _SAFE[module, name], other))
        plain = name.lstrip("_")
        # A class is told from a function by its name alone.
        if (module.startswith(_OURS) or plain != name) and not plain[:1].isupper():
            is_filler = module.startswith(_OURS) and plain.startswith(_FILLS)
            does = fill if is_filler else partial(_told, named(name, module))
            return named(name, module, makes=does)
        return named(name, module, _meta(module, name))


# What is made really: it is of C, looks at nothing, and shows itself better than a stand-in would.
_SAFE: dict[tuple[str, str], type] = {
    (kind.__module__, kind.__name__): kind
    for kind in (complex, datetime.date, datetime.time, datetime.timedelta, Decimal, range)
}


def _made(kind: type, other: type[StandIn], *given: Any) -> Any:
    try:
        return kind(*given)
    except Exception:  # of arguments that are stand-ins, as a time zone is
        return other(*given)


def _told(other: type[StandIn], *given: Any) -> Any:
    """What a function does that is ours, or a library's own affair: it mostly makes an object of
    a class that it is told."""
    if given and isinstance(given[0], Global):
        return given[0](*given[1:])
    return other(*given)


# How the names of those begin that fill what was made before.
_FILLS = "complete", "fill", "set"


def _meta(module: str, name: str) -> type[Global]:
    """What a name of Python's own is; in other modules nothing is looked up."""
    held = vars(builtins).get(name) if module == "builtins" else None
    if held is None:
        return Global
    return Class if isinstance(held, type) else Function


__all__ = ["read"]
