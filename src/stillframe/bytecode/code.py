"""Canonical code: what a code object of any supported CPython decodes to. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import CodeType

# What co_positions() yields: line, end line, column, end column; None where unknown (PEP 657).
Position = tuple[int | None, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Instruction:
    """One canonical instruction.

    ``op`` names a row of ``operations.OPERATIONS``; ``arg`` is an int, an identifier or an
    operator, as that row's ``Arg`` says, and None where there is none. ``offset`` is the byte
    offset of the native instruction that it came from (what ``f_lasti`` shows); one native
    instruction may give several canonical ones, which then share it.
    """

    op: str
    arg: int | str | None
    offset: int


@dataclass(frozen=True, slots=True)
class Handler:
    """A row of the exception table: instructions ``start <= i < end`` go to ``target``.

    The value stack is cut to ``depth`` first; ``lasti`` says whether the place of the
    instruction is pushed below the exception.
    """

    start: int
    end: int
    target: int
    depth: int
    lasti: bool


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """Canonical code, with all that a frame needs to run it.

    ``slots`` names the fast locals in CPython's order: variables, cells that are not
    arguments, free variables; ``cells`` and ``frees`` are those slots that hold a cell.
    ``constants`` holds nested native code objects as they are. ``flags``, ``filename`` and the
    counts are the code object's own. ``version`` is the Python that compiled it.
    """

    version: tuple[int, int]
    name: str
    qualname: str
    filename: str
    firstlineno: int
    flags: int
    argcount: int
    posonlyargcount: int
    kwonlyargcount: int
    stacksize: int
    slots: tuple[str, ...]
    varcount: int  # len(co_varnames): the first slots
    cells: tuple[int, ...]
    frees: tuple[int, ...]
    constants: tuple[object, ...]
    instructions: tuple[Instruction, ...]
    positions: tuple[Position, ...]  # one for each instruction
    handlers: tuple[Handler, ...]
    handler_at: tuple[Handler | None, ...] = field(repr=False)  # one for each instruction
    native: CodeType | None = field(repr=False, default=None)
