"""Classes by value: made again from what they hold, without running code of theirs.

Neither the metaclass nor `__init_subclass__` nor `__set_name__` is called: what they did when the
class statement ran is part of what the class holds. `type.__new__` makes an empty class with the
same bases, and the names in its namespace in the same order, so that it can be referred to by
what is then put into it.
"""

import copyreg
import dataclasses
import enum
import functools
import sys
from abc import ABCMeta, _abc_init, _get_dump  # type: ignore[attr-defined]
from collections.abc import Callable
from importlib import import_module
from types import BuiltinFunctionType, FunctionType, GetSetDescriptorType, MemberDescriptorType
from typing import Any, final

from stillframe.snapshot.functions import importable

_MADE = frozenset(("__dict__", "__weakref__", "_abc_impl"))  # with the class, by whoever makes it
_TAKEN = frozenset(("__classcell__", "__classdictcell__"))  # by type.__new__, for its own use
_PLAIN = frozenset((str, int, bool, float, bytes, type(None)))


def reduce_class(cls: type) -> Any:
    """What pickle is told about a class that goes by value."""
    names, state = {}, {}
    slots = _slots(cls)
    later = False
    for name, value in vars(cls).items():
        if type(value) in (MemberDescriptorType, GetSetDescriptorType) and _of(value) is cls:
            later = True  # type.__new__ makes these, after those of the class statement
        elif name not in _MADE and not (name == "__doc__" and value is None):
            plain = _is_plain(value)
            if not later and name not in _TAKEN:
                names[name] = value if plain else None
            if later or not plain or name in _ASSIGNED:
                state[name] = _FromLibrary(value) if _is_from_library(value) else value
    names["__qualname__"] = cls.__qualname__
    if slots is not None:
        names["__slots__"] = slots
    registry = None
    if isinstance(cls, ABCMeta):
        registry = [one for one in (ref() for ref in _get_dump(cls)[0]) if one is not None]
    arguments = (type(cls), cls.__name__, cls.__bases__, names)
    return make_class, arguments, (state, registry), None, None, set_class


def _is_from_library(value: object) -> bool:
    return (
        type(value) is FunctionType
        and value.__module__ in sys.stdlib_module_names
        and importable(value)
    )


@final
class _FromLibrary:
    """Stands for a function of the standard library, which another Python may lack."""

    def __init__(self, function: FunctionType) -> None:
        self.place = function.__module__, function.__qualname__

    def __reduce__(self) -> Any:
        return from_library, self.place


def from_library(module: str, qualname: str) -> Any:
    """The function, or ABSENT."""
    try:
        return functools.reduce(getattr, qualname.split("."), import_module(module))
    except (ImportError, AttributeError):
        return ABSENT


ABSENT = object()


def _of(descriptor: Any) -> type:
    cls: type = descriptor.__objclass__
    return cls


# Assigned in any case: type.__new__ doesn't leave them as they are.
_ASSIGNED = frozenset(("__abstractmethods__", "__firstlineno__", "__slots__"))


def _is_plain(value: object) -> bool:
    if type(value) is tuple:
        return all(map(_is_plain, value))
    return type(value) in _PLAIN


def _slots(cls: type) -> tuple[str, ...] | None:
    """What `__slots__` has to be for a class of the same layout; None if there was none."""
    held = vars(cls)
    if "__slots__" not in held:
        return None
    names = [
        name
        for name, value in held.items()
        if type(value) is MemberDescriptorType and _of(value) is cls
    ]
    for name in ("__dict__", "__weakref__"):
        if type(held.get(name)) is GetSetDescriptorType:
            names.append(name)
    return tuple(names)


def make_class(kind: type, name: str, bases: tuple[type, ...], names: dict[str, Any]) -> type:
    """An empty class, with its names in their order."""
    cls = _silently(kind, name, bases, names)
    if isinstance(cls, ABCMeta):
        _abc_init(cls)
    return cls


class _Silent:
    """First among the bases while a class is made: no `__init_subclass__` of the others runs."""

    def __init_subclass__(cls) -> None:
        pass


