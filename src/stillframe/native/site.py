"""What a code object says about one place of suspension, without running.

A suspended frame shows its objects in order, but not where a slot is empty. The canonical code
tells most of it: which fast locals are surely bound or surely unbound, which slots of the value
stack are NULL, whether an exception is being handled.
"""

import inspect
import sys
from collections.abc import Iterator
from threading import Lock
from types import CodeType
from typing import TYPE_CHECKING, Any, NamedTuple, final

from stillframe.bytecode import Code, Slot, analyse, decode, suspension_points
from stillframe.bytecode.flow import forward, successors
from stillframe.bytecode.foreign import carried

if TYPE_CHECKING:
    from stillframe.native.variant import Variant


class Pattern(NamedTuple):
    """What a suspended frame has at its site, beyond what the code says.

    ``bound`` are the fast locals that are bound, ``nulls`` the slots of the value stack that are
    empty; ``handled`` says whether it is handling an exception. ``yields`` is for a frame that is
    to yield once more what it yielded there.
    """

    bound: frozenset[int]
    nulls: tuple[int, ...]
    handled: bool
    yields: bool = False


@final
class Site:
    """One YIELD_VALUE (or RETURN_GENERATOR) of a code object.

    ``slots`` counts the fast locals, ``names`` has their names, ``cells`` are those that hold a
    cell; ``bound`` and ``unbound`` are those that surely are. ``shape`` is the value stack while
    the frame is suspended, the top last. ``handling`` says whether an ``except`` clause is being
    run, ``delegating`` whether the frame waits in ``yield from`` or ``await``, ``foreign`` whether
    only the machine can run the code. ``hidden`` are the places of the value stack that CPython
    fills with an offset and doesn't show (from 3.14 on), each with such an offset; ``shown`` is
    the shape without them. ``labels`` name the value stack, once somebody has asked (`labels`).
    ``count`` is how many objects the frame shows, None where only the
    frame itself can tell; ``pattern`` is that of all its frames then.
    """

    __slots__ = (
        "bound",
        "cells",
        "code",
        "count",
        "created",
        "delegating",
        "foreign",
        "handling",
        "hidden",
        "labels",
        "names",
        "offset",
        "pattern",
        "shape",
        "shown",
        "slots",
        "unbound",
        "variants",
    )

    def __init__(self, facts: "_Facts", index: int) -> None:
        code = facts.code
        instruction = code.instructions[index]
        assert code.native is not None
        self.code = code.native
        self.offset = instruction.offset
        self.created = instruction.op == "RETURN_GENERATOR"
        self.delegating = bool(instruction.arg) if not self.created else False
        self.foreign = carried(code.native) is not None
        self.names = code.slots
        self.slots = len(code.slots)
        self.cells = frozenset(code.cells) | frozenset(code.frees)
        known, possible, saved = facts.variables[index] or _Variables(0, 0, ())
        self.bound = frozenset(i for i in range(self.slots) if known >> i & 1) | self.cells
        self.unbound = frozenset(i for i in range(self.slots) if not possible >> i & 1) - self.cells
        stack = list(facts.stacks[index] or ())
        for place, slot in saved:
            stack[place] = slot
        self.shape = tuple(stack if self.created else stack[:-1])
        self.handling = bool(facts.handlers[index])
        offsets = facts.offsets[index] or () if HIDES_OFFSETS and not self.foreign else ()
        self.hidden = dict(offsets)
        self.shown = tuple(
            Slot.NULL if place in self.hidden else slot for place, slot in enumerate(self.shape)
        )
        self.count: int | None = None
        self.pattern: Pattern | None = None
        if len(self.bound) + len(self.unbound) == self.slots and Slot.MAYBE_NULL not in self.shape:
            self.count = len(self.bound) + self.shown.count(Slot.VALUE) + self.handling
            nulls = tuple(i for i, slot in enumerate(self.shape) if slot is Slot.NULL)
            self.pattern = Pattern(self.bound, nulls, self.handling)
        self.variants: dict[Pattern, Variant] = {}
        self.labels: tuple[str, ...] | None = None


class _Facts:
    """The analyses of one code object."""

    __slots__ = ("code", "handlers", "index_of", "offsets", "sites", "stacks", "variables")

    def __init__(self, native: CodeType) -> None:
        self.code = decode(native)
        self.stacks = analyse(self.code)
        self.variables = _variables(self.code, self.stacks)
        self.handlers = _handlers(self.code, self.stacks)
        self.offsets = _offsets(self.code, self.stacks)
        self.index_of = {
            self.code.instructions[index].offset: index for index in suspension_points(self.code)
        }
        self.sites: dict[int, Site] = {}


# The facts keep their code object alive, so an id stands for one. The oldest go: a program may
# make code without end.
_facts: dict[int, _Facts] = {}
_LIMIT = 2_000
_forgetting = Lock()


def site_of(code: CodeType, offset: int) -> Site:
    """The site at a byte offset of the native code. Analysed once, some microseconds after that.

    Raises KeyError where no frame can be suspended.
    """
    facts = _facts.get(id(code))
    if facts is None:
        facts = _facts[id(code)] = _Facts(code)
        with _forgetting:
            while len(_facts) > _LIMIT:
                del _facts[next(iter(_facts))]
    site = facts.sites.get(offset)
    if site is None:
        site = facts.sites[offset] = Site(facts, facts.index_of[offset])
    return site


