"""From a code object to canonical code: one instruction set for every supported CPython.

Pure: no frames, and nothing is executed.
"""

from __future__ import annotations

from stillframe.bytecode.arguments import argument_text
from stillframe.bytecode.code import Code, Handler, Instruction, Position
from stillframe.bytecode.decode import decode
from stillframe.bytecode.operations import OPERATIONS, Arg, Operand, Operation
from stillframe.bytecode.stack import Slot, analyse

__all__ = [
    "OPERATIONS",
    "Arg",
    "Code",
    "Handler",
    "Instruction",
    "Operand",
    "Operation",
    "Position",
    "Slot",
    "analyse",
    "argument_text",
    "decode",
    "suspension_at",
    "suspension_points",
]


_SUSPENDING = ("RETURN_GENERATOR", "YIELD_VALUE")


def suspension_points(code: Code) -> tuple[int, ...]:
    """The indices at which a frame of this code can be suspended, in order.

    RETURN_GENERATOR is where a created generator stands, each YIELD_VALUE where a suspended one
    does.
    """
    return tuple(
        index
        for index, instruction in enumerate(code.instructions)
        if instruction.op in _SUSPENDING
    )


def suspension_at(code: Code, offset: int) -> int:
    """The one at a byte offset of the native code. ValueError if no frame can be suspended there.

    Canonical code may have several instructions of one offset.
    """
    for index, instruction in enumerate(code.instructions):
        if instruction.offset == offset and instruction.op in _SUSPENDING:
            return index
    raise ValueError(f"{code.qualname}() cannot stop at {offset}")
