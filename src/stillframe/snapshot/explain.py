"""Which object it is that can't be saved: the path to it, found again after a refusal."""

import contextlib
import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from types import CellType, CodeType, FunctionType, MethodType
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.machine.frame import NULL
from stillframe.native import KINDS, read
from stillframe.native.iterators import ITERATORS, reduce_iterator
from stillframe.native.lift import describe
from stillframe.native.stack import names_of
from stillframe.short import short
from stillframe.snapshot.codes import Writer
from stillframe.snapshot.dead import forget_dead
from stillframe.snapshot.functions import importable
from stillframe.snapshot.hidden import is_of_c
from stillframe.snapshot.kinds import all_hubs, parts_of
from stillframe.snapshot.namespace import needed
from stillframe.snapshot.origin import origin_of
from stillframe.snapshot.pickler import Freezer
from stillframe.snapshot.refused import refuser_of

_DEPTH = 60


class Steps(ABC):
    """An object of ours that says itself what it holds; it isn't a step of a path."""

    @abstractmethod
    def steps(self) -> Iterator[tuple[str, Any]]:
        """The objects that it holds, each with its step of the path."""


def _new_freezer() -> Freezer:
    return Freezer(io.BytesIO(), [], Writer(whole=False))


def explain(
    obj: Any, error: BaseException, new_freezer: Callable[[], Freezer] = _new_freezer
) -> str:
    """A message: the path from ``obj`` to the innermost object that is refused, and the reason.

    ``new_freezer`` gives a pickler to try an object with. Costs a freeze for each object on the
    way and beside it; only done after a refusal.
    """
    path: list[str] = []
    seen = {id(obj): obj}  # kept: what only pickle is told would go, and its id be another's
    start = current = obj
    if not _is_too_deep(error):
        attempt = _Attempt(all_hubs(), new_freezer)
        start = current = _guilty_hub(obj, attempt)
        seen[id(current)] = current
        while len(path) < _DEPTH:
            for step, part in _parts(current):
                reason = None if id(part) in seen else _refusal(part, attempt)
                seen[id(part)] = part
                if reason is not None:
                    path.append(f"{step} {name}" if (name := _name(part)) else step)
                    current, error = part, reason
                    break
            else:
                break
    whole = "" if issubclass(type(start), Steps) else _name(start) or _type_name(start)
    if _is_too_deep(error):
        reason_text = "objects stand within objects too deep to be followed"
    elif not isinstance(error, NotSaveable):
        reason_text = f"a {_type_name(current)} cannot be saved ({type(error).__name__}: {error})"
    else:
        reason_text = str(error)
        if not path and reason_text.startswith(whole):
            return reason_text
    return f"{' › '.join([whole, *path] if whole else path)}: {reason_text}"


def _is_too_deep(error: BaseException) -> bool:
    return isinstance(error, RecursionError) or isinstance(error.__cause__, RecursionError)


class _Attempt:
    """Tries an object, but of the hubs that it leads to only that they are there."""

    def __init__(self, hubs: list[Any], new_freezer: Callable[[], Freezer]) -> None:
        self.hubs = hubs
        self.new_freezer = new_freezer
        self.met: list[Any] = []

    def __call__(self, part: Any) -> None:
        freezer = self.new_freezer()
        self.met = []
        for hub in self.hubs:
            if hub is not part:
                freezer.particular[id(hub)] = self._meet
        freezer.dump(part)

    def _meet(self, hub: Any) -> Any:
        self.met.append(hub)
        return object, ()


def _guilty_hub(obj: Any, attempt: _Attempt) -> Any:
    """The hub that is refused itself, if nothing else in the object is; or the object."""
    if _refusal(obj, attempt) is not None:
        return obj
    return next((hub for hub in attempt.met if _refusal(hub, attempt) is not None), obj)


def _name(obj: Any) -> str | None:
    """What has a name of its own is called by it."""
    if type(obj) in KINDS:
        return describe(obj)
    if type(obj) is FunctionType:
        return f"function {obj.__qualname__}()"
    return f"class {obj.__qualname__}" if issubclass(type(obj), type) else None


def _type_name(obj: Any) -> str:
    kind = type(obj)
    return (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )


