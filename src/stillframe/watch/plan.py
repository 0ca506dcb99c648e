"""What the recorder knows of a code object: its effects, its depths, what to note where."""

from collections.abc import Callable
from typing import Any, final

from stillframe.bytecode import OPERATIONS, analyse
from stillframe.machine.frame import MAKES_GENERATOR, NULL, Frame
from stillframe.machine.instrument import Note, Prior
from stillframe.machine.translation import Translation
from stillframe.watch.effects import RECORDED, Effect, effects_of, slots_of
from stillframe.watch.names import NAMESPACES, Names
from stillframe.watch.shapes import ATOMS
from stillframe.watch.values import Values

# Instructions whose result may be an object that wasn't there before.
_GIVES = frozenset(
    {
        "BINARY_OP",
        "BINARY_SLICE",
        "BINARY_SUBSCR",
        "BUILD_CONST_KEY_MAP",
        "BUILD_LIST",
        "BUILD_MAP",
        "BUILD_SET",
        "BUILD_SLICE",
        "BUILD_TUPLE",
        "CALL",
        "CALL_FUNCTION_EX",
        "CALL_KW",
        "COMPARE_OP",
        "FOR_ITER",
        "GET_ITER",
        "LIST_TO_TUPLE",
        "LOAD_ATTR",
        "SEND",
    }
)
# Native functions that give away what was there before.
_GIVE_AWAY = frozenset({"get", "get_nowait", "heappop", "next", "pop", "popitem", "popleft"})
# Those that change an object that stands so deep on the stack before them, at least the argument
# of it: `_ALL` of those that they take.
_ALL = 0
_CHANGES = {
    "BINARY_OP": 2,
    "CALL": _ALL,
    "CALL_FUNCTION_EX": _ALL,
    "CALL_KW": _ALL,
    "DELETE_ATTR": 1,
    "DELETE_SUBSCR": 2,
    "STORE_ATTR": 1,
    "STORE_SLICE": 3,
    "STORE_SUBSCR": 2,
}
# Those that change what stands `arg` from the top after them.
_ADDS = frozenset({"LIST_APPEND", "SET_ADD", "MAP_ADD", "LIST_EXTEND", "SET_UPDATE", "DICT_UPDATE"})
_CELLS = frozenset({"STORE_DEREF", "DELETE_DEREF"})


@final
class Plan:
    """Of one code object. ``notes`` and ``priors`` are as `Instrument.notes` wants them."""

    def __init__(self, number: int, translation: Translation, pen: "Pen") -> None:
        self.number = number
        self.code = code = translation.code
        self.slots = slots_of(code)
        self.named = self.slots[len(code.slots) :]
        self.effects = effects_of(code)
        self.depths = [len(stack) if stack is not None else 0 for stack in analyse(code)]
        self.priors: list[Prior | None] = [
            _prior(one, index, self, pen) for index, one in enumerate(code.instructions)
        ]
        self.notes: list[Note | None] = [
            _note(one, index, self, pen) for index, one in enumerate(code.instructions)
        ]

    def share(self, pen: "Pen") -> None:
        """Others have the same names, from now on: tell them what this code binds."""

        def note(frame: Frame, index: int, going: int) -> None:
            pen.names.bound(frame.locals, str(self.code.instructions[index].arg), frame)

        for index, one in enumerate(self.code.instructions):
            if one.op in ("STORE_NAME", "DELETE_NAME"):
                self.notes[index] = note

    def value_of(self, frame: Frame, slot: int) -> Any:
        """What a slot holds; NULL if it is unbound."""
        if slot < len(frame.fast):
            return frame.fast[slot]
        names = frame.locals
        return dict.get(names, self.slots[slot], NULL) if isinstance(names, dict) else NULL