class _Variables(NamedTuple):
    """The slots surely bound and those possibly bound, as bits; and where on the value stack an
    inlined comprehension keeps a variable that it shadows, and whether that was bound (3.12+)."""

    sure: int
    possible: int
    saved: tuple[tuple[int, Slot], ...]

    def cut(self, depth: int) -> "_Variables":
        """With a value stack of that depth."""
        return self._replace(saved=tuple(one for one in self.saved if one[0] < depth))


_BOUND = {Slot.VALUE: (1, 1), Slot.MAYBE_NULL: (0, 1), Slot.NULL: (0, 0)}


def _variables(code: Code, stacks: Any) -> list[_Variables | None]:
    """Before each instruction: which variables are bound."""
    arguments = code.argcount + code.kwonlyargcount
    arguments += bool(code.flags & inspect.CO_VARARGS) + bool(code.flags & inspect.CO_VARKEYWORDS)

    def effect(index: int, known: _Variables) -> _Variables:
        instruction, depth = code.instructions[index], len(stacks[index])
        match instruction.op:
            case "STORE_FAST":  # a comprehension puts back what it saved, bound or not
                stored = dict(known.saved).get(depth - 1, Slot.VALUE)
                return _bind(known, _slot(instruction.arg), stored)
            case "DELETE_FAST":
                return _bind(known, _slot(instruction.arg), Slot.NULL)
            case "LOAD_FAST_AND_CLEAR":
                slot = _slot(instruction.arg)
                bits = known.sure >> slot & 1, known.possible >> slot & 1
                held = next(one for one, both in _BOUND.items() if both == bits)
                after = _bind(known, slot, Slot.NULL)
                return after._replace(saved=(*known.saved, (depth, held)))
            case "SWAP":
                top, other = depth - 1, depth - _slot(instruction.arg)
                places = {top: other, other: top}
                moved = ((places.get(place, place), slot) for place, slot in known.saved)
                return known._replace(saved=tuple(sorted(moved)))
        return known

    def step(index: int, known: _Variables) -> Iterator[tuple[int, _Variables]]:
        handler, after = code.handler_at[index], effect(index, known)
        if handler is not None:
            yield handler.target, merge(index, known, after).cut(handler.depth)
        for target in successors(code, index):
            yield target, after.cut(len(stacks[target]))

    def merge(index: int, one: _Variables, other: _Variables) -> _Variables:
        saved = dict(one.saved)
        for place, slot in other.saved:
            saved[place] = slot if saved.get(place, slot) is slot else Slot.MAYBE_NULL
        sure, possible = one.sure & other.sure, one.possible | other.possible
        return _Variables(sure, possible, tuple(sorted(saved.items())))

    first = (1 << arguments) - 1
    return forward(code, _Variables(first, first, ()), step, merge)


def _bind(known: _Variables, slot: int, value: Slot) -> _Variables:
    """A variable's slot gets what is on the value stack."""
    sure, possible = (bit << slot for bit in _BOUND[value])
    others = ~(1 << slot)
    return known._replace(
        sure=known.sure & others | sure, possible=known.possible & others | possible
    )


def _slot(arg: int | str | None) -> int:
    assert isinstance(arg, int)
    return arg


def _handlers(code: Code, stacks: Any) -> list[tuple[int, ...] | None]:
    """Before each instruction: where on the value stack an `except` clause keeps the exception
    that was handled before it."""

    def step(index: int, known: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
        handler = code.handler_at[index]
        instruction = code.instructions[index]
        # PUSH_EXC_INFO stands in the range of its own cleanup, and never raises.
        if handler is not None and instruction.op != "PUSH_EXC_INFO":
            yield handler.target, tuple(place for place in known if place < handler.depth)
        after = known
        if instruction.op == "PUSH_EXC_INFO":
            after = (*known, len(stacks[index]) - 1)
        elif instruction.op == "POP_EXCEPT":
            after = known[:-1]
        for target in successors(code, index):
            yield target, after

    return forward(code, (), step, lambda index, one, other: one if one == other else one[:0])


# Since when the offset that a handler keeps is no object any more, but a tagged integer.
HIDES_OFFSETS = sys.version_info >= (3, 14)

Offsets = tuple[tuple[int, int], ...]


def _offsets(code: Code, stacks: Any) -> list[Offsets | None]:
    """Before each instruction: where on the value stack a handler keeps an offset, and one."""

    def step(index: int, known: Offsets) -> Iterator[tuple[int, Offsets]]:
        handler = code.handler_at[index]
        if handler is not None:
            kept = tuple(one for one in known if one[0] < handler.depth)
            if handler.lasti:
                kept += ((handler.depth, code.instructions[handler.target].offset // 2),)
            yield handler.target, kept
        for target in successors(code, index):
            yield target, tuple(one for one in known if one[0] < len(stacks[target]))

    def merge(index: int, one: Offsets, other: Offsets) -> Offsets:
        return tuple(each for each in one if each in other)

    return forward(code, (), step, merge)
