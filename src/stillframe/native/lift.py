"""Reading a suspended generator, coroutine or async generator of CPython's own, without C.

`gc.get_referents` shows what a suspended frame holds, in the order of its slots, the empty ones
left out. ``site`` says where those are; what it can't know is asked of the frame.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from gc import get_referents
from itertools import combinations
from operator import attrgetter
from types import (
    AsyncGeneratorType,
    CodeType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
)
from typing import Any, final

from stillframe.bytecode import Slot
from stillframe.errors import NotSaveable
from stillframe.machine.frame import NULL
from stillframe.native.site import Pattern, Site, site_of
from stillframe.native.variant import originals


@final
@dataclass(slots=True)
class Suspended:
    """What a native generator, coroutine or async generator holds.

    ``site`` is None if it is closed; it then has neither ``function`` nor slots. ``fast`` and
    ``stack`` hold NULL in an empty slot; ``pattern`` says which are empty, where the site tells.
    """

    code: CodeType
    site: Site | None
    function: FunctionType | None
    name: str
    qualname: str
    fast: list[Any]
    stack: list[Any]
    handled: BaseException | None
    pattern: Pattern | None = None


@final
@dataclass(frozen=True, slots=True)
class Kind:
    """A type whose frames can be suspended. ``read`` is another way to read it, if it needs one."""

    noun: str
    code: Callable[[Any], CodeType]
    frame: Callable[[Any], FrameType | None]
    running: Callable[[Any, Site], bool]
    read: Callable[[Any], Suspended] | None = None


def _is_ag_running(obj: Any, site: Site) -> bool:
    # ag_running is also true while it waits in an `await`; 3.11 has nothing more to say.
    return sys.version_info >= (3, 12) and not (obj.ag_suspended or site.created)


KINDS: dict[type, Kind] = {
    GeneratorType: Kind(
        "generator",
        attrgetter("gi_code"),
        attrgetter("gi_frame"),
        lambda obj, site: obj.gi_running,
    ),
    CoroutineType: Kind(
        "coroutine",
        attrgetter("cr_code"),
        attrgetter("cr_frame"),
        lambda obj, site: obj.cr_running,
    ),
    AsyncGeneratorType: Kind(
        "async generator", attrgetter("ag_code"), attrgetter("ag_frame"), _is_ag_running
    ),
}


def read(obj: Any) -> Suspended:
    """Read a native object; it isn't changed. Costs some 5 microseconds.

    Raises TypeError for another type, and NotSaveable for one that is running, or whose frame
    can't be told from what it shows.
    """
    kind = KINDS.get(type(obj))
    if kind is None:
        raise TypeError(f"neither a generator, coroutine nor async generator: {type(obj).__name__}")
    if kind.read is not None:
        return kind.read(obj)
    code = kind.code(obj)
    _, original, shift = originals.get(id(code), (code, code, 0))
    frame = kind.frame(obj)
    if frame is None:
        return Suspended(original, None, None, obj.__name__, obj.__qualname__, [], [], None)
    shown = get_referents(obj)
    start = start_of(shown, code)
    site = _site(original, frame.f_lasti - shift) if start else None
    if site is None or kind.running(obj, site):
        raise NotSaveable(f"{describe(obj)}: it is running")
    values = shown[start:]
    if not site.handling and site.count == len(values) - 1 and values[-1] is None:
        values.pop()  # up to 3.12, of a frame that has handled an exception
    pattern = None
    if site.count != len(values):
        fast, stack, handled = _ask(obj, frame, site, values, shown[: start - 2])
    else:
        pattern = site.pattern
        if site.unbound:
            found = iter(values)
            fast = [NULL if i in site.unbound else next(found) for i in range(site.slots)]
        else:
            fast = values[: site.slots]
        handled = values.pop() if site.handling else None
        stack = values[len(site.bound) :]
        if Slot.NULL in site.shown:
            found = iter(stack)
            stack = [NULL if slot is Slot.NULL else next(found) for slot in site.shown]
    for place, offset in site.hidden.items():
        stack[place] = offset
    function = shown[start - 2]
    names = obj.__name__, obj.__qualname__
    return Suspended(original, site, function, *names, fast, stack, handled, pattern)


def describe(obj: Any) -> str:
    """How a message names one: its kind, its function, and where it stands."""
    kind = KINDS[type(obj)]
    code, frame = kind.code(obj), kind.frame(obj)
    line = frame.f_lineno if frame is not None else code.co_firstlineno
    return f"{kind.noun} {obj.__qualname__}() at {code.co_filename}:{line}"


def start_of(shown: list[Any], code: CodeType) -> int:
    """Where the slots begin: behind the function and its code. 0 if the frame is running."""
    for index in range(2, min(len(shown) - 1, 8)):
        if shown[index + 1] is code and type(shown[index]) is FunctionType:
            return index + 2
    return 0


def _site(code: CodeType, lasti: int) -> Site | None:
    # From 3.13 on f_lasti is that of the instruction behind.
    try:
        return site_of(code, lasti - 2 if sys.version_info >= (3, 13) else lasti)
    except KeyError:
        return None


def _ask(
    obj: Any, frame: FrameType, site: Site, values: list[Any], prefix: list[Any]
) -> tuple[list[Any], list[Any], BaseException | None]:
    """The slots, where the code alone doesn't tell which are empty."""
    bound = site.bound
    if len(bound) + len(site.unbound) < site.slots or site.count is not None:
        bound = site.cells | _bound_now(frame, site, prefix)
    found = iter(values)
    fast = [next(found, NULL) if slot in bound else NULL for slot in range(site.slots)]
    rest = values[len(bound) :]
    handled = None
    if site.handling and rest:
        handled = rest.pop()
    stack = _spread(site, rest)
    if stack is None and sys.version_info < (3, 13) and rest and rest[-1] is None:
        stack = _spread(site, rest[:-1])  # a frame that has handled an exception shows None
    if stack is None or (site.handling and not isinstance(handled, BaseException)):
        raise NotSaveable(
            f"{describe(obj)}: its value stack can't be told from what CPython shows "
            "(two slots may be empty in more than one way); assign the parts of that "
            "expression to variables first"
        )
    return fast, stack, handled