class _SilentSlots:
    """The same, for classes whose instances have no `__dict__`."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        pass


_set_bases = type.__dict__["__bases__"].__set__


def _silently(kind: Any, name: str, bases: tuple[type, ...], names: dict[str, Any]) -> type:
    above = {one for base in bases for one in base.__mro__} - {object}
    if any("__init_subclass__" in vars(one) for one in above):
        roomy = any(one.__dictoffset__ for one in above)
        for silent in (_Silent, _SilentSlots) if roomy else (_SilentSlots, _Silent):
            cls: type = type.__new__(kind, name, (silent, *bases), dict(names))
            try:
                _set_bases(cls, bases)
            except TypeError:  # another layout
                continue
            return cls
    made: type = type.__new__(kind, name, bases, dict(names))
    return made


def set_class(cls: type, state: tuple[dict[str, Any], list[type] | None]) -> None:
    """Put in what the class held."""
    held, registry = state
    line = held.pop("__firstlineno__", None)
    for name, value in held.items():
        if value is not ABSENT:
            type.__setattr__(cls, name, value)
        elif name in vars(cls):
            type.__delattr__(cls, name)
    if issubclass(cls, enum.Enum):
        for name, fill in _OF_NEWER_ENUMS.items():
            if name not in held and "_member_map_" in held and name in vars(_Sample):
                type.__setattr__(cls, name, fill(cls))
    if line is not None and sys.version_info >= (3, 13):  # assigning others takes it away
        type.__setattr__(cls, "__firstlineno__", line)
    for one in registry or ():
        ABCMeta.register(cls, one)  # type: ignore[arg-type]


# What enumerations of newer Pythons have, for those that an older one made.


class _Sample(enum.Enum):
    """What this Python keeps in an enumeration."""


def _unhashable(cls: Any) -> dict[str, list[Any]]:
    values = set(map(id, cls._unhashable_values_))
    return {
        name: [one._value_] for name, one in cls._member_map_.items() if id(one._value_) in values
    }


_OF_NEWER_ENUMS: dict[str, Callable[[Any], Any]] = {
    "_unhashable_values_map_": _unhashable,
    "_hashable_values_": lambda cls: list(cls._value2member_map_),
}


# Dataclasses: what their fields and parameters are differs by version.

_DEFAULTS = {"match_args": True}


def reduce_slotted(obj: Any) -> Any:
    """An object of a library that has slots, by those that there are."""
    state = {name: getattr(obj, name) for name in type(obj).__slots__ if hasattr(obj, name)}
    return make_slotted, (type(obj),), state, None, None, set_slotted


def make_slotted(kind: Any) -> Any:
    """The object, empty."""
    return object.__new__(kind)


def set_slotted(obj: Any, state: dict[str, Any]) -> None:
    """Put in what it had, as far as there is place for it."""
    for name in type(obj).__slots__:
        setattr(obj, name, state.get(name, _DEFAULTS.get(name)))


SLOTTED: dict[type, Any] = dict.fromkeys(
    (dataclasses.Field, dataclasses._DataclassParams),  # type: ignore[attr-defined]
    reduce_slotted,
)


# Members of enumerations, by value: their class looks them up when it is complete, and isn't yet.


def reduce_member(member: enum.Enum) -> Any:
    """What pickle is told about a member of an enumeration that goes by value."""
    kind: Any = type(member)
    bases = kind._member_type_.__mro__
    base = next(one for one in bases if type(vars(one).get("__new__")) is BuiltinFunctionType)
    arguments: tuple[Any, ...] = ()
    if base is not object:
        reduced: Any = object.__reduce_ex__(member, 2)
        make, arguments = reduced[:2]
        if make is copyreg.__newobj__:  # type: ignore[attr-defined]
            arguments = arguments[1:]
    return make_member, (base, kind, *arguments), vars(member), None, None, set_member


def make_member(base: Any, kind: type, *arguments: Any) -> Any:
    """A member without its attributes."""
    return base.__new__(kind, *arguments)


def set_member(member: Any, state: dict[str, Any]) -> None:
    """Put in its attributes."""
    vars(member).update(state)
