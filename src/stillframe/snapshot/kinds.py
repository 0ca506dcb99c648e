"""Kinds of objects that the packages above teach `freeze`: how they are written, and explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer

# Gives what `__reduce__` would, or NotImplemented: then the object is written as any other.
Reduce = Callable[[Any, "Freezer"], Any]
# Gives the objects that one holds, each with its step of the path in a refusal.
Parts = Callable[[Any], Iterable[tuple[str, Any]]]

_reducers: dict[type, Reduce] = {}
_parts: dict[type, Parts] = {}


def reduces(*kinds: type) -> Callable[[Reduce], Reduce]:
    """Decorates the function that reduces objects of these types and their subclasses."""

    def register(function: Reduce) -> Reduce:
        _reducers.update(dict.fromkeys(kinds, function))
        return function

    return register


def has_parts(*kinds: type) -> Callable[[Parts], Parts]:
    """Decorates the function that gives the parts of objects of these types."""

    def register(function: Parts) -> Parts:
        _parts.update(dict.fromkeys(kinds, function))
        return function

    return register


def reducer_of(kind: type) -> Reduce | None:
    return next((_reducers[one] for one in kind.__mro__ if one in _reducers), None)


def parts_of(kind: type) -> Parts | None:
    return next((_parts[one] for one in kind.__mro__ if one in _parts), None)
