"""The pickler of `freeze`: what plain pickle refuses is written by value, and nothing is lost.

Functions of importable modules go by reference, nested ones and lambdas too; others with their
code and the globals that they name (cloudpickle). Cells stay shared between frames and functions;
exceptions keep their tracebacks (tblib), causes and contexts.
"""

import io
import sys
from collections.abc import Callable
from types import CellType, FunctionType, TracebackType
from typing import Any

import cloudpickle
from tblib.pickling_support import pickle_traceback

from stillframe.snapshot import taught
from stillframe.snapshot.origin import Origin, by_value, origin_of
from stillframe.snapshot.reducers import ITERTOOLS, REDUCERS


class Freezer(cloudpickle.Pickler):  # type: ignore[misc]
    """Protocol 5; ``buffers`` receives what goes out of band."""

    def __init__(self, file: io.BytesIO, buffers: list[Any]) -> None:
        super().__init__(file, 5, buffers.append)
        self._by_origin: dict[Origin, FunctionType] = {}
        self._skeletons: dict[int, FunctionType] = {}

    def reducer_override(self, obj: Any) -> Any:
        kind = type(obj)
        reduce = REDUCERS.get(kind) or _OVERRIDES.get(kind)
        if reduce is not None:
            return reduce(obj)
        if kind is FunctionType:
            if id(obj) not in self._skeletons and not _importable(obj):
                return _reduce_function(obj)
        elif kind is Origin:
            return self._reduce_origin(obj)
        elif isinstance(obj, BaseException):
            return _reduce_exception(obj)
        else:
            saved = taught.reduce(obj)
            if saved is not NotImplemented:
                return saved
        return super().reducer_override(obj)

    def _reduce_origin(self, origin: Origin) -> Any:
        if origin.reference is not None:
            return origin.__reduce__()
        # A function without defaults and with empty cells: cloudpickle writes code and globals.
        # One for each origin: its globals may lead back to it.
        skeleton = self._by_origin.get(origin)
        if skeleton is None:
            code = origin.code
            cells = tuple(CellType() for _ in code.co_freevars)
            skeleton = FunctionType(code, origin.globals, code.co_name, None, cells)
            self._by_origin[origin] = self._skeletons[id(skeleton)] = skeleton
        return by_value, (skeleton,)


def _importable(function: FunctionType) -> bool:
    """Whether its module has it under its name. `__main__` is another program's tomorrow."""
    if function.__module__ == "__main__":
        return False
    found: Any = sys.modules.get(function.__module__)
    for part in function.__qualname__.split("."):
        found = getattr(found, part, None)
    return found is function


def _reduce_function(function: FunctionType) -> Any:
    state = (
        function.__name__,
        function.__qualname__,
        function.__module__,
        function.__doc__,
        function.__defaults__,
        function.__kwdefaults__,
        function.__dict__,
    )
    origin = origin_of(function.__code__, function.__globals__)
    return _make_function, (origin, function.__closure__), state, None, None, _set_function


def _make_function(origin: Origin, closure: tuple[CellType, ...] | None) -> FunctionType:
    return FunctionType(origin.code, origin.globals, None, None, closure)


def _set_function(function: FunctionType, state: tuple[Any, ...]) -> None:
    (
        function.__name__,
        function.__qualname__,
        function.__module__,
        function.__doc__,
        function.__defaults__,
        function.__kwdefaults__,
        attributes,
    ) = state
    function.__dict__.update(attributes)


def _reduce_exception(error: BaseException) -> Any:
    reduced = error.__reduce_ex__(2)
    if isinstance(reduced, str):
        return reduced
    make, arguments, *rest = reduced
    state = (
        rest[0] if rest else None,
        error.__traceback__,
        error.__cause__,
        error.__context__,
        error.__suppress_context__,
    )
    return make, arguments, state, None, None, _set_exception


def _set_exception(error: BaseException, state: tuple[Any, ...]) -> None:
    attributes, traceback, cause, context, suppress = state
    if attributes:
        error.__setstate__(attributes)
    error.__traceback__ = traceback
    error.__cause__ = cause
    error.__context__ = context
    error.__suppress_context__ = suppress


def _reduce_method_wrapper(obj: Any) -> Any:
    return getattr, (obj.__self__, obj.__name__)


_OVERRIDES: dict[type, Callable[[Any], Any]] = {
    TracebackType: pickle_traceback,
    type([].__len__): _reduce_method_wrapper,
    **ITERTOOLS,
}

__all__ = ["Freezer"]
