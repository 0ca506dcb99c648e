"""The arguments of canonical instructions, as a person reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stillframe.bytecode.code import Code, Instruction
from stillframe.bytecode.operations import OPERATIONS, Arg


def argument_text(code: Code, instruction: Instruction, constant: Callable[[Any], str]) -> str:
    """What the argument stands for; empty if there is none. ``constant`` says how a constant is
    written."""
    match OPERATIONS[instruction.op].arg, instruction.arg:
        case _, None:
            return ""
        case Arg.CONST, int(index):
            return constant(code.constants[index])
        case Arg.SLOT, int(index):
            return code.slots[index]
        case Arg.TARGET, target:
            return f"to {target}"
        case _, arg:
            return str(arg)
