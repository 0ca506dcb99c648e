"""How objects are read, by their class: as a text, or by what they hold.

No code of the program is run for that: a class's `__repr__` may raise, take long, or print. What
prints itself by C alone is shown as it does; containers and instances are shown by what they hold.
"""

import contextlib
import enum
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import islice
from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    CellType,
    CodeType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    MappingProxyType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
    TracebackType,
)
from typing import Any, ClassVar, NamedTuple

from stillframe.machine.async_generators import Wrapped
from stillframe.machine.frame import NULL
from stillframe.machine.generators import GeneratorBase
from stillframe.machine.intrinsics import HEAP_TYPE

LONGEST = 80  # characters of a text
MOST = 12  # things that are shown of a container

# Shapes: what an object's contents are.
ATOM, SEQUENCE, MAPPING, FIELDS, CELL = "atom", "sequence", "mapping", "fields", "cell"

Parts = Callable[[Any], tuple[int, list[Any]]]
"""Gives how many things there are in an object, and the first of them: of a mapping, key and value
by turns; of an instance, name and value."""


class Kind(NamedTuple):
    """What is known of a class, which isn't kept alive for that.

    ``text`` gives what an instance is called, beside its type. ``weak``: there may be weak
    references to it; ``watched``: the recorder knows without them when there is a new one.
    """

    name: str
    shape: str
    text: Callable[[Any], str]
    parts: Parts
    weak: bool
    watched: bool


class Shown:
    """An object that says itself what is to be shown of it: one of ours, in another's place.

    Its class has a ``shape`` when the first one is looked at.
    """

    __slots__ = ()
    shape: ClassVar[str] = ATOM

    def shown_text(self) -> str:
        """What it is called, beside its type."""
        return ""

    def shown_parts(self) -> tuple[int, list[Any]]:
        """As `Parts`."""
        return 0, []


def cut(text: str, longest: int = LONGEST) -> str:
    """A text, its middle left out if it is too long."""
    if len(text) <= longest:
        return text
    head = (longest - 1) * 2 // 3
    return f"{text[:head]}…{text[len(text) - (longest - 1 - head) :]}"


def _int(value: int) -> str:
    if value.bit_length() > 4 * LONGEST:
        return f"{'-' if value < 0 else ''}<{value.bit_length()} bits>"
    return cut(int.__repr__(value))


def _str(value: str) -> str:
    return cut(repr(value if len(value) <= LONGEST else value[:LONGEST] + "…"))


def _bytes(value: bytes) -> str:
    return cut(repr(value[: LONGEST + 1]))


# Immutable, without an identity that anybody should look at: equal ones are one value.
ATOMS: dict[type, Callable[[Any], str]] = {
    type(None): repr,
    bool: repr,
    int: _int,
    str: _str,
    bytes: _bytes,
    type(...): repr,
    type(NotImplemented): repr,
}
# The same, but equal ones may be told apart: those with the same text are one value.
BY_TEXT: dict[type, Callable[[Any], str]] = {float: repr, complex: repr, range: repr}
_PRINTED = {  # by C alone, and nothing that the program has written is called
    ("datetime", "date"),
    ("datetime", "time"),
    ("datetime", "timedelta"),
    ("decimal", "Decimal"),
}


def _qualname(value: Any) -> str:
    return str(value.__qualname__)


# What an object is called.
_NAMED: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (type, _qualname),
    (GeneratorBase, _qualname),
    (FunctionType, _qualname),
    (BuiltinFunctionType, _qualname),
    (MethodType, lambda it: str(getattr(it.__func__, "__qualname__", ""))),
    (ModuleType, lambda it: str(vars(it).get("__name__"))),
    (CodeType, lambda it: it.co_qualname),
    (FrameType, lambda it: it.f_code.co_qualname),
    (GeneratorType, _qualname),
    (CoroutineType, _qualname),
    (AsyncGeneratorType, _qualname),
)
_SEQUENCES: tuple[type, ...] = (list, tuple, set, frozenset, deque)
_MAPPINGS: tuple[type, ...] = (dict, MappingProxyType)
_ATOMIC = (*(named for named, _ in _NAMED), TracebackType)


def kind_of(cls: type) -> Kind:
    """How instances of a class are read."""
    if issubclass(cls, Shown):
        return Kind(cls.__name__, cls.shape, cls.shown_text, cls.shown_parts, False, False)
    shape, parts = _parts(cls)
    weak = cls.__weakrefoffset__ != 0
    return Kind(cls.__name__, shape, _text(cls), parts, weak, issubclass(cls, GeneratorBase))


def _text(cls: Any) -> Callable[[Any], str]:
    if isinstance(cls, enum.EnumMeta):
        return lambda it: f"{type(it).__name__}.{vars(it).get('_name_')}"
    if (cls.__module__, cls.__qualname__) in _PRINTED:
        return repr
    return next((text for named, text in _NAMED if issubclass(cls, named)), lambda it: "")


def _parts(cls: type) -> tuple[str, Parts]:
    if issubclass(cls, BaseException):
        return SEQUENCE, lambda it: _items(tuple, _arguments(it))
    for base in _SEQUENCES:
        if issubclass(cls, base):
            return SEQUENCE, partial(_items, base)
    for base in _MAPPINGS:
        if issubclass(cls, base):
            return MAPPING, partial(_pairs, base)
    if cls is CellType:
        return CELL, _held
    plain = issubclass(cls, _ATOMIC) or isinstance(cls, enum.EnumMeta)
    if cls is not Wrapped and (plain or not cls.__flags__ & HEAP_TYPE):
        return ATOM, lambda it: (0, [])
    return FIELDS, _slots_and_fields if _has_slots(cls) else _fields


_arguments = BaseException.__dict__["args"].__get__


def _items(base: Any, value: Any) -> tuple[int, list[Any]]:
    return base.__len__(value), list(islice(base.__iter__(value), MOST))


def _pairs(base: Any, value: Any) -> tuple[int, list[Any]]:
    pairs = islice(base.items(value), MOST)
    return base.__len__(value), [one for pair in pairs for one in pair]


def _held(cell: Any) -> tuple[int, list[Any]]:
    try:
        return 1, [cell.cell_contents]
    except ValueError:
        return 1, [NULL]


def _fields(value: Any) -> tuple[int, list[Any]]:
    """The attributes of an instance, read without its class having a say."""
    return _pairs(dict, _attributes(value))


def _attributes(value: Any) -> dict[str, Any]:
    try:
        attributes = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    if type(attributes) is not dict:
        return {}
    return {name: held for name, held in attributes.items() if type(name) is str}


def _slots_and_fields(value: Any) -> tuple[int, list[Any]]:
    found: dict[str, Any] = {}
    for base in reversed(_bases(type(value))):
        for name, member in vars(base).items():
            if type(member) is MemberDescriptorType and not name.startswith("__"):
                with contextlib.suppress(AttributeError):
                    found[name] = member.__get__(value)
    return _pairs(dict, found | _attributes(value))


_bases = type.__dict__["__mro__"].__get__


def _has_slots(cls: type) -> bool:
    members = (member for base in _bases(cls) for member in vars(base).values())
    return any(type(member) is MemberDescriptorType for member in members)
