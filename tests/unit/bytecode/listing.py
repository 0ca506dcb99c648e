"""Canonical code as short text, for the tests of this directory."""

import dis
import inspect
from collections.abc import Iterator
from types import CodeType

from stillframe.bytecode import OPERATIONS, Arg, Code, decode


def innermost(source: str) -> CodeType:
    """The last code object inside the source: of the last function, the last lambda in it ..."""
    code = compile(source, "<test>", "exec")
    while inner := [const for const in code.co_consts if isinstance(const, CodeType)]:
        code = inner[-1]
    return code


def first(source: str) -> Code:
    """The code of the first function in the source."""
    constants = compile(source, "<test>", "exec").co_consts
    return decode(next(const for const in constants if isinstance(const, CodeType)))


def listing(code: Code) -> list[str]:
    """One line an instruction, constants by value and fast locals by name; without RESUME."""
    lines = []
    for instruction in code.instructions:
        arg: object = instruction.arg
        if instruction.op == "RESUME":
            continue
        kind = OPERATIONS[instruction.op].arg
        if kind is Arg.CONST:
            assert isinstance(instruction.arg, int)
            arg = repr(code.constants[instruction.arg])
        elif kind is Arg.SLOT:
            assert isinstance(instruction.arg, int)
            arg = code.slots[instruction.arg]
        lines.append(instruction.op if arg is None else f"{instruction.op} {arg}")
    return lines


def of(source: str) -> list[str]:
    """The listing of the innermost code object of a source text."""
    return listing(decode(innermost(source)))


def codes(code: CodeType) -> Iterator[CodeType]:
    """A code object and all that are nested in it."""
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from codes(const)


def a_module() -> Iterator[CodeType]:
    """The code objects of a module with a bit of everything."""
    return codes(compile(inspect.getsource(dis), "dis.py", "exec"))
