"""Operations on the value stack, the fast locals and cells.

Most of these write no code at all: they move expressions on the assembler's virtual stack.
"""

from types import CellType
from typing import Any

from stillframe.bytecode import Instruction
from stillframe.machine.assemble import EMITTERS, HELPERS, TEMPLATES, Assembler
from stillframe.machine.frame import NULL, Frame

TEMPLATES |= {
    "NOP": "",
    "RESUME": "",
    "LOAD_DEREF": "{value} = load_deref(frame, {arg})",
    "LOAD_FROM_DICT_OR_DEREF": "{value} = load_from_mapping_or_cell(frame, {mapping}, {arg})",
    "STORE_DEREF": "fast[{arg}].cell_contents = {value}",
    "DELETE_DEREF": "load_deref(frame, {arg}); del fast[{arg}].cell_contents",
    "LOAD_LOCALS": "{locals} = load_locals(frame)",
}


def pop_top(asm: Assembler, instruction: Instruction) -> None:
    if asm.virtual:
        asm.forget([asm.pop()])
    else:
        asm.base -= 1
        asm.emit("del stack[-1]")


def push_null(asm: Assembler, instruction: Instruction) -> None:
    asm.push("NULL")


def copy(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    text = asm.peek(instruction.arg - 1)
    if text.startswith("stack["):
        name = asm.temporary()
        asm.emit(f"{name} = {text}")
        text = name
    asm.push(text)


def swap(asm: Assembler, instruction: Instruction) -> None:
    assert isinstance(instruction.arg, int)
    while len(asm.virtual) < instruction.arg:
        asm.virtual.insert(0, asm.pull())
    top = len(asm.virtual) - 1
    other = len(asm.virtual) - instruction.arg
    asm.virtual[top], asm.virtual[other] = asm.virtual[other], asm.virtual[top]


def load_const(asm: Assembler, instruction: Instruction) -> None:
    asm.push(f"K{instruction.arg}")


def load_fast(asm: Assembler, instruction: Instruction) -> None:
    asm.push(f"fast[{instruction.arg}]")


def load_fast_check(asm: Assembler, instruction: Instruction) -> None:
    slot = instruction.arg
    assert isinstance(slot, int)
    if slot not in asm.bound:
        asm.emit(f"if fast[{slot}] is NULL: raise unbound(frame, {slot})")
        asm.bound.add(slot)
    asm.push(f"fast[{slot}]")


def load_fast_and_clear(asm: Assembler, instruction: Instruction) -> None:
    slot = instruction.arg
    assert isinstance(slot, int)
    asm.spill(f"fast[{slot}]")
    name = asm.temporary()
    asm.emit(f"{name} = fast[{slot}]; fast[{slot}] = NULL")
    asm.bound.discard(slot)
    asm.nullable.add(name)
    asm.push(name)


def store_fast(asm: Assembler, instruction: Instruction) -> None:
    slot = instruction.arg
    assert isinstance(slot, int)
    value = asm.pop()
    asm.spill(f"fast[{slot}]", avoid=[value])
    asm.emit(f"fast[{slot}] = {value}")
    asm.forget([value])
    # NULL unbinds: an inlined comprehension ends so.
    if value in asm.nullable or value == "NULL":
        asm.bound.discard(slot)
    else:
        asm.bound.add(slot)


def delete_fast(asm: Assembler, instruction: Instruction) -> None:
    slot = instruction.arg
    assert isinstance(slot, int)
    asm.spill(f"fast[{slot}]")
    if slot not in asm.bound:
        asm.emit(f"if fast[{slot}] is NULL: raise unbound(frame, {slot})")
    asm.emit(f"fast[{slot}] = NULL")
    asm.bound.discard(slot)


def make_cell(asm: Assembler, instruction: Instruction) -> None:
    slot = instruction.arg
    asm.emit(f"fast[{slot}] = CellType() if fast[{slot}] is NULL else CellType(fast[{slot}])")


def copy_free_vars(asm: Assembler, instruction: Instruction) -> None:
    asm.emit(f"fast[-{instruction.arg}:] = frame.function.__closure__")


EMITTERS |= {
    "POP_TOP": pop_top,
    "PUSH_NULL": push_null,
    "COPY": copy,
    "SWAP": swap,
    "LOAD_CONST": load_const,
    "LOAD_FAST": load_fast,
    "LOAD_CLOSURE": load_fast,
    "LOAD_FAST_CHECK": load_fast_check,
    "LOAD_FAST_AND_CLEAR": load_fast_and_clear,
    "STORE_FAST": store_fast,
    "DELETE_FAST": delete_fast,
    "MAKE_CELL": make_cell,
    "COPY_FREE_VARS": copy_free_vars,
}


def unbound(frame: Frame, slot: int) -> UnboundLocalError:
    """The error for reading an unbound fast local."""
    name = frame.code.slots[slot]
    return UnboundLocalError(
        f"cannot access local variable '{name}' where it is not associated with a value"
    )


def load_deref(frame: Frame, slot: int) -> Any:
    """What the cell in that slot holds; NameError or UnboundLocalError if it is empty."""
    try:
        return frame.fast[slot].cell_contents
    except ValueError:
        pass
    name = frame.code.slots[slot]
    if slot in frame.code.frees:
        raise NameError(
            f"cannot access free variable '{name}' where it is not associated with a value"
            " in enclosing scope",
            name=name,
        )
    raise unbound(frame, slot)


def load_from_mapping_or_cell(frame: Frame, mapping: Any, slot: int) -> Any:
    """In a class body or an annotation scope: the local name, else the enclosing one."""
    try:
        return mapping[frame.code.slots[slot]]
    except KeyError:
        return load_deref(frame, slot)


def load_locals(frame: Frame) -> Any:
    """The mapping of the frame's locals (class bodies and modules have one)."""
    if frame.locals is None:
        raise SystemError("no locals")
    return frame.locals


HELPERS |= {
    "CellType": CellType,
    "NULL": NULL,
    "load_deref": load_deref,
    "load_from_mapping_or_cell": load_from_mapping_or_cell,
    "load_locals": load_locals,
    "unbound": unbound,
}
