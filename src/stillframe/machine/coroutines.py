"""Coroutines, and what `await` delegates to."""

import linecache
import sys
import traceback
import warnings
from types import CoroutineType, FunctionType, GeneratorType
from typing import Any

from stillframe.machine.call import call_special
from stillframe.machine.frame import (
    CO_COROUTINE,
    CO_GENERATOR,
    CO_ITERABLE_COROUTINE,
    CREATED,
    Frame,
)
from stillframe.machine.generators import (
    AwaitableGenerator,
    Driven,
    Generator,
    document,
    drive,
    show,
)
from stillframe.machine.host import boundary, caller_of, unraisable
from stillframe.machine.intrinsics import HEAP_TYPE, SHOWN_TYPES, drives
from stillframe.machine.resume import OWNERS, RESUMABLE, Resumer
from stillframe.machine.throwing import thrown_exception
from stillframe.machine.warn import warn_at


class Coroutine(Driven):
    """A coroutine whose frame is plain data; to the program, a `types.CoroutineType`."""

    __slots__ = ("cr_origin",)
    word = "coroutine"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        depth = sys.get_coroutine_origin_tracking_depth()
        self.cr_origin = origin(frame, depth) if depth else None

    @property  # type: ignore[misc]
    def __class__(self) -> "type[CoroutineType[Any, Any, Any]]":  # type: ignore[override]
        return CoroutineType

    def __await__(self) -> "CoroutineWrapper":
        return CoroutineWrapper(self)

    def finalize(self) -> None:
        if self.state is CREATED and self.frame is not None and self.frame.lasti >= 0:
            self.warn()
            self.discard()
        else:
            super().finalize()

    def warn(self) -> None:
        """Warn that it never ran (_PyErr_WarnUnawaitedCoroutine in Python/_warnings.c).

        Through `warnings`, where the program has put its own; in short, where that fails.
        """
        function = getattr(warnings, "_warn_unawaited_coroutine", None)
        if function is _WARN_UNAWAITED:
            warn_unawaited(self)
            return
        if function is not None:
            try:
                function(self)
                return
            except BaseException as error:
                unraisable(error, self, "finalizing coroutine")
        text = f"coroutine {self.__qualname__!r} was never awaited"
        warn_at(caller_of(sys._getframe()), text, RuntimeWarning, self)


_WARN_UNAWAITED = warnings._warn_unawaited_coroutine  # type: ignore[attr-defined]


class CoroutineWrapper:
    """What `coroutine.__await__()` gives: an iterator that drives the coroutine."""

    __slots__ = ("coroutine",)

    def __init__(self, coroutine: Coroutine) -> None:
        self.coroutine = coroutine

    def resume(
        self, value: Any, error: BaseException | None, caller: Frame | None, resumer: Resumer
    ) -> Frame | None:
        return self.coroutine.resume(value, error, caller, resumer)

    def __iter__(self) -> "CoroutineWrapper":
        return self

    @boundary
    def __next__(self) -> Any:
        return drive(self.coroutine, None, None)

    @boundary
    def send(self, value: Any, /) -> Any:
        return drive(self.coroutine, value, None)

    @boundary
    def throw(self, typ: Any, *more: Any) -> Any:
        return drive(self.coroutine, None, thrown_exception(typ, *more))

    @boundary
    def close(self) -> Any:
        return self.coroutine.close()

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("cannot pickle 'coroutine_wrapper' object")

    def __repr__(self) -> str:
        return f"<coroutine_wrapper object at {id(self):#x}>"


def origin(frame: Frame, depth: int) -> tuple[tuple[str, int | None, str], ...]:
    """Where a coroutine was created: (file, line, function) of up to `depth` frames."""
    found: list[tuple[str, int | None, str]] = []
    at: Any = frame.f_back
    while at is not None and len(found) < depth:
        found.append((at.f_code.co_filename, at.f_lineno, at.f_code.co_name))
        at = at.f_back
    return tuple(found)


def warn_unawaited(coroutine: Coroutine) -> None:
    """Warn that a coroutine is dropped that never ran (warnings._warn_unawaited_coroutine)."""
    text = f"coroutine '{coroutine.__qualname__}' was never awaited\n"
    if coroutine.cr_origin is not None:
        entries = [
            (filename, line or 0, name, linecache.getline(filename, line or 0))
            for filename, line, name in reversed(coroutine.cr_origin)
        ]
        text += "Coroutine created at (most recent call last)\n"
        text += "".join(traceback.format_list(entries))
    warn_at(caller_of(sys._getframe()), text.rstrip("\n"), RuntimeWarning, coroutine)


def awaitable_iterator(frame: Frame, value: Any, where: int) -> Any:
    """GET_AWAITABLE (_PyCoro_GetAwaitableIter in genobject.c)."""
    kind = type(value)
    if kind is Coroutine:
        if value.yieldfrom is not None:
            raise RuntimeError("coroutine is being awaited already")
        return value
    if kind is CoroutineType:
        if value.cr_await is not None:
            raise RuntimeError("coroutine is being awaited already")
        return value
    if kind is AwaitableGenerator or (
        kind is GeneratorType and value.gi_code.co_flags & CO_ITERABLE_COROUTINE
    ):
        return value
    method = getattr(kind, "__await__", None)
    if method is None:
        name = kind.__name__
        if where:
            place = "__aenter__" if where == 1 else "__aexit__"
            raise TypeError(
                f"'async with' received an object from {place} that does not implement"
                f" __await__: {name}"
            )
        if sys.version_info >= (3, 14):
            raise TypeError(f"'{name}' object can't be awaited")
        raise TypeError(f"object {name} can't be used in 'await' expression")
    iterator = call_special(frame, method, value)
    if isinstance(iterator, CoroutineType) or (
        isinstance(iterator, GeneratorType) and iterator.gi_code.co_flags & CO_ITERABLE_COROUTINE
    ):
        raise TypeError("__await__() returned a coroutine")
    if not hasattr(type(iterator), "__next__"):
        raise TypeError(f"__await__() returned non-iterator of type '{type(iterator).__name__}'")
    return iterator


def delegate_iterator(frame: Frame, value: Any) -> Any:
    """GET_YIELD_FROM_ITER: generators as they are, coroutines only in coroutines."""
    kind = type(value)
    if kind is Coroutine or kind is CoroutineType:
        if not frame.code.flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE):
            raise TypeError("cannot 'yield from' a coroutine object in a non-coroutine generator")
        return value
    if kind in (Generator, AwaitableGenerator, GeneratorType):
        return value
    return own_iterator(frame, value) or iter(value)


def own_iterator(frame: Frame, value: Any) -> Any:
    """iter(value), a generator of ours, if the `__iter__` is a generator function; else None."""
    kind = type(value)
    if kind.__flags__ & HEAP_TYPE:
        for cls in kind.__mro__:
            if "__iter__" in cls.__dict__:
                method = cls.__dict__["__iter__"]
                if type(method) is FunctionType and method.__code__.co_flags & CO_GENERATOR:
                    return call_special(frame, method, value)
                return None
    return None


show(Coroutine, "coroutine", "cr", "await")
document(Coroutine, CoroutineType)
CoroutineWrapper.__name__ = CoroutineWrapper.__qualname__ = "coroutine_wrapper"
OWNERS.add(Coroutine)
RESUMABLE |= {Coroutine, CoroutineWrapper}
SHOWN_TYPES[Coroutine] = CoroutineType
drives(CoroutineWrapper)
