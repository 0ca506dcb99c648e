"""The pickler and unpickler of programs: own modules, their functions and classes, by value.

A module's namespace is one dict, which functions, frames and the program itself may hold. pickle
writes any dict by value and asks nobody. So two pickles are written by one pickler: the first has
a stand-in for each namespace; then the pickler is told that what it has in its memo are the
namespaces themselves. What is written after that refers to them. The unpickler makes of the
stand-ins the namespaces of the shells.
"""

from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from importlib import import_module
from types import CellType, CodeType, CoroutineType, FunctionType, GeneratorType, ModuleType
from typing import Any, ClassVar, final

from cloudpickle.cloudpickle import subimport

from stillframe.errors import DamagedSnapshot, SurroundingsChanged
from stillframe.loop.contexts import variable_by_value
from stillframe.machine.policy import Policy
from stillframe.program import frames
from stillframe.program.by_value import reducer_of
from stillframe.program.conditions import of_file, of_folder
from stillframe.program.libraries import Libraries, held_by, misnamed
from stillframe.program.modules import Record, by_module, own_modules, record
from stillframe.program.progress import Read
from stillframe.program.sources import ProgramReader, refer, source_of
from stillframe.snapshot.classes import reduce_class
from stillframe.snapshot.codes import Writer
from stillframe.snapshot.files import KINDS
from stillframe.snapshot.functions import reduce_function
from stillframe.snapshot.origin import Origin, Place, origin_of
from stillframe.snapshot.pickler import Freezer, Thawer
from stillframe.snapshot.reducers import Known, reduce_native


@final
class Own:
    """A program's own modules as they are now.

    ``source`` is the text of a program that came without a file.
    """

    def __init__(self, policy: Policy, source: str | None = None) -> None:
        self.named = own_modules(policy)
        self.modules = [module for module, _ in by_module(self.named)]
        self.libraries = Libraries(self.named)
        self.variables = {
            id(value)
            for module in self.modules
            for value in list(vars(module).values())
            if type(value) is ContextVar
        }
        self.by_globals = {id(vars(module)): module for module in self.modules}
        self.source = source

    def records(self) -> list[Record]:
        """What the manifest says of them."""
        found = []
        for module, names in by_module(self.named):
            given = self.source if names[0] == "__main__" else None
            found.append(record(module, names, source_of(module, given).bytes))
        return found

    def has(self, name: object) -> bool:
        """Whether a module of that name is an own one."""
        return isinstance(name, str) and name in self.named

    def anchors(self) -> Iterator[tuple[str, Any, Any]]:
        """What is there before the rest: its kind, its module's number or place, and itself."""
        for number, module in enumerate(self.modules):
            yield "module", number, module
            yield "namespace", number, vars(module)
            spec = vars(module).get("__spec__")
            if spec is not None:
                yield "spec", number, spec
                if spec.submodule_search_locations is not None:
                    yield "path", number, spec.submodule_search_locations
            loader = vars(module).get("__loader__")
            if loader is not None and not isinstance(loader, type):
                yield "loader", number, loader
        for name in ("__stdin__", "__stdout__", "__stderr__"):
            stream = getattr(sys, name)
            if isinstance(stream, io.TextIOWrapper):
                yield "buffer", name, stream.buffer
                if hasattr(stream.buffer, "raw"):
                    yield "raw", name, stream.buffer.raw
        for module in self.modules:
            for value in list(vars(module).values()):
                if type(value) in _CONTAINERS:
                    place = self.libraries.place(value)
                    if place is not None:
                        yield "library", (*place, type(value).__qualname__), value
        for name in ("argv", "modules", "path"):
            held = getattr(sys, name)
            yield "library", ("sys", name, type(held).__qualname__), held
        yield "builtins", 0, vars(builtins)


# What pickle writes by value without asking.
_CONTAINERS = frozenset((dict, list, set, bytearray))

_PARTS: dict[str, Callable[[Any], Any]] = {
    "module": lambda module: module,
    "namespace": vars,
    "spec": lambda module: module.__spec__,
    "path": lambda module: module.__spec__.submodule_search_locations,
    "loader": lambda module: module.__loader__,
}


