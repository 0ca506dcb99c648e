"""Objects of the program's own that pickle would look for in their module, by value.

In a program's snapshot the modules are part of what is written; names in them lead nowhere yet
when it is read.
"""

from __future__ import annotations

import copyreg
import enum
import functools
import sys
import threading
import typing
from collections.abc import Callable
from typing import Any

from stillframe.snapshot import taught
from stillframe.snapshot.classes import SLOTTED, reduce_member

Has = Callable[[object], bool]
# Gives what `__reduce__` would, or NotImplemented for one that isn't the program's own.
Reduce = Callable[[Any], Any]


def reducer_of(kind: type, own: Has) -> Reduce | None:
    """How objects of a kind are reduced, if otherwise than Freezer does it; ``own`` says whether
    a module of that name is the program's own."""
    if kind in _NAMED:
        reduce = _NAMED[kind]
        return lambda obj: reduce(obj) if own(obj.__module__) else NotImplemented
    if kind in SLOTTED:
        return SLOTTED[kind]  # type: ignore[no-any-return]
    if issubclass(kind, threading.local):
        return _reduce_local
    if not own(kind.__module__):
        return None
    if issubclass(kind, enum.Enum):
        return reduce_member
    plain = kind.__reduce__ is object.__reduce__ and kind.__reduce_ex__ is object.__reduce_ex__
    if plain or issubclass(kind, BaseException) or kind in copyreg.dispatch_table:
        return None
    return _reduce_as_it_says


def _reduce_as_it_says(obj: Any) -> Any:
    reduced = taught.reduce(obj)
    if reduced is NotImplemented:
        reduced = obj.__reduce_ex__(5)
    if not isinstance(reduced, str):
        return reduced
    return copyreg.__newobj__, (type(obj),), object.__getstate__(obj)  # type: ignore[attr-defined]


def _reduce_cached(wrapper: Any) -> Any:
    held = {name: value for name, value in vars(wrapper).items() if name != "cache_parameters"}
    parameters = wrapper.cache_parameters()
    return cached, (wrapper.__wrapped__, parameters["maxsize"], parameters["typed"]), held


def cached(function: Any, maxsize: int | None, typed: bool) -> Any:
    """What `functools.lru_cache` makes, with an empty cache."""
    return functools.lru_cache(maxsize, typed)(function)


def _reduce_new_type(new_type: Any) -> Any:
    return new_type_of, (new_type.__name__, new_type.__supertype__), vars(new_type)


def new_type_of(name: str, supertype: Any) -> Any:
    """What `typing.NewType` makes."""
    return typing.NewType(name, supertype)


_VARIANCE = {
    "__covariant__": "covariant",
    "__contravariant__": "contravariant",
    "__infer_variance__": "infer_variance",
}


def _reduce_type_variable(variable: Any) -> Any:
    options = {option: True for name, option in _VARIANCE.items() if getattr(variable, name, False)}
    if getattr(variable, "__bound__", None) is not None:
        options["bound"] = variable.__bound__
    if sys.version_info >= (3, 13) and variable.has_default():
        options["default"] = variable.__default__
    constraints = getattr(variable, "__constraints__", ())
    place = variable.__module__
    return type_variable, (type(variable), variable.__name__, constraints, options, place)


def type_variable(
    kind: Any, name: str, constraints: tuple[Any, ...], options: dict[str, Any], module: str
) -> Any:
    """A TypeVar, ParamSpec or TypeVarTuple. What this Python doesn't know of it is left out."""
    if sys.version_info < (3, 13):
        options.pop("default", None)
    if sys.version_info < (3, 12):
        options.pop("infer_variance", None)
    made = kind(name, *constraints, **options)
    made.__module__ = module
    return made


def _reduce_local(local: Any) -> Any:
    return copyreg.__newobj__, (type(local),), vars(local), None, None, _set_local  # type: ignore[attr-defined]


def _set_local(local: Any, attributes: dict[str, Any]) -> None:
    vars(local).update(attributes)


_NAMED: dict[type, Reduce] = {
    functools._lru_cache_wrapper: _reduce_cached,
    typing.NewType: _reduce_new_type,
    typing.TypeVar: _reduce_type_variable,
    typing.ParamSpec: _reduce_type_variable,
    typing.TypeVarTuple: _reduce_type_variable,
}