def _bound_now(frame: FrameType, site: Site, prefix: list[Any]) -> frozenset[int]:
    """Which variables are bound, as the frame itself says."""
    names = frame.f_locals
    bound = frozenset(i for i, name in enumerate(site.code.co_varnames) if name in names)
    if sys.version_info < (3, 13) and not any(names is one for one in prefix):
        names.clear()  # made by asking: it would keep the objects alive
    return bound


def _spread(site: Site, values: list[Any]) -> list[Any] | None:
    """The value stack: which of the slots that may be empty are. None if it can't be told."""
    shape = site.shown
    open_slots = [i for i, slot in enumerate(shape) if slot is Slot.MAYBE_NULL]
    filled = len(values) - shape.count(Slot.VALUE)
    if not 0 <= filled <= len(open_slots):
        return None
    candidates = []
    for chosen in combinations(open_slots, filled):
        found = iter(values)
        stack = [
            next(found) if slot is Slot.VALUE or index in chosen else NULL
            for index, slot in enumerate(shape)
        ]
        candidates.append((chosen, stack))
        if len(candidates) > 64:
            return None
    if len(candidates) > 1:
        candidates = [
            (chosen, stack)
            for chosen, stack in candidates
            if all(_is_pair(stack, i, i in chosen) for i in open_slots)
        ]
    return candidates[0][1] if len(candidates) == 1 else None


_METHOD_DESCRIPTOR = 1 << 17  # Py_TPFLAGS_METHOD_DESCRIPTOR: what is pushed beside its object


def _is_pair(stack: list[Any], index: int, filled: bool) -> bool:
    """Whether a slot beside a callable is rightly held to be filled, or to be empty."""
    callable_first = sys.version_info >= (3, 13)
    function_at, self_at = (index - 1, index) if callable_first else (index, index + 1)
    if not 0 <= function_at < self_at < len(stack):
        return False
    function, owner = stack[function_at], stack[self_at]
    if not filled:
        return callable(owner if not callable_first else function)
    if not type(function).__flags__ & _METHOD_DESCRIPTOR:
        return False
    found = getattr(type(owner), getattr(function, "__name__", ""), None)
    return found is function
