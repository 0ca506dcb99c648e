"""Kinds of objects that the packages above teach `freeze`: how they are written, and explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copyreg import dispatch_table
from types import FunctionType
from typing import TYPE_CHECKING, Any

from stillframe.snapshot.elsewhere import added, reduce_completed

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer

# Gives what `__reduce__` would, or NotImplemented: then the object is written as any other.
Reduce = Callable[[Any, "Freezer"], Any]
# Gives the objects that one holds, each with its step of the path in a refusal.
Parts = Callable[[Any], Iterable[tuple[str, Any]]]

_reducers: dict[type, Reduce] = {}
_parts: dict[type, Parts] = {}
_hubs: list[Callable[[], Iterable[Any]]] = []


# Called when a kind is taught: whoever keeps what he found of kinds forgets it.
FORGET: list[Callable[[], None]] = []


def forget() -> None:
    for one in FORGET:
        one()


def reduces(*kinds: type) -> Callable[[Reduce], Reduce]:
    """Decorates the function that reduces objects of these types and their subclasses."""

    def register(function: Reduce) -> Reduce:
        _reducers.update(dict.fromkeys(kinds, function))
        forget()
        return function

    return register


def has_parts(*kinds: type) -> Callable[[Parts], Parts]:
    """Decorates the function that gives the parts of objects of these types."""

    def register(function: Parts) -> Parts:
        _parts.update(dict.fromkeys(kinds, function))
        return function

    return register


def hubs(function: Callable[[], Iterable[Any]]) -> Callable[[], Iterable[Any]]:
    """Decorates a function that gives objects which nearly everything leads to.

    A refusal's path doesn't lead through them, unless what is refused is theirs alone.
    """
    _hubs.append(function)
    return function


def all_hubs() -> list[Any]:
    return [one for function in _hubs for one in function()]


def reducer_of(kind: type) -> Reduce | None:
    known = next((_reducers[one] for one in kind.__mro__ if one in _reducers), None)
    if known is not None:
        return known
    if added(kind) is not None:
        return reduce_completed
    if _asks_too_much(kind):
        return _reduce_bare
    return _reduce_unasked if _answers_all(kind) else None


def _answers_all(kind: type) -> bool:
    """Whether objects of a type look for attributes in others that they hold.

    pickle asks for `__setstate__` when they don't hold them yet: that ends in a RecursionError.
    """
    if not hasattr(kind, "__getattr__") or hasattr(kind, "__setstate__"):
        return False
    if tells_otherwise(kind, object):
        return False
    return not issubclass(kind, type) and kind not in dispatch_table


def _reduce_unasked(obj: Any, freezer: Freezer) -> Any:
    """An object whose state is put into it without a question."""
    reduced = obj.__reduce_ex__(5)
    if len(reduced) < 3 or reduced[2] is None:
        return reduced
    make, arguments, state, items, pairs = (*reduced, None, None)[:5]
    return make, arguments, state, items, pairs, set_state


def set_state(obj: Any, state: Any) -> None:
    """What `object.__reduce_ex__` told of attributes and slots."""
    attributes, slots = state if isinstance(state, tuple) else (state, None)
    if attributes:
        object.__getattribute__(obj, "__dict__").update(attributes)
    for name, value in (slots or {}).items():
        object.__setattr__(obj, name, value)


def _asks_too_much(kind: type) -> bool:
    """Whether objects of a type pickle, and then don't unpickle: `__new__` wants arguments."""
    new: Any = kind.__new__
    if type(new) is not FunctionType or issubclass(kind, type) or kind in dispatch_table:
        return False
    if tells_otherwise(kind, object, (*_REDUCING, "__getnewargs__", "__getnewargs_ex__")):
        return False
    code, given = new.__code__, len(new.__defaults__ or ())
    return code.co_argcount - given > 1 or code.co_kwonlyargcount > len(new.__kwdefaults__ or ())


_REDUCING = "__reduce__", "__reduce_ex__"


def tells_otherwise(kind: type, base: type, names: Iterable[str] = _REDUCING) -> bool:
    """Whether a class says itself how its objects are made, and not as a base of it does."""
    return any(getattr(kind, name, None) is not getattr(base, name, None) for name in names)


def _reduce_bare(obj: Any, freezer: Freezer) -> Any:
    """An object that is made without its class's `__new__`: its state is all that counts."""
    _, _, *state = obj.__reduce_ex__(2)
    return _bare, (type(obj),), *state


def _bare(kind: type) -> Any:
    return object.__new__(kind)


def parts_of(kind: type) -> Parts | None:
    return next((_parts[one] for one in kind.__mro__ if one in _parts), None)
