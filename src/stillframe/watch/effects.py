"""What each instruction does to its frame, as far as its code alone tells.

Most of a run is told by that: LOAD_FAST pushes what the local holds, COPY what stands on the stack,
STORE_FAST binds what is on top. A trace holds these effects once for each code object, and of each
step only what they leave open: the objects that come from elsewhere (``?``).
"""

from dataclasses import dataclass
from typing import Any

from stillframe.bytecode import OPERATIONS, Code, Instruction, Operand
from stillframe.machine.frame import CO_OPTIMIZED

# Where a value comes from, as text: `?` the next recorded one; `-` NULL; `i2` the third of those
# taken from the stack, the bottom one first; `s3` what slot 3 held; `k4` constant 4.
RECORDED, EMPTY = "?", "-"


@dataclass(frozen=True, slots=True)
class Effect:
    """Take ``pop`` values off the stack, push these sources, then put these into slots."""

    pop: int = 0
    push: tuple[str, ...] = ()
    set: tuple[tuple[int, str], ...] = ()

    @property
    def recorded(self) -> int:
        """How many values it leaves open: the pushed ones first, in order, then those of slots."""
        return self.push.count(RECORDED) + sum(source == RECORDED for _, source in self.set)


@dataclass(frozen=True, slots=True)
class Effects:
    """Of one instruction: when it goes on with the next one, and when it jumps."""

    next: Effect
    jump: Effect


def slots_of(code: Code) -> tuple[str, ...]:
    """The names that a frame of this code binds: fast locals, then, in modules and classes, the
    names that it stores into its namespace."""
    if code.flags & CO_OPTIMIZED:
        return code.slots
    binding = _BINDING
    if code.name == "<module>":  # a global there, if a function declares it to be one
        binding += ("STORE_GLOBAL", "DELETE_GLOBAL")
    stored = [
        str(one.arg) for one in code.instructions if one.op in binding and one.arg not in _HIDDEN
    ]
    return code.slots + tuple(dict.fromkeys(stored))


_BINDING: tuple[str, ...] = ("STORE_NAME", "DELETE_NAME")
_HIDDEN = ("__module__", "__qualname__", "__doc__", "__annotations__", "__firstlineno__")


def effects_of(code: Code) -> list[Effects]:
    """The effects of each instruction."""
    slots = slots_of(code)
    names = {name: place for place, name in enumerate(slots) if place >= len(code.slots)}
    return [_effects(one, code, names) for one in code.instructions]


def _effects(one: Instruction, code: Code, names: dict[str, int]) -> Effects:
    operation = OPERATIONS[one.op]
    special = _special(one, code, names)
    if special is not None:
        return Effects(special, special)
    after = _effect(operation.inputs, operation.outputs, one.arg)
    if operation.outputs == operation.jump_outputs:
        return Effects(after, after)
    return Effects(after, _effect(operation.inputs, operation.jump_outputs, one.arg))


def _special(one: Instruction, code: Code, names: dict[str, int]) -> Effect | None:
    """Those that move values between stack and slots."""
    arg: Any = one.arg
    match one.op:
        case "LOAD_CONST":
            return Effect(0, (f"k{arg}",))
        case "LOAD_FAST" | "LOAD_FAST_CHECK" | "LOAD_CLOSURE":
            return Effect(0, (f"s{arg}",))
        case "LOAD_FAST_AND_CLEAR":
            return Effect(0, (f"s{arg}",), ((arg, EMPTY),))
        case "STORE_FAST":
            return Effect(1, (), ((arg, "i0"),))
        case "DELETE_FAST":
            return Effect(0, (), ((arg, EMPTY),))
        case "MAKE_CELL":
            return Effect(0, (), ((arg, RECORDED),))
        case "COPY_FREE_VARS":
            return Effect(0, (), tuple((slot, RECORDED) for slot in code.frees))
        case "STORE_NAME":
            return Effect(1, (), ((names[arg], "i0"),) if arg in names else ())
        case "STOPITERATION_ERROR":  # another one by now, perhaps
            return Effect(1, (RECORDED,))
        case "SET_FUNCTION_ATTRIBUTE":  # a function with a closure is another function
            return Effect(2, (RECORDED,))
        case "DELETE_NAME":
            return Effect(0, (), ((names[arg], EMPTY),) if arg in names else ())
    return None


def _effect(inputs: tuple[Operand, ...], outputs: tuple[Operand, ...], arg: object) -> Effect:
    places: dict[str, list[str]] = {}
    size = 0
    for operand in inputs:
        count = operand.size(arg)
        places[operand.name] = [f"i{place}" for place in range(size, size + count)]
        size += count
    push: list[str] = []
    for operand in outputs:
        if operand.name == "NULL":
            push.append(EMPTY)
        else:
            push += places.get(operand.name) or [RECORDED] * operand.size(arg)
    kept = 0  # what stays where it is, at the bottom
    while kept < min(size, len(push)) and push[kept] == f"i{kept}":
        kept += 1
    moved = tuple(
        f"i{int(source[1:]) - kept}" if source[0] == "i" else source for source in push[kept:]
    )
    if any(source[0] == "i" and int(source[1:]) < 0 for source in moved):
        return Effect(size, tuple(push))  # as COPY: a kept one is pushed again
    return Effect(size - kept, moved)