@final
class _Anchor:
    """Stands for an object in the first pickle."""

    def __init__(self, kind: str, where: Any) -> None:
        self.place = kind, where

    def __reduce__(self) -> Any:
        return anchored, self.place


def anchored(kind: str, where: Any) -> Any:
    """The object that an anchor stands for."""
    raise DamagedSnapshot("only a program's snapshot can be read so")


# Gives what `__reduce__` would, or NotImplemented: then the object is written as Freezer does it.
Reduce = Callable[["ProgramFreezer", Any], Any]


class ProgramFreezer(Freezer):
    """Writes a program: what is its own by value, all else as Freezer does."""

    def __init__(self, file: io.BytesIO, buffers: list[Any], codes: Writer, own: Own) -> None:
        super().__init__(file, buffers, codes)
        self._own = own
        self._keys: dict[int, bytes] = {}
        self._by_kind: dict[type, Reduce] = {}
        self._held = own.libraries.ids
        self._known: Known = {}
        self.conditions: list[tuple[str, Any]] = [of_folder()]
        self._anchor()

    def _anchor(self) -> None:
        objects: dict[int, tuple[_Anchor, Any]] = {}
        for kind, where, obj in self._own.anchors():
            objects.setdefault(id(obj), (_Anchor(kind, where), obj))
        super().dump([stand_in for stand_in, _ in objects.values()])
        memo: dict[int, Any] = self.memo.copy()
        for stand_in, obj in objects.values():
            place, _ = memo.pop(id(stand_in))
            memo[id(obj)] = place, obj
        self.memo = memo

    def reducer_override(self, obj: Any) -> Any:
        kind = type(obj)
        if self.particular and id(obj) in self.particular:
            return self.particular[id(obj)](obj)
        reduce = self._by_kind.get(kind)
        if reduce is None:
            reduce = self._by_kind[kind] = self._reducer_of(kind)
        reduced = reduce(self, obj)
        return super().reducer_override(obj) if reduced is NotImplemented else reduced

    def _reducer_of(self, kind: type) -> Reduce:
        """How objects of a kind are reduced, as far as that is a program's affair.

        A plain function: a bound one would keep the freezer, and all that it wrote, in a cycle.
        """
        if kind in self._OF_CODE:
            return self._OF_CODE[kind]
        if issubclass(kind, type):
            return ProgramFreezer._reduce_class
        reduce = frames.REDUCERS.get(kind) or reducer_of(kind, self._own.has)
        ours = kind in frames.REDUCERS or kind is ModuleType
        if ours or self._own.has(kind.__module__):
            return lambda freezer, obj: NotImplemented if reduce is None else reduce(obj)
        if reduce is None:
            is_frame = kind in _FRAMES
            return ProgramFreezer._reduce_frame if is_frame else ProgramFreezer._reduce_foreign

        def own_or_foreign(freezer: ProgramFreezer, obj: Any) -> Any:
            reduced = reduce(obj)
            return freezer._reduce_foreign(obj) if reduced is NotImplemented else reduced

        return own_or_foreign

    def _reduce_frame(self, obj: Any) -> Any:
        """A native generator or coroutine; the own modules' code, too, is seen more than once."""
        if id(obj) in self._held:
            return self._reduce_foreign(obj)
        return reduce_native(obj, self._known)

    def _reduce_function(self, function: FunctionType) -> Any:
        module = self._own.by_globals.get(id(function.__globals__))
        if module is not None:
            return self._reduce_own_function(function, module)
        if self._own.has(function.__module__):  # a library's, in an own one's place: a wrapper
            return reduce_function(function)
        return NotImplemented

    def _reduce_origin_here(self, origin: Origin) -> Any:
        module = self._own.by_globals.get(id(origin.globals))
        if module is None:
            return NotImplemented
        return own_origin, (self._key(origin.code, module), origin.globals)

    def _reduce_place_here(self, place: Place) -> Any:
        if id(place.origin.globals) not in self._own.by_globals:
            return NotImplemented
        return place.__reduce__()  # with its origin, which is own

    _OF_CODE: ClassVar[dict[type, Reduce]] = {
        FunctionType: _reduce_function,
        Origin: _reduce_origin_here,
        Place: _reduce_place_here,
    }

    def _reduce_class(self, cls: type) -> Any:
        module = vars(cls).get("__module__")
        if self._own.has(module):
            return reduce_class(cls)
        place = misnamed(cls, module)
        return NotImplemented if place is None else (held_by, (*place, type(cls).__qualname__))

    def _reduce_foreign(self, obj: Any) -> Any:
        """An object of a library's kind: by its place, if a library holds it."""
        kind = type(obj)
        if kind is ContextVar and id(obj) in self._own.variables:
            return variable_by_value(obj)
        if id(obj) in self._held:
            place = self._own.libraries.place(obj)
            if place is not None:
                return held_by, (*place, kind.__qualname__)
        if kind in _FILES:
            condition = of_file(obj)
            if condition is not None:
                self.conditions.append(condition)
        return NotImplemented

    def _reduce_own_function(self, function: FunctionType, module: ModuleType) -> Any:
        _, (_, closure), *rest = reduce_function(function)
        key = self._key(function.__code__, module)
        names = function.__code__.co_freevars
        return own_function, (key, function.__globals__, names, closure), *rest

    def _key(self, code: CodeType, module: ModuleType) -> bytes:
        known = self._keys.get(id(code))
        if known is None:
            known = self._keys[id(code)] = self._codes.add(code, refer(code, module))
        return known


