"""The objects of a run: each with a type, a short text or its contents, and a number of its own.

What an object holds are values again, so one that stands in two places is visibly the same.
"""

from collections.abc import Callable
from sys import getrefcount
from typing import Any, ClassVar, final
from weakref import ref

from stillframe.machine.frame import NULL, Null
from stillframe.watch.shapes import ATOM, ATOMS, BY_TEXT, Kind, cut, kind_of

DEEPEST = 2  # containers in containers that are looked into at once

Contents = tuple[int, ...]
"""How many things an object holds, then the values of the first of them, as `shapes.Parts`."""


@final
class Values:
    """The values of a run. A value's id is its place in the columns; 0 is NULL.

    ``now`` says at which moment contents are seen; ``met`` is told of each object that is new.
    """

    def __init__(
        self, now: Callable[[], int], met: Callable[[Any], object] = lambda value: None
    ) -> None:
        self.now = now
        self._met = met
        self.kinds: list[Kind] = [kind_of(Null)._replace(name="NULL")]
        self.type: list[int] = [0]
        self.text: list[str] = ["NULL"]
        self.number: list[int] = [0]
        self.seen_at: list[int] = []
        self.seen: list[int] = []
        self.contents: list[Contents] = []
        self._rows: dict[int, int] = {}  # of kinds, by the ids of classes, which aren't kept alive
        self._classes: dict[int, ref[type]] = {}
        self._counts: list[int] = [0]
        self._atoms: dict[type, dict[Any, int]] = {kind: {} for kind in ATOMS}
        self._atoms[Null] = {NULL: 0}
        self._texts: dict[type, dict[str, int]] = {kind: {} for kind in BY_TEXT}
        self._objects: dict[int, int] = {}
        self._refs: dict[int, _Ref] = {}
        self._last: dict[int, Contents] = {}

    def of(self, value: Any, deep: int = DEEPEST) -> int:
        """The id of a value. Contents are looked at the first time."""
        kind = type(value)
        atoms = self._atoms.get(kind)
        if atoms is not None:
            known = atoms.get(value)
            if known is None:
                known = atoms[value] = self._add(self._row(kind), ATOMS[kind](value), 0)
            return known
        known = self._objects.get(id(value))
        if known is not None and self.type[known] == self._rows.get(id(kind)):
            if deep == DEEPEST and known not in self._last:
                self.look(value, known)
            return known
        texts = self._texts.get(kind)
        if texts is not None:
            text = BY_TEXT[kind](value)
            known = texts.get(text)
            if known is None:
                known = texts[text] = self._add(self._row(kind), text, 0)
            return known
        return self._object(value, kind, deep)

    def made(self, value: Any) -> int:
        """The id of a value that has just been made: whatever had its address before is gone."""
        key = id(value)
        if key in self._objects and key not in self._refs:
            del self._objects[key]
        return self.of(value)

    def result(self, value: Any) -> int:
        """The id of a value that is on top of a stack, and may be a new one.

        It is, if nothing else refers to it, and it isn't known to live.
        """
        atoms = self._atoms.get(type(value))
        if atoms is None:
            key = id(value)
            if key in self._objects and key not in self._refs and getrefcount(value) <= _ALONE:
                del self._objects[key]
        elif value in atoms:
            return atoms[value]
        return self.of(value)

    def look(self, value: Any, known: int, deep: int = DEEPEST) -> None:
        """Look at what an object holds now."""
        kind = self.kinds[self.type[known]]
        if kind.shape is ATOM:
            self._last[known] = ()
            return
        of, within = self.of, deep - 1
        total, parts = kind.parts(value)
        contents = (total, *[of(one, within) for one in parts])
        if self._last.get(known) != contents:
            self._last[known] = contents
            self.seen_at.append(self.now())
            self.seen.append(known)
            self.contents.append(contents)

    def again(self, value: Any) -> None:
        """Look at an object that something may have been done to, if it is a known one."""
        known = self._objects.get(id(value))
        if known is not None and self.type[known] == self._rows.get(id(type(value))):
            self.look(value, known)

    # -- new ones

    def _add(self, row: int, text: str, number: int) -> int:
        self.type.append(row)
        self.text.append(text)
        self.number.append(number)
        return len(self.type) - 1

    def _row(self, kind: type) -> int:
        known = self._rows.get(id(kind))
        if known is None:
            key = id(kind)
            known = self._rows[key] = len(self.kinds)
            self._classes[key] = ref(kind, lambda _: self._class_gone(key))
            self.kinds.append(kind_of(kind))
            self._counts.append(0)
        return known

    def _object(self, value: Any, cls: type, deep: int) -> int:
        row = self._row(cls)
        kind = self.kinds[row]
        self._counts[row] += 1
        known = self._add(row, cut(kind.text(value)), self._counts[row])
        key = id(value)
        self._objects[key] = known
        if kind.weak and not kind.watched:
            self._refs[key] = made = _Ref(value, self._gone)
            made.key = key
        if deep:
            self.look(value, known, deep)
        self._met(value)
        return known

    def _class_gone(self, key: int) -> None:
        del self._rows[key], self._classes[key]

    def _gone(self, gone: "_Ref") -> None:
        del self._refs[gone.key]
        known = self._objects.pop(gone.key, None)
        if known is not None:
            self._last.pop(known, None)


@final
class _Ref(ref[Any]):
    """A weak reference that knows the address of what was there."""

    __slots__ = ("key",)
    key: int


class _Alone:
    """For the count of references to a value that only a stack holds, as `result` sees it."""

    stack: ClassVar[list[Any]] = [[]]

    def count(self, value: Any) -> int:
        return getrefcount(value)


_ALONE = (lambda frame: frame.count(frame.stack[-1]))(_Alone())
