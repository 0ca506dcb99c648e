"""The pickler of `freeze`, which writes what plain pickle refuses, and the unpickler of `thaw`.

Functions of importable modules go by reference, nested ones and lambdas too; others with their
code and the globals that they name, and classes by value (cloudpickle). Cells stay shared between
frames and functions; exceptions keep their tracebacks, causes and contexts.
"""

import io
import pickle
from collections.abc import Callable, Iterable
from types import CodeType, FunctionType, TracebackType
from typing import Any

import cloudpickle

from stillframe.errors import DamagedSnapshot
from stillframe.snapshot import taught
from stillframe.snapshot import weak as _weak  # noqa: F401 (it registers its types)
from stillframe.snapshot.async_generators import DRIVEN
from stillframe.snapshot.codes import Reader, Writer
from stillframe.snapshot.finishing import Finisher, Finishing
from stillframe.snapshot.functions import importable, reduce_function
from stillframe.snapshot.garbage import uncollected
from stillframe.snapshot.kinds import Reduce, reducer_of
from stillframe.snapshot.namespace import Namespace, needed
from stillframe.snapshot.origin import Origin, in_module, origin_of
from stillframe.snapshot.reducers import ITERTOOLS, REDUCERS
from stillframe.snapshot.standard import reduce_exception
from stillframe.snapshot.tracebacks import reduce_traceback


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
        self._codes = codes
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
        try:
            known = self._kinds[kind]
        except KeyError:
            known = self._kinds[kind] = reducer_of(kind)
        if known is not None:
            reduced = known(obj, self)
            if reduced is not NotImplemented:
                return reduced
        if kind is FunctionType:
            if not importable(obj):
                return reduce_function(obj)
        elif kind is Origin:
            return self._reduce_origin(obj)
        elif kind is CodeType:
            return saved_code, (self._codes.add(obj),)
        elif isinstance(obj, BaseException):
            return reduce_exception(obj)
        else:
            saved = taught.reduce(obj)
            if saved is not NotImplemented:
                return saved
        return super().reducer_override(obj)

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


class Thawer(pickle.Unpickler):
    """Reads what Freezer wrote; ``codes`` has the code objects."""

    opened: Callable[[bytes], io.BytesIO] = io.BytesIO

    def __init__(self, graph: bytes, buffers: Iterable[Any], codes: Reader) -> None:
        super().__init__(self.opened(graph), buffers=buffers)
        self._replaced: dict[tuple[str, str], Callable[..., Any]] = {}
        self._finishing = Finishing()
        self.replace(saved_code, codes.code)
        self.replace(saved_origin, lambda key: origin_of(*codes.in_module(key)))

    def replace(self, function: Callable[..., Any], other: Callable[..., Any]) -> None:
        """Call another function where the snapshot names this one."""
        self._replaced[function.__module__, function.__name__] = other

    def load(self) -> Any:
        with uncollected():
            obj = super().load()
            self._finishing.finish()
        return obj

    def find_class(self, module: str, name: str) -> Any:
        replaced = self._replaced.get((module, name))
        if replaced is not None:
            return replaced
        found = super().find_class(module, name)
        return self._finishing.recorder(found) if type(found) is Finisher else found


def saved_code(key: bytes) -> CodeType:
    """A code object of the snapshot."""
    raise DamagedSnapshot("only stillframe.thaw() can read this")


def saved_origin(key: bytes) -> Origin:
    """The origin of a code object of the snapshot that is in a module."""
    raise DamagedSnapshot("only stillframe.thaw() can read this")


_EXACT: dict[type, Callable[[Any], Any]] = {
    **REDUCERS,
    TracebackType: reduce_traceback,
    **ITERTOOLS,
    **DRIVEN,
}

__all__ = ["Freezer", "Thawer"]