def own_function(
    key: bytes,
    globals: dict[str, Any],
    names: tuple[str, ...],
    closure: tuple[CellType, ...] | None,
) -> FunctionType:
    """A function of an own module."""
    raise DamagedSnapshot("only a program's snapshot can be read so")


def own_origin(key: bytes, globals: dict[str, Any]) -> Origin:
    """Where a frame of an own module comes from."""
    raise DamagedSnapshot("only a program's snapshot can be read so")


_FRAMES = frozenset((GeneratorType, CoroutineType))
_FILES = frozenset(KINDS)


def imported(name: str) -> ModuleType:
    """A library's module. SurroundingsChanged if it can't be imported."""
    try:
        return import_module(name)
    except ImportError as error:
        raise _missing(name, error) from error


def _missing(what: str, error: Exception) -> SurroundingsChanged:
    return SurroundingsChanged(
        f"the program needs {what}, which this Python ({sys.executable}) doesn't have: {error}; "
        "install it there, in the version that the program had"
    )


class ProgramThawer(Thawer):
    """Reads what ProgramFreezer wrote, into shells."""

    opened = Read

    def find_class(self, module: str, name: str) -> Any:
        try:
            return super().find_class(module, name)
        except (ImportError, AttributeError) as error:
            raise _missing(f"{module}.{name}", error) from error

    def __init__(
        self, graph: bytes, buffers: Iterable[Any], codes: ProgramReader, shells: list[ModuleType]
    ) -> None:
        super().__init__(graph, buffers, codes)

        def find(kind: str, where: Any) -> Any:
            match kind:
                case "library":
                    return held_by(*where)
                case "buffer":
                    return getattr(sys, where).buffer
                case "raw":
                    buffer = getattr(sys, where).buffer
                    return getattr(buffer, "raw", buffer)
                case "builtins":
                    return vars(builtins)
                case part:
                    return _PARTS[part](shells[where])

        def function(
            key: bytes,
            globals: dict[str, Any],
            names: tuple[str, ...],
            closure: tuple[CellType, ...] | None,
        ) -> FunctionType:
            code = codes.for_function(key)
            if closure is not None and code.co_freevars != names:
                cells = dict(zip(names, closure, strict=True))
                closure = tuple(cells[name] for name in code.co_freevars)
            return FunctionType(code, globals, None, None, closure)

        self.replace(subimport, imported)
        self.replace(anchored, find)
        self.replace(own_function, function)
        self.replace(own_origin, lambda key, globals: origin_of(codes.code(key), globals))