def _refusal(part: Any, attempt: Callable[[Any], None]) -> Exception | None:
    try:
        attempt(part)
    except Exception as error:
        return error
    return None


def _parts(obj: Any) -> Iterator[tuple[str, Any]]:
    """The objects that an object holds, each with its step of the path."""
    kind = type(obj)  # whatever it pretends to be
    if kind in KINDS:
        yield from _frame_parts(obj)
    elif issubclass(kind, Steps):
        yield from obj.steps()
    elif (parts := parts_of(kind)) is not None:
        yield from parts(obj)
    elif refuser_of(kind) is not None:
        return
    elif kind is CellType:
        with contextlib.suppress(ValueError):
            yield "cell", obj.cell_contents
    elif kind is FunctionType:
        names = obj.__code__.co_freevars
        for name, cell in zip(names, obj.__closure__ or (), strict=True):
            yield f"variable {name!r}", cell
        for value in (*(obj.__defaults__ or ()), *(obj.__kwdefaults__ or {}).values()):
            yield "default", value
        yield from _attributes(vars(obj))
        yield from _globals(obj.__code__, obj.__globals__)
    elif kind is MethodType:
        yield "its object", obj.__self__
    elif issubclass(kind, property):
        yield from (("its", one) for one in (obj.fget, obj.fset, obj.fdel))
    elif issubclass(kind, type):
        if not is_of_c(obj):
            yield from _attributes(vars(obj))
    else:
        yield from _items(obj, kind)
        yield from _told(obj, kind)


def _items(obj: Any, kind: type) -> Iterator[tuple[str, Any]]:
    if issubclass(kind, dict):
        for key, value in list(dict.items(obj)):
            yield f"key {short(key)}", key
            yield f"[{short(key)}]", value
    elif issubclass(kind, list | tuple):
        for index, value in enumerate(list(obj)):
            yield f"[{index}]", value
    elif issubclass(kind, set | frozenset):
        for value in list(obj):
            yield f"element {short(value)}", value


def _attributes(held: Any) -> Iterator[tuple[str, Any]]:
    for name, value in list(held.items()):
        yield f"attribute {name!r}", value


def _told(obj: Any, kind: type) -> Iterator[tuple[str, Any]]:
    """What pickle would be told: attributes, slots among them, items, and arguments."""
    told: Any = None
    with contextlib.suppress(Exception):  # what a proxy may raise, and code of the program's
        yield from _attributes(getattr(obj, "__dict__", {}))
        told = reduce_iterator(obj) if kind in ITERATORS else obj.__reduce_ex__(5)
    if issubclass(kind, BaseException):
        yield from (("cause", obj.__cause__), ("context", obj.__context__))
    if not isinstance(told, tuple):
        return
    arguments, state, items, pairs = (*told, None, None, None)[1:5]
    if isinstance(state, tuple) and len(state) == 2 and isinstance(state[1], dict):
        yield from _attributes(state[1])
    elif state is not None and not isinstance(state, dict):
        yield "state", state
    yield from ((f"[{index}]", item) for index, item in enumerate(items or ()))
    yield from ((f"[{short(key)}]", value) for key, value in pairs or ())
    for argument in arguments:
        if argument is not kind:
            yield "argument", argument
    if not importable(kind):
        yield "of", kind


def _frame_parts(obj: Any) -> Iterator[tuple[str, Any]]:
    try:
        state = read(obj)
    except NotSaveable:
        return
    forget_dead(state)
    for name, value in zip(names_of(state), state.fast, strict=True):
        if value is not NULL:
            if type(value) is CellType:
                try:
                    value = value.cell_contents
                except ValueError:
                    continue
            yield f"local {name!r}", value
    for value in reversed(state.stack):
        if type(value) in KINDS:
            yield "awaits", value
        elif value is not NULL:
            yield f"value stack: {_type_name(value)}", value
    if state.handled is not None:
        yield "handled exception", state.handled
    if state.function is not None and state.site is not None:
        yield from _globals(state.code, state.function.__globals__)


def _globals(code: CodeType, globals: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Those that go along by value."""
    if origin_of(code, globals).module is None:
        values, _ = needed(code, globals)
        for name, value in values.items():
            yield f"global {name!r}", value
