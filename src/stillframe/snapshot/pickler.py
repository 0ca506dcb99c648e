"""The pickler of `freeze`, which writes what plain pickle refuses, and the unpickler of `thaw`.

Functions of importable modules go by reference, nested ones and lambdas too; others with their
code and the globals that they name, and classes by value (cloudpickle). Cells stay shared between
frames and functions; exceptions keep their tracebacks, causes and contexts.
"""

import contextlib
import io
import pickle
import sys
from collections.abc import Callable, Iterable
from types import CodeType, FunctionType, TracebackType
from typing import Any

import cloudpickle

from stillframe.errors import DamagedSnapshot
from stillframe.machine.intrinsics import HEAP_TYPE
from stillframe.snapshot import taught
from stillframe.snapshot import weak as _weak  # noqa: F401 (it registers its types)
from stillframe.snapshot.async_generators import DRIVEN
from stillframe.snapshot.codes import Reader, Writer, slim
from stillframe.snapshot.elsewhere import places
from stillframe.snapshot.finishing import Finisher, Finishing
from stillframe.snapshot.functions import importable, reduce_function
from stillframe.snapshot.garbage import uncollected
from stillframe.snapshot.hidden import reduce_type
from stillframe.snapshot.kinds import FORGET, Reduce, reducer_of
from stillframe.snapshot.library import library_reducer_of
from stillframe.snapshot.namespace import Namespace, needed
from stillframe.snapshot.origin import Origin, Place, in_module, make_place, origin_of
from stillframe.snapshot.reducers import ITERTOOLS, MAKERS, REDUCERS
from stillframe.snapshot.refused import refuser_of
from stillframe.snapshot.standard import reduce_exception
from stillframe.snapshot.tracebacks import reduce_traceback
from stillframe.snapshot.unfinished import forget


class Freezer(cloudpickle.Pickler):  # type: ignore[misc]
    """Protocol 5; ``buffers`` receives what goes out of band, ``codes`` the code objects.

    ``particular`` has reducers for single objects, by their ids. ``conditions`` receives what must
    hold in the world outside where the snapshot is thawed, each its kind and what it is about;
    None where no program is written, so that nothing may depend on that world.
    """

    conditions: list[tuple[str, Any]] | None = None

    def __init__(self, file: io.BytesIO, buffers: list[Any], codes: Writer) -> None:
        super().__init__(file, 5, buffers.append)
        self.dispatch_table: Any = dict(self.dispatch_table)  # theirs is a ChainMap: 5 microseconds
        file.write(_HEAD)
        self.memo = _HEAD_MEMO
        self._codes = codes
        self._plain: set[type] = set()
        self._namespaces: dict[int, Namespace] = {}
        self._kinds: dict[type, Reduce | None] = {}
        self._made: dict[tuple[Any, ...], Any] = {}
        self.particular: dict[int, Callable[[Any], Any]] = {}

    def dump(self, obj: Any) -> None:
        with uncollected():
            super().dump(obj)

    def once(self, make: Callable[..., Any], *arguments: Any) -> Any:
        """What ``make`` gives for these very objects, called once for a freeze."""
        key = make, *map(id, arguments)
        if key not in self._made:
            self._made[key] = make(*arguments), arguments
        return self._made[key][0]

    def reducer_override(self, obj: Any) -> Any:
        kind = type(obj)
        if self.particular and id(obj) in self.particular:
            return self.particular[id(obj)](obj)
        reduce = _EXACT.get(kind)
        if reduce is not None:
            return reduce(obj)
        if kind in _PLAIN or kind in self._plain:
            return obj.__reduce_ex__(5)
        if kind is Place:
            return self._reduce_place(obj)
        try:
            known = self._kinds[kind]
        except KeyError:
            known = self._kinds[kind] = (
                library_reducer_of(kind) or reducer_of(kind) or refuser_of(kind)
            )
        if known is not None:
            reduced = known(obj, self)
            if reduced is not NotImplemented:
                return reduced
        if kind is FunctionType:
            if obj in _own_functions or _is_own(obj):
                return obj.__name__  # by reference, and no closer look
            if not importable(obj):
                return reduce_function(obj)
        elif kind is Origin:
            return self._reduce_origin(obj)
        elif kind is CodeType:
            return saved_code, (self._codes.add(obj),)
        elif isinstance(obj, BaseException):
            return reduce_exception(obj)
        elif issubclass(kind, type):
            reduced = reduce_type(obj)
            if reduced is not NotImplemented:
                return reduced
        else:
            saved = taught.reduce(obj)
            if saved is not NotImplemented:
                return saved
            if known is None and kind not in self.dispatch_table:
                # What pickle would do next; it asks that table, in Python, for each object.
                (self._plain if kind.__flags__ & HEAP_TYPE else _PLAIN).add(kind)
        return super().reducer_override(obj)

    def _reduce_place(self, place: Place) -> Any:
        if place.saved is None:
            code, reference = place.origin.code, place.origin.reference
            if reference is None:
                return place.__reduce__()
            written = slim(code, reference)
            place.saved = written, (saved_place, (written.entry.key, *place.written))
        written, reduced = place.saved
        self._codes.add_slim(written)
        return reduced

    def _reduce_origin(self, origin: Origin) -> Any:
        if origin.reference is not None:
            return saved_origin, (self._codes.add(origin.code, origin.reference, whole=False),)
        if origin.module is not None:
            key = self._codes.add(origin.code)
            if self._codes.entries[key].reference is not None:  # of another Python
                return saved_origin, (key,)
            return in_module, (origin.code, origin.module)
        namespace = self._namespaces.setdefault(id(origin.globals), Namespace(origin.globals))
        state = needed(origin.code, origin.globals)
        return origin_of, (origin.code, namespace), state, None, None, _set_globals


