"""The objects of a run: each with a type, a short text or its contents, and a number of its own.

No code of the program is run for that: a class's `__repr__` may raise, take long, or print. What
prints itself by C alone is shown as it does; containers and instances are shown by what they hold,
which are values again, so an object that stands in two places is visibly the same.
"""

import contextlib
import enum
from collections import deque
from collections.abc import Callable
from itertools import islice
from sys import getrefcount
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
from typing import Any, ClassVar, final
from weakref import ref

from stillframe.machine.async_generators import Wrapped
from stillframe.machine.frame import NULL
from stillframe.machine.generators import GeneratorBase
from stillframe.machine.intrinsics import HEAP_TYPE

LONGEST = 80  # characters of a text
MOST = 12  # things that are shown of a container
DEEPEST = 2  # containers in containers that are looked into at once

Contents = tuple[int, ...]
"""How many things an object holds, then the values of the first of them: of a mapping, key and
value by turns; of an instance, name and value."""


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
_ATOMS: dict[type, Callable[[Any], str]] = {
    type(None): repr,
    bool: repr,
    int: _int,
    str: _str,
    bytes: _bytes,
    type(...): repr,
    type(NotImplemented): repr,
}
_BY_TEXT: dict[type, Callable[[Any], str]] = {float: repr, complex: repr, range: repr}
_PRINTED = {  # by C alone, and nothing that the program has written is called
    ("datetime", "date"),
    ("datetime", "time"),
    ("datetime", "timedelta"),
    ("decimal", "Decimal"),
}

# Shapes: what an object's contents are.
ATOM, SEQUENCE, MAPPING, FIELDS, CELL = "atom", "sequence", "mapping", "fields", "cell"


_SEQUENCES = (list, tuple, set, frozenset, deque)
_MAPPINGS = (dict, MappingProxyType)

# What an object is called, beside its type.
_NAMED: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (FunctionType, lambda it: it.__qualname__),
    (BuiltinFunctionType, lambda it: it.__qualname__),
    (MethodType, lambda it: getattr(it.__func__, "__qualname__", "")),
    (ModuleType, lambda it: vars(it).get("__name__")),
    (CodeType, lambda it: it.co_qualname),
    (FrameType, lambda it: it.f_code.co_qualname),
    (GeneratorType, lambda it: it.__qualname__),
    (CoroutineType, lambda it: it.__qualname__),
    (AsyncGeneratorType, lambda it: it.__qualname__),
)


@final
class Values:
    """The values of a run. A value's id is its place in the columns; 0 is NULL.

    ``now`` says at which moment contents are seen.
    """

    def __init__(self, now: Callable[[], int]) -> None:
        self.now = now
        self.types: list[tuple[str, str]] = [("NULL", ATOM)]
        self.type: list[int] = [0]
        self.text: list[str] = ["NULL"]
        self.number: list[int] = [0]
        self.seen_at: list[int] = []
        self.seen: list[int] = []
        self.contents: list[Contents] = []
        self._kinds: dict[int, int] = {}  # by the ids of classes, which aren't kept alive
        self._classes: dict[int, ref[type]] = {}
        self._counts: list[int] = [0]
        self._atoms: dict[type, dict[Any, int]] = {kind: {} for kind in _ATOMS}
        self._texts: dict[type, dict[str, int]] = {kind: {} for kind in _BY_TEXT}
        self._objects: dict[int, int] = {id(NULL): 0}
        self._refs: dict[int, ref[Any]] = {}
        self._last: dict[int, Contents] = {}

    def of(self, value: Any, deep: int = DEEPEST) -> int:
        """The id of a value. Contents are looked at the first time."""
        kind = type(value)
        atoms = self._atoms.get(kind)
        if atoms is not None:
            known = atoms.get(value)
            if known is None:
                known = atoms[value] = self._add(kind, _ATOMS[kind](value), 0)
            return known
        known = self._objects.get(id(value))
        if known is not None and (not known or self.type[known] == self._kinds.get(id(kind))):
            if deep == DEEPEST and known not in self._last and known:
                self.look(value, known)
            return known
        texts = self._texts.get(kind)
        if texts is not None:
            text = _BY_TEXT[kind](value)
            known = texts.get(text)
            if known is None:
                known = texts[text] = self._add(kind, text, 0)
            return known
        return self._object(value, kind, deep)

    def made(self, value: Any) -> int:
        """The id of a value that has just been made: whatever had its address before is gone."""
        key = id(value)
        if key in self._objects and key not in self._refs and value is not NULL:
            del self._objects[key]
        return self.of(value)

    def result(self, value: Any) -> int:
        """The id of a value that is on top of a stack, and may be a new one.

        It is, if nothing else refers to it, and it isn't known to live.
        """
        key = id(value)
        if key in self._objects and key not in self._refs and getrefcount(value) <= _ALONE:
            self._objects.pop(key)
        return self.of(value)

    def look(self, value: Any, known: int, deep: int = DEEPEST) -> None:
        """Look at what an object holds now."""
        shape = self.types[self.type[known]][1]
        if shape is ATOM:
            self._last[known] = ()
            return
        contents = self._contents(value, shape, deep - 1)
        if self._last.get(known) != contents:
            self._last[known] = contents
            self.seen_at.append(self.now())
            self.seen.append(known)
            self.contents.append(contents)

    def again(self, value: Any) -> None:
        """Look at an object that something may have been done to, if it is a known one."""
        known = self._objects.get(id(value))
        if known:
            self.look(value, known)

    # -- new ones

    def _add(self, kind: type, text: str, number: int) -> int:
        self.type.append(self._kind(kind))
        self.text.append(text)
        self.number.append(number)
        return len(self.type) - 1

    def _kind(self, kind: type) -> int:
        known = self._kinds.get(id(kind))
        if known is None:
            key = id(kind)
            known = self._kinds[key] = len(self.types)
            self._classes[key] = ref(kind, lambda _: self._class_gone(key))
            self.types.append((kind.__name__, _shape(kind)))
            self._counts.append(0)
        return known

    def _object(self, value: Any, kind: type, deep: int) -> int:
        row = self._kind(kind)
        self._counts[row] += 1
        known = self._add(kind, cut(_text(value, kind)), self._counts[row])
        key = id(value)
        self._objects[key] = known
        if not issubclass(kind, GeneratorBase):  # the recorder knows when there is a new one
            with contextlib.suppress(TypeError):
                self._refs[key] = ref(value, lambda _: self._gone(key))
        if deep:
            self.look(value, known, deep)
        return known

    def _class_gone(self, key: int) -> None:
        del self._kinds[key], self._classes[key]

    def _gone(self, key: int) -> None:
        del self._refs[key]
        known = self._objects.pop(key, None)
        if known is not None:
            self._last.pop(known, None)

    def _contents(self, value: Any, shape: str, deep: int) -> Contents:
        of = self.of
        if shape is CELL:
            try:
                return 1, of(value.cell_contents, deep)
            except ValueError:
                return 1, 0
        total, things = _parts(value, shape)
        return total, *[of(one, deep) for one in things]


