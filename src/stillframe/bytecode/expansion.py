"""The notation of the version tables: how one native instruction becomes canonical ones.

A table maps rows to expansions, both as text::

    "LOAD_METHOD":              "LOAD_ATTR name; PUSH_NULL; SWAP 2",
    "LOAD_GLOBAL":              "PUSH_NULL if 1; LOAD_GLOBAL name>>1",
    "CALL_INTRINSIC_1 5":       "UNARY_POSITIVE",
    "CALL after KW_NAMES":      "LOAD_CONST previous; CALL_KW arg",
    "PRECALL":                  None,

A row is a native opcode, alone or with one argument, or with the opcode that came before it;
None skips it as if it weren't there. An expansion is a series of canonical instructions, each
with an operand (a name of ``OPERANDS``, ``@n`` for the n-th instruction of this expansion, or
the thing itself) and a condition: ``if 1`` asks for a bit of the argument, ``if not 1`` for its
absence, ``if 3 4`` for a bit of each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stillframe.bytecode.operations import OPERATIONS, Arg

Table = Mapping[str, str | None]

COMPARISONS = ("<", "<=", "==", "!=", ">", ">=")


class Native:
    """What an operand can depend on: the code object's tables and one native instruction."""

    __slots__ = ("arg", "cells", "constants", "names", "next", "pool", "previous")

    def __init__(
        self, names: tuple[str, ...], constants: tuple[object, ...], cells: frozenset[int]
    ) -> None:
        self.names = names
        self.constants = list(constants)
        self.pool: dict[tuple[type, object], int] = {}
        self.cells = cells
        self.arg = 0
        self.previous = 0  # the argument of the instruction before
        self.next = 0  # the byte offset of the instruction after, from which jumps count

    def constant(self, value: object) -> int:
        """The index of a constant that the compiler did not write down (None, a small int)."""
        key = (type(value), value)
        index = self.pool.get(key)
        if index is None:
            index = self.pool[key] = len(self.constants)
            self.constants.append(value)
        return index


Read = Callable[[Native], int | str]

OPERANDS: dict[str, Read] = {
    "arg": lambda n: n.arg,
    "arg&3": lambda n: n.arg & 3,
    "arg&15": lambda n: n.arg & 15,
    "arg>>4": lambda n: n.arg >> 4,
    "previous": lambda n: n.previous,
    "name": lambda n: n.names[n.arg],
    "name>>1": lambda n: n.names[n.arg >> 1],
    "name>>2": lambda n: n.names[n.arg >> 2],
    "None": lambda n: n.constant(None),
    "int": lambda n: n.constant(n.arg),
    "compare": lambda n: COMPARISONS[n.arg],
    "compare>>4": lambda n: COMPARISONS[n.arg >> 4],
    "compare>>5": lambda n: COMPARISONS[n.arg >> 5],
}

# Jumps are relative since 3.11. These give byte offsets, which become indices in the end.
TARGETS: dict[str, Callable[[Native], int]] = {
    "target": lambda n: n.next + 2 * n.arg,
    "back": lambda n: n.next - 2 * n.arg,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One canonical instruction of an expansion. At most one of the three operands is set."""

    op: str
    literal: int | str | None = None
    read: Read | None = None
    target: Callable[[Native], int] | None = None
    label: int | None = None
    when: tuple[tuple[int, bool], ...] = ()  # (bits of the argument, whether one must be set)


Steps = tuple[Step, ...]


@dataclass(slots=True)
class Row:
    """The expansions of one opcode: the usual one, and those for what is special."""

    usual: Steps | None = None
    skipped: bool = False
    by_argument: dict[int, Steps] = field(default_factory=dict)
    after: dict[str, Steps] = field(default_factory=dict)

    def steps(self, arg: int, previous: str) -> Steps | None:
        """The expansion for this argument, after that opcode; None if there is none."""
        if self.after and previous in self.after:
            return self.after[previous]
        if self.by_argument and arg in self.by_argument:
            return self.by_argument[arg]
        return self.usual


def revised(base: Table, *, gone: str, rows: Table) -> Table:
    """The table of a later version: without all rows of the opcodes that are gone, with others."""
    opnames = gone.split()
    kept = {key: text for key, text in base.items() if key.split()[0] not in opnames}
    return {**kept, **rows}


def read_table(table: Table) -> dict[str, Row]:
    """Read a version's table. The keys of the result are native opcode names."""
    rows: dict[str, Row] = {}
    for key, text in table.items():
        opname, *special = key.split()
        row = rows.setdefault(opname, Row())
        steps = () if text is None else tuple(_step(part) for part in text.split(";") if part)
        match special:
            case []:
                row.usual, row.skipped = steps, text is None
            case ["after", previous]:
                row.after[previous] = steps
            case [number]:
                row.by_argument[int(number)] = steps
            case _:
                raise ValueError(f"can't read the row {key!r}")
    return rows


def _step(text: str) -> Step:
    instruction, _, condition = text.strip().partition(" if ")
    op, _, operand = instruction.partition(" ")
    when: tuple[tuple[int, bool], ...] = ()
    if condition:
        wanted = not condition.startswith("not ")
        bits = condition.removeprefix("not ").split()
        when = tuple((int(bit), wanted) for bit in bits)
    kind = OPERATIONS[op].arg
    if (kind is Arg.NONE) != (not operand):
        raise ValueError(f"{text!r}: the operand doesn't fit {op}")
    if not operand:
        return Step(op, when=when)
    if operand in TARGETS:
        return Step(op, target=TARGETS[operand], when=when)
    if operand[0] == "@" and operand[1:].isdigit():
        return Step(op, label=int(operand[1:]), when=when)
    if operand in OPERANDS:
        return Step(op, read=OPERANDS[operand], when=when)
    return Step(op, literal=int(operand) if operand.isdigit() else operand, when=when)
