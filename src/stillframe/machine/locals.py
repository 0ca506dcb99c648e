"""The locals of a frame as the program sees them: `locals()`, `f_locals`.

Up to 3.12 a function's `f_locals` is one dict, brought up to date whenever it is asked for;
from 3.13 on `locals()` is a fresh dict and `f_locals` a view that writes through (PEP 667).
"""

import sys
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from stillframe.machine.frame import NULL, Frame


def snapshot(frame: Frame) -> dict[str, Any]:
    """A dict of the bound variables; cells by what they hold."""
    code = frame.code
    cells = frame.translation.cell_slots
    found: dict[str, Any] = {}
    for slot, name in enumerate(code.slots):
        value = frame.fast[slot] if slot < len(frame.fast) else NULL
        if slot in cells and type(value) is CellType:
            try:
                value = value.cell_contents
            except ValueError:
                continue
        if value is not NULL:
            found[name] = value
    return found


CellType = type((lambda x: lambda: x)(0).__closure__[0])  # type: ignore[index]


def frame_locals(frame: Frame) -> Any:
    """`frame.f_locals`."""
    if frame.locals is not None:
        return local_namespace(frame)
    if sys.version_info >= (3, 13):
        return FrameLocals(frame)
    return _updated(frame)


def local_namespace(frame: Frame) -> Any:
    """`locals()`."""
    if frame.locals is not None:
        hidden = _hidden(frame)
        if not hidden:
            return frame.locals
        return hidden if sys.version_info >= (3, 13) else {**frame.locals, **hidden}
    if sys.version_info >= (3, 13):
        return snapshot(frame)
    return _updated(frame)


def _hidden(frame: Frame) -> dict[str, Any]:
    """The variables of an inlined comprehension that runs in a class or module body (3.12+)."""
    code = frame.code
    return {
        name: value
        for name, value in zip(code.slots[: code.varcount], frame.fast, strict=False)
        if value is not NULL and not isinstance(value, CellType)
    }


def _updated(frame: Frame) -> dict[str, Any]:
    """The frame's one dict, brought up to date; names that the program added stay."""
    known = frame.snapshot
    if known is None:
        known = frame.snapshot = {}
    current = snapshot(frame)
    for name in frame.code.slots:
        if name not in current:
            known.pop(name, None)
    known.update(current)
    return known


def carried_locals(frame: Frame) -> Mapping[str, Any]:
    """What a traceback's frame shows as its locals."""
    return frame.locals if frame.locals is not None else FrameLocals(frame)


class FrameLocals(MutableMapping[str, Any]):
    """A live view of a frame's variables that writes through."""

    __slots__ = ("_frame",)

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def _slot(self, name: object) -> int | None:
        slots = self._frame.code.slots
        return slots.index(name) if name in slots else None

    def __getitem__(self, name: str) -> Any:
        current = snapshot(self._frame)
        if name in current:
            return current[name]
        extra = self._frame.snapshot
        if extra is not None and self._slot(name) is None and name in extra:
            return extra[name]
        raise KeyError(name)

    def __setitem__(self, name: str, value: Any) -> None:
        slot = self._slot(name)
        if slot is None:
            if self._frame.snapshot is None:
                self._frame.snapshot = {}
            self._frame.snapshot[name] = value
            return
        held = self._frame.fast[slot]
        if slot in self._frame.translation.cell_slots and type(held) is CellType:
            held.cell_contents = value
        else:
            self._frame.fast[slot] = value

    @property
    def frame(self) -> Frame:
        """The frame whose variables these are."""
        return self._frame

    def __delitem__(self, name: str) -> None:
        if self._slot(name) is not None:
            if sys.version_info < (3, 13):  # PyFrame_FastToLocals tries, for unbound ones
                raise KeyError(name)
            raise ValueError("cannot remove local variables from FrameLocalsProxy")
        if self._frame.snapshot is None:
            raise KeyError(name)
        del self._frame.snapshot[name]

    def __iter__(self) -> Iterator[str]:
        current = snapshot(self._frame)
        yield from current
        for name in self._frame.snapshot or ():
            if self._slot(name) is None:
                yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def keys(self) -> Any:
        return list(self)

    def values(self) -> Any:
        return [self[name] for name in self]

    def items(self) -> Any:
        return [(name, self[name]) for name in self]

    def copy(self) -> dict[str, Any]:
        return dict(self)

    def __or__(self, other: Any) -> Any:
        return dict(self) | other

    def __ror__(self, other: Any) -> dict[str, Any]:
        return dict(other) | dict(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrameLocals):
            return self._frame is other._frame
        return dict(self) == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(dict(self))


FrameLocals.__name__ = FrameLocals.__qualname__ = "FrameLocalsProxy"
