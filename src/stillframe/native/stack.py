"""`stillframe.stack`: what a suspended object stands in, from the outermost frame inwards."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from gc import get_referents
from types import CellType
from typing import TYPE_CHECKING, Any, final

from stillframe.errors import NotSaveable
from stillframe.machine.frame import NULL, State
from stillframe.native.fork import frame_of
from stillframe.native.labels import OWNER, SELF, labels
from stillframe.native.lift import KINDS, Suspended, read
from stillframe.native.printing import as_rich, as_text

if TYPE_CHECKING:
    from rich.console import RenderableType


@final
@dataclass(frozen=True, slots=True)
class Entry:
    """One frame: ``kind`` is "generator", "coroutine" or "async generator"; ``line`` where it
    stands; ``value_stack`` what each slot of its value stack is, and what it holds, the top last
    (empty slots are left out). A frame that is running shows neither locals nor value stack."""

    kind: str
    function: str
    file: str
    line: int
    state: State
    locals: dict[str, Any]
    value_stack: tuple[tuple[str, Any], ...]


@final
class Stack(tuple[Entry, ...]):
    """The entries, the outermost first; ``waits_for`` is what the innermost one awaits, if that
    is no frame (a future, an iterator), else None. Prints well, with rich in colours."""

    waits_for: Any = None

    def __str__(self) -> str:
        return as_text(self)

    __repr__ = __str__

    def __rich__(self) -> "RenderableType":
        return as_rich(self)


def stack(obj: Any) -> Stack:
    """The frames of a generator, coroutine, async generator or asyncio task.

    From the object's own frame through all that it delegates to or awaits; each is read, none
    is changed. Some 10 microseconds a frame. Raises TypeError for what has no frame.
    """
    coroutine = getattr(obj, "get_coro", None)  # an asyncio task
    current = frame_of(obj if coroutine is None else coroutine())
    if current is None:
        raise TypeError(f"not a generator, coroutine or async generator: {type(obj).__name__}")
    entries = []
    last = None
    while current is not None:
        entry, last = _entry(current)
        entries.append(entry)
        current = frame_of(last)
    result = Stack(entries)
    result.waits_for = _future(last)
    return result


def _future(awaited: Any) -> Any:
    """What asyncio's iterator over a future waits for; it shows nothing else."""
    if type(awaited).__module__ == "_asyncio":
        return next(
            (one for one in get_referents(awaited) if hasattr(one, "_asyncio_future_blocking")),
            awaited,
        )
    return awaited


def _entry(obj: Any) -> tuple[Entry, Any]:
    """The entry of one frame, and what it delegates to."""
    kind = KINDS[type(obj)]
    code, frame = kind.code(obj), kind.frame(obj)
    values: tuple[tuple[str, Any], ...] = ()
    locals: dict[str, Any] = {}
    last = None
    line = (frame.f_lineno if frame is not None else None) or code.co_firstlineno
    try:
        state = read(obj)
    except NotSaveable:
        where = State.RUNNING
    else:
        where = _state(state)
        locals = dict(_locals(state))
        values = tuple(_values(state))
        if state.site is not None and state.site.delegating:
            last = state.stack[-1]
    function, file = obj.__qualname__, code.co_filename
    return Entry(kind.noun, function, file, line, where, locals, values), last


def _state(state: Suspended) -> State:
    if state.site is None:
        return State.CLOSED
    return State.CREATED if state.site.created else State.SUSPENDED


def names_of(state: Suspended) -> tuple[str, ...]:
    """The names of the fast locals, in their order."""
    return state.site.names if state.site is not None else ()


def _locals(state: Suspended) -> Iterator[tuple[str, Any]]:
    for name, value in zip(names_of(state), state.fast, strict=True):
        if type(value) is CellType:
            try:
                yield name, value.cell_contents
            except ValueError:
                continue
        elif value is not NULL:
            yield name, value


def _values(state: Suspended) -> Iterator[tuple[str, Any]]:
    if state.site is None:
        return
    named = list(labels(state.site))
    for place, value in enumerate(state.stack):
        if value is NULL:
            continue
        if named[place] == SELF and sys.version_info < (3, 13):
            # A method stands where the NULL beside a callable would be, its self behind it.
            named[place], named[place + 1] = named[place + 1], OWNER
        yield named[place], value