@final
class Pen:
    """What the notes write with: the values, those that are recorded, what was held for a look.

    ``bury`` tells of suspended frames that have gone.
    """

    bury: Callable[[], None]

    def __init__(
        self,
        values: Values,
        names: Names,
        tick: Callable[[Frame, int, int], object],
        held: list[Any],
    ) -> None:
        self.values = values
        self.names = names
        self.recorded: list[int] = []
        self.held = held
        self.moved = False  # whether what is called now gives away something
        self.leaving = 0  # the value that was yielded or returned last
        self.tick = tick

    def leaves(self, frame: Frame) -> None:
        """It is about to yield or return what is on top."""
        self.leaving = self.values.of(frame.stack[-1])

    def look(self) -> None:
        """Look at what was held."""
        again = self.values.again
        for value in self.held:
            again(value)
            if type(value) in NAMESPACES:
                self.names.touched(value)


def _prior(one: Any, index: int, plan: Plan, pen: Pen) -> Prior | None:
    if one.op == "YIELD_VALUE" or (one.op == "RETURN_VALUE" and plan.code.flags & MAKES_GENERATOR):
        return pen.leaves
    where = _CHANGES.get(one.op)
    if where is None or (one.op == "BINARY_OP" and not one.arg.endswith("=")):
        return None
    hold = pen.held.append
    if where is not _ALL:

        def changes(frame: Frame) -> None:
            value = frame.stack[-where]
            if type(value) not in ATOMS:
                hold(value)

        return changes
    extend, taken = pen.held.extend, plan.effects[index].next.pop

    def prior(frame: Frame) -> None:
        extend(frame.stack[-taken:])
        first = frame.stack[-taken]
        if first is NULL:  # up to 3.12 the callable may stand above it
            first = frame.stack[1 - taken]
        pen.moved = False
        if type(first) in _BOUND:
            pen.moved = first.__name__ in _GIVE_AWAY
            hold(first.__self__)

    return prior


_BOUND: tuple[type, ...] = (type([].append), type(Plan.__init__.__get__(0)))


def _note(one: Any, index: int, plan: Plan, pen: Pen) -> Note | None:
    effects = plan.effects[index]
    values = pen.values
    of = values.result if one.op in _GIVES else values.of
    record, recorded = pen.recorded.append, effects.next.recorded
    if OPERATIONS[one.op].jumps and one.arg <= index and not recorded:
        return pen.tick
    if one.op in _ADDS:
        at = -one.arg
        return lambda frame, index, going: values.again(frame.stack[at])
    if one.op in ("STORE_GLOBAL", "DELETE_GLOBAL"):
        return lambda frame, index, going: pen.names.bound(frame.globals, one.arg)
    slot: Any = one.arg
    if one.op in _CELLS:
        return lambda frame, index, going: values.again(frame.fast[slot])
    if one.op == "MAKE_CELL":
        return lambda frame, index, going: record(values.made(frame.fast[slot]))
    if one.op in _CHANGES and plan.priors[index] is not None:
        if not recorded:
            return lambda frame, index, going: pen.look()

        def changed(frame: Frame, index: int, going: int) -> None:
            pen.look()
            pen.bury()
            record(values.of(frame.stack[-1]) if pen.moved else of(frame.stack[-1]))

        return changed
    if effects.next == effects.jump:
        if not recorded:
            return None
        if effects.next.push == (RECORDED,) and recorded == 1:
            return lambda frame, index, going: record(of(frame.stack[-1]))

    nexts, jumps = _left_open(effects.next), _left_open(effects.jump)

    def general(frame: Frame, index: int, going: int) -> None:
        places, slots = nexts if going == index + 1 else jumps
        for place in places:
            record(of(frame.stack[place]))
        for slot in slots:
            record(of(plan.value_of(frame, slot)))

    return general


def _left_open(effect: Effect) -> tuple[list[int], list[int]]:
    """Where the values are that an effect leaves open, once it is done: on the stack, in slots."""
    pushed = enumerate(effect.push, -len(effect.push))
    places = [place for place, source in pushed if source == RECORDED]
    return places, [slot for slot, source in effect.set if source == RECORDED]