def _set_globals(origin: Origin, state: tuple[dict[str, Any], list[Any]]) -> None:
    origin.globals.update(state[0])


def _head(functions: Iterable[Callable[..., Any]]) -> bytes:
    """The beginning of a pickle: puts functions into the memo, as STACK_GLOBAL and MEMOIZE do."""
    parts = [pickle.PROTO, b"\x05"]
    for function in functions:
        for text in (function.__module__.encode(), function.__name__.encode()):
            parts += pickle.SHORT_BINUNICODE, bytes((len(text),)), text
        parts += pickle.STACK_GLOBAL, pickle.MEMOIZE, pickle.POP
    return b"".join(parts)


class Thawer(pickle.Unpickler):
    """Reads what Freezer wrote; ``codes`` has the code objects."""

    opened: Callable[[bytes], io.BytesIO] = io.BytesIO

    def __init__(self, graph: bytes, buffers: Iterable[Any], codes: Reader) -> None:
        super().__init__(self.opened(graph), buffers=buffers)
        self._makers = codes.makers or _makers(codes)
        self._replaced: dict[tuple[str, str], Callable[..., Any]] = {}
        self._finishing = Finishing()

    def replace(self, function: Callable[..., Any], other: Callable[..., Any]) -> None:
        """Call another function where the snapshot names this one."""
        self._replaced[function.__module__, function.__name__] = other

    def load(self) -> Any:
        with uncollected():
            try:
                obj = super().load()
                self._finishing.finish()
            except BaseException:
                forget(self.memo.copy().values())
                raise
        return obj

    def find_class(self, module: str, name: str) -> Any:
        key = module, name
        known = self._replaced.get(key) or self._makers.get(key) or _own.get(key)
        if known is not None:
            return known
        found = self._find(module, name)
        if type(found) is Finisher:
            return self._finishing.recorder(found)
        if type(found) is FunctionType and found.__module__.startswith(_PACKAGE):
            _own[key] = found
        return found

    def _find(self, module: str, name: str) -> Any:
        try:
            return super().find_class(module, name)
        except (ImportError, AttributeError):
            for place in places(module, name):
                with contextlib.suppress(ImportError, AttributeError):
                    return super().find_class(*place)
            raise


def _makers(codes: Reader) -> dict[tuple[str, str], Callable[..., Any]]:
    """What is called for the functions below, which only name it, and the most usual others."""

    def origin(key: bytes) -> Origin:
        return origin_of(*codes.in_module(key))

    places: dict[Any, Place] = {}

    def place(*written: Any) -> Place:
        known = places.get(written)
        if known is None:
            key, *rest = written
            known = places[written] = make_place(origin(key), *rest)
        return known

    found: list[tuple[Any, Callable[..., Any]]] = [
        (saved_code, codes.code),
        (saved_origin, origin),
        (saved_place, place),
        *[(one, one) for one in MAKERS],
    ]
    codes.makers = {(one.__module__, one.__name__): made for one, made in found}
    return codes.makers


def saved_code(key: bytes) -> CodeType:
    """A code object of the snapshot."""
    raise DamagedSnapshot("only stillframe.thaw() can read this")


def saved_origin(key: bytes) -> Origin:
    """The origin of a code object of the snapshot that is in a module."""
    raise DamagedSnapshot("only stillframe.thaw() can read this")


def saved_place(key: bytes, *written: Any) -> Place:
    """A place in a code object of the snapshot that is in a module."""
    raise DamagedSnapshot("only stillframe.thaw() can read this")


# Functions of ours that snapshots name: looked up once.
_PACKAGE = f"{__name__.partition('.')[0]}."
_own: dict[tuple[str, str], FunctionType] = {}
_own_functions: set[FunctionType] = set()


def _is_own(function: FunctionType) -> bool:
    module = function.__module__
    if not (type(module) is str and module.startswith(_PACKAGE)):
        return False
    if getattr(sys.modules.get(module), function.__name__, None) is not function:
        return False
    _own_functions.add(function)
    return True


_EXACT: dict[type, Callable[[Any], Any]] = {
    **REDUCERS,
    TracebackType: reduce_traceback,
    **ITERTOOLS,
    **DRIVEN,
}

# What nearly every snapshot needs is named at its beginning, in bytes made once: naming a function
# costs a pickler as much as writing a small frame.
_NAMED = (saved_place, *MAKERS)
_HEAD = _head(_NAMED)
_pickler: Any = pickle.Pickler(io.BytesIO())
_pickler.memo = {id(one): (index, one) for index, one in enumerate(_NAMED)}
_HEAD_MEMO: Any = _pickler.memo  # a view of it, from which a memo is made at once

# Types that say themselves how they are made again, and that nobody taught otherwise: those of C,
# which stay. A freezer adds what it meets.
_PLAIN: set[type] = set()
FORGET.append(_PLAIN.clear)

__all__ = ["Freezer", "Thawer"]