class _Alone:
    """For the count of references to a value that only a stack holds, as `result` sees it."""

    stack: ClassVar[list[Any]] = [[]]

    def count(self, value: Any) -> int:
        return getrefcount(value)


_ALONE = (lambda frame: frame.count(frame.stack[-1]))(_Alone())


def _shape(kind: type) -> str:
    if issubclass(kind, _SEQUENCES) or issubclass(kind, BaseException):
        return SEQUENCE
    if issubclass(kind, _MAPPINGS):
        return MAPPING
    if kind is CellType:
        return CELL
    plain = (type, GeneratorBase, TracebackType, *(named for named, _ in _NAMED))
    if kind is Wrapped:
        return FIELDS
    if issubclass(kind, plain) or isinstance(kind, enum.EnumMeta) or not kind.__flags__ & HEAP_TYPE:
        return ATOM
    return FIELDS


def _text(value: Any, kind: Any) -> str:
    if isinstance(kind, enum.EnumMeta):
        return f"{kind.__name__}.{vars(value).get('_name_')}"
    if issubclass(kind, type):
        return str(value.__qualname__)
    if issubclass(kind, GeneratorBase):
        return str(value.__qualname__)
    if (kind.__module__, kind.__qualname__) in _PRINTED:
        return repr(value)
    for named, text in _NAMED:
        if issubclass(kind, named):
            return str(text(value))
    return ""


def _parts(value: Any, shape: str) -> tuple[int, list[Any]]:
    """How many things there are in an object, and the first of them."""
    if shape is MAPPING:
        base: Any = next(one for one in _MAPPINGS if isinstance(value, one))
        pairs = islice(base.items(value), MOST)
        return base.__len__(value), [one for pair in pairs for one in pair]
    if shape is FIELDS:
        fields = _fields(value)
        return len(fields), [one for pair in islice(fields.items(), MOST) for one in pair]
    if isinstance(value, BaseException):
        value = value.args
    base = next(one for one in _SEQUENCES if isinstance(value, one))
    return base.__len__(value), list(islice(base.__iter__(value), MOST))


def _fields(value: Any) -> dict[str, Any]:
    """The attributes of an instance, read without its class having a say."""
    found: dict[str, Any] = {}
    for base in reversed(type.__dict__["__mro__"].__get__(type(value))):
        for name, member in vars(base).items():
            if type(member) is MemberDescriptorType and not name.startswith("__"):
                with contextlib.suppress(AttributeError):
                    found[name] = member.__get__(value)
    try:
        attributes = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return found
    if type(attributes) is dict:
        found.update(
            (name, attribute) for name, attribute in attributes.items() if type(name) is str
        )
    return found
