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

from stillframe.bytecode import OPERATIONS, Code, Slot, analyse, decode
from stillframe.bytecode.flow import forward
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
    the shape without them. ``count`` is how many objects the frame shows, None where only the
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
        known, possible = facts.bound[index] or (0, 0)
        self.bound = frozenset(i for i in range(self.slots) if known >> i & 1) | self.cells
        self.unbound = frozenset(i for i in range(self.slots) if not possible >> i & 1) - self.cells
        stack = list(facts.stacks[index] or ())
        for place, slot in facts.saved[index] or ():
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


class _Facts:
    """The analyses of one code object."""

    __slots__ = ("bound", "code", "handlers", "index_of", "offsets", "saved", "sites", "stacks")

    def __init__(self, native: CodeType) -> None:
        self.code = decode(native)
        self.stacks = analyse(self.code)
        self.bound = _bound(self.code)
        self.handlers = _handlers(self.code, self.stacks)
        self.offsets = _offsets(self.code, self.stacks)
        self.saved = _saved(self.code, self.stacks, self.bound)
        self.index_of = {
            instruction.offset: index
            for index, instruction in enumerate(self.code.instructions)
            if instruction.op in ("YIELD_VALUE", "RETURN_GENERATOR")
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


def _bound(code: Code) -> list[tuple[int, int] | None]:
    """Before each instruction: the slots surely bound and those possibly bound, as bits."""
    arguments = code.argcount + code.kwonlyargcount
    arguments += bool(code.flags & inspect.CO_VARARGS) + bool(code.flags & inspect.CO_VARKEYWORDS)
    # An inlined comprehension puts back what it saved, bound or not: only the frame knows.
    saved = 0
    for one in code.instructions:
        if one.op == "LOAD_FAST_AND_CLEAR":
            saved |= 1 << _slot(one.arg)

    def step(index: int, known: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int]]]:
        instruction = code.instructions[index]
        sure, possible = known
        match instruction.op:
            case "STORE_FAST":
                bit = 1 << _slot(instruction.arg)
                sure, possible = sure | bit & ~saved, possible | bit
            case "DELETE_FAST" | "LOAD_FAST_AND_CLEAR":
                bit = 1 << _slot(instruction.arg)
                sure, possible = sure & ~bit, possible & ~bit
        after = sure, possible
        handler = code.handler_at[index]
        if handler is not None:
            yield handler.target, merge(index, known, after)
        operation = OPERATIONS[instruction.op]
        if operation.jumps:
            assert isinstance(instruction.arg, int)
            yield instruction.arg, after
        if operation.falls_through:
            yield index + 1, after

    def merge(index: int, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
        return one[0] & other[0], one[1] | other[1]

    first = (1 << arguments) - 1
    return forward(code, (first & ~saved, first), step, merge)


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
        operation = OPERATIONS[instruction.op]
        if operation.jumps:
            assert isinstance(instruction.arg, int)
            yield instruction.arg, after
        if operation.falls_through:
            yield index + 1, after

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
        operation = OPERATIONS[code.instructions[index].op]
        targets = [_slot(code.instructions[index].arg)] if operation.jumps else []
        if operation.falls_through:
            targets.append(index + 1)
        for target in targets:
            yield target, tuple(one for one in known if one[0] < len(stacks[target]))

    def merge(index: int, one: Offsets, other: Offsets) -> Offsets:
        return tuple(each for each in one if each in other)

    return forward(code, (), step, merge)


Saved = tuple[tuple[int, Slot], ...]


def _saved(code: Code, stacks: Any, bound: Any) -> list[Saved | None]:
    """Before each instruction: where an inlined comprehension keeps a variable that it shadows,
    and whether that was bound (3.12+)."""

    def step(index: int, known: Saved) -> Iterator[tuple[int, Saved]]:
        handler = code.handler_at[index]
        if handler is not None:
            yield handler.target, tuple(one for one in known if one[0] < handler.depth)
        instruction = code.instructions[index]
        depth = len(stacks[index])
        after = known
        if instruction.op == "LOAD_FAST_AND_CLEAR":
            sure, possible = (bits >> _slot(instruction.arg) & 1 for bits in bound[index])
            slot = Slot.VALUE if sure else Slot.MAYBE_NULL if possible else Slot.NULL
            after = (*known, (depth, slot))
        elif instruction.op == "SWAP":
            top, other = depth - 1, depth - _slot(instruction.arg)
            exchange = {top: other, other: top}
            after = tuple((exchange.get(place, place), slot) for place, slot in known)
        operation = OPERATIONS[instruction.op]
        targets = [_slot(instruction.arg)] if operation.jumps else []
        if operation.falls_through:
            targets.append(index + 1)
        for target in targets:
            yield target, tuple(one for one in after if one[0] < len(stacks[target]))

    def merge(index: int, one: Saved, other: Saved) -> Saved:
        return tuple(set(one) & set(other))

    return forward(code, (), step, merge)
